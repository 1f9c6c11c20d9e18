"""What is decided already: by a person, in the catalogue's mutants.toml, or in an earlier run."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from wallgrade.authoring.catalogue import CONTRACTS, CatalogueError
from wallgrade.authoring.mutants import contract as contract_module
from wallgrade.authoring.mutants import decide, differential, messages
from wallgrade.authoring.mutants.decide import Decision, Question
from wallgrade.authoring.mutants.differential import Difference

FILE = "mutants.toml"


@dataclass(frozen=True)
class ByAPerson:
    """A mutant that a person called equivalent, and why. It holds while the mutant's text is the same."""

    id: str
    source_hash: str
    reason: str


def decided_by_a_person(folder: Path) -> dict[str, ByAPerson]:
    """The catalogue's mutants.toml, by the hash of the mutant's source; CatalogueError when it is malformed."""
    file = folder / FILE
    if not file.is_file():
        return {}
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("equivalent", [])
        found = [ByAPerson(**{key: str(value) for key, value in entry.items()}) for entry in entries]
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise CatalogueError(messages.BY_A_PERSON_BROKEN.format(file=FILE, error=error)) from None
    for entry in found:
        if not entry.reason.strip():
            raise CatalogueError(messages.NO_REASON.format(file=FILE, id=entry.id))
    return {entry.source_hash: entry for entry in found}


class KeptDecisions:
    """Answers of earlier runs, one a line, by a key that depends on the question, the contract and how it is tried."""

    def __init__(self, file: Path, catalogue: Path) -> None:
        self._file = file
        self._contracts = catalogue / CONTRACTS
        sources = [Path(str(module.__file__)) for module in (decide, differential, contract_module)]
        files = (*sources, *sorted(self._contracts.glob("_*.py")))
        self._common = b"\0".join(path.read_bytes() for path in files)
        self._known: dict[str, Decision] = {}
        if file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                self._read(line)

    def key(self, question: Question) -> str:
        """The key of a question."""
        own = self._contracts / f"{question.item}.py"
        contract = own.read_bytes() if own.is_file() else b""
        plain = json.dumps([asdict(question) | {"key": ""}], sort_keys=True).encode()
        return hashlib.sha256(b"\0".join([self._common, contract, plain])).hexdigest()

    def get(self, question: Question) -> Decision | None:
        """The answer, if it is known."""
        return self._known.get(self.key(question))

    def put(self, question: Question, decision: Decision) -> None:
        """Keep an answer; one that is undecided may be told another time."""
        if decision.verdict != "undecided":
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": self.key(question), **asdict(decision)}) + "\n")

    def _read(self, line: str) -> None:
        try:
            plain = json.loads(line)
            difference = Difference(**plain["difference"]) if plain["difference"] else None
            self._known[plain["key"]] = Decision(plain["verdict"], difference, plain["reason"])
        except (ValueError, TypeError, KeyError):  # half a line of a run that was killed
            return


def all_decisions(
    folder: Path, lesson: Path, kept: KeptDecisions, questions: Iterable[Question], jobs: int
) -> Iterable[tuple[str, Decision]]:
    """Answers by the questions' keys: the known ones first, the others as they come."""
    left = {}
    for question in questions:
        known = kept.get(question)
        if known is None:
            left[question.key] = question
        else:
            yield question.key, known
    if left:
        for key, decision in decide.decide_all(folder, lesson, left.values(), jobs):
            kept.put(left[key], decision)
            yield key, decision
