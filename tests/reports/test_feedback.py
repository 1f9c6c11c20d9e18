"""The feedback page's parts: formulas, the sanitiser, images, sentences; and the page as nbgrader makes it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output

from lessoncheck.results import CheckResult
from support.lesson import LINEAR, SECOND_COURSE, SOURCE
from wallgrade.gradebook.report_cell import ItemOutcome, read_report_cell
from wallgrade.gradebook.scores import ItemScore, Student, StudentScores
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.images import LARGEST, Images
from wallgrade.reports.feedback.items import ItemLine, checks_sentence, item_lines, quiz_sentence, waiting_sentence
from wallgrade.reports.feedback.markdown import safe_markdown
from wallgrade.reports.feedback.mathml import mathml
from wallgrade.reports.feedback.outputs import safe_output
from wallgrade.reports.feedback.preprocessors import totals
from wallgrade.reports.feedback.sanitiser import safe_html, safe_report
from wallquiz.loader import load_quiz

DANGEROUS = re.compile(
    r"<\s*(script|iframe|object|embed|svg|style|link|meta|base|form|input)|<[^>]*\s(on\w+|style|id|srcdoc)\s*=|"
    r"""<[^>]*=\s*["']?\s*(javascript|vbscript|data:text)""",
    re.IGNORECASE,
)


def no_image(_: str) -> str | None:
    return None


# --- formulas


def formulas_of_the_lesson() -> list[tuple[str, bool]]:
    found = []
    for path in sorted(SOURCE.glob("*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "markdown":
                for match in re.finditer(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", "".join(cell["source"]), re.DOTALL):
                    found.append((match[1] or match[2], bool(match[1])))
    return found


def test_every_formula_of_the_lesson_becomes_mathml() -> None:
    formulas = formulas_of_the_lesson()
    assert len(formulas) > 100
    assert [tex for tex, display in formulas if not mathml(tex, display=display).startswith("<math")] == []


@pytest.mark.parametrize("tex", [r"\undefined x", r"\frac{a}", r"\href{javascript:alert(1)}{x}", "x" * 5000])
def test_what_is_no_formula_is_shown_as_its_text(tex: str) -> None:
    assert mathml(tex, display=False) == f'<code class="tex">{html.escape(tex)}</code>'


def test_aligned_equations_keep_their_alignment_without_inline_styles() -> None:
    found = mathml(r"\begin{align}a&=b\\&=c\end{align}", display=True)
    assert 'class="tex-right' in found
    assert " style=" not in found


@given(st.text(alphabet=r"\{}^_&<>\"'=$ abmathrscripthfoxunle123/:;()", max_size=60))
def test_no_text_makes_a_formula_dangerous(tex: str) -> None:
    assert not DANGEROUS.search(mathml(tex, display=True))


# --- the sanitiser


@given(st.text(alphabet="<>/\"'=! -abcdefghijklmnopqrstuvwxyz:;()&#\n\t", max_size=200))
def test_no_html_and_no_markdown_stays_dangerous(text: str) -> None:
    for source in (text, f"<img src=x {text}>", f"<a href='{text}'>x</a>", f"<svg {text}><script>{text}</script>"):
        assert not DANGEROUS.search(safe_html(source, no_image))
        assert not DANGEROUS.search(safe_markdown(source, no_image))


def test_harmless_html_stays() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert safe_html(table) == table
    assert "<details>" in safe_markdown("<details>\n<summary>Hint</summary>\n\n$x$\n\n</details>")


def test_links_among_notebooks_lead_to_pages_and_others_stay() -> None:
    page = safe_markdown("[next](02_fashion_mnist.ipynb) [site](https://example.org/a?b=c)")
    assert 'href="02_fashion_mnist.html"' in page
    assert 'href="https://example.org/a?b=c"' in page
    assert "noopener" in page


def test_a_formula_put_in_by_a_student_under_our_mark_stays_text() -> None:
    assert "0123456789abcdef-0." in safe_markdown("0123456789abcdef-0. $x$")


def test_reports_keep_our_class_names_and_lose_all_else() -> None:
    report = safe_report('<p class="lessoncheck-note evil" style="color: red" onclick="x()">a<script>b</script></p>')
    assert report == '<p class="lessoncheck-note">a</p>'


def test_an_error_shows_its_message_and_no_traceback() -> None:
    output = new_output("error", ename="ValueError", evalue="<b>bad</b>", traceback=["secret line"])
    assert "secret line" not in safe_output(output, no_image)
    assert "ValueError: &lt;b&gt;bad&lt;/b&gt;" in safe_output(output, no_image)


# --- images


def test_images_come_from_the_submissions_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "submission"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "a.svg").write_text("<svg/>")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "large.png").write_bytes(b"x" * (LARGEST + 1))
    (folder / "notes.txt").write_text("text")
    images = Images(folder)
    assert (images("figures/a.svg") or "").startswith("data:image/svg+xml;base64,")
    for address in (
        "../secret.png", str(tmp_path / "secret.png"), "%2e%2e/secret.png", "link.png", "large.png", "notes.txt",
        "missing.png", "http://example.org/a.png", "//example.org/a.png", "file:///etc/a.png", "data:text/html,x",
        "a\0.png",
    ):  # fmt: skip
        assert images(address) is None, address


def test_attached_images_are_found() -> None:
    images = Images(None, {"plot.png": {"image/png": "QUJD"}, "page.html": {"text/html": "QUJD"}})
    assert images("attachment:plot.png") == "data:image/png;base64,QUJD"
    assert images("attachment:page.html") is None


# --- sentences


def result(status: str, **more: Any) -> dict[str, Any]:
    return {"check": "c", "status": status, "misconception": "", **more}


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ([], ""),
        ([result("passed")], messages.ONE_PASSES),
        ([result("passed"), result("passed")], "All 2 checks pass."),
        ([result("failed")], messages.ONE_FAILS),
        ([result("passed"), result("failed")], "1 of 2 checks pass."),
        (
            [result("passed"), result("failed", message="The sign is wrong. See X."), result("failed", message="No.")],
            "1 of 3 checks pass. The sign is wrong.",
        ),
        (
            [result("failed", message="Wrong."), result("failed", message="It uses the library.", gate=True)],
            "0 of 2 checks pass. It uses the library. While this check fails, the item scores nothing.",
        ),
    ],
)
def test_the_sentence_names_the_first_thing_that_was_wrong(results: list[dict[str, Any]], sentence: str) -> None:
    assert checks_sentence(read_report_cell(notebook_with("item", results).cells[0]).results) == sentence


def notebook_with(item: str, results: list[dict[str, Any]]) -> Any:
    check = new_code_cell(f'check("{item}")', metadata={"nbgrader": {"grade": True, "grade_id": item, "points": 4}})
    check.outputs = [new_output("display_data", data={}, metadata={"wallgrade_results": results})]
    return nbformat.v4.new_notebook(cells=[check])


@pytest.mark.parametrize(
    ("score", "state", "points"),
    [
        (ItemScore("item", 4, 4), "full", 4),
        (ItemScore("item", 1, 4), "part", 1),
        (ItemScore("item", 0, 4), "none", 0),
        (ItemScore("item", 0, 4, needs_manual_grade=True), "needs_manual_grade", None),
        (ItemScore("item", 3, 4, by_hand=True), "part", 3),
    ],
)
def test_the_state_follows_the_stored_score(score: ItemScore, state: str, points: float | None) -> None:
    line = item_lines("n", notebook_with("item", [result("passed")]), {"item": score}, {}, show_quiz=True)[0]
    assert (line.state, line.points) == (state, points)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("answer", ['quiz = "A"', 'quiz = "B"', 'quiz = ""', 'quiz = "A and B"'])
def test_a_quiz_sentence_never_names_a_letter_that_was_not_chosen(answer: str, told: bool) -> None:
    question = load_quiz(SECOND_COURSE / "quizzes" / f"{LINEAR}.toml").questions[0]
    sentence = quiz_sentence(question, answer, show_result=told)
    letters = set(re.findall(r"\b[A-D]\b", sentence))
    assert letters <= set(re.findall(r"\b[A-D]\b", answer))
    assert told or "right." not in sentence


def test_why_the_grader_failed_is_found_for_the_instructor_and_missing_facts_do_no_harm() -> None:
    cell = notebook_with("item", []).cells[0]
    assert read_report_cell(cell).faults == ()
    cell.outputs[0].metadata["wallgrade_item"] = {"faults": ["test_a: no data"]}
    assert read_report_cell(cell).faults == ("test_a: no data",)
    cell.outputs[0].metadata["wallgrade_item"] = "garbage"
    assert read_report_cell(cell).faults == ()


def test_why_an_item_waits_is_told_without_what_is_for_instructors() -> None:
    fault = CheckResult("sgd", "test_step", "a step", "fault", message="OSError: /home/teacher")
    broken = ItemOutcome("sgd", (fault,), faults=("OSError: /home/teacher",))
    assert waiting_sentence(broken, None, "") == messages.NOT_CHECKED
    review = ItemOutcome("sgd", (), review="sgd: in a.ipynb the cell holds marks. Hand it in again.")
    assert waiting_sentence(review, None, "") == f"in a.ipynb the cell holds marks. {messages.TO_BE_DECIDED}"
    assert waiting_sentence(None, None, "") == messages.NEEDS_MANUAL_GRADE


def test_a_notebook_in_which_everything_waits_has_no_total_of_nothing() -> None:
    scores = StudentScores(Student("ann"), ())
    waits = ItemLine("05_quiz", "quiz_1", None, 10, "needs_manual_grade", "")
    done = ItemLine("03_scratch", "sgd", 8, 10, "part", "")
    assert totals([waits], "05_quiz", scores) == ["10 more points wait for your teacher"]
    assert totals([waits, done], "05_quiz", scores)[0] == "8 of 10 points in the whole assignment"
    assert totals([waits, done], "03_scratch", scores)[0] == "8 of 10 points in this notebook"
