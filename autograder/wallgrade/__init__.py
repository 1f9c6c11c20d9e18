"""wallgrade: grades nbgrader assignments with the checks on one side of a wall and the student's code on the other."""
