"""What drivers use on the student side: hand inputs to the student's functions, hand back what came of it.

A lesson's `checks/drivers.py` holds one *driver* for each way of calling a student's function. A driver takes
a `Caller` and plain arguments (numpy arrays, numbers, text), builds from them what the function wants, calls
it with `caller.run`, and returns a dict of plain values. No expected value is ever here.
"""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import numpy as np

from lessoncheck.cell_execution import Namespace
from lessoncheck.interruption import interrupted
from lessoncheck.operator_trace import TORCH_INSTALLED, Trace, traced
from lessoncheck.printed import Discarded, Printed
from lessoncheck.protocol import DTYPES, MAX_DIMENSIONS, Plain
from lessoncheck.reply_size import TooLarge, shape_in_words
from lessoncheck.student_error import StudentError, describe_error
from lessoncheck.time_limit import CellTooSlow, Clock

Ask = Callable[[str, dict[str, Plain]], Plain]
Driver = TypeVar("Driver", bound=Callable[..., dict[str, Plain]])
NAME_LIMIT = 100
CALL_SEED = 5_772_156_649  # none that a student would set
SIGN_SECONDS = 0.5  # between two signs that a call gets on
MOST_ELEMENTS = 2_000_000  # of one value; the grader side, which knows what was sent, may look at fewer


class MissingFunction(Exception):
    """The notebook defines no function of this name."""


class UnusableValue(Exception):
    """Something of the student's that should be a tensor cannot be read as plain values."""


class StudentRaised(Exception):
    """An error inside the student's code; any other error inside a driver is a fault of ours."""

    def __init__(self, error: StudentError) -> None:
        super().__init__(error.message)
        self.error = error


class WrongArguments(Exception):
    """The student's function cannot take the arguments that the lesson hands over."""

    def __init__(self, **call: Plain) -> None:
        super().__init__(call)
        self.call = call


class Caller:
    """What a driver uses to reach the student's functions and, for stand-in helpers, the grader side."""

    def __init__(
        self,
        namespace: Namespace,
        ask: Ask,
        preloaded: dict[str, np.ndarray[Any, Any]],
        going_on: Callable[[], None] = lambda: None,
        clock: Clock | None = None,
    ) -> None:
        self.namespace = namespace
        self._going_on = going_on
        self._clock = clock
        self._told = 0.0
        self.preloaded = preloaded
        self.ask = ask
        self.trace = Trace()
        self.left_behind: list[str] = []
        self._printed = Printed()

    @property
    def printed(self) -> str:
        """What the student's code has written to standard output in this call, as much as is kept."""
        return self._printed.getvalue()

    @property
    def printed_besides(self) -> str:
        """The same without the lines that the driver wants for itself: what is left is for whoever wrote the code."""
        return "".join(line for line in self.printed.splitlines(True) if not self._printed.wanted(line.rstrip("\n")))

    def keep_lines(self, wanted: Callable[[str], bool]) -> None:
        """Keep the printed lines that `wanted` tells, also after more than is kept of others."""
        self._printed.wanted = wanted

    def going_on(self) -> None:
        """Tell the grader side that a call with `silence` still gets on.

        To be called where code that never ends does not come by again and again.
        """
        if (now := time.monotonic()) - self._told > SIGN_SECONDS:
            self._told = now
            self._going_on()

    def function(self, name: str) -> Callable[..., Any]:
        """The student's function; MissingFunction when there is none."""
        found = self.namespace.values.get(name)
        if not callable(found):
            raise MissingFunction(name)
        return found  # type: ignore[no-any-return]

    def run(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Call the student's function; its output is kept."""
        function = self.function(name)
        with self.theirs():
            try:
                return function(*arguments, **named)
            except TypeError:
                _must_take(function, name, arguments, named)
                raise

    @contextlib.contextmanager
    def optimizers_watched(self, *, steps: bool = True) -> Iterator[None]:
        """For an `unwatched` driver: note the optimisers that are built in this block and, with `steps`, those that
        step."""
        with traced(self.trace, operators=False, steps=steps):
            yield

    @contextlib.contextmanager
    def theirs(self) -> Iterator[None]:
        """What runs in this block is the student's: its output is kept, its errors are theirs.

        Use it around anything that runs back through their code, such as `backward`.
        """
        with contextlib.redirect_stdout(self._printed), contextlib.redirect_stderr(Discarded()):
            try:
                with self._clock.running() if self._clock else contextlib.nullcontext():
                    yield
            except (MissingFunction, WrongArguments):
                raise
            except (Exception, SystemExit) as error:
                raise StudentRaised(describe_error(error)) from None
            except KeyboardInterrupt as interrupt:
                raise interrupted(interrupt) from None

    @contextlib.contextmanager
    def replaced(self, **functions: Callable[..., Any]) -> Iterator[None]:
        """While the block runs, the notebook's names stand for these functions."""
        values = self.namespace.values
        kept = {name: values[name] for name in functions if name in values}
        values.update(functions)
        try:
            yield
        finally:
            for name in functions:
                values.pop(name, None)
            values.update(kept)


def _must_take(function: Callable[..., Any], name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
    """WrongArguments, in words, for a call that Python refuses."""
    with contextlib.redirect_stdout(Discarded()), contextlib.redirect_stderr(Discarded()):
        try:
            signature = inspect.signature(function)
            parameters = ", ".join(map(str, signature.parameters))[:100]
        except Exception:  # whatever a strange callable sets off: the call will tell
            return
        try:
            signature.bind(*arguments, **named)
        except TypeError as error:
            reason = f"{error}"[:200]
            raise WrongArguments(
                name=name, parameters=parameters, given=len(arguments), named=list(named), reason=reason
            ) from None


def describe(value: Any) -> Plain:
    """What a student's function returned, as plain values: type, array (if it is one), requires_grad, text."""
    kind = type(value).__name__[:NAME_LIMIT]
    torch = sys.modules.get("torch")
    if torch is not None and issubclass(type(value), torch.Tensor):  # `isinstance` would ask the value itself
        try:
            array = as_array(value)
        except UnusableValue:
            return {"type": "Tensor of a kind that cannot be read", "array": None, "requires_grad": False}
        sendable = array.dtype.name in DTYPES
        kind = "Tensor" if sendable else f"Tensor of {array.dtype.name}"
        return {"type": kind, "array": array if sendable else None, "requires_grad": bool(value.requires_grad)}
    if isinstance(value, bool | int | float | np.generic | np.ndarray):
        array = np.asarray(value)
        _must_not_be_too_large(array.shape)
        if array.dtype.name in DTYPES:
            return {"type": kind, "array": array, "requires_grad": False}
    if isinstance(value, list | tuple) and len(value) <= 1000 and all(isinstance(x, bool | int | float) for x in value):
        return {"type": kind, "array": np.asarray(value, dtype=np.float64), "requires_grad": False}
    return {"type": kind, "array": None, "requires_grad": False}


def as_array(tensor: Any) -> np.ndarray[Any, Any]:
    """A tensor's values as an array of its own (a copy), on whatever device, dense or not.

    UnusableValue for what has no values (such as a tensor on "meta"), TooLarge for what has too many to be copied.
    """
    torch: Any = sys.modules["torch"]
    of_torch = type(tensor) is torch.Tensor  # to read it runs no code of the student's, so nobody need watch
    try:
        with torch._C.DisableTorchFunction() if of_torch else contextlib.nullcontext():
            plain = tensor.detach()
            _must_not_be_too_large(tuple(plain.shape))
            if plain.layout is not torch.strided:
                plain = plain.to_dense()
            kind = torch.float32 if plain.dtype is torch.bfloat16 else plain.dtype
            array: np.ndarray[Any, Any] = np.array(plain.resolve_conj().resolve_neg().cpu().to(kind).numpy())
    except TooLarge:
        raise
    except Exception:  # whatever a strange tensor sets off, it is the student's
        raise UnusableValue from None
    return array


def _must_not_be_too_large(shape: tuple[int, ...]) -> None:
    if len(shape) > MAX_DIMENSIONS or math.prod(shape) > MOST_ELEMENTS:
        raise TooLarge(shape_in_words(shape))


def unwatched(driver: Driver) -> Driver:
    """Marks a driver of whose calls no operators of torch are recorded: one of very many operators, or whose item may
    use whatever it likes.

    Of any other all is recorded, for a student's code may also run while inputs are made and results are read.
    """
    driver.unwatched = True  # type: ignore[attr-defined]
    return driver


def load_drivers(drivers_file: Path) -> ModuleType:
    """The lesson's drivers as a module of its own, found by path and not by name."""
    spec = importlib.util.spec_from_file_location(f"lessoncheck_drivers_{abs(hash(str(drivers_file)))}", drivers_file)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(drivers_file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perform(
    drivers: ModuleType,
    namespace: Namespace,
    request: dict[str, Plain],
    ask: Ask,
    preloaded: dict[str, np.ndarray[Any, Any]],
    going_on: Callable[[], None] = lambda: None,
    *,
    clock: Clock | None = None,
    show: Callable[[str], None] = lambda printed: None,
) -> dict[str, Plain]:
    """Carry out one request {"call", "arguments"}; `clock` interrupts the student's code, `show` gets what it printed.

    The reply holds the driver's values, or the student's error ("missing", "raised", ...), or "fault", ours.
    """
    caller = Caller(namespace, ask, preloaded, going_on, clock)
    driver = getattr(drivers, request["call"])
    recording = contextlib.nullcontext() if hasattr(driver, "unwatched") else traced(caller.trace)
    try:
        with global_state_kept(caller.left_behind), recording:
            values = driver(caller, **request["arguments"])
    except WrongArguments as wrong:
        return {"wrong_arguments": wrong.call}
    except MissingFunction as missing:
        return {"missing": str(missing), "cell_error": _plain_error(namespace.error_of(str(missing)))}
    except UnusableValue:
        return {"unusable": True, **_seen(caller)}
    except TooLarge as large:
        return {"too_large": str(large), **_seen(caller)}
    except StudentRaised as raised:
        return {"raised": _plain_error(raised.error), **_seen(caller)}
    except CellTooSlow as slow:  # a driver that tries something else after an error does not see it
        return {"raised": _plain_error(describe_error(slow)), **_seen(caller)}
    except Exception as error:
        return {"fault": f"{type(error).__name__}: {error}"[:500]}
    finally:
        show(caller.printed_besides)
    return {
        "values": values,
        "printed": caller.printed,
        **_seen(caller),
    }


def _seen(caller: Caller) -> dict[str, Plain]:
    return {
        "operators": sorted(caller.trace.operators),
        "optimizers": sorted(caller.trace.optimizers),
        "incomplete": caller.trace.incomplete,
        "left_behind": caller.left_behind,
    }


def _plain_error(error: StudentError | None) -> Plain:
    return None if error is None else dict(vars(error))


@contextlib.contextmanager
def global_state_kept(left_behind: list[str]) -> Iterator[None]:
    """Same random numbers for every call, and nobody's random numbers or torch settings changed by it.

    What the call had left changed for everybody after it is added to `left_behind`.
    """
    with contextlib.ExitStack() as kept:
        kept.enter_context(_random_numbers_kept())
        if TORCH_INSTALLED:
            kept.enter_context(_torch_kept(left_behind))
        yield


@contextlib.contextmanager
def _random_numbers_kept() -> Iterator[None]:
    state = random.getstate()
    legacy: Any = np.random  # numpy's stubs leave these two functions out
    generator = legacy.get_bit_generator()
    random.seed(0)
    legacy.set_bit_generator(_for_calls())  # to exchange it is a hundred times faster than to copy its state
    np.random.seed(0)
    try:
        yield
    finally:
        random.setstate(state)
        legacy.set_bit_generator(generator)


@contextlib.contextmanager
def _torch_kept(left_behind: list[str]) -> Iterator[None]:
    import torch

    state = torch.get_rng_state()
    dtype, grad = torch.get_default_dtype(), torch.is_grad_enabled()
    torch.default_generator.manual_seed(CALL_SEED)  # torch.manual_seed also formats a stack trace, each time
    torch.set_grad_enabled(True)
    try:
        yield
    finally:
        left = {
            "gradients switched off": not torch.is_grad_enabled(),
            "default dtype": torch.get_default_dtype() is not dtype,
            "seed": torch.default_generator.initial_seed() != CALL_SEED,
        }
        left_behind.extend(what for what, changed in left.items() if changed)
        torch.set_rng_state(state)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)


@cache
def _for_calls() -> np.random.MT19937:
    return np.random.MT19937()
