"""Grading a whole class: several workers judge, one process records. `wallgrade grade`."""
