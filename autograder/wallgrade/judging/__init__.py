"""From a submission to verdicts, without nbgrader and without a gradebook."""
