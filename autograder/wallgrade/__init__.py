"""wallgrade: grades nbgrader assignments; student code runs in a process of its own, out of reach of checks and keys."""
