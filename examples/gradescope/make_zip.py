"""Make autograder.zip, the file that Gradescope asks for under "Configure Autograder".

    python examples/gradescope/make_zip.py [--course FOLDER] [--assignment NAME] [--data FOLDER] autograder.zip

In it: the two scripts beside this file, the kit, and of the course what grading needs, with the quiz keys and the
grader's secret, so that every submission meets the same inputs. Keep the file to yourself.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
KIT = HERE.parents[1]
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "data"}


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description="Make autograder.zip for Gradescope.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--course", type=Path, default=KIT)
    parser.add_argument("--assignment", default="softmax_regression")
    parser.add_argument("--data", type=Path, help="a folder of data sets, such as the four files of Fashion-MNIST")
    given = parser.parse_args()
    make_zip(given.target, given.course.resolve(), given.assignment, given.data)


def make_zip(target: Path, course: Path, assignment: str, data: Path | None = None) -> None:
    """Write the zip file for an assignment of the course in `course`, whose release has been made."""
    from wallgrade.course import Course
    from wallgrade.gradebook.connection import GradebookAccess
    from wallgrade.gradebook.scores import course_directory
    from wallgrade.gradebook.secret import ensure_secret

    directory = course_directory(course)  # the secret is made now, if there is none yet: one for all submissions
    ensure_secret(Course(course), assignment, GradebookAccess(directory.db_url, directory.course_id))
    files = {name: HERE / name for name in ("setup.sh", "run_autograder")}
    needed = ("pyproject.toml", "README.md", "LICENSE", "autograder", "quizzes", "source", "catalogue")
    for path in needed:  # all that its wheel is made of
        files |= {f"kit/{name}": file for name, file in files_below(KIT, path)}
    for path in (
        "nbgrader_config.py", f"source/{assignment}", f"release/{assignment}", f"quizzes/{assignment}.toml",
        ".wallgrade/secret",
    ):  # fmt: skip
        files |= {f"course/{name}": file for name, file in files_below(course, path)}
    if data is not None:
        files |= {f"course/data/{name}": file for name, file in files_below(data, ".")}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(files.items()):
            archive.write(file, name)  # with its permissions: run_autograder stays executable
        archive.writestr("assignment", assignment)


def files_below(root: Path, path: str) -> Iterator[tuple[str, Path]]:
    """A file, or all files of a folder, with their names relative to `root`; nothing when it is not there."""
    start = root / path
    for file in [start] if start.is_file() else sorted(start.rglob("*")):
        relative = file.relative_to(root)
        if file.is_file() and not LEFT_OUT & set(relative.parts) and file.suffix != ".pyc":
            yield relative.as_posix(), file


if __name__ == "__main__":
    main()
