"""Small forged idx files, and a mirror that answers without any network."""

from __future__ import annotations

import gzip
import io
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from softmax_lesson import idx

NAMES = tuple(idx.OFFICIAL_MD5)
COUNTS = {"train": 20, "t10k": 10}


def idx_bytes(values: NDArray[np.uint8]) -> bytes:
    return np.array([0x0800 | values.ndim, *values.shape], ">u4").tobytes() + values.tobytes()


def forged_files() -> dict[str, bytes]:
    """Four whole .gz files: 20 training and 10 test images, labels 0 to 9 in turn."""
    rng, files = np.random.default_rng(0), {}
    for prefix, count in COUNTS.items():
        images = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        labels = np.arange(count, dtype=np.uint8) % 10
        files[f"{prefix}-images-idx3-ubyte.gz"] = gzip.compress(idx_bytes(images), mtime=0)
        files[f"{prefix}-labels-idx1-ubyte.gz"] = gzip.compress(idx_bytes(labels), mtime=0)
    return files


def trust(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these files be the official ones."""
    for name, data in files.items():
        monkeypatch.setitem(idx.OFFICIAL_MD5, name, idx.md5(data))


def write(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A web server on the loopback interface that serves `folder`; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Answer(io.BytesIO):
    """What urlopen returns: bytes with headers."""

    def __init__(self, data: bytes, length: int | None) -> None:
        super().__init__(data)
        self.headers = Message()
        if length is not None:
            self.headers["Content-Length"] = str(length)


class Mirror:
    """Stands in for urllib's opener: `files` are what it has, `change` what the wire does to them."""

    def __init__(self, files: dict[str, bytes], change: Callable[[bytes], bytes] = lambda data: data) -> None:
        self.files, self.change, self.asked = files, change, list[str]()

    def __call__(self, request: urllib.request.Request, timeout: float) -> Answer:
        name = request.full_url.rsplit("/", 1)[1]
        self.asked.append(name)
        if name not in self.files:
            raise urllib.error.URLError("no route to host")
        return Answer(self.change(self.files[name]), len(self.files[name]))
