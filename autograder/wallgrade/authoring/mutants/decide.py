"""Deciding whether programs behave alike: in processes apart, since a mutant may run for ever or take all memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.lesson import LessonFolder
from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.contract import Contract, ContractFault, load_contracts
from wallgrade.authoring.mutants.differential import Difference, first_difference
from wallgrade.sandbox import linux

SECONDS = 90  # of processor time, for one question
PATIENCE = 900.0  # seconds by the clock: on a machine with much to do
MEMORY = 1 << 30  # beyond what the process has when it begins
Program = tuple[Cell, ...]
Verdict = Literal["equivalent", "hole", "undecided"]


@dataclass(frozen=True)
class Question:
    """Does the program behave, under the item's contract, like right code: on each case like one that is accepted?

    Without a reference: does it behave like *one* of those that are accepted, on all cases?
    """

    key: str
    item: str
    program: Program
    accepted: tuple[Program, ...]
    reference: Program | None
    examples: int


@dataclass(frozen=True)
class Decision:
    """The answer: `equivalent` (alike on all examples), `hole` with the difference, or `undecided` with the reason."""

    verdict: Verdict
    difference: Difference | None = None
    reason: str = ""


def decide_all(folder: Path, lesson: Path, questions: Iterable[Question], jobs: int) -> Iterator[tuple[str, Decision]]:
    """Answers by the questions' keys, as they come. `folder` has the contract; Ctrl-C ends all at once."""
    context = multiprocessing.get_context("spawn")
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # two threads of torch on busy cores are slower than one
    with context.Pool(jobs, _prepare, (folder, lesson)) as pool:
        yield from pool.imap_unordered(_answer, questions)


_contracts: dict[str, Contract] = {}
_broken: list[str] = []  # why there are none


def _prepare(folder: Path, lesson: Path) -> None:
    """Once in each process: what every question needs, so that the forks have it."""
    linux.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the pool's own process ends this one
    lesson_path = LessonFolder(lesson).on_path()
    lesson_path.__enter__()  # for as long as the process lives
    try:
        _contracts.update(load_contracts(folder))
    except ContractFault as fault:  # of a pool's worker that does not begin there would be another, for ever
        _broken.append(str(fault))


def _answer(question: Question) -> tuple[str, Decision]:
    """Answer in a child of its own, which is killed if it does not come to an end."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            ours.close()
            theirs.send_bytes(pickle.dumps(_decided(question)))
            status = 0
        finally:
            os._exit(status)
    theirs.close()
    try:
        return question.key, _received(ours)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        ours.close()


def _received(connection: Connection) -> Decision:
    if not connection.poll(PATIENCE):
        return Decision("undecided", reason=messages.OUT_OF_TIME.format(seconds=PATIENCE))
    try:
        found: Decision = pickle.loads(connection.recv_bytes())
    except EOFError:
        return Decision("undecided", reason=messages.PROCESS_ENDED.format(seconds=SECONDS))
    return found


def _decided(question: Question) -> Decision:
    linux.die_with_parent()
    _limit()
    contract = _contracts.get(question.item)
    if contract is None:
        return Decision("undecided", reason="".join(_broken) or messages.NO_CONTRACT.format(item=question.item))
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        try:
            return _compared(contract, question)
        except BaseException as error:
            return Decision("undecided", reason=f"{type(error).__name__}: {error}"[:500])


def _compared(contract: Contract, question: Question) -> Decision:
    program = run_cells(question.program).values
    accepted = [run_cells(cells).values for cells in question.accepted]
    if question.reference is not None:
        reference = run_cells(question.reference).values
        difference = first_difference(contract, program, accepted, question.examples, reference=reference)
        return Decision("hole", difference) if difference else Decision("equivalent")
    for one in accepted:
        if first_difference(contract, program, [one], question.examples, shrink=False) is None:
            return Decision("equivalent")
    return Decision("hole")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
