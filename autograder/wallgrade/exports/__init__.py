"""Exports: grades for learning-management systems, results of one submission for other graders.

The three classes are nbgrader's kind of exporter: `nbgrader export --exporter=wallgrade.exports.CanvasCsv`.
"""

from wallgrade.exports.canvas import CanvasCsv
from wallgrade.exports.item_csv import ItemCsv
from wallgrade.exports.moodle import MoodleCsv

__all__ = ["CanvasCsv", "ItemCsv", "MoodleCsv"]
