"""Fetch official files from torchvision's mirrors. A file gets its name only once its MD5 is right."""

from __future__ import annotations

import http.client
import os
import tempfile
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from . import texts
from .errors import DataUnavailable
from .idx import OFFICIAL_MD5, md5

CHUNK = 1 << 16  # bytes
TIMEOUT = 30  # seconds without any byte
AGENT = {"User-Agent": "softmax-lesson"}


def download(names: Iterable[str], folder: Path) -> None:
    """Put the official files `names` into `folder`, made if needed; progress goes to stdout.

    Raises DataUnavailable with the ways out. Files finished before that stay: each of them is whole.
    """
    mirrors = _mirrors()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            _save(_fetch(name, mirrors), folder / name)
    except OSError as error:
        raise _gave_up(texts.DOWNLOAD_NOT_WRITABLE.format(folder=folder, reason=error.strerror)) from None


def can_be_written(folder: Path) -> bool:
    """Whether the folder is there, or can be made, and takes files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _mirrors() -> list[str]:
    """Where torchvision would download from."""
    from .vision import import_torchvision  # torch is needed for this, and for nothing else here

    try:
        mirrors: list[str] = import_torchvision().datasets.FashionMNIST.mirrors
    except ImportError:
        raise _gave_up(texts.TORCHVISION_MISSING) from None
    return mirrors


def _fetch(name: str, mirrors: list[str]) -> bytes:
    """The bytes of one file, from the first mirror that has the right ones."""
    reason = ""
    for mirror in mirrors:
        try:
            data = _read(mirror.rstrip("/") + "/" + name, name)
        except (OSError, http.client.HTTPException, EOFError) as error:  # URLError is an OSError
            print(texts.DOWNLOAD_FAILED, flush=True)
            reason = texts.DOWNLOAD_NO_ANSWER.format(name=name, reason=getattr(error, "reason", error))
            continue
        found, expected = md5(data), OFFICIAL_MD5[name]
        if found == expected:
            print(texts.DOWNLOAD_DONE, flush=True)
            return data
        print(texts.DOWNLOAD_FAILED, flush=True)
        reason = texts.DOWNLOAD_WRONG_MD5.format(name=name, found=found, expected=expected)
    raise _gave_up(reason)


def _read(url: str, name: str) -> bytes:
    """One answer, read in chunks, with a mark printed at each tenth of its length."""
    print(texts.DOWNLOADING.format(name=name), end="", flush=True)
    data, tenths = bytearray(), 0
    request = urllib.request.Request(url, headers=AGENT)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        total = int(answer.headers.get("Content-Length") or 0)
        if total:
            print(texts.DOWNLOAD_SIZE.format(megabytes=total / 1e6), end="", flush=True)
        while chunk := answer.read(CHUNK):
            data += chunk
            while total and tenths < 10 * len(data) // total:
                tenths += 1
                print(f" {10 * tenths}%", end="", flush=True)
    if total and len(data) != total:
        raise EOFError(texts.DOWNLOAD_CUT_OFF.format(found=len(data), expected=total))
    return bytes(data)


def _save(data: bytes, path: Path) -> None:
    """Write under a temporary name, then rename: the name never stands for half a file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)  # mkstemp makes it private; data sets are not
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _gave_up(reason: str) -> DataUnavailable:
    return DataUnavailable(texts.no_data(reason, OFFICIAL_MD5))
