"""Exports: grades for learning-management systems, results of one submission for other graders."""
