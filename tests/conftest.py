"""Make the assignment's own folder importable, as it is for a student who works in it, and helpers of tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

for folder in ("quizzes", "autograder", "source/softmax_regression", "tests"):
    if str(PROJECT / folder) not in sys.path:
        sys.path.insert(0, str(PROJECT / folder))

# two threads of torch on busy cores are many times slower than one; tests' own processes inherit this
os.environ.setdefault("OMP_NUM_THREADS", "1")

# without the images at hand the suite runs on the drawn stand-in: no test may start a download
if not os.environ.get("FASHION_MNIST_ROOT") and not (PROJECT / "data").is_dir():
    os.environ["FASHION_MNIST_ROOT"] = "fashion-shapes"


@pytest.fixture(scope="session")
def student_python(pytestconfig: pytest.Config) -> Path:
    """The interpreter of a student's environment: the release's requirements and nothing of ours."""
    from helpers_student_venv import student_python as interpreter  # reads the data, which most runs do not need

    cache = pytestconfig.cache
    assert cache is not None
    return interpreter(cache.mkdir("student-machine"))
