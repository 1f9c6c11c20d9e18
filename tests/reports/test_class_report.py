"""The report on a class: what it says; that the page is safe, offline and readable by everybody."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import re
import shutil
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from nbgrader.api import Gradebook

from lessoncheck.failures import Stop
from lessoncheck.results import CheckResult
from support.class_data import DIM, HINT, PEOPLE, QUESTION, findings, graded, grades, report
from support.class_data import POINTS as POINTS_OF_CLASS
from support.graded_class import POINTS
from support.lesson import LINEAR
from wallgrade.gradebook import messages as gradebook_messages
from wallgrade.gradebook.attention import Attention
from wallgrade.gradebook.report_cell import GradedFolder, ItemOutcome, read_graded_folder
from wallgrade.gradebook.scores import AssignmentGrades, NoGrades
from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.build import class_report
from wallgrade.reports.class_report.duration import duration
from wallgrade.reports.class_report.html_page import render
from wallgrade.reports.class_report.summary import ClassReport, summarise
from wallgrade.reports.class_report.tables import write_tables
from wallgrade.reports.class_report.who_needs_a_look import Look, Reason, by_student, in_common


def page(found: ClassReport) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(render(found))


def rows(found: lxml.html.HtmlElement, caption: str) -> list[list[str]]:
    """The table with this caption, as texts."""
    table = next(t for t in found.iter("table") if t.find("caption").text_content().startswith(caption))
    return [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")]


def test_a_misconception_counts_students_and_comes_with_its_hint() -> None:
    assert rows(page(report()), "What to say in class")[1:] == [
        ["softmax_along_columns" + "softmax", "2", f"{DIM}Hint: {HINT}"]
    ]


def test_the_options_chosen_are_counted_and_a_popular_wrong_one_is_pointed_out() -> None:
    found = page(report())
    table = rows(found, "Options of quiz_1")[1:]
    assert [(row[0], row[2]) for row in table] == [("A", "2"), ("B (key)", "1"), ("empty", "0"), ("not readable", "1")]
    assert messages.POPULAR_WRONG.format(letter="A") in found.text_content()


def test_who_needs_a_look_has_one_line_for_each_student_first_those_who_wait() -> None:
    looks = {look.student: look for look in report().looks}
    hack, quote = (name for name, look in looks.items() if look.waiting)
    assert list(looks)[:2] == [hack, quote]
    assert looks[hack].reasons == (Reason(("quiz_1",), gradebook_messages.UNREADABLE_ANSWER),)
    [broken] = looks[quote].reasons
    assert broken.items == ("softmax",)
    assert "submitted/qquote/x is locked" in broken.text
    assert looks["qplain"].reasons == (Reason((), gradebook_messages.NOTHING_SCORED),)
    assert report().absent == ("Absentia, Gonzalind (qgone)",)
    line = next(row for row in rows(page(report()), messages.WAITING)[1:] if row[0].startswith(hack))
    assert line == [hack, "quiz_1: the answer cannot be read as one letter", "", "4 so far"]


def test_what_the_same_reason_holds_for_is_one_reason_with_its_items() -> None:
    found = [Attention("ann", item, "the file is cut off", waiting=True) for item in ("softmax", "sgd")]
    assert by_student(found, ()) == (Look("ann", (Reason(("softmax", "sgd"), "the file is cut off"),), waiting=True),)


def test_what_waits_in_most_submissions_is_one_line_and_not_two_hundred() -> None:
    everybody = [Attention(f"s{n}", "essay", "left for manual grading", waiting=True) for n in range(190)]
    found = [*everybody, Attention("s7", "quiz", "unreadable", waiting=True)]
    shared = in_common(found, 200)
    assert [(one.item, len(one.students), one.waiting) for one in shared] == [("essay", 190, True)]
    assert [look.student for look in by_student(found, shared)] == ["s7"]
    assert in_common(everybody[:3], 4) == ()


def test_late_work_is_told_with_the_time_and_what_it_costs() -> None:
    late = dataclasses.replace(grades().submissions[0], seconds_late=2 * 86_400 + 3 * 3_600, penalties={"softmax": 1.5})
    found = summarise(AssignmentGrades("softmax_regression", {"softmax": 10.0}, (late,)), {}, {})
    assert rows(page(found), "Points by student")[1][-2:] == ["2 d 3 h1.5 points off", "10.5"]
    assert "Late" not in rows(page(report()), "Points by student")[0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (-5, ""), (1, "1 min"), (3_600, "1 h"), (86_400 + 60, "1 d"), (90_000, "1 d 1 h"), (3_720, "1 h 2 min")],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_what_stopped_the_code_is_counted_once_for_each_submission_and_item() -> None:
    def outcome(*kinds: Stop) -> GradedFolder:
        results = tuple(CheckResult("softmax", f"t{n}", "", "failed", stopped=kind) for n, kind in enumerate(kinds))
        return GradedFolder({"softmax": ItemOutcome("softmax", results)})

    class_ = {
        "qzara": outcome("syntax error", "syntax error"),
        "qhack": outcome("too slow", "exception"),
        "qquote": outcome("", "too slow"),
    }
    table = rows(page(summarise(grades(), class_, {})), messages.STOPPED_TITLE)
    assert table == [["Item", "syntax error", "too slow"], ["softmax", "1", "2"]]


def test_links_lead_to_the_pages_that_there_are_and_to_the_formgrader_if_its_address_is_known(tmp_path: Path) -> None:
    feedback = {"qhack": {"03": tmp_path / "course" / "feedback" / "q hack" / "03.html"}}
    known = dataclasses.replace(grades().submissions[1], pages={"03": "a1b2"})
    scores = tuple(dataclasses.replace(score, notebook="03") for score in known.scores)
    class_ = AssignmentGrades("lesson", POINTS_OF_CLASS, (dataclasses.replace(known, scores=scores),))

    def links(formgrader: str = "", **more: Any) -> list[str]:
        found = summarise(class_, graded(findings()), {}, [QUESTION], formgrader=formgrader, **more)
        text = render(found, tmp_path / "course" / "reports" / "lesson")
        return [str(link) for link in lxml.html.document_fromstring(text).xpath("//table//@href")]

    page_of_hack = "../../feedback/q%20hack/03.html#quiz_1"
    assert links() == []
    assert links(feedback=feedback) == [page_of_hack, page_of_hack]
    there = "http://localhost:8888/formgrader/submissions/a1b2/#quiz_1"
    assert links("http://localhost:8888/formgrader", feedback=feedback) == [there, page_of_hack, there]
    names = {person.id: f"S-{n}" for n, person in enumerate(PEOPLE)}
    anonymous = {"pseudonyms": names, "feedback": feedback}
    assert links("http://localhost:8888/formgrader", **anonymous) == []


def test_an_anonymous_report_tells_no_name_of_a_file() -> None:
    reasons = {one.reason for one in report(anonymous=True).attention}
    assert messages.NOT_ANONYMOUS in reasons
    assert not any("Zaralind" in reason or "(1)" in reason for reason in reasons)
    assert any("Zaralind_softmax (1).ipynb" in one.reason for one in report().attention)


def test_runtimes_and_faults_of_the_grader_are_shown() -> None:
    found = page(report())
    assert rows(found, "Seconds of judging")[1:] == [["softmax", "3", "0.70", "0.30", "1.50"]]
    assert rows(found, "Faults of the grader")[1:] == [["softmax", "1", "OSError: submitted/qquote/x is locked"]]


def test_nothing_of_an_older_grader_is_needed() -> None:
    bare = {who: {} for who in findings()}
    text = page(summarise(grades(), graded(bare), {}, [QUESTION])).text_content()
    assert "Runtimes were not recorded." in text
    assert "No misconception was named." in text


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_page_is_one_file_that_asks_nobody_for_anything(anonymous: bool) -> None:
    found = page(report(anonymous=anonymous))
    assert not found.xpath("//script | //iframe | //img | //object | //embed | //form | //base")
    assert not found.xpath("//@onclick | //@onload | //@onerror")
    links = [str(link) for link in found.xpath("//@href | //@src | //@*[local-name()='xlink:href']")]
    assert links
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    source = render(report(anonymous=anonymous))
    assert re.findall(r"url\((?!#)|@import", source) == []
    assert "default-src 'none'" in found.xpath("//meta[@http-equiv]/@content")[0]


def test_html_in_names_and_options_is_shown_and_not_used() -> None:
    source = render(report())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "that &amp; &lt;i&gt;more&lt;/i&gt;" in source


def test_charts_have_a_title_and_a_description_in_words_and_ids_of_their_own() -> None:
    found = page(report())
    charts = found.xpath("//svg")
    assert len(charts) >= 4
    for chart in charts:
        assert chart.get("role") == "img"
        title, description = (found.get_element_by_id(name) for name in chart.get("aria-labelledby").split())
        assert title.text_content()
        assert re.search(r"\d", description.text_content())
    ids = [str(one) for one in found.xpath("//@id")]
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in map(str, found.xpath("//@href")) if link.startswith("#")}
    targets |= set(re.findall(r"url\(#([^)]+)\)", render(report())))
    assert targets <= set(ids)


def test_every_table_has_a_caption_and_headers_with_a_scope_and_headings_do_not_skip() -> None:
    found = page(report())
    tables = list(found.iter("table"))
    assert len(tables) >= 7
    for table in tables:
        assert table.find("caption").text_content().strip()
        assert all(header.get("scope") in ("col", "row") for header in table.iter("th"))
    levels = [int(one.tag[1]) for one in found.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_definitions_and_rules_are_on_the_page() -> None:
    text = page(report()).text_content()
    for term, meaning in messages.DEFINITIONS:
        assert term in text
        assert meaning in text


def test_no_figure_is_nan_even_of_an_empty_class() -> None:
    for found in (report(), summarise(AssignmentGrades("empty", {"softmax": 10.0}, ()), {}, {})):
        text = page(found).text_content()
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text)
        assert "undefined" in text or "not given" in text or messages.NO_SCORES in text


def test_the_same_class_makes_the_same_bytes() -> None:
    assert render(report()) == render(report())


def test_the_command_reports_on_a_graded_course_whose_gradebook_is_elsewhere(
    graded_class: Path, tmp_path: Path
) -> None:
    """The database is the one in nbgrader's configuration, not always gradebook.db."""
    root = Path(shutil.copytree(graded_class, tmp_path / "course"))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.CourseDirectory.db_url = 'sqlite:///{tmp_path / 'other.db'}'\n")
    (root / "gradebook.db").rename(tmp_path / "other.db")
    with Gradebook(f"sqlite:///{tmp_path / 'other.db'}") as gradebook:
        gradebook.add_student("absent", first_name="Abby", last_name="Sent")
    found = class_report(root, LINEAR)
    assert [(row.person.id, row.total) for row in found.rows] == sorted(POINTS.items())
    assert found.absent == ("Sent, Abby (absent)",)
    assert {(one.letter, one.count) for one in found.questions[0].options} == {("A", 3), ("B", 2)}
    assert ("bob", "quiz") in {(one.student, one.item) for one in found.attention}
    assert not (root / "gradebook.db").exists()
    read = read_graded_folder(root / "autograded" / "ann" / LINEAR)
    assert {result.status for result in read.outcomes["squared_loss"].results} == {"failed"}
    write_tables(found, tmp_path)
    with (tmp_path / "grader.csv").open(newline="") as stream:
        measured = {row["item"]: row for row in csv.DictReader(stream)}
    assert measured.keys() == {"linreg", "squared_loss", "sgd"}  # a quiz answer is read, not run
    for row in measured.values():
        assert row["measured"] == "6"
        assert 0 < float(row["median_student_seconds"]) < float(row["median_seconds"]) <= float(row["longest_seconds"])


def test_without_a_gradebook_the_report_says_what_to_do_and_makes_none(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "from pathlib import Path\nfrom wallgrade.config import configure\n"
        "c = get_config()\nconfigure(c, root=Path(__file__).resolve().parent)\n"
    )
    with pytest.raises(NoGrades, match="nbgrader autograde"):
        class_report(tmp_path, LINEAR)
    assert not (tmp_path / "gradebook.db").exists()
