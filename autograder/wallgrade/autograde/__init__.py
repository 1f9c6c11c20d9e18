"""The grading step: from submissions to grades, in nbgrader's place and through its preprocessors."""
