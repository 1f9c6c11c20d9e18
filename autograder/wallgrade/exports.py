"""The exporters under the name that instructors write: `nbgrader export --exporter=wallgrade.exports.CanvasCsv`."""

from wallgrade.reports.exports import CanvasCsv, GradesCsv, ItemCsv, MoodleCsv

__all__ = ["CanvasCsv", "GradesCsv", "ItemCsv", "MoodleCsv"]
