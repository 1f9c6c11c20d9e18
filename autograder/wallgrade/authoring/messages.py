"""What the authoring commands say (demo, release, verify), to authors and instructors."""

from __future__ import annotations

DEMO_TABLE = "Points by student and item"
DEMO_REFUSED = "{folder} holds files that the demo did not make. Give another folder with --target, or empty this one."
DEMO_STAND_IN = (
    "{reason}\nThe demo goes on with the lesson's own drawn stand-in, so its scores are not those of the real data."
)
DEMO_NEXT = (
    "Open next:\n"
    "  scores        {csv}\n"
    "  feedback      {feedback}/*.html\n"
    "  formgrader    cd {course} && {jupyter} lab   (menu Nbgrader, Formgrader)"
)
NO_CATALOGUE = (
    "There is no catalogue for {assignment}. Put its right and wrong implementations into {folder}: a file named after "
    "each item."
)
SOLUTION_FAILS = "The reference solution does not run through, so nothing was changed:\n{cells}"
VERIFY_PROBLEM = "{case}: {problem}"
VERIFY_NO_CHECKS = "{item} has no checks and is in no quiz."
VERIFY_FAULT = "{item}: a check could not be carried out; that is a fault in the checks."
VERIFY_NOT_JUDGED = "not judged: {items}."
VERIFY_STYLE = "right code gets {points} of {max_score} points in {item} (failing: {checks})."
VERIFY_UNTOUCHED = "the untouched release gets {points} points in {item} (passing: {checks})."
VERIFY_NOT_CAUGHT = "the mistake keeps full marks in {item}."
VERIFY_CHECKS_PASS = "these checks should fail, and pass: {checks}."
VERIFY_ELSEWHERE = "the mistake also costs {lost:g} points in {item} (failing: {checks})."
VERIFY_MISNAMED = "the mistake is called {named} instead of {expected}."
VERIFY_NO_NAME = "by no name"
VERIFY_UNNAMED = "the mistake is not named; it should be called {expected}."
VERIFY_ANSWER = "{item}: the answer {cell!r} gets {points} points instead of {wanted} (None: left to a human)."
VERIFY_BAND = (
    "the mistake keeps {share:.0%} of {item}; its band, {band}, goes from {least:.0%} to {most:.0%}. Change "
    "what it costs (the checks' weights, `keeps` of its Misconception), or say with `# band:` which band it is of."
)
VERIFY_ORDER = (
    "the mistake keeps {points:g} points of {item}, and {other} keeps {more:g}, although it passes only some of the "
    "checks that this one passes (not {checks})."
)
VERIFY_BY_SECRET = "the points in {item} depend on the secret: {points} (failing under some only: {checks})."
VERIFY_UNDER = "{points} under {count}"
VERIFY_SAME = "{cases} submissions judged under {secrets} secrets; the points are the same under all."
VERIFY_OK = "{cases} submissions graded; everything is as it must be."
VERIFY_BAD = "{count} deviations:"
VERIFY_TITLE = "What each submission got"
VERIFY_SHARES = "Mistakes by the share of their item that they keep, up to so many %"
VERIFY_GRADING = "grading the catalogue"
VERIFY_EVERYTHING = "everything"
NO_SUCH_ITEM = "The lesson has no item {item}; its items are {items}."
NO_SUCH_CONSEQUENCE = "verify.toml: the consequence {item} is no item of the lesson; its items are {items}. Correct it."
ENTRIES_FOR_NO_ITEM = (
    "The catalogue has {item}.py (or a folder {item}), but no notebook of the lesson has an item {item}; its items are "
    "{items}. Rename it, or take it out."
)
STALE_RELEASE = (
    "release/{assignment} has other items than source/{assignment}, and `--fast` judges with it. "
    "Run `nbgrader generate_assignment {assignment} --force` first."
)

# Of `generate_assignment`
CELLS_FIXED = (
    "{assignment}: {count} submissions came in, so nbgrader lets no notebook and no cell be added or removed any more "
    "({what}). Put them back as they were, or release the new version under another name; nothing was changed."
)
GONE, NEW, OTHER_CELLS = "{notebook} is gone", "{notebook} is new", "{notebook}: {cells}"
NOT_STORED = "{assignment}: the gradebook could not be written ({reason}). The release is as it was; run it again."

# Of `new-lesson`
BAD_LESSON = (
    "{lesson!r} cannot be a lesson's name: letters, digits and underscores, as in a Python name. Nothing was written."
)
BAD_ITEM = (
    "{text!r} is no item: give the function's name and its points, as in --item relu:5 (a Python name, above 0). "
    "Nothing was written."
)
NO_ITEMS = "A lesson needs at least one item, as in --item relu:5. Nothing was written."
DOUBLED_ITEM = "The item {item} is there twice; give each its own name. Nothing was written."
LESSON_EXISTS = "{place} is there already, so nothing was written. Choose another name for the lesson, or move it away."
NOT_CONFIGURED = (
    "The nbgrader_config.py in {folder} does not call wallgrade.config.configure, so nothing would grade the lesson. "
    "Add that call first; nothing was written."
)
LESSON_WRITTEN = (
    "Written:\n{files}\nEdit them (comments say what each part is for), and:\n"
    "  nbgrader generate_assignment {lesson} --force   (what students get)\n"
    "  wallgrade verify {lesson} --fast                (does the catalogue get what it must?)"
)
