"""The exporters under the name that instructors write: `nbgrader export --exporter=wallgrade.exports.CanvasCsv`."""

from wallgrade.reports.exports import CanvasCsv, ItemCsv, MoodleCsv

__all__ = ["CanvasCsv", "ItemCsv", "MoodleCsv"]
