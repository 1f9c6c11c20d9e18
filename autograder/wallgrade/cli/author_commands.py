"""The commands of `wallgrade` for authors of lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wallgrade.cli.options import AssignmentArgument, CourseOption, console, cores, find_assignment, find_course

app = typer.Typer()


@app.command("new-lesson")
def new(
    lesson: Annotated[str, typer.Argument(help="The lesson's name, a Python name such as relu_lesson.")],
    item: Annotated[list[str], typer.Option(help="A graded function and its points: relu:5 (may be repeated).")],
    quiz: Annotated[bool, typer.Option("--quiz", help="A notebook with a question too.")] = False,
    course: CourseOption = None,
) -> None:
    """Write a small lesson that grades at once, to be edited into one of your own."""
    from wallgrade.authoring import messages
    from wallgrade.authoring.new_lesson.new_lesson import LessonRefused, item_from, new_lesson
    from wallgrade.course import Course
    from wallgrade.gradebook.scores import course_directory

    root = find_course(course)
    directory = course_directory(root)
    if "Wallgrade" not in directory.parent.config:
        raise LessonRefused(messages.NOT_CONFIGURED.format(folder=root))
    source = Course.from_directory(directory).source
    files = new_lesson(root, lesson, [item_from(text) for text in item], quiz=quiz, source=source)
    listed = "\n".join(f"  {file}" for file in files)
    text = messages.LESSON_WRITTEN.format(files=listed, lesson=lesson)
    console.print(text, soft_wrap=True, highlight=False, markup=False)


@app.command()
def verify(
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    fast: Annotated[bool, typer.Option("--fast", help="Judge in this process, without nbgrader and the wall.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Courses graded side by side.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Limit the catalogue to this item (may be repeated).")] = None,
    train: Annotated[bool, typer.Option("--train", help="Train with the mistakes too.")] = False,
    seed: Annotated[str, typer.Option(help="Draw inputs from this text instead of the course's secret.")] = "",
    secrets: Annotated[
        int | None, typer.Option(min=2, help="Only see whether points are the same under so many secrets.")
    ] = None,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Grade every small change of right code instead, and decide survivors.")
    ] = False,
    most: Annotated[int | None, typer.Option(min=1, help="With --mutants: at most so many of each item.")] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="With --mutants: write so many names that are to be read into a file.")
    ] = None,
) -> None:
    """Lint the lesson, grade its catalogue and compare with what must come of it; exit status 1 if anything is off."""
    root, assignment = find_assignment(course, assignment)
    if mutants:
        _verify_mutants(root, assignment, only or [], most, jobs or cores(), seed, sample)
        return
    from wallgrade.authoring.verify.verify import show as show_verification
    from wallgrade.authoring.verify.verify import verify as verify_assignment

    found = verify_assignment(
        root,
        assignment,
        console,
        fast=fast,
        jobs=jobs or cores(),
        only=only or (),
        seed=seed,
        train=train,
        under_secrets=secrets or 0,
    )
    show_verification(found, console)
    if found.deviations:
        raise typer.Exit(1)


def _verify_mutants(
    root: Path, assignment: str, only: list[str], most: int | None, jobs: int, seed: str, sample: int | None
) -> None:
    from wallgrade.authoring.mutants import messages
    from wallgrade.authoring.mutants.names import sample_to_read
    from wallgrade.authoring.mutants.show import show as show_mutants
    from wallgrade.authoring.mutants.verify_mutants import verify_mutants
    from wallgrade.course import PRIVATE

    run = verify_mutants(root, assignment, console, only=only, most=most, jobs=jobs, seed=seed)
    show_mutants(run, console)
    if sample and run.names:
        file = root / PRIVATE / "names_to_read.md"
        file.write_text(sample_to_read(run.names.values(), sample, seed), encoding="utf-8")
        console.print(messages.SAMPLE_WRITTEN.format(count=sample, file=file), soft_wrap=True, highlight=False)
    if not run.sound:
        raise typer.Exit(1)
