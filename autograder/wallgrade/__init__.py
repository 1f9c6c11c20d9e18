"""wallgrade: grades nbgrader assignments; student code runs in a process of its own, away from checks and keys."""
