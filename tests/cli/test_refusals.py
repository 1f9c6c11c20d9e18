"""What the command refuses, in a sentence and with a status."""

from __future__ import annotations

from pathlib import Path

from support.command import wallgrade
from support.lesson import PROJECT


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("keep")
    run = wallgrade("demo", "--course", str(PROJECT), "--target", str(tmp_path), cwd=tmp_path)
    assert run.returncode == 1
    assert "did not make" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_outside_a_course_the_command_says_where_to_go(tmp_path: Path) -> None:
    run = wallgrade("demo", cwd=tmp_path)
    assert run.returncode == 2
    assert "nbgrader_config.py" in run.stdout + run.stderr
