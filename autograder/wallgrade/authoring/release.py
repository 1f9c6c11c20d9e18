"""`wallgrade release`: make release/ and solutions/ from source/, in a folder aside, and swap them in when whole.

nbgrader's own generate_assignment deletes the old release before it makes the new one, and fills the
gradebook as it goes; here neither the course's gradebook nor its old folders are touched until all is made.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from lessoncheck.cells import read_notebook
from wallgrade.authoring import messages
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.nbgrader_command import NbgraderFailed, run_nbgrader
from wallgrade.authoring.release_preprocessors import OPTIONS_FILE
from wallgrade.course import Course
from wallquiz.render import questions_asked, render_notebook, write_public_options


def render_quiz_into_source(course: Course, assignment: str) -> None:
    """Write the questions into the source notebooks and their public options among the checks."""
    quiz = course.quiz(assignment)
    if quiz is None:
        return
    lesson = course.lesson(assignment)
    write_public_options(quiz, lesson.checks / OPTIONS_FILE)
    for path in lesson.notebooks():
        notebook = read_notebook(path)
        if questions_asked(notebook):
            render_notebook(notebook, quiz)
            nbformat.write(notebook, str(path))


@contextlib.contextmanager
def built(root: Path, assignment: str, *, solutions: bool) -> Iterator[Path]:
    """A temporary course in which the release (and the executed solutions) have just been made."""
    with tempfile.TemporaryDirectory(prefix="wallgrade-release-") as folder:
        target = Path(folder).resolve() / "course"
        target.mkdir()
        copy_course(root, assignment, target)
        run_nbgrader(target, "generate_assignment", assignment, "--force")
        if solutions:
            here = "--CourseDirectory.solution_directory=solutions"
            run_nbgrader(target, "generate_solution", assignment, "--force", here)
            if failed := failed_cells(target / "solutions" / assignment):
                raise NbgraderFailed(messages.SOLUTION_FAILS.format(cells="\n".join(failed)))
        yield target


def failed_cells(folder: Path) -> list[str]:
    """Where executed notebooks hold an error (nbgrader goes on after one), as "notebook: cell id: error"."""
    return [
        f"{path.name}: {cell.get('id')}: {output.ename}: {output.evalue}"
        for path in sorted(folder.glob("*.ipynb"))
        for cell in read_notebook(path).cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]


def solution_files(made: Path) -> Path:
    """Keep of a generated solution what a person looks at: the executed notebooks and their figures."""
    for path in made.iterdir():
        if path.is_dir() and path.name != "figures":
            shutil.rmtree(path)
        elif path.is_file() and path.suffix != ".ipynb":
            path.unlink()
    return made
