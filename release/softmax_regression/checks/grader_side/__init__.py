"""What the checks use on the grader side only: right answers, comparisons, messages. No student code runs beside it."""
