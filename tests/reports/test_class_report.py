"""The report on a class: what it says; that the page is safe, offline and readable by everybody."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from pathlib import Path

import lxml.html
import pytest
from nbgrader.api import Gradebook

from support.class_data import DIM, HINT, QUESTION, findings, graded, grades, report
from support.graded_class import POINTS
from support.lesson import LINEAR
from wallgrade.gradebook import messages as gradebook_messages
from wallgrade.gradebook.report_cell import read_graded_folder
from wallgrade.gradebook.scores import AssignmentGrades, NoGrades
from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.build import class_report
from wallgrade.reports.class_report.html_page import render
from wallgrade.reports.class_report.summary import ClassReport, summarise
from wallgrade.reports.class_report.tables import write_tables


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
    assert [(row[0], row[2]) for row in table] == [("A", "2"), ("B (key)", "1"), ("none", "1")]
    assert messages.POPULAR_WRONG.format(letter="A") in found.text_content()


def test_who_needs_a_look_and_why() -> None:
    attention = {(one.student, one.item): one.reason for one in report().attention}
    hack, quote, plain = (who for who, item in attention if (who, item) != ("Gonzalind Absentia (qgone)", ""))
    assert attention[hack, "quiz_1"] == gradebook_messages.UNREADABLE_ANSWER
    assert "submitted/qquote/x is locked" in attention[quote, "softmax"]
    assert attention[plain, ""] == gradebook_messages.NOTHING_SCORED
    assert attention["Gonzalind Absentia (qgone)", ""] == gradebook_messages.NOTHING_HANDED_IN


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
    assert found.absent == 1
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
