"""wallgrade: grades nbgrader assignments; checks and student code run in separate processes."""
