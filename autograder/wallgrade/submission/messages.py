"""What is said about a submission's files, to students in their feedback and to instructors in the log."""

from __future__ import annotations

UNREADABLE = "{file} cannot be read ({reason}). Open it in JupyterLab, save it, and hand it in again."
NO_ORDINARY_FILE = "{file} is a link or no ordinary file, so it was not opened. Hand in the notebook itself."
TOO_LARGE = "{file} is larger than {megabytes} MB, so it was not read. Clear its outputs, save, and hand it in again."
TOO_COMPLEX = "{file} holds too much data to be read. Clear its outputs, save, and hand it in again."
EMPTY_FILE = "{file} is empty. Hand it in again; if your own copy is empty too, look for an older one."
IS_AN_ARCHIVE = "{file} is a zip archive, not a notebook. Hand in the notebook itself, unpacked."
IS_A_WEB_PAGE = (
    "{file} is a web page, not a notebook. Download the notebook itself (.ipynb) instead of the page that shows it."
)
NOT_A_NOTEBOOK = "{file} is not a notebook file. Hand in the .ipynb file that JupyterLab saves."
NO_CELLS = "{file} holds no readable cells. Open it in JupyterLab, save it, and hand it in again."
DAMAGED = "{file} is damaged or cut off; its {cells} complete cells were graded. Hand it in again if cells are missing."
OVERLONG = "{file} is so long that not all of it was read."
CODE_TOO_LONG = (
    "{file}: the code in cell {cells} is too long, so it was neither read nor run. At most {most:,} characters of a "
    "cell and {together:,} of a notebook are read. Take out what does not belong to the task."
)
TEXT_TOO_LONG = (
    "{file}: the text in cell {cells} is too long, so it is not shown. At most {most:,} characters of a cell "
    "and {together:,} of a notebook are read."
)
ODD_ENCODING = "{file} is not saved as UTF-8, so letters outside English may look wrong."
READ_INSTEAD = "{file} was graded as {notebook}.ipynb. Keep the names of the notebooks when you hand in."
ALSO_WRITTEN = "{file} holds answers too, and was not graded. If it is the right one, hand in that file only."
MOVED_ANSWER = "{item} is written in another cell than its own; it was graded from there."
MISSING_NOTEBOOK = "{notebook}.ipynb was not handed in."
NOTHING_HANDED_IN = "No notebook of this assignment was handed in: {notebook}.ipynb is missing."
NOT_READ = "{notebook}.ipynb could not be graded: {reason}"
CONFLICT = (
    "{item}: in {file} the cell still holds the marks of a merge conflict (<<<<<<<, =======, >>>>>>>). Keep one of the "
    "two versions, take the marks out, and hand it in again."
)
OTHER_FORMAT = (
    "{notebook}.ipynb was not handed in, but {file} was, which is no notebook. Hand in the .ipynb file that JupyterLab "
    "saves."
)
ARCHIVE_UNREADABLE = "{file} is a zip archive that cannot be read ({reason}). Hand in the notebooks themselves."
ARCHIVE_INSIDE = "{file} is an archive and was not opened. Hand in the notebooks themselves."
LINK_INSIDE = "{file} is a link or no ordinary file and was not opened."
LINKED_FOLDER = (
    "The submission's folder is a link or no folder, so it was not opened. Hand in the notebooks themselves."
)
FOLDER_UNREADABLE = "The folder {file} cannot be read ({reason})."
TOO_MANY_FILES = "The submission holds so many files that not all of them were looked at."
BAD_TIMESTAMP = "timestamp.txt cannot be read as a date, so it was ignored."
