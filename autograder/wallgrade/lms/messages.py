"""Every sentence of collecting and importing, to instructors."""

from __future__ import annotations

UNKNOWN = (
    "Nobody in the gradebook could be found for {who}, so their files were left in {folder}. Give a file that maps "
    "{number} to a student with --LmsCollector.students=FILE, and run the command again with --force."
)
NOT_FROM_AN_LMS = "{file} is not named as Moodle or Canvas name submissions, so it was left where it is."
MARKED_LATE = "{who}: Canvas marked this submission as late. Its files hold no time, so no penalty follows."
BAD_ARCHIVE = "{file} is not a complete zip file, so nothing of it was collected. Download it again."
NO_TABLE = "{file} cannot be read as a table: {reason}."
NO_COLUMNS = "{file} needs a column {key} and one of these: {others}. It has: {found}."
GRADERS_OWN = "{who} handed in a file called {file}; grading has one of that name itself, so it was left where it is."
BAD_LINE = "{file}, line {line}: {reason}; the line was left out."
NO_ID = "there is no id"
TWICE = "{id} stands in an earlier line already"
IMPORTED = "{count} students of {file} are in the gradebook."
