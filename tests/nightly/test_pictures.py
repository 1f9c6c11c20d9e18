"""`make pictures` takes a picture of each page, of any lesson."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from screenshots.take import LARGEST, write_picture
from support.lesson import LINEAR, SECOND_COURSE

PICTURES = {
    "notebook-failing": 1400,
    "notebook-passing": 1400,
    "notebook-failing-dark": 1400,
    "formgrader": 1400,
    "feedback": 1400,
    "feedback-dark": 1400,
    "feedback-phone": 390,
    "feedback-result": 1400,
}


COMMAND = [sys.executable, "-m", "screenshots"]


def test_every_page_has_its_picture(tmp_path: Path) -> None:
    """In a process of its own: Playwright may be started only once in one."""
    options = [LINEAR, "--course", str(SECOND_COURSE), "--target", str(tmp_path)]
    run = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout + run.stderr
    assert {path.stem: opened(path.read_bytes()).width for path in tmp_path.iterdir()} == PICTURES
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= LARGEST
    looks = {path.read_bytes() for path in tmp_path.iterdir()}
    assert len(looks) == len(PICTURES)


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


@pytest.mark.parametrize("size", [(40, 30), (1400, 1000)])
def test_a_picture_stays_what_it_was_but_smaller(tmp_path: Path, size: tuple[int, int]) -> None:
    original = Image.new("RGB", size, "#1a6b3c")
    stream = io.BytesIO()
    original.save(stream, format="PNG", compress_level=0)
    written = write_picture(tmp_path / "a.png", stream.getvalue())
    assert opened(written.read_bytes()).tobytes() == original.tobytes()
    assert written.stat().st_size < len(stream.getvalue())
    assert list(tmp_path.iterdir()) == [written]
