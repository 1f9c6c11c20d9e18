"""The student's code runs in a process of its own, with what it was handed and nothing else of ours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed
from lessoncheck.lesson import LessonFolder
from lessoncheck.student import Reply
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.sandbox.fork_server import ForkServer
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

X, W = np.ones((3, 2)), np.ones((2, 1))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    lesson = tmp_path_factory.mktemp("lesson") / LINEAR
    shutil.copytree(SECOND_COURSE / "source" / LINEAR, lesson)
    os.environ["A_TOKEN_OF_THE_GRADER"] = "secret"
    worker = ForkServer(LessonFolder(lesson), Limits(memory=1 << 30, file_size=1 << 20))
    yield worker
    worker.close()
    del os.environ["A_TOKEN_OF_THE_GRADER"]


@pytest.fixture
def call(server: ForkServer) -> Iterator[object]:
    students: list[RemoteStudent] = []

    def run(body: str, *, seconds: float = 30, cells: Sequence[str] = ()) -> Reply:
        source = "def linreg(X, w, b):\n" + "".join(f"    {line}\n" for line in body.splitlines())
        program = [Cell(f"extra {i}", text, "extra") for i, text in enumerate(cells)]
        program.append(Cell("linreg", source, "solution"))
        students.append(RemoteStudent(lambda: server, SubmissionBudget(program, Limits()), lambda item: ""))
        return students[-1].call("linreg", seconds=seconds, X=X, w=W, b=1.0)

    yield run
    for student in students:
        student.close()


def test_a_result_comes_back_as_an_array(call: object) -> None:
    reply = call("return X @ w + b")  # type: ignore[operator]
    np.testing.assert_array_equal(reply.values["returned"]["array"], np.full((3, 1), 3.0))


def test_what_it_prints_comes_back_and_what_it_does_in_torch_is_known(call: object) -> None:
    reply = call("import torch\nprint('hello')\nreturn torch.softmax(X, 1)")  # type: ignore[operator]
    assert reply.printed == "hello\n"
    assert "_softmax" in reply.operators


def test_the_graders_environment_and_folder_are_not_there(call: object) -> None:
    reply = call("import os\nprint(os.environ.get('A_TOKEN_OF_THE_GRADER'), os.getcwd())\nreturn X @ w")  # type: ignore[operator]
    token, folder = reply.printed.split()
    assert token == "None"
    assert not Path(folder).is_relative_to(Path.cwd())


def test_the_lessons_notebooks_are_not_among_what_it_can_import_from(call: object) -> None:
    body = (
        "import glob, sys\n"
        "print([p for folder in sys.path for p in glob.glob(folder + '/**/*.ipynb', recursive=True)"
        " if 'site-packages' not in p and folder])\n"
        "return X @ w"
    )
    assert call(body).printed.strip() == "[]"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("body", "sentence", "kind"),
    [
        ("raise ValueError('my own message')", "ValueError: my own message", "exception"),
        ("return no_such_name", "NameError", "not defined"),
        ("raise SystemExit(3)", "SystemExit", "exception"),
        ("import os\nos._exit(0)", "ended its Python process", "process ended"),
        ("import ctypes\nctypes.string_at(0)", "ended its Python process", "process ended"),
        ("return b'x' * (3 << 30)", "MemoryError", "exception"),
    ],
)
def test_a_failing_function_is_told_in_one_sentence(call: object, body: str, sentence: str, kind: str) -> None:
    with pytest.raises(CheckFailed, match=sentence) as failure:
        call(body)  # type: ignore[operator]
    assert failure.value.stopped == kind


def test_an_error_shows_the_students_own_line(call: object) -> None:
    with pytest.raises(CheckFailed) as failure:
        call("a = 1\nreturn a / 0")  # type: ignore[operator]
    assert failure.value.details == "line 3 of the cell linreg: return a / 0"


def test_an_endless_function_ends_at_its_limit_and_the_next_student_is_served(call: object) -> None:
    with pytest.raises(CheckFailed, match=r"did not finish within 0\.5 seconds") as failure:
        call("while True: pass", seconds=0.5)  # type: ignore[operator]
    assert failure.value.stopped == "too slow"
    assert call("return X @ w").values["returned"]["array"] is not None  # type: ignore[operator]


def test_a_failing_cell_does_not_stop_the_next_one(call: object) -> None:
    assert call("return X @ w", cells=["1 / 0", "def broken(:"]).values  # type: ignore[operator]


def test_magics_and_shell_lines_in_a_cell_do_no_harm(call: object) -> None:
    cells = ["%matplotlib inline\n!ls\nhelper = 1", "%%time\nother = helper + 1"]
    reply = call("print(other)\nreturn X @ w", cells=cells)  # type: ignore[operator]
    assert reply.printed == "2\n"


def test_one_session_sees_nothing_of_another(call: object) -> None:
    call("import builtins\nbuiltins.leak = 1\nreturn X @ w")  # type: ignore[operator]
    reply = call("import builtins\nprint(hasattr(builtins, 'leak'))\nreturn X @ w")  # type: ignore[operator]
    assert reply.printed == "False\n"
