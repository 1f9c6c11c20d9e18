"""Results of judging, kept on disk under their keys, so that nothing is judged twice.

An entry is one file: an authentication code made with the grader's secret, and the report as JSON. What does not
verify (half-written, damaged, planted) is not there. Entries are written aside and renamed into place.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from dataclasses import asdict
from pathlib import Path

from lessoncheck.results import CheckResult, ItemReport
from wallgrade.files import GROUP_FILE, share_with_group, write_atomically

MOST_BYTES = 256 << 20


class ResultCache:
    """The entries in one folder, which only the grader can reach, and in a `shared` course their group."""

    def __init__(self, folder: Path, secret: bytes, *, shared: bool = False) -> None:
        self._folder = folder
        self._secret = secret
        self._shared = shared

    def get(self, key: str) -> ItemReport | None:
        """The report kept under this key."""
        path = self._path(key)
        try:
            code, _, body = path.read_bytes().partition(b"\n")
            if not hmac.compare_digest(code, self._code(key, body)):
                return None
            os.utime(path)  # what is used is pruned last
            return _report(json.loads(body))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, report: ItemReport) -> None:
        """Keep a report. On a disk that is full or read-only nothing is kept, and grading goes on."""
        path = self._path(key)
        body = json.dumps(asdict(report)).encode()
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._shared:
                share_with_group(self._folder, path.parent, inside=False)
            mode = GROUP_FILE if self._shared else 0o600
            write_atomically(path, self._code(key, body) + b"\n" + body, mode=mode)

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove the entries that were not used for longest until all together have at most `most` bytes."""
        entries = []
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= most:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _code(self, key: str, body: bytes) -> bytes:
        return hmac.new(self._secret, key.encode() + b"\0" + body, hashlib.sha256).hexdigest().encode()


def _report(plain: dict[str, object]) -> ItemReport:
    results = plain["results"]
    notes = plain["notes"]
    if not isinstance(results, list) or not isinstance(notes, list):
        raise TypeError
    return ItemReport(
        str(plain["item"]),
        tuple(CheckResult(**result) for result in results),
        tuple(map(str, notes)),
        _seconds(plain["seconds"]),
        _seconds(plain["student_seconds"]),
    )


def _seconds(plain: object) -> float | None:
    return plain if isinstance(plain, float) else None
