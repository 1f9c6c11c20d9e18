"""From a judged notebook to its autograded file and what is to be stored, through nbgrader's preprocessors."""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter

from wallgrade.autograde.preconditions import dotted
from wallgrade.autograde.preprocessors import JUDGED, PENALTY, PenaliseLate, finished
from wallgrade.gradebook.record import NotebookRecord
from wallgrade.judging.judge_submission import JudgedNotebook

MOST_KEPT = 32
# what these make of a notebook depends on it and on the configuration only, not on whose it is
STUDENT_INDEPENDENT = ("wallgrade.autograde.preprocessors.", "nbgrader.preprocessors.", "nbconvert.preprocessors.")


class ValidateOnceExporter(NotebookExporter):  # type: ignore[misc]
    """nbconvert's exporter, which looks at the result only, not at what each preprocessor leaves to the next one.

    Its text is of the format that the release's notebooks have been read as.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> tuple[str, Any]:
        """The text of the notebook that the preprocessors make. `nbformat.writes` would validate it once more."""
        made, resources = super(NotebookExporter, self).from_notebook_node(nb, resources, **options)
        return f"{nbformat.v4.writes_json(made)}\n", resources

    def _validate_preprocessor(self, nbc: Any, preprocessor: Any) -> None:
        """Wait for the last one."""

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb, resources = super()._preprocess(nb, resources)
        nbformat.validate(nb, relax_add_props=True)
        return nb, resources


@dataclass(frozen=True)
class Exported:
    """The autograded file's text, what to store, and who knows the late penalty."""

    text: str
    record: NotebookRecord
    penalty: PenaliseLate | None


class NotebookExports:
    """Exports notebooks for one run. Notebooks that many hand in as they were released are converted once."""

    def __init__(self, converter: Any) -> None:
        self._converter = converter
        self._kept: OrderedDict[bytes, Exported] = OrderedDict()
        self._preprocessors = (*converter.sanitize_preprocessors, *converter.autograde_preprocessors)
        self._blind = all(dotted(preprocessor).startswith(STUDENT_INDEPENDENT) for preprocessor in self._preprocessors)

    def of(self, notebook: JudgedNotebook, about: dict[str, str], db_url: str) -> Exported:
        """`about`: nbgrader's student and assignment."""
        if not self._blind:
            return self._export(notebook, about, db_url)
        key = hashlib.sha256(pickle.dumps(notebook)).digest()
        exported = self._kept.pop(key, None) or self._export(notebook, about, db_url)
        self._kept[key] = exported
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return exported

    def _export(self, notebook: JudgedNotebook, about: dict[str, str], db_url: str) -> Exported:
        exporter = self._converter.exporter
        exporter._preprocessors = []
        for preprocessor in self._preprocessors:
            exporter.register_preprocessor(preprocessor)
        resources: dict[str, Any] = {
            "unique_key": notebook.name,
            "output_files_dir": f"{notebook.name}_files",
            "nbgrader": {**about, "notebook": notebook.name, "db_url": db_url},
            JUDGED: notebook,
        }
        # the first preprocessor puts in the judged notebook, and nbconvert copies what it is given twice
        text, resources = exporter.from_notebook_node(nbformat.v4.new_notebook(), resources)
        return Exported(text, finished(resources), resources.get(PENALTY))
