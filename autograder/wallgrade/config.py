"""Point nbgrader at wallgrade: what a course's nbgrader_config.py calls."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import nbgrader
from sqlalchemy.exc import SAWarning

from wallgrade.autograde.converter import install
from wallgrade.reports.feedback.template_filters import FILTERS, TEMPLATES

NBGRADER = "nbgrader.preprocessors."
FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
SOLUTION_CELL_SECONDS = 600


def configure(c: Any, root: Path) -> None:
    """Set nbgrader's folders, preprocessor lists and autograde step for the course in `root` on the config `c`.

    The lists replace nbgrader's own, so they repeat its entries in its order; a test compares them with
    those of the installed nbgrader. Of its sanitising ones three are left out: DeduplicateIds, OverwriteKernelspec
    and OverwriteCells repair a submission from the gradebook's cells; ours is built anew on the release, and the
    gradebook's cells are sealed (see `gradebook/seal.py`).
    """
    _put_environment_on_path()
    install()
    c.CourseAutograde.graded_by_wallgrade = True
    # nbgrader's own queries set off this warning for each new student; its data is right (nbgrader issue 1473)
    warnings.filterwarnings("ignore", message=".*not in session, add operation along.*", category=SAWarning)
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.solution_directory = "solutions"
    # generate_solution runs the masters: training takes longer than nbgrader's 30 s on a slow machine, and
    # time stamps would make every run's files differ
    c.Execute.timeout = SOLUTION_CELL_SECONDS
    c.Execute.record_timing = False
    c.GenerateSolution.preprocessors = [
        *(
            NBGRADER + name
            for name in ("IncludeHeaderFooter", "LockCells", "ClearOutput", "ClearMarkScheme", "Execute")
        ),
        "nbconvert.preprocessors.CoalesceStreamsPreprocessor",
    ]
    c.GenerateAssignment.preprocessors = [
        NBGRADER + "IncludeHeaderFooter",
        "wallgrade.authoring.release_preprocessors.ShipEngine",
        "wallgrade.authoring.release_preprocessors.RenderQuiz",
        NBGRADER + "InstantiateTests",
        NBGRADER + "LockCells",
        "wallgrade.authoring.release_preprocessors.ClearSolutionsByName",
        NBGRADER + "ClearOutput",
        NBGRADER + "CheckCellMetadata",
        NBGRADER + "ComputeChecksums",
        "wallgrade.gradebook.seal.SaveSealedCells",
        NBGRADER + "ClearHiddenTests",
        NBGRADER + "ClearMarkScheme",
        NBGRADER + "ComputeChecksums",
        NBGRADER + "CheckCellMetadata",
    ]
    c.Autograde.sanitize_preprocessors = [
        "wallgrade.autograde.preprocessors.RebuildOnMaster",
        NBGRADER + "ClearOutput",
        "wallgrade.autograde.preprocessors.CheckMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "wallgrade.autograde.preprocessors.JudgeNotebook",
        NBGRADER + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        NBGRADER + "LimitOutput",
        "wallgrade.autograde.preprocessors.SaveVerdicts",
        "wallgrade.autograde.preprocessors.PenaliseLate",
        "wallgrade.autograde.preprocessors.CheckMetadata",
    ]
    c.GenerateFeedback.preprocessors = [
        "wallgrade.reports.feedback.preprocessors.RemoveCopiedFiles",
        NBGRADER + "GetGrades",
        "wallgrade.reports.feedback.preprocessors.FeedbackPage",
    ]
    # ours before nbgrader's, whose folder must stay in the list for the templates that we do not replace
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(FORMGRADER / "templates")]
    c.HTMLExporter.filters = dict(FILTERS)


def _put_environment_on_path() -> None:
    """nbgrader starts `alembic` by name; find it also when the environment is not activated."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [programs, os.environ.get("PATH")]))
