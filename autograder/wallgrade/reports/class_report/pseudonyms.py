"""Pseudonyms, for reports that are shown around.

A pseudonym is a keyed hash of the student's id with the course's own secret: the same in every report of the course,
and nobody without the secret can find it by trying ids. The list is sorted by pseudonym, not by name.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Container, Iterable

from wallgrade.gradebook.scores import Student
from wallgrade.reports.class_report import messages

PURPOSE = b"wallgrade pseudonyms 1"
SHORTEST = 4
LONGEST = 64
_FILE = re.compile(r"[^\s/]+\.\w*[a-zA-Z]\w*\b")


def pseudonyms(people: Iterable[Student], secret: bytes) -> dict[str, str]:
    """A pseudonym for every id; as many hexadecimal digits as it takes to keep them apart, four at least."""
    key = hmac.digest(secret, PURPOSE, "sha256")
    codes = {person.id: hmac.new(key, person.id.encode(), hashlib.sha256).hexdigest().upper() for person in people}
    length = SHORTEST
    while length < LONGEST and len({code[:length] for code in codes.values()}) < len(codes):
        length += 1
    return {id_: f"S-{code[:length]}" for id_, code in codes.items()}


def without_names(people: Iterable[Student], names: dict[str, str]) -> Callable[[str], str]:
    """A function that puts pseudonyms in the place of ids, names and addresses wherever they stand in a text."""
    words: dict[str, str] = {}
    for person in people:
        for word in (person.id, person.first_name, person.last_name, person.email, person.lms_user_id, person.name):
            if word.strip():
                words.setdefault(word.strip().casefold(), names[person.id])
    if not words:
        return lambda text: text
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![^\W_])", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: words.get(match[0].casefold(), "…"), text)


def without_files(text: str, ours: Container[str]) -> str:
    """The text, if it names no file other than `ours`: students put their names into files' names, in many ways."""
    foreign = any(found not in ours for found in _FILE.findall(text))
    return messages.NOT_ANONYMOUS if foreign else text
