"""A student whose process tells lies: real messages of a call with some changes, read as they come from a process."""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from fuzz.changes import ARRAYS, PLAIN, Change, changed
from fuzz.conversations import program, real_messages
from fuzz.running import uncounted
from lessoncheck.protocol import Connection, Plain, decode, encode
from lessoncheck.student import Helpers
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

ODD = (*PLAIN, *ARRAYS)
LENGTHS = struct.Struct("!QQ")
Damage = tuple[int, str, int]  # where in a message's bytes, what is done there, and with which byte


@dataclass(frozen=True)
class Lie:
    """What becomes of the messages in a call: of the `call`-th one, or of each (-1).

    The changes are of the driver's values in the reply, or of the whole message.
    """

    call: int
    whole: bool = False
    changes: Sequence[Change] = ()
    damage: Sequence[Damage] = ()
    asked: Sequence[int] = ()  # a question before the reply, with these odd values


class Stream:
    """A socket whose other end answers each message with bytes, at once; then there is nothing more to read."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._unread = memoryview(b"")

    def settimeout(self, seconds: float | None) -> None:
        """Nobody waits here."""

    def sendall(self, message: bytes) -> None:
        """The answer can be read after that."""
        self._unread = memoryview(bytes(self._unread) + self._answer(message))

    def recv(self, most: int) -> bytes:
        """The next bytes."""
        piece, self._unread = bytes(self._unread[:most]), self._unread[most:]
        return piece


class LyingStudent(RemoteStudent):
    """A student of grading; `entry` is the program that its process would have run."""

    def __init__(self, item: str, entry: str, lies: Sequence[Lie]) -> None:
        budget = SubmissionBudget(program(item, entry), Limits(grader_seconds=1e9, submission_seconds=1e9))
        super().__init__(cast(Any, None), budget, lambda item: "", item)
        self._entry = entry
        self._lies = lies
        self._calls = 0
        self._helpers: Helpers = {}

    def exchange(self, request: dict[str, Plain], helpers: Helpers, *limits: Any) -> Plain:
        """As in grading."""
        self._helpers = helpers
        return super().exchange(request, helpers, *limits)

    def _open(self) -> Any:
        return SimpleNamespace(connection=Connection(cast(Any, Stream(self._said)), Limits.output), close=lambda: None)

    @uncounted()
    def _said(self, message: bytes) -> bytes:
        header, _ = LENGTHS.unpack(message[: LENGTHS.size])
        content = message[LENGTHS.size :]
        request = decode(content[:header], content[header:])
        if "call" not in request:
            return b""
        messages = real_messages(self._item, self._entry, request, self._helpers)
        lies = [lie for lie in self._lies if lie.call in (-1, self._calls)]
        self._calls += 1
        return b"".join(told(self._with_question(messages, lies), lies))

    def _with_question(self, messages: list[Plain], lies: Sequence[Lie]) -> list[Plain]:
        asked = [number for lie in lies for number in lie.asked]
        if not asked or not self._helpers:
            return messages
        name = sorted(self._helpers)[asked[0] % len(self._helpers)]
        names = list(inspect.signature(self._helpers[name]).parameters)
        arguments = {one: ODD[asked[at % len(asked)] % len(ODD)] for at, one in enumerate(names)}
        return [{"ask": name, "arguments": arguments}, *messages]


def told(messages: list[Plain], lies: Sequence[Lie]) -> list[bytes]:
    """The messages as they are sent by who tells these lies; a change that cannot be sent is not made."""
    frames = []
    for message in messages:
        for lie in lies:
            if lie.whole or not isinstance(message, dict) or "values" not in message:
                message = changed(message, lie.changes, ODD)
            else:
                message = message | {"values": changed(message["values"], lie.changes, ODD)}
        frame = bytearray(encode(message))
        for place, kind, byte in (damage for lie in lies for damage in lie.damage):
            at = place % len(frame)
            frame[at : at + (kind != "insert")] = b"" if kind == "cut" else bytes([byte])
        frames.append(bytes(frame))
    return frames
