"""nbgrader's `generate_assignment` and `generate_solution` for a lesson."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import GenerateAssignment, GenerateSolution
from traitlets.config import Config

NBGRADER = "nbgrader.preprocessors."
OURS = "wallgrade.authoring.release_preprocessors."
CELL_SECONDS = 600


class LessonGenerateAssignment(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's GenerateAssignment with the quiz's texts, our stubs, the checks' engine and a sealed gradebook.

    The list repeats nbgrader's entries in its order; a test compares it with that of the installed nbgrader.
    """

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateAssignment.preprocessors = [
            NBGRADER + "IncludeHeaderFooter",
            OURS + "ShipEngine",
            OURS + "RenderQuiz",
            NBGRADER + "InstantiateTests",
            NBGRADER + "LockCells",
            OURS + "ClearSolutionsByName",
            NBGRADER + "ClearOutput",
            NBGRADER + "CheckCellMetadata",
            NBGRADER + "ComputeChecksums",
            "wallgrade.gradebook.seal.SaveSealedCells",
            NBGRADER + "ClearHiddenTests",
            NBGRADER + "ClearMarkScheme",
            NBGRADER + "ComputeChecksums",
            NBGRADER + "CheckCellMetadata",
        ]
        self.update_config(ours)


class LessonGenerateSolution(GenerateSolution):  # type: ignore[misc]
    """nbgrader's GenerateSolution for masters that train, and with the same bytes each time."""

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateSolution.preprocessors = [
            *(
                NBGRADER + name
                for name in ("IncludeHeaderFooter", "LockCells", "ClearOutput", "ClearMarkScheme", "Execute")
            ),
            "nbconvert.preprocessors.CoalesceStreamsPreprocessor",
        ]
        ours.Execute.timeout = CELL_SECONDS
        ours.Execute.record_timing = False
        self.update_config(ours)
