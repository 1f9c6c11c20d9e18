"""Every sentence of the report on a class."""

from __future__ import annotations

from lessoncheck.failures import Stop
from wallgrade.reports.class_report.statistics import EASY, FEWEST, HARD, STEADY, WEAK

# Flags of items
FLAGS = {
    "negative": "Check this item first: who does well elsewhere does worse here. Is the key right, is a check wrong?",
    "weak": f"Hardly tells strong from weak submissions (r below {WEAK:.2f}).",
    "hard": f"Very hard: under {HARD:.0%} of the points were reached. Was it taught, is the text clear?",
    "easy": f"Very easy: over {EASY:.0%} of the points were reached. Fine for a warm-up; it says little about anybody.",
}
FLAG_NAMES = {"negative": "negative r", "weak": "weak r", "hard": "very hard", "easy": "very easy"}
WHY_NO_R = {
    "few": f"not given: fewer than {FEWEST} complete submissions",
    "constant": "undefined: all have the same score",
    "rest constant": "undefined: all have the same score in the other items",
    "no others": "undefined: there is no other item",
}
NO_SCORES = "no scores yet"
UNSTEADY = (
    f"With {{n}} complete submissions these correlations are uncertain (see the intervals); below {STEADY} take a flag "
    "as a reason to look at the item, not as a verdict on it."
)

DEFINITIONS = (
    ("Scores", "are the gradebook's: automatic ones, or those given by hand. A score that a person still has to give "
     "counts nowhere; whoever has one is left out of the distribution of totals and of the correlations. An item "
     "without any score yet is left out of all totals. Students who handed in nothing are not counted. Penalties for "
     "lateness are in the table of scores only."),
    ("Difficulty", "is the mean score over the item's points, between 0 and 1 (the “p-value” of testing, unrelated to "
     "significance). High means easy."),
    ("Discrimination", "is the corrected item-total correlation: Pearson’s r between the item’s score and the sum of "
     "all other items, over the complete submissions, with an approximate 95 % interval (Fisher’s z)."),
    ("Flags", f"“negative r”: r < 0. “weak r”: 0 ≤ r < {WEAK:.2f}. “very hard”: difficulty < {HARD:.2f}. "
     f"“very easy”: difficulty > {EASY:.2f}. No item is flagged on fewer than {FEWEST} scores."),
    ("Sources", "Ebel & Frisbie, Essentials of Educational Measurement (1991): an item whose discrimination is below "
     ".20 is to be rejected or rewritten (their rule is for the index D; it is widely used for r). Crocker & Algina, "
     "Introduction to Classical and Modern Test Theory (1986), and Nunnally & Bernstein, Psychometric Theory (1994): "
     "difficulty and the corrected correlation. The borders for difficulty are ours."),
    ("Mastery", "In an assignment that everybody may finish, many easy items are a success, and correlations shrink "
     "for want of spread. Flags find broken items; they do not rank good ones."),
)  # fmt: skip

# By student
LATE = "late by {duration}"
PENALTY = "{points} points off"
SO_FAR = "so far"
WAITING = "Wait for a decision of yours: the totals are “so far” until then"
ODD = "Nothing waits, but something is odd"
IN_COMMON = "True of most submissions"
ABSENT = "Handed in nothing"
NOBODY = "Nobody: every item has a score, and nothing was odd."
ALL = "everything"
NOT_ANONYMOUS = "told in the report with names only"
SIDEWAYS = "The table scrolls sideways."
NO_ADDRESS = (
    "c.ClassReportLinks.jupyter_server must be the address of a Jupyter server, such as http://localhost:8888, without "
    "anything after ? or #; it is {value!r}."
)

# What stopped the code before one could look at it: the name of the column, and what it means
STOPPED_TITLE = "Code that could not be looked at: submissions, by what stopped it first"
STOPPED: dict[Stop, str] = {
    "not written": "left as released",
    "syntax error": "a cell that is no Python",
    "not defined": "a name or function that is not there, as after a cell that did not run",
    "exception": "any other error",
    "too slow": "a limit of time was met",
    "process ended": "a crash, too much memory, exit()",
}
EMPTY, UNREADABLE = "empty", "not readable"
EMPTY_MEANS, UNREADABLE_MEANS = "no answer: no points", "an answer, but not one letter: waits for a person"

# Charts: titles, and descriptions for those who do not see them
TOTALS_TITLE = "How many students reached which share of the points"
TOTALS_TEXT = "Histogram in tenths of the points, {n} students: {bars}."
NO_TOTALS = "Nobody has a complete score yet."
ITEMS_TITLE = "Full, partial and no points, by item"
ITEMS_TEXT = "Stacked bars, one for each item: {bars}."
ITEM_TEXT = "{item}: {full} full, {partial} partial, {zero} none"
CORRELATION_TITLE = "Discrimination, with its 95 % interval"
CORRELATION_TEXT = "One point for each item on a scale from -1 to 1: {points}."
MISCONCEPTIONS_TITLE = "How many students had which misconception"
MISCONCEPTIONS_TEXT = "Bars: {bars}."
OPTIONS_TITLE = "Options chosen in {item}"
OPTIONS_TEXT = "Bars, one for each option: {bars}."
RUNTIMES_TITLE = "Seconds it took to judge an item"
RUNTIMES_MEANING = (
    "Elapsed time of an item’s checks, with all other work that the machine had; in students’ code: the median of what "
    "went by in the student’s process. A result that was kept counts with the time that it took when it was judged."
)
RUNTIMES_TEXT = "Box plots, one for each item: {bars}."

NO_MESSAGE = "Graded before the words were recorded: see a feedback page, or grade again."
ONLY_MOST = "The chart shows the {count} most frequent; the table has all."
POPULAR_WRONG = "Option {letter} was chosen more often than the key. Is the key right, or was this taught otherwise?"

WRITTEN = "Open {page}\nThe same numbers as CSV: {tables}"
ANONYMOUS = (
    "Names are replaced by pseudonyms, which are the same in every report of this course. In a small class an unusual "
    "score may still tell who it is."
)
