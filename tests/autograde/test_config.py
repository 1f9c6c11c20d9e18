"""Our preprocessor lists replace nbgrader's, so they must keep up with those of the installed nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, GenerateSolution
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from wallgrade.authoring.release_converters import LessonGenerateAssignment, LessonGenerateSolution
from wallgrade.autograde.converter import CourseAutograde
from wallgrade.config import configure
from wallgrade.reports.feedback.converter import LessonGenerateFeedback

OURS_FOR_THEIRS = {
    "JudgeNotebook": "Execute",
    "SaveVerdicts": "SaveAutoGrades",
    "PenaliseLate": "AssignLatePenalties",
    "CheckMetadata": "CheckCellMetadata",
    "ClearSolutionsByName": "ClearSolutions",
    "SaveCellsLater": "SaveCells",
    "FeedbackPage": "CSSHTMLHeaderPreprocessor",
}
ADDED = {"RebuildOnMaster", "RenderQuiz", "CoalesceStreamsPreprocessor"}
# They repair a submission from the gradebook's cells; after RebuildOnMaster there is nothing to repair
LEFT_OUT = {"DeduplicateIds", "OverwriteKernelspec", "OverwriteCells"}
# Asks the gradebook once for each cell; ours asks once for each submission
ASKS_LESS = {"GetGrades"}


def names(preprocessors: list[Any]) -> list[str]:
    """Those of the classes, which must be there: nbgrader imports what is given as text only when it runs."""
    return [(import_item(entry) if isinstance(entry, str) else entry).__name__ for entry in preprocessors]


@pytest.mark.parametrize(
    ("ours", "theirs", "trait"),
    [
        (CourseAutograde, Autograde, "sanitize_preprocessors"),
        (CourseAutograde, Autograde, "autograde_preprocessors"),
        (LessonGenerateAssignment, GenerateAssignment, "preprocessors"),
        (LessonGenerateSolution, GenerateSolution, "preprocessors"),
        (LessonGenerateFeedback, GenerateFeedback, "preprocessors"),
    ],
)
def test_each_list_is_nbgraders_own_with_ours_put_in(ours: Any, theirs: Any, trait: str, tmp_path: Path) -> None:
    config = Config()
    configure(config, tmp_path)
    lesson = ours(coursedir=CourseDirectory(config=config), config=config)
    found = [OURS_FOR_THEIRS.get(name, name) for name in names(getattr(lesson, trait)) if name not in ADDED]
    expected = names(theirs.class_traits()[trait].default())
    if trait == "sanitize_preprocessors":
        assert set(expected) >= LEFT_OUT
        expected = [name for name in expected if name not in LEFT_OUT]
    assert found == [name for name in expected if name not in ASKS_LESS]


def test_alembic_is_found_although_the_environment_is_not_activated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import shutil

    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    configure(Config(), tmp_path)
    assert shutil.which("alembic") is not None
