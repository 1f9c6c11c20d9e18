"""What every test may rely on: this checkout's packages, no download, courses that are made once for the whole run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.lesson import PROJECT
from support.once import Once

if TYPE_CHECKING:  # what imports nbgrader or torch is imported by the fixtures that need it
    from support.course import CourseMaker
    from support.recording import InProcessCourse

# processes that tests start find the packages of this checkout, as pytest does by its `pythonpath`
os.environ["PYTHONPATH"] = os.pathsep.join(str(PROJECT / folder) for folder in ("autograder", "quizzes", "tools"))

# two threads of torch on busy cores are many times slower than one; tests' own processes inherit this
os.environ.setdefault("OMP_NUM_THREADS", "1")

# without the images at hand the suite runs on the drawn stand-in: no test may start a download
if not os.environ.get("FASHION_MNIST_ROOT") and not (PROJECT / "data").is_dir():
    os.environ["FASHION_MNIST_ROOT"] = "fashion-shapes"

# these begin, so that at the end nobody waits for one of them
LONGEST = ("test_verify_lesson.py", "test_kill_and_resume.py", "test_corpus.py", "test_wheel.py")


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in this same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All below tests/nightly is nightly; tests that share something expensive stay in one worker process."""
    for item in items:
        if PROJECT / "tests" / "nightly" in item.path.parents:
            item.add_marker(pytest.mark.nightly)
        if item.get_closest_marker("xdist_group") is None and (group := _shared(item)):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _shared(item: pytest.Item) -> str:
    """What a test shares with others: the graded class, a fixture that lives as long as its module, or nothing."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]  # pytest has no public name for it
    if "graded_class" in known:
        return "graded_class"
    long = any(fixture.scope in {"class", "module", "package"} for found in known.values() for fixture in found)
    return item.path.relative_to(PROJECT).as_posix() if long else ""


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes folders once for a whole run, however many worker processes ask for them."""
    own = tmp_path_factory.getbasetemp()
    return Once((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-once")


@pytest.fixture(scope="session")
def make_course(once: Once) -> CourseMaker:
    """Makes copies of the second course, whose release nbgrader generates once."""
    from support.course import CourseMaker

    return CourseMaker(once)


@pytest.fixture
def word_course(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InProcessCourse:
    """A course of two notebooks, graded in this process by a judge of words."""
    from support.recording import WordJudge, two_notebooks
    from wallgrade.autograde import converter

    monkeypatch.setattr(converter, "judge_for", lambda *_: WordJudge())
    return two_notebooks(once, tmp_path / "course")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What nbgrader logs in this process."""
    caplog.set_level(logging.INFO)
    logging.getLogger("traitlets").propagate = True
    return caplog


@pytest.fixture(scope="session")
def graded_class(once: Once, make_course: CourseMaker) -> Path:
    """A graded class with its feedback pages, made once (see `support.graded_class`). Copy it before changing it."""
    from support.graded_class import make_graded_class

    return once.folder("graded-class", lambda target: make_graded_class(make_course(target)))


@pytest.fixture(scope="session")
def student_python(pytestconfig: pytest.Config) -> Path:
    """The interpreter of a student's environment: the release's requirements and nothing of ours."""
    from support.student_venv import student_python as interpreter  # reads the data, which most runs do not need

    cache = pytestconfig.cache
    assert cache is not None
    return interpreter(cache.mkdir("student-machine"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; one for the whole session, since a process can drive only one."""
    from screenshots.browser import chromium

    with chromium() as started:
        yield started
