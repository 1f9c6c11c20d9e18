"""nbgrader's exchange from release to feedback, with a renamed notebook and a submission by mail among the others.

nbgrader takes the student's name from the account. Everybody here is one account, so each student has a folder, a
cache and `--student` of their own, as in nbgrader's own tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR
from wallgrade.authoring.make_submission import write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.reports.feedback import messages

WRONG = {"squared_loss": "def squared_loss(y_hat, y):\n    return y_hat - y"}
EXCHANGE = """
c.CourseDirectory.course_id = "course101"
c.Exchange.root = {root!r}
"""


class Term:
    """A course, the exchange, and students in folders of their own."""

    def __init__(self, course: CourseOnDisk, folder: Path) -> None:
        self.course, self.folder = course, folder
        (folder / "exchange").mkdir(mode=0o777)
        self.log = ""
        self.settings = EXCHANGE.format(root=str(folder / "exchange"))
        config = course.root / "nbgrader_config.py"
        config.write_text(config.read_text() + self.settings)

    def teach(self, *arguments: str) -> str:
        """An instructor's command."""
        return run_nbgrader(self.course.root, *arguments)

    def student(self, who: str, *arguments: str) -> str:
        """A student's command, in their folder."""
        home = self.folder / who
        home.mkdir(exist_ok=True)
        (home / "nbgrader_config.py").write_text(
            f"c = get_config()\n{self.settings}c.Exchange.cache = {str(home / 'cache')!r}\n"
        )
        return run_nbgrader(home, *arguments, f"--student={who}")

    def work(self, who: str, cells: dict[str, str]) -> Path:
        """Solve the fetched assignment; the student's folder of it."""
        target = self.folder / who / LINEAR
        shutil.rmtree(target, ignore_errors=True)
        write_submission(self.course.release, target, self.course.reference | cells)
        return target

    def pages(self, who: str) -> list[str]:
        """The names of the fetched pages, of all submissions."""
        return sorted(page.name for page in (self.folder / who / LINEAR / "feedback").glob("*/*.html"))


@pytest.fixture(scope="module")
def term(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Term]:
    """Released, handed in, graded, and feedback released."""
    folder = tmp_path_factory.mktemp("exchange")
    term = Term(make_course(folder / "course"), folder)
    term.teach("release_assignment", LINEAR)
    for who in ("nora", "renata"):
        term.student(who, "fetch_assignment", LINEAR)
        term.work(who, WRONG)
        term.student(who, "submit", LINEAR)
    term.teach("collect", LINEAR)
    term.teach("autograde", LINEAR)
    assert term.course.scores()["nora"]["squared_loss"] == 0
    term.work("nora", {})
    mine = term.work("renata", {})
    (mine / f"{LINEAR}.ipynb").rename(mine / f"{LINEAR} (1).ipynb")
    for who in ("nora", "renata"):
        term.student(who, "submit", LINEAR)
    term.course.submit("mona")  # by mail
    spoilt = term.course.submit("olaf").parent  # by mail, with files of the exchange's names that cannot be read
    (spoilt / "submission_secret.txt").write_bytes(b"\xff\xfe")
    (spoilt / "timestamp.txt").write_bytes(b"\xff\xfe")
    term.teach("collect", LINEAR, "--update")
    term.teach("autograde", LINEAR)
    term.log = term.teach("generate_feedback", LINEAR)
    term.teach("release_feedback", LINEAR)
    yield term
    shutil.rmtree(folder, ignore_errors=True)


def test_the_second_submission_is_the_one_that_counts(term: Term) -> None:
    scores = term.course.scores()
    assert {who: sum(scores[who].values()) for who in scores} == {"nora": 10, "renata": 10, "mona": 10, "olaf": 10}


def test_a_student_fetches_the_page_of_the_last_submission_only(term: Term) -> None:
    term.student("nora", "fetch_feedback", LINEAR)
    assert term.pages("nora") == [f"{LINEAR}.html"]


def test_the_page_of_a_renamed_notebook_is_found_under_the_name_it_was_handed_in_with(term: Term) -> None:
    log = term.student("renata", "fetch_feedback", LINEAR)
    assert f"{LINEAR} (1).html" in term.pages("renata"), log


def test_whose_pages_cannot_be_fetched_is_said_and_stops_nobody(term: Term) -> None:
    assert messages.NOT_BY_EXCHANGE.format(students="mona, olaf") in term.log
    released = term.folder / "exchange" / "course101" / "feedback"
    assert len(list(released.glob("*.html"))) == 5  # a page for each, and one under another name


def test_what_the_exchange_gave_out_is_the_release(term: Term) -> None:
    term.student("late", "fetch_assignment", LINEAR)
    fetched = term.folder / "late" / LINEAR
    names = {path.name for path in term.course.release.iterdir()}
    assert {path.name for path in fetched.iterdir()} == names


def test_pages_made_again_are_fetched_again(term: Term) -> None:
    term.teach("generate_feedback", LINEAR, "--force")
    assert "Feedback released" in term.teach("release_feedback", LINEAR)
    assert "Fetched feedback" in term.student("nora", "fetch_feedback", LINEAR)
