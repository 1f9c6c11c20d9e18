"""Broken but innocent: files that editors, browsers, mail and disks have damaged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from corpus.entry import NOTEBOOK, SECOND, Entry, Fill

innocent = partial(Entry, group="innocent", right=True)
IPYNB = NOTEBOOK[SECOND]
UNREADABLE, MISSING = "could not be graded", "is missing"
NOTHING: dict[str, float] = {"linreg": 0, "squared_loss": 0, "sgd": 0, "quiz": 0}
Raw = Callable[[Path, Fill], None]


def rewritten(change: Callable[[bytes], bytes]) -> Raw:
    """The notebook's bytes, changed."""

    def raw(folder: Path, fill: Fill) -> None:
        (folder / IPYNB).write_bytes(change((folder / IPYNB).read_bytes()))

    return raw


def recoded(encoding: str) -> Raw:
    return rewritten(lambda data: data.decode().replace("Half the", "Half (½) the").encode(encoding))


def moved(name: str, keep: bool = False) -> Raw:
    """The notebook is found under another name, or (keep) under both."""

    def raw(folder: Path, fill: Fill) -> None:
        data = (folder / IPYNB).read_bytes()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        if not keep:
            (folder / IPYNB).unlink()

    return raw


def stale_copy(name: str) -> Raw:
    """Beside the notebook lies an untouched copy."""

    def raw(folder: Path, fill: Fill) -> None:
        notebook = json.loads((folder / IPYNB).read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                cell["source"] = "raise NotImplementedError"
        (folder / name).write_text(json.dumps(notebook))

    return raw


def replaced_by(name: str, data: bytes) -> Raw:
    """There is only this file."""

    def raw(folder: Path, fill: Fill) -> None:
        (folder / IPYNB).unlink()
        if name:
            (folder / name).write_bytes(data)

    return raw


def as_version_3(folder: Path, fill: Fill) -> None:
    notebook = nbformat.read(folder / IPYNB, as_version=4)
    with (folder / IPYNB).open("w") as file:
        nbformat.write(nbformat.convert(notebook, 3), file, version=nbformat.NO_CONVERT)


def script_export(folder: Path, fill: Fill) -> None:
    notebook = json.loads((folder / IPYNB).read_text())
    source = "\n\n# In[ ]:\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    (folder / IPYNB).unlink()
    (folder / "linear_regression.py").write_text("#!/usr/bin/env python\n" + source)


def apple_files(folder: Path, fill: Fill) -> None:
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / f"._{IPYNB}").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / f"._{IPYNB}").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")


def nothing_at_all(folder: Path, fill: Fill) -> None:
    (folder / IPYNB).unlink()


def conflict(data: bytes) -> bytes:
    lines = data.decode().splitlines(keepends=True)
    half = len(lines) // 2
    return "".join([*lines[:half], "<<<<<<< HEAD\n", lines[half], "=======\n", lines[half], ">>>>>>> main\n",
                    *lines[half + 1 :]]).encode()  # fmt: skip


def lost(id: str, what: str, why: str, raw: Raw, **more: Any) -> Entry:
    """Nothing can be read: 0, left to a human, and the reason is named."""
    return innocent(id, what, why, raw=raw, expect=NOTHING, look=True, **{"says": UNREADABLE} | more)


ENTRIES = [
    lost("not-json", "a text file called .ipynb", "saved from a chat", rewritten(lambda _: b"Here is my homework!\n"),
         resubmits=True),
    innocent("truncated", "the first half of the file", "an upload that broke off: the cells that are there count",
             raw=rewritten(lambda data: data[: len(data) // 2]), expect={"sgd": (0, 2), "quiz": (0, 2)}, look=True,
             says="damaged", resubmits=True),
    lost("empty-file", "no bytes", "a full disk", rewritten(lambda _: b""), resubmits=True),
    lost("zeros", "NUL bytes of the right length", "a crash while saving", rewritten(lambda data: bytes(len(data)))),
    innocent("merge-conflict", "markers of a merge", "git pull: the cells that are whole count",
             raw=rewritten(conflict),
             expect={"sgd": (0, 2)}, look=True, says="damaged"),
    lost("pdf-inside", "a PDF called .ipynb", "renamed by hand", rewritten(lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    lost("login-page", "an HTML page called .ipynb", "downloaded without being logged in",
         rewritten(lambda _: b"<!DOCTYPE html><html><body>Please log in</body></html>")),
    lost("gzipped", "a gzipped notebook", "a browser that kept the encoding", rewritten(gzip.compress)),
    lost("notebook-missing", "an empty folder", "the wrong folder was zipped", nothing_at_all, resubmits=True,
         says=MISSING),
    lost("only-a-pdf", "a PDF beside no notebook", "printed and handed in", replaced_by("homework.pdf", b"%PDF-1.7\n"),
         says=MISSING),
    lost("only-a-script", "the .py export", "File, Save as, Python", script_export,
         says="linear_regression.py was, which is no notebook"),
    innocent("bom", "a byte order mark", "an editor of Windows", raw=rewritten(lambda data: b"\xef\xbb\xbf" + data)),
    innocent("crlf", "CRLF line ends", "git on Windows", raw=rewritten(lambda data: data.replace(b"\n", b"\r\n"))),
    innocent("crlf-in-sources", "CRLF inside the cells too", "pasted from Windows",
             raw=rewritten(lambda data: data.replace(b"\\n", b"\\r\\n"))),
    innocent("utf-16", "UTF-16", "redirected in PowerShell", raw=recoded("utf-16")),
    innocent("utf-16-be", "UTF-16, big-endian, with its mark", "an old editor",
             raw=rewritten(lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"))),
    innocent("latin-1", "Latin-1", "an old editor", raw=recoded("latin-1")),
    innocent("bytes-after-the-end", "blank lines and NULs after the end", "a file that shrank",
             raw=rewritten(lambda data: data + b"\n\n\0\0\0\0")),
    innocent("nbformat-3", "saved in the format of 2013", "an old Jupyter", raw=as_version_3),
    innocent("read-only-file", "a file without write permission", "copied from a CD",
             raw=lambda folder, fill: (folder / IPYNB).chmod(0o444)),
    innocent("renamed-by-browser", "linear_regression (1).ipynb", "downloaded twice",
             raw=moved("linear_regression (1).ipynb"),
             resubmits=True),
    innocent("renamed-by-hand", "the student's name in the name", "asked for by another course",
             raw=moved("Doe_Jane_linear_regression.ipynb"), resubmits=True),
    innocent("renamed-case", "Linear_Regression.IPYNB", "a file system that ignores case",
             raw=moved("Linear_Regression.IPYNB")),
    innocent("renamed-altogether", "homework.ipynb", "renamed, but its cells tell what it is",
             raw=moved("homework.ipynb")),
    innocent("in-a-subfolder", "one folder too deep", "zip files unpack so", raw=moved(f"linear_regression/{IPYNB}"),
             resubmits=True),
    innocent("in-two-subfolders", "two folders too deep", "zipped twice",
             raw=moved(f"Abgabe/linear_regression/{IPYNB}")),
    innocent("extra-copy", "an untouched copy beside it", "Duplicate in the file browser",
             raw=stale_copy("linear_regression-Copy1.ipynb")),
    innocent("extra-copy-same", "the same notebook twice", "a backup",
             raw=moved("backup/linear_regression.ipynb", keep=True)),
    innocent("extra-scratch", "another notebook beside it", "notes", raw=lambda folder,
             fill: (folder / "scratch.ipynb").write_text(
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')),
    innocent("extra-broken", "a broken notebook beside it", "an experiment",
             raw=lambda folder, fill: (folder / "old.ipynb").write_text("{")),
    innocent("apple-files", ".DS_Store, ._ files and __MACOSX", "zipped on a Mac", raw=apple_files),
    innocent("office-lock", "lock and swap files", "open in an editor when zipped",
             raw=lambda folder, fill: (folder / f".~{IPYNB}").write_text("x")),
]  # fmt: skip
