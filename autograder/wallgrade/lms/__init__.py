"""Submissions and rosters from learning-management systems: plugins of `nbgrader zip_collect`, import of students."""

from wallgrade.lms.zip_collect import LmsCollector, LmsExtractor

__all__ = ["LmsCollector", "LmsExtractor"]
