"""Which command of the documentation is run where: by `test_docs_commands`, in this order, or by a test named here."""

from __future__ import annotations

import re

from support.docs_pages import in_blocks
from support.lesson import PROJECT

INSTRUCTORS, STUDENTS = "docs/instructors.md", "source/softmax_regression/README.md"

# In a course with a submission, in this order
COURSE = [
    "wallgrade doctor",
    "nbgrader generate_assignment softmax_regression --force",
    "nbgrader autograde softmax_regression",
    "nbgrader generate_feedback softmax_regression",
    "wallgrade report",
    "nbgrader export --exporter=wallgrade.exports.CanvasCsv --to canvas.csv",
    "nbgrader export --exporter=wallgrade.exports.MoodleCsv --to moodle.csv",
    "nbgrader export --exporter=wallgrade.exports.GradesCsv --to grades.csv",
    "wallgrade grade softmax_regression [--jobs N]",
    "wallgrade feedback softmax_regression [--jobs N]",
    "nbgrader generate_feedback softmax_regression --force",
    "nbgrader generate_feedback softmax_regression --force --FeedbackPage.show_quiz_feedback=False",
    "nbgrader release_feedback softmax_regression",
    'nbgrader db assignment add softmax_regression --duedate="2026-11-30 23:59:00 Europe/Berlin"',
    "nbgrader autograde softmax_regression --force",
]
# In a copy of this project whose lesson is a small one
MAKING = [
    "make demo",
    "make release",
    "make verify",
    "wallgrade verify --secrets 3",
    "make acceptance",
    "wallgrade verify --fast --only <item>",
]
# In a copy of this project
FIRST_CHANGE = [". .venv/bin/activate", "pytest tests/submission"]
BENCH = "make bench"
DEVELOPING = ["make test", "make nightly", "make browser", BENCH]
# In an empty course, in this order; the last in its release
NEW_LESSON = [
    "wallgrade new-lesson relu_lesson --item relu:5 --quiz",
    "nbgrader generate_assignment relu_lesson",
    "wallgrade verify relu_lesson --fast",
    "wallgrade verify relu_lesson",
]
IN_ITS_RELEASE = ["pytest -m relu"]
INSTALLING = ["make setup", "make setup TORCH_INDEX=<address of PyTorch's CPU index>", "make system"]
ACTIVATING = [". .venv/bin/activate"]
SERVING = ["jupyter lab"]
CHECKING = ["pytest", "pytest -m softmax"]
ON_A_CLUSTER = [
    "pip install --editable '.[cluster]'",
    "dask scheduler --host 10.0.0.1 --port 8786 --no-dashboard",
    "FASHION_MNIST_ROOT=/data OMP_NUM_THREADS=1 dask worker tcp://10.0.0.1:8786 --nworkers 8 --nthreads 1 "
    "--no-dashboard",
    "wallgrade grade softmax_regression --scheduler tcp://scheduler:8786",
]
HUB = in_blocks("examples/jupyterhub/README.md")
# What another test runs, and words of that test which show it
ELSEWHERE = {
    **dict.fromkeys(
        [
            "wallgrade add softmax_regression --as hw3 --dry-run",
            "wallgrade add softmax_regression --as hw3",
            "wallgrade add softmax_regression",
            "wallgrade remove softmax_regression",
            "wallgrade remove hw3",
            "wallgrade remove hw3 --grades",
            "wallgrade remove hw3 --keep-grades",
            "wallgrade verify hw3",
            "pip wheel --no-deps .",
            "nbgrader generate_assignment hw3",
        ],
        (
            "tests/nightly/test_wheel.py::test_after_it_left_the_course_is_as_it_was_and_stock_nbgrader_grades_as_before",
            "wallgrade remove hw3 --grades",
        ),
    ),
    **{
        f"wallgrade grade {words}": (
            "tests/autograde/test_what_changed.py::test_the_command_hands_its_options_on",
            "handed_on == ",
        )
        for words in (
            "softmax_regression --changed",
            "softmax_regression --force",
            "--keep-scores-by-hand",
            "--new-secret",
        )
    },
    "nbgrader zip_collect softmax_regression --extractor=wallgrade.lms.LmsExtractor "
    "--collector=wallgrade.lms.LmsCollector": (
        "tests/lms/test_zip_collect.py::test_a_download_of_moodle_in_folders_lands_where_grading_looks",
        "collect(course",
    ),
    "nbgrader db student remove": (
        "tests/autograde/test_odd_names.py::test_a_student_who_was_removed_is_graded_again_and_named_until_then",
        "remove_student(",
    ),
    "nbgrader db assignment remove": (
        "tests/autograde/test_odd_names.py::test_a_gradebook_from_before_grading_has_all_graded_again",
        "gradebook.db",
    ),
    "wallgrade roster FILE": (
        "tests/lms/test_roster.py::test_a_roster_from_excel_is_imported_and_each_bad_line_named",
        "imported(course, EXCEL)",
    ),
    **dict.fromkeys(HUB[:-1], ("tests/nightly/test_jupyterhub.py::server", "for command in SETTING_UP")),
    HUB[-1]: ("tests/nightly/test_jupyterhub.py::address", "STARTING)"),
    **dict.fromkeys(
        ["wallgrade verify --mutants --only softmax --most 200", "wallgrade verify --mutants --sample 40"],
        ("tests/nightly/test_mutants.py::test_what_a_person_decided_is_no_hole", "verify_mutants("),
    ),
    "make pictures": ("tests/nightly/test_pictures.py::test_every_page_has_its_picture", "*COMMAND, *options"),
    "nbgrader validate": (
        "tests/autograde/test_second_course.py::test_validate_passes_for_the_reference_and_names_the_failing_item_otherwise",
        '"validate"',
    ),
    **dict.fromkeys(
        in_blocks("docs/reports.md"),
        (
            "tests/nightly/test_examples.py::test_every_command_of_the_docs_page_runs_and_writes_what_it_says",
            '["bash", "-e", "-c", command]',
        ),
    ),
}
STUDENTS_BLOCKS = in_blocks(STUDENTS)
RUN_HERE = {
    *COURSE, *MAKING, *FIRST_CHANGE, *DEVELOPING, *NEW_LESSON, *IN_ITS_RELEASE, *INSTALLING, *ACTIVATING, *SERVING,
    *CHECKING, *ON_A_CLUSTER, *STUDENTS_BLOCKS,
}  # fmt: skip
# what stands for something else, and what it stands for here
FILLED_IN = {"<item>": "sgd", "[--jobs N]": "--jobs 2"}


def filled_in(command: str) -> str:
    for placeholder, value in FILLED_IN.items():
        command = command.replace(placeholder, value)
    return command


def recipes() -> dict[str, list[str]]:
    """The commands of the environment that `make TARGET` runs."""
    found = re.findall(r"^(\w+): .*\n((?:\t.*\n)+)", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    return {f"make {target}": re.findall(r"^\t\$\(BIN\)/(.*)$", lines, re.MULTILINE) for target, lines in found}
