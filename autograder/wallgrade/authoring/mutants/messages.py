"""What `wallgrade verify --mutants` says, to authors."""

from __future__ import annotations

GRADING = "grading mutants"
NOTHING = "The catalogue of {assignment} has no right code of {items} to change."
COLUMNS = ("item", "right styles", "mutants", "graded", "lost points", "stopped", "survive")
TITLE = "Small changes of right code"
STOPPED = "Stopped. What was graded is kept; the same command goes on with the rest."
FAULT = "{id}: a check could not be carried out; that is a fault in the checks ({message})."
SURVIVOR = "{id}\n    {description}"
SURVIVORS = "{count} changes keep full points:"
