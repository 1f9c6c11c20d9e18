"""The public checks of the quiz: readable or not, and never a word about right or wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessoncheck.cell_execution import Namespace
from lessoncheck.results import ItemReport
from lessoncheck.student import LocalStudent
from support.students import LESSON, judged


def report_on(cell: str) -> ItemReport:
    student = LocalStudent(lambda: Namespace({}), LESSON.drivers, lambda item: cell.format(item=item), dict)
    first, second = judged(student, ["quiz_1", "quiz_2"]).values()
    assert [result.status for result in first.results] == [result.status for result in second.results]
    return first


@pytest.mark.parametrize(("answer", "letter"), [("A", "A"), ("B", "B"), ("C", "C"), ("c", "C"), (" （B） ", "B")])
def test_every_readable_answer_passes_and_the_reports_differ_only_in_the_letter_that_was_read(
    answer: str, letter: str
) -> None:
    report = report_on(f'{{item}} = "{answer}"')
    assert report.notes == (f"Your answer was read as {letter}.",)
    assert replace(report, notes=()) == replace(report_on('{item} = "A"'), notes=())


@pytest.mark.parametrize("cell", ["", '{item} = ""', '{item} = "A or B"', '{item} = "E"', "{item} = input()"])
def test_an_answer_that_cannot_be_read_is_sent_back(cell: str) -> None:
    report = report_on(cell)
    assert report.passed == 0
    assert report.results[0].message.endswith(".")
