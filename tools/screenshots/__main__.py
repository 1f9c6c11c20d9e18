"""`make pictures`: take docs/pictures anew from the real pages."""

from __future__ import annotations

import argparse
from pathlib import Path

from screenshots.take import take_pictures

PROJECT = Path(__file__).resolve().parents[2]

parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
parser.add_argument("assignment", nargs="?", default="softmax_regression", help="the assignment's name")
parser.add_argument("--course", type=Path, default=PROJECT, help="the course's folder (default: this project)")
parser.add_argument("--target", type=Path, help="where to put them (default: docs/pictures of the course)")
given = parser.parse_args()
for file in take_pictures(given.course, given.assignment, given.target or given.course / "docs" / "pictures"):
    print(file)
