"""`wallgrade grade`: options, nbgrader's configuration, exit status."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wallgrade.cli.options import AssignmentArgument, CourseOption, console, cores, find_assignment

if TYPE_CHECKING:
    from rich.console import Console

    from wallgrade.judging.judge import Judge
    from wallgrade.judging.workers.worker_pool import WorkerPool

INTERRUPTED = 130


def grade(
    context: typer.Context,
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers on this machine (default: one per core).")] = None,
    scheduler: Annotated[str, typer.Option(help="Use the cluster of this dask scheduler, as tcp://host:port.")] = "",
    student: Annotated[str, typer.Option(help="Only this student (may have * in it).")] = "",
    changed: Annotated[
        bool, typer.Option("--changed", help="Grade again what was graded from other files or with other checks.")
    ] = False,
    keep_scores_by_hand: Annotated[
        bool, typer.Option("--keep-scores-by-hand", help="Let scores by hand stay final on work that changed, too.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    new_secret: Annotated[
        bool, typer.Option("--new-secret", help="Accept a new secret where the course's is missing or damaged.")
    ] = False,
) -> None:
    """Grade a class, several submissions at a time. Options of `nbgrader autograde` are understood too."""
    root, assignment = find_assignment(course, assignment)
    traits = {"regrade_changed": changed, "keep_scores_by_hand": keep_scores_by_hand, "new_secret": new_secret}
    chosen = [f"--CourseAutograde.{name}=True" for name, given in traits.items() if given]
    options = [*(["--force"] if force else []), *chosen, *([f"--student={student}"] if student else []), *context.args]
    status = grade_class(root, assignment, options, jobs or cores(), scheduler, console)
    if status:
        raise typer.Exit(status)


def grade_class(root: Path, assignment: str, options: list[str], jobs: int, scheduler: str, console: Console) -> int:
    """Grade with nbgrader's configuration of the course; the exit status."""
    from nbgrader.apps.autogradeapp import AutogradeApp
    from nbgrader.converters.base import NbGraderException

    from wallgrade.autograde.parallel.class_converter import ClassAutograde
    from wallgrade.autograde.parallel.progress import RunProgress
    from wallgrade.judging.workers.lesson_bundle import pack
    from wallgrade.judging.workers.worker_pool import LocalPool

    os.chdir(root)
    app = AutogradeApp()
    app.initialize(options, root=str(root))
    app.coursedir.assignment_id = assignment
    converter = ClassAutograde(coursedir=app.coursedir, parent=app)
    run_progress = converter.run_progress = RunProgress(console)

    def pool_for(judge: Judge) -> WorkerPool:
        bundle = pack(judge.lesson, judge.limits, judge.secret).packed()
        if scheduler:
            from wallgrade.autograde.parallel.dask_pool import DaskPool

            return DaskPool(scheduler, bundle)
        return LocalPool(jobs, bundle)

    converter.pool_for = pool_for
    status = 0
    try:
        with run_progress.watching(app.log, logging.getLogger("wallgrade")):
            converter.start()
    except NbGraderException:
        status = 1
    except KeyboardInterrupt:
        run_progress.stopping = True
    if run_progress.stopping:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all that is left is to say so: no traceback for a third Ctrl-C
    if summary := run_progress.summary():
        console.print(summary, highlight=False, soft_wrap=True)
    return INTERRUPTED if run_progress.stopping else status
