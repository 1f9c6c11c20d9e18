"""Whether a function is written from scratch, by two witnesses: its text, read here, and what torch was asked to do.

Both are judged by what a lesson allows (`lessoncheck.from_scratch.Allowed`). What is outside is no proof of anything:
it is for a person to look at. The reader is part of grading and not of a release.
"""
