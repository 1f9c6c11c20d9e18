"""A small class as plain data, with names that make trouble."""

from __future__ import annotations

from lessoncheck.results import CheckResult
from wallgrade.gradebook.report_cell import ClassOutcomes, GradedFolder, ItemOutcome
from wallgrade.gradebook.scores import AssignmentGrades, ItemScore, Student, StudentScores
from wallgrade.reports.class_report.pseudonyms import pseudonyms, without_names
from wallgrade.reports.class_report.summary import ClassReport, summarise
from wallquiz.model import Option, Question

POINTS = {"softmax": 10.0, "quiz_1": 2.0}
QUESTION = Question(
    "quiz_1", 2.0, "Which `one`?", (Option("A", "this", "No."), Option("B", "that & <i>more</i>", "Yes.")), key="B"
)
PEOPLE = (
    Student("qzara", "Zaralind", "Quillfeather, Jr.", "zara@mail.example"),
    Student("qhack", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "hack@mail.example"),
    Student("qquote", 'Bobbin "Bo"', "O'Wrenfold", "bo@mail.example", "4711"),
    Student("qplain"),
)
ABSENT = Student("qgone", "Gonzalind", "Absentia", "gone@mail.example")
SCORES = ((10.0, 2.0), (4.0, None), (None, 0.0), (0.0, 0.0))
EVERYBODY = [*PEOPLE, ABSENT]
SECRET = b"a secret of the course"
DIM = "The columns of softmax(X) sum to 1; the rows must."
HINT = "dim=0 runs down a column."


def grades() -> AssignmentGrades:
    """Four submissions, two of which wait for a person, and somebody who handed in nothing."""
    submissions = tuple(
        StudentScores(
            person, tuple(ItemScore(i, s or 0.0, POINTS[i], s is None) for i, s in zip(POINTS, scores, strict=True))
        )
        for person, scores in zip(PEOPLE, SCORES, strict=True)
    )
    return AssignmentGrades("softmax_regression", POINTS, submissions, (ABSENT,))


def findings() -> ClassOutcomes:
    """What the checks found: a misconception twice, an unreadable answer, a fault that names a folder."""
    wrong = CheckResult(
        "softmax", "test_rows", "rows", "failed", misconception="softmax_along_columns", message=DIM, hint=HINT
    )
    broken = CheckResult("softmax", "test_rows", "rows", "fault", message="OSError: submitted/qquote/x is locked")
    right = CheckResult("softmax", "test_rows", "rows", "passed")
    return {
        "qzara": {
            "softmax": ItemOutcome("softmax", (right,), seconds=0.5, student_seconds=0.1),
            "quiz_1": ItemOutcome("quiz_1", (), option="B"),
        },
        "qhack": {
            "softmax": ItemOutcome("softmax", (wrong, wrong), seconds=1.5, student_seconds=1.2),
            "quiz_1": ItemOutcome("quiz_1", (CheckResult("quiz_1", "quiz_1", "", "failed"),), unreadable=True),
        },
        "qquote": {
            "softmax": ItemOutcome("softmax", (broken,), seconds=0.7, student_seconds=0.3),
            "quiz_1": ItemOutcome("quiz_1", (), option="A"),
        },
        "qplain": {
            "softmax": ItemOutcome("softmax", (wrong,)),
            "quiz_1": ItemOutcome("quiz_1", (), option="A"),
        },
    }


def graded(outcomes: ClassOutcomes) -> dict[str, GradedFolder]:
    """The autograded folders that say this."""
    notes = {"qzara": ("Zaralind_softmax (1).ipynb was graded as softmax.ipynb.",)}
    return {student: GradedFolder(by_item, notes.get(student, ())) for student, by_item in outcomes.items()}


def report(*, anonymous: bool = False) -> ClassReport:
    """The report on this class."""
    if not anonymous:
        return summarise(grades(), graded(findings()), {}, [QUESTION])
    names = pseudonyms(EVERYBODY, SECRET)
    return summarise(grades(), graded(findings()), {}, [QUESTION], names, without_names(EVERYBODY, names))
