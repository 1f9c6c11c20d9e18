"""The exporters under the name that instructors write: `nbgrader export --exporter=wallgrade.exports.CanvasCsv`."""

from wallgrade.reports.exports.canvas import CanvasCsv
from wallgrade.reports.exports.grades_csv import GradesCsv
from wallgrade.reports.exports.item_csv import ItemCsv
from wallgrade.reports.exports.moodle import MoodleCsv

__all__ = ["CanvasCsv", "GradesCsv", "ItemCsv", "MoodleCsv"]
