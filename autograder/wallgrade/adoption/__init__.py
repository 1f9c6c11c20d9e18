"""Adding a lesson of the kit to a course that exists already, and taking it out again."""
