"""Are the names true? A name that a mutant was given is confirmed if it behaves like a known mistake of that name."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from wallgrade.authoring.catalogue import Catalogue
from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.decide import Program, Question
from wallgrade.authoring.mutants.grade import Graded

EXAMPLES = 60


@dataclass
class Named:
    """One misconception: the mutants that were told it, of these the confirmed ones, and those to be read."""

    name: str
    given: int = 0
    confirmed: int = 0
    to_read: list[Graded] = field(default_factory=list)


def questions_about_names(
    graded: Iterable[Graded], catalogue: Catalogue, program: Callable[[str, str], Program]
) -> Iterator[Question]:
    """One for each name that a mutant was given and that the catalogue has an example of."""
    for one in graded:
        item = one.mutant.item
        for name in sorted(one.names):
            examples = [entry for entry in catalogue.of(item, "wrong") if entry.named == name]
            if examples:
                accepted = tuple(program(item, entry.source) for entry in examples)
                yield Question(key(one, name), item, program(item, one.mutant.source), accepted, None, EXAMPLES)


def key(graded: Graded, name: str) -> str:
    """The key of the question whether this mutant has this name truly."""
    return f"{graded.mutant.id} {name}"


def count(graded: Iterable[Graded], confirmed: set[str]) -> dict[str, Named]:
    """The names in alphabetical order; `confirmed` are keys of questions."""
    found: dict[str, Named] = {}
    for one in graded:
        for name in one.names:
            named = found.setdefault(name, Named(name))
            named.given += 1
            if key(one, name) in confirmed:
                named.confirmed += 1
            else:
                named.to_read.append(one)
    return dict(sorted(found.items()))


def sample_to_read(found: Iterable[Named], most: int, seed: str) -> str:
    """A text with up to `most` names to be read, each with what was said and what was changed."""
    pairs = [(named.name, graded) for named in found for graded in named.to_read]
    pairs.sort(key=lambda pair: hashlib.sha256(f"{seed}\0{pair[0]}\0{pair[1].mutant.id}".encode()).digest())
    parts = []
    for name, graded in pairs[:most]:
        before, after = graded.mutant.style.plain.splitlines(), graded.mutant.source.splitlines()
        said = {result.message: None for result in graded.report.results if result.misconception == name}
        changed = "\n".join(difflib.unified_diff(before, after, "right", "changed", lineterm="", n=20))
        parts.append(messages.TO_READ.format(name=name, id=graded.mutant.id, said="\n".join(said), diff=changed))
    return "\n".join(parts)
