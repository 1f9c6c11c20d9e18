"""Forging with the notebook itself: tags, marks, moved, doubled and missing cells, saved outputs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

from corpus.entry import RIGHT, Entry, cell_of, code_cell

forging = partial(Entry, group="forging")
CHECKS = ("linreg", "squared_loss", "sgd", "quiz")
Notebook = dict[str, Any]
Edit = Callable[[Notebook], None]


def each_check(change: Callable[[dict[str, Any]], object]) -> Edit:
    """Do this to every check cell."""

    def edit(notebook: Notebook) -> None:
        for cell in [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]:
            change(cell)

    return edit


def marks(**values: Any) -> Edit:
    """Set these in the nbgrader metadata of every check cell."""
    return each_check(lambda cell: cell["metadata"]["nbgrader"].update(values))


def every_cell(change: Callable[[dict[str, Any]], object]) -> Edit:
    """Do this to every cell."""

    def edit(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            change(cell)

    return edit


def outputs(*found: dict[str, Any]) -> Edit:
    """These are the saved outputs of every check cell."""
    return each_check(lambda cell: cell.update(outputs=list(found), execution_count=1))


def result(text: str, **metadata: Any) -> dict[str, Any]:
    data = {"text/plain": text}
    return {"output_type": "execute_result", "data": data, "metadata": metadata, "execution_count": 1}


def without_checks(notebook: Notebook) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")]


def doubled_checks(notebook: Notebook) -> None:
    notebook["cells"] += [copy.deepcopy(cell_of(notebook, check)) for check in CHECKS]


def checks_first(notebook: Notebook) -> None:
    notebook["cells"].sort(key=lambda cell: not cell["metadata"].get("nbgrader", {}).get("grade"))


def swapped_checks(notebook: Notebook) -> None:
    first, second = (cell_of(notebook, item)["metadata"]["nbgrader"] for item in ("linreg", "quiz"))
    first["grade_id"], second["grade_id"] = second["grade_id"], first["grade_id"]


def checks_onto_solutions(notebook: Notebook) -> None:
    for check in CHECKS:
        mark = cell_of(notebook, check)["metadata"]["nbgrader"]
        cell_of(notebook, f"{check}_answer")["metadata"]["nbgrader"] = dict(mark)


def imports_emptied(notebook: Notebook) -> None:
    cell_of(notebook, "imports")["source"] = "check = lambda item: 3.0\n"


def own_setup(notebook: Notebook) -> None:
    mark = {"grade": False, "solution": False, "locked": True, "schema_version": 3, "grade_id": "setup_of_mine"}
    cell = code_cell("check = lambda item: 3.0", tags=["setup"], nbgrader=mark)
    notebook["cells"].insert(0, cell)


def extra_points(notebook: Notebook) -> None:
    mark = {"grade": True, "solution": False, "locked": True, "points": 100, "schema_version": 3, "grade_id": "bonus"}
    notebook["cells"].append(code_cell("100.0", nbgrader=mark))


def right_under_another_id(notebook: Notebook) -> None:
    cell_of(notebook, "linreg_answer")["source"] = RIGHT["sgd"]
    cell_of(notebook, "sgd_answer")["source"] = RIGHT["linreg"]


def same_cell_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "student-0"


def manual_answers(notebook: Notebook) -> None:
    for check in CHECKS:
        mark = cell_of(notebook, f"{check}_answer")["metadata"]["nbgrader"]
        mark.update(grade=True, points=10, locked=False, solution=True)


ENTRIES = [
    forging("tag-skip-execution", "check cells are tagged skip-execution", "nbclient skips them: no output, full marks",
            edit=every_cell(lambda cell: cell["metadata"].update(tags=["skip-execution", "remove-cell"]))),
    forging("tag-raises-exception", "check cells are tagged raises-exception", "errors are expected there",
            edit=each_check(lambda cell: cell["metadata"].update(tags=["raises-exception", "hide-output"]))),
    forging("tag-setup", "a cell of one's own that says it is locked setup", "setup cells are believed",
            edit=own_setup),
    forging("points-1000", "check cells are worth 1000", "points are read from the submission",
            edit=marks(points=1000)),
    forging("points-negative", "check cells are worth -1, or nothing", "a score above the most is clipped oddly",
            edit=marks(points=-1)),
    forging("points-nan", "points are NaN", "every comparison with NaN is false", edit=marks(points=float("nan"))),
    forging("schema-99", "schema_version 99", "nbgrader stops the whole class", edit=marks(schema_version=99)),
    forging("schema-0", "schema_version 0", "nbgrader asks to run `nbgrader update`", edit=marks(schema_version=0)),
    forging("no-schema", "no schema_version", "the validator of version 3 fails",
            edit=each_check(lambda cell: cell["metadata"]["nbgrader"].pop("schema_version"))),
    forging("check-is-solution", "check cells are solutions too", "inconsistent checksums", edit=marks(solution=True)),
    forging("check-ungraded", "check cells are not graded", "grade is read from the submission",
            edit=marks(grade=False)),
    forging("check-unlocked", "check cells are unlocked, their text is 3.0", "only locked cells are restored",
            edit=each_check(lambda cell: (cell["metadata"]["nbgrader"].update(locked=False),
            cell.update(source="3.0")))),
    forging("check-edited", "the check cell's text is a number", "its result is the grade",
            edit=each_check(lambda cell: cell.update(source="10.0"))),
    forging("checks-deleted", "no check cells", "no output, or the earlier score stays", edit=without_checks,
            resubmits=True),
    forging("checks-doubled", "all check cells twice", "nbgrader stops the whole class", edit=doubled_checks),
    forging("checks-first", "check cells before everything", "they run before the code", edit=checks_first),
    forging("checks-markdown", "check cells are markdown", "a markdown check gets no score",
            edit=each_check(lambda cell: (cell.update(cell_type="markdown"), cell.pop("outputs"),
                                          cell.pop("execution_count")))),
    forging("checks-raw", "check cells are raw", "not executed",
            edit=each_check(lambda cell: (cell.update(cell_type="raw"), cell.pop("outputs"),
                                          cell.pop("execution_count")))),
    forging("checks-renamed", "check cells have ids of other cells", "scores go where the id points",
            edit=swapped_checks),
    forging("checks-onto-solutions", "solution cells claim to be the checks", "what runs there is the student's",
            edit=checks_onto_solutions),
    forging("checks-unmarked", "no nbgrader metadata at all", "nothing to grade: the earlier score stays",
            edit=every_cell(lambda cell: cell["metadata"].pop("nbgrader", None)), resubmits=True),
    forging("imports-emptied", "the locked imports are replaced", "check() is the student's", edit=imports_emptied),
    forging("bonus-item", "an item of one's own worth 100", "items are read from the submission", edit=extra_points),
    forging("manual-answers", "answers claim to be graded by hand", "10 points each, waiting for a human",
            edit=manual_answers),
    forging("saved-result", "full marks are in the saved outputs", "outputs are graded if nothing is run",
            edit=outputs(result("3.0"))),
    forging("saved-results-two", "a saved result above the most, then one below", "the first result is the grade",
            edit=outputs(result("1e9"), result("3.0"))),
    forging("saved-verdict", "saved outputs look like our own report", "metadata of our own making is believed",
            edit=outputs({"output_type": "display_data", "data": {"text/plain": "linreg: The check passes."},
                          "metadata": {"wallgrade_results": [{"check": "x", "status": "passed"}]}}, result("3.0"))),
    forging("saved-without-text", "a saved result without text/plain", "KeyError in nbgrader",
            edit=outputs({"output_type": "execute_result", "data": {}, "metadata": {}, "execution_count": 1})),
    forging("metadata-of-ours", "notebook and cells carry metadata of our own names", "state kept in the notebook",
            edit=lambda nb: (nb["metadata"].update(wallgrade={"judged": True, "verdicts": {"linreg": 3}}),
                             every_cell(lambda cell: cell["metadata"].update(wallgrade={"points": 3}))(nb))),
    forging("marks-of-odd-types", "nbgrader metadata are lists, numbers, text", "code that expects a mapping",
            edit=lambda nb: [cell["metadata"].update(nbgrader=odd) for cell, odd in
                             zip(nb["cells"], [[], 3, "text", None, True, [{}], -1.5, {}, ["grade"], 0, "", {"a": {}}],
                                 strict=False)]),
    forging("ids-of-odd-types", "grade ids are numbers, lists, paths", "they become names of files and rows",
            edit=lambda nb: [cell["metadata"]["nbgrader"].update(grade_id=odd) for cell, odd in
                             zip((c for c in nb["cells"] if "nbgrader" in c["metadata"]),
                                 [3, "../../x", None, "'; drop table grade; --", ["a"], {"b": 1}, "", "x" * 100_000],
                                 strict=False)]),
    forging("evil-kernelspec", "a kernelspec that names a program", "the kernel is started by the submission's name",
            edit=lambda nb: nb["metadata"].update(
                kernelspec={"name": "../../../bin/sh", "display_name": "x", "language": "bash"},
                language_info={"name": "bash", "file_extension": "/../../x"})),
    forging("same-cell-ids", "every cell has one and the same id", "an id of ours", edit=same_cell_ids),
    Entry("functions-in-each-others-cells", "two right functions under each other's id",
          "moved by hand; both are there",
          right=True, edit=right_under_another_id, group="innocent"),
    Entry("right-and-tagged", "right code, with every tag and odd metadata", "tags of an editor cost nothing",
          right=True, group="innocent",
          edit=every_cell(lambda cell: cell["metadata"].update(
              tags=["skip-execution", "hide-input"], collapsed=True, deletable="yes", jupyter={"source_hidden": True},
              execution={"iopub.status.busy": "?"}))),
    Entry("right-and-checks-deleted", "right code, all check cells deleted", "tidied up before handing in",
          right=True, edit=without_checks, group="innocent"),
    Entry("right-and-checks-doubled", "right code, check cells pasted twice",
          "copy and paste; stops a class in nbgrader",
          right=True, edit=doubled_checks, group="innocent"),
    Entry("right-and-checks-first", "right code, check cells moved to the top", "dragged by accident",
          right=True, edit=checks_first, group="innocent"),
]  # fmt: skip
