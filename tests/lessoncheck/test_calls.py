"""One call of a student's function: its arguments are looked at before, and what it left behind after."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.driver_api import Caller
from lessoncheck.failures import CheckFailed
from lessoncheck.student import WRONG_ARGUMENTS, LocalStudent


def double(caller: Caller, x: float, named: bool = False) -> dict[str, Any]:
    value = caller.run("double", x, factor=2) if named else caller.run("double", x)
    return {"value": value if isinstance(value, int | float) else None}


def student(source: str) -> LocalStudent:
    drivers = ModuleType("drivers")
    drivers.double = double  # type: ignore[attr-defined]
    cell = Cell("double", source, "solution")
    return LocalStudent(lambda: run_cells([cell]), lambda: drivers, lambda item: "", dict)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def double(x, y): return 2 * x", "double(x, y) cannot be called as it is in this lesson, with 1 argument: "),
        ("def double(): return 2", "double() cannot be called as it is in this lesson, with 1 argument: too many"),
        ("def double(*, x): return 2 * x", "with 1 argument: too many positional arguments."),
    ],
)
def test_a_function_that_cannot_take_the_arguments_is_told_so_in_words(source: str, said: str) -> None:
    with pytest.raises(CheckFailed) as failed:
        student(source).call("double", x=2)
    assert said in failed.value.message
    assert failed.value.misconception == WRONG_ARGUMENTS
    assert failed.value.stopped


def test_an_argument_that_is_missing_by_name_is_named() -> None:
    with pytest.raises(CheckFailed, match="with 1 argument and factor=: got an unexpected keyword argument 'factor'"):
        student("def double(x): return 2 * x").call("double", x=2, named=True)


@pytest.mark.parametrize(
    "source",
    [
        "def double(x, unused=0): return 2 * x",
        "def double(*args): return 2 * args[0]",
        "class Double:\n    def __call__(self, x): return 2 * x\ndouble = Double()",
        "import functools\ndouble = functools.partial(lambda y, x: x * y, 2)",
    ],
)
def test_other_ways_to_take_the_argument_are_as_good(source: str) -> None:
    assert student(source).call("double", x=2).values["value"] == 4


def test_an_error_inside_the_function_is_not_one_of_its_arguments() -> None:
    with pytest.raises(CheckFailed, match="Your code stopped with TypeError") as failed:
        student("def helper(a): pass\ndef double(x): return helper()").call("double", x=2)
    assert failed.value.line == "line 2 of the cell double: def double(x): return helper()"


def test_an_error_outside_every_line_of_the_student_is_not_called_theirs() -> None:
    with pytest.raises(CheckFailed, match="Calling your function, or using what it returned, stopped with TypeError"):
        student("double = len").call("double", x=2)


def test_a_stubs_exception_is_told_from_one_of_the_same_type_by_a_library() -> None:
    library = "def double(x): raise NotImplementedError('double is not written yet')"
    with pytest.raises(CheckFailed) as untouched:
        student(library).call("double", x=2)
    assert untouched.value.stopped == "not written"
    with pytest.raises(CheckFailed) as stopped:
        student("import torch\ndef double(x):\n    return torch.zeros(2, dtype=int).to_mkldnn()").call("double", x=2)
    assert stopped.value.stopped == "exception"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("torch.set_grad_enabled(False)", {"gradients switched off"}),
        ("torch.set_default_dtype(torch.float64)", {"default dtype"}),
        ("torch.manual_seed(0)", {"seed"}),
        ("torch.rand(3)", set()),
        ("with torch.no_grad(): pass", set()),
    ],
)
def test_what_a_call_leaves_changed_for_everybody_is_seen_and_put_back(line: str, left: set[str]) -> None:
    import torch

    one = student(f"import torch\ndef double(x):\n    {line}\n    return 2 * x")
    assert one.call("double", x=2).values["value"] == 4
    assert one.left_behind == left
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() is torch.float32
