"""What a student's code asks torch to do in a call is recorded, whole or as incomplete, and so are optimisers."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
import torch

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.driver_api import Caller, describe, unwatched
from lessoncheck.operator_trace import MOST_NAMES, Trace
from lessoncheck.student import LocalStudent


def twice(caller: Caller) -> dict[str, Any]:
    x = torch.ones(2, 2, requires_grad=True)
    y = caller.run("twice", x)
    with caller.theirs():
        y.sum().backward()
    return {"y": describe(y)}


@unwatched
def step(caller: Caller, steps: bool) -> dict[str, Any]:
    p = torch.ones(2, requires_grad=True)
    p.grad = torch.ones(2)
    with caller.optimizers_watched(steps=steps):
        caller.run("step", p)
    return {}


def student(source: str) -> LocalStudent:
    drivers = ModuleType("drivers")
    vars(drivers).update(twice=twice, step=step)
    cells = [Cell("imports", "import torch", "setup"), Cell("twice", source, "solution")]
    return LocalStudent(lambda: run_cells(cells), lambda: drivers, lambda item: "", dict)


@pytest.mark.parametrize(
    "source",
    [
        "def twice(x): return x.softmax(1)",
        # when the result is read
        "class Late(torch.Tensor):\n    def detach(self): return torch.softmax(self.as_subclass(torch.Tensor), 1)\n"
        "def twice(x): return (2 * x).as_subclass(Late)",
        # when a gradient runs back
        "def twice(x):\n    y = 2 * x\n    y.register_hook(lambda g: torch.softmax(g, 1))\n    return y",
    ],
)
def test_whatever_runs_in_a_call_is_recorded(source: str) -> None:
    called = student(source)
    called.call("twice")
    assert "_softmax" in called.operators
    assert not called.incomplete


def test_made_up_functions_make_the_record_incomplete() -> None:
    flood = (
        "from torch.overrides import handle_torch_function\ndef twice(x):\n    for k in range(1000):\n"
        "        f = lambda *a: x\n        f.__name__ = f'A{k}'\n        handle_torch_function(f, (x,), x)\n"
        "    return 2 * x"
    )
    called = student(flood)
    called.call("twice")
    assert called.incomplete
    assert len(called.operators) == MOST_NAMES


def test_a_name_that_is_too_long_makes_the_record_incomplete() -> None:
    trace = Trace()
    trace.note("a" * 1000)
    assert trace.incomplete
    assert not trace.operators


def test_more_names_than_there_may_be_in_a_reply_make_it_incomplete() -> None:
    called = student("def twice(x): return 2 * x")
    called._remember({"operators": [f"A{k}" for k in range(MOST_NAMES + 1)]})
    assert called.incomplete


BUILT = "built = torch.optim.{}([torch.zeros(1, requires_grad=True)], lr=1.0)\n"
STEP = "def step(p):\n    built.param_groups[0].update(params=[p])\n    built.step()\n"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (BUILT.format("SGD") + STEP, "SGD"),
        (BUILT.format("Adadelta") + STEP, "Adadelta"),
        ("def step(p): torch.optim.SGD([p], lr=1.0)", "SGD"),
        (
            "from torch.optim.sgd import sgd\ndef step(p):\n    with torch.no_grad():\n        sgd([p], [p.grad], "
            "[None], weight_decay=0, momentum=0, lr=1, dampening=0, nesterov=False, maximize=False)",
            "SGD",
        ),
    ],
)
def test_an_optimiser_is_noted_however_it_steps(source: str, name: str) -> None:
    called = student(source)
    called.call("step", steps=True)
    assert called.optimizers == {name}


def test_an_optimiser_that_was_handed_over_may_step() -> None:
    called = student(BUILT.format("SGD") + STEP)
    called.call("step", steps=False)
    assert called.optimizers == set()
