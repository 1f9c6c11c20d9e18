"""nbgrader's gradebook and the reports in graded notebooks: what is written there and read back."""
