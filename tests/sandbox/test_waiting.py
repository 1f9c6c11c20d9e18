"""What does not end is waited for once: not by other checks, not by other items, and not as long as slow code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed
from lessoncheck.lesson import LessonFolder
from lessoncheck.results import ItemReport
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.task import GradingTask
from wallgrade.sandbox import remote_student
from wallgrade.sandbox.fork_server import ForkServer, Session
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget
from wallgrade.sandbox.waiting import SECONDS_OF_A_TRY, Waiting

DRIVERS = """
def call(caller):
    return {"returned": caller.run("outer")}

def steps(caller, number):
    for _ in range(number):
        caller.run("step")
        caller.going_on()
    return {}
"""
LOOP = "def helper():\n    while True:\n        pass\ndef outer():\n    return helper()\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    lesson = LessonFolder(tmp_path_factory.mktemp("lesson"))
    lesson.checks.mkdir()
    lesson.drivers_file.write_text(DRIVERS)
    worker = ForkServer(lesson, Limits(mode="trusted"))
    yield worker
    worker.close()


def submission(source: str) -> SubmissionBudget:
    return SubmissionBudget([Cell("cell", source, "solution")], Limits(mode="trusted"))


def student(server: ForkServer, budget: SubmissionBudget, item: str) -> RemoteStudent:
    return RemoteStudent(lambda: server, budget, lambda item: "", item)


def test_the_patience_of_a_submission_is_used_up_but_everything_is_still_tried() -> None:
    waiting = Waiting(30)
    assert waiting.patience(10, again=False) == 10
    assert waiting.patience(10, again=True) == SECONDS_OF_A_TRY
    assert waiting.patience(0.5, again=True) == 0.5
    waiting.was_in_vain(24)
    assert waiting.patience(10, again=False) == 6
    assert not waiting.used_up
    waiting.was_in_vain(20)
    assert waiting.patience(10, again=False) == SECONDS_OF_A_TRY
    assert waiting.used_up


def test_a_function_that_did_not_end_is_not_called_by_other_items_and_they_say_so(server: ForkServer) -> None:
    budget = submission(LOOP)
    own, other = student(server, budget, "helper"), student(server, budget, "outer")
    with pytest.raises(CheckFailed, match=r"did not finish within 0\.5 seconds"):
        own.call("call", seconds=0.5)
    own.close()
    with pytest.raises(CheckFailed, match=r"^helper is not called here: .* did not finish within 0\.5 s") as told:
        other.call("call", seconds=60)
    other.close()
    assert told.value.stopped == "too slow"
    assert other.not_cacheable
    assert not other.timed_out


def test_training_that_goes_on_may_take_longer_than_its_silence(server: ForkServer) -> None:
    slow = student(server, submission("import time\ndef step():\n    time.sleep(0.7)\n"), "steps")
    slow.call("steps", seconds=60, silence=2, number=5)
    slow.close()
    assert not slow.timed_out


def test_training_that_stands_still_is_ended_although_it_had_more_time(server: ForkServer) -> None:
    budget = submission("import itertools\ndef step():\n    sum(itertools.repeat(0))\n")
    endless = student(server, budget, "steps")
    with pytest.raises(CheckFailed, match="did not finish within 1 seconds"):
        endless.call("steps", seconds=300, silence=1, number=5)
    endless.close()
    assert budget.waiting.seconds_left > 0


def test_a_call_that_uses_up_all_memory_is_like_one_that_does_not_end(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_student, "SECONDS_OF_A_TRY", 0.0)
    budget = submission("def outer():\n    raise MemoryError\n")
    own, other = student(server, budget, "outer"), student(server, budget, "other")
    told = []
    for _ in range(3):
        with pytest.raises(CheckFailed) as failed:
            own.call("call")
        told.append(failed.value)
    own.close()
    assert ["MemoryError" in one.message for one in told] == [True, True, False]
    assert told[2].stopped == "too slow"
    with pytest.raises(CheckFailed, match="a call of it used up all memory"):
        other.call("call")
    other.close()


def test_threads_that_a_call_leaves_computing_end_with_it_or_with_their_process(server: ForkServer) -> None:
    forever = "    try:\n        while True:\n            pass\n    except {}:\n        {}\n"
    start = "def outer():\n    threading.Thread(target=spin, daemon=True).start()\n    return 5\n"
    heeding = "import threading\ndef spin():\n" + forever.format("SystemExit", "raise") + start
    stubborn = "import threading\ndef spin():\n" + forever.format("BaseException", "spin()") + start
    own = student(server, submission(heeding), "outer")
    assert [own.call("call").values["returned"] for _ in range(2)] == [5, 5]
    own.close()
    waiting = "import threading\nbegin = threading.Event()\ndef spin():\n    begin.wait()\n"
    waiting += forever.format("BaseException", "spin()") + "threading.Thread(target=spin, daemon=True).start()\n"
    for source in (stubborn, waiting + "def outer():\n    begin.set()\n    return 5\n"):
        with pytest.raises(CheckFailed) as told:
            student(server, submission(source), "outer").call("call")
        assert told.value.stopped == "process ended"


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For each session that was opened, how many were open then. The first one is to see that sessions start."""
    opened: list[Session] = []
    most: list[int] = []
    open_session, close = ForkServer.open_session, Session.close

    def counted(worker: ForkServer, needs: Sequence[str] = ()) -> Session:
        opened.append(open_session(worker, needs))
        most.append(len(opened))
        return opened[-1]

    def forgotten(session: Session) -> None:
        close(session)
        if session in opened:
            opened.remove(session)

    monkeypatch.setattr(ForkServer, "open_session", counted)
    monkeypatch.setattr(Session, "close", forgotten)
    return most


def judged(source: str, *items: str) -> dict[str, ItemReport]:
    runner = CheckRunner(LessonFolder(SECOND_COURSE / "source" / LINEAR), Limits(mode="trusted"), b"secret")
    try:
        return dict(runner.run(GradingTask((Cell("linreg", source, "solution"),), {}, items)).reports)
    finally:
        runner.close()


def test_a_submission_holds_one_session_at_a_time(most: list[int]) -> None:
    source = (
        "def linreg(X, w, b):\n    return X @ w + b\n"
        "def squared_loss(y_hat, y):\n    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2\n"
    )
    reports = judged(source, "squared_loss", "linreg")
    assert [report.ok for report in reports.values()] == [True, True]
    assert most == [1, 1, 1]


def test_nothing_is_run_for_a_function_that_is_as_it_was_handed_out(most: list[int]) -> None:
    source = 'def linreg(X, w, b):\n    """w, b."""\n    raise NotImplementedError("linreg is not written yet")\n'
    (report,) = judged(source, "linreg").values()
    assert {result.stopped for result in report.results} <= {"not written", ""}
    assert "linreg is not written yet" in report.results[0].message
    assert most == [1]
