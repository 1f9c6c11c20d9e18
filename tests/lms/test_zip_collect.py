"""Downloads of the shape that Moodle and Canvas give, through `nbgrader zip_collect`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.gradebook.scores import Student
from wallgrade.lms import messages
from wallgrade.lms.people import People
from wallgrade.lms.table import NoTable, read_table
from wallgrade.lms.upload import upload_of

ROSTER = (
    Student("zq7", "Zara", "O'Quill", "zara@mail.example"),
    Student("mb1", "Jürgen-Maria", "Müller Bach", "jmb@mail.example", "502"),
    Student("tw1", "Sam", "Twin", "sam1@mail.example"),
    Student("tw2", "Sam", "Twin", "sam2@mail.example"),
)
FILE = f"{LINEAR}.ipynb"
WORKSHEET = (
    "\ufeffIdentifier;Full name;Email address;Status\r\n"
    "Participant 1003;Sam Twin;SAM2@mail.example;Submitted\r\n"
    "Participant 1009;No Body;no@mail.example;Submitted\r\n"
)
CANVAS_EXPORT = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework (4711)\n"
    "    Points Possible,,,,,10\n"
    '"O\'Quill, Zara",501,,zq7,,502\n'
)


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    course = make_course(tmp_path / "course")
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for one in ROSTER:
            about = {"first_name": one.first_name, "last_name": one.last_name, "email": one.email}
            gradebook.add_student(one.id, lms_user_id=one.lms_user_id or None, **about)
    return course


def download(course: CourseOnDisk, name: str, files: Mapping[str, bytes] | Iterable[str]) -> Path:
    """A zip file in the folder where zip_collect looks; files without content get the released notebook."""
    folder = course.root / "downloaded" / LINEAR / "archive"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = (course.release / FILE).read_bytes()
    given = files if isinstance(files, Mapping) else dict.fromkeys(files, notebook)
    with zipfile.ZipFile(folder / name, "w") as packed:
        for path, content in given.items():
            packed.writestr(path, content or notebook)
    return folder


def collect(course: CourseOnDisk, *options: str) -> str:
    plugins = ("--extractor=wallgrade.lms.LmsExtractor", "--collector=wallgrade.lms.LmsCollector")
    return run_nbgrader(course.root, "zip_collect", LINEAR, *plugins, *options)


def submitted(course: CourseOnDisk) -> dict[str, set[str]]:
    """The files of each student's submission."""
    return {
        folder.name: {path.relative_to(folder / LINEAR).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (course.root / "submitted").glob("*")
    }


def test_a_download_of_moodle_in_folders_lands_where_grading_looks(course: CourseOnDisk) -> None:
    part = "assignsubmission_file_"
    download(course, "ML1-Homework 3-77.zip", {
        f"Zara OQuill_1001_{part}/{FILE}": b"",
        f"Zara OQuill_1001_{part}/parts/more.py": b"x = 1",
        f"Jürgen-Maria Müller Bach_1002_{part}/{LINEAR} (1).ipynb": b"",
        f"Jürgen-Maria Müller Bach_1002_{part}/my.zip": b"no zip at all",
        f"Jürgen-Maria Müller Bach_1002_{part}/timestamp.txt": b"2001-01-01 00:00:00 UTC",
        f"Sam Twin_1003_{part}/{FILE}": b"",
        f"No Body_1009_{part}/{FILE}": b"",
    })  # fmt: skip
    (course.root / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    log = collect(course, "--LmsCollector.students=worksheet.csv")
    assert submitted(course) == {
        "zq7": {FILE, "parts/more.py"}, "mb1": {f"{LINEAR} (1).ipynb", "my.zip"}, "tw2": {FILE},
    }  # fmt: skip
    extracted = course.root / "downloaded" / LINEAR / "extracted"
    assert messages.UNKNOWN.format(who="No Body (1009)", number="1009", folder=extracted) in log
    assert (extracted / "ML1-Homework 3-77" / f"No Body_1009_{part}" / FILE).is_file()
    assert "Autograding" in run_nbgrader(course.root, "autograde", LINEAR)
    assert set(course.scores()) == {"zq7", "mb1", "tw2"}


def test_a_download_of_canvas_lands_where_grading_looks(course: CourseOnDisk) -> None:
    download(course, "ml_101_2_submissions.zip", [
        f"oquillzara_501_9001_{FILE}",
        f"müllerbachjürgenmaria_LATE_502_9002_{LINEAR}-1.ipynb",
        f"müllerbachjürgenmaria_LATE_502_9003_{LINEAR}-1.ipynb",
        f"twinsam_503_9004_{FILE}",
    ])  # fmt: skip
    (course.root / "canvas.csv").write_text(CANVAS_EXPORT)
    log = collect(course, "--LmsCollector.students=canvas.csv")
    assert submitted(course) == {"zq7": {FILE}, "mb1": {f"{LINEAR}-1.ipynb", f"{LINEAR}-1 (2).ipynb"}}
    assert messages.MARKED_LATE.format(who="mb1") in log
    assert "twinsam (503)" in log  # two have that name


def test_a_second_download_needs_force_and_a_broken_one_is_a_sentence(course: CourseOnDisk) -> None:
    folder = download(course, "a.zip", [f"oquillzara_501_9001_{FILE}"])
    collect(course)
    download(course, "a.zip", [f"oquillzara_501_9005_{LINEAR}-1.ipynb"])
    (folder / "b.zip").write_bytes(b"PK\x03\x04 cut off")
    assert messages.BAD_ARCHIVE.format(file=folder / "b.zip") in collect(course, "--force")
    assert submitted(course) == {"zq7": {f"{LINEAR}-1.ipynb"}}


@pytest.mark.parametrize(
    ("path", "name", "number", "file", "late"),
    [
        ("DL/Ann Lee_17_assignsubmission_file_/03_x.ipynb", "Ann Lee", "17", "03_x.ipynb", False),
        ("DL/Ann Lee_17_assignsubmission_file_03_x.ipynb", "Ann Lee", "17", "03_x.ipynb", False),
        ("DL/Ann Lee_17_assignsubmission_onlinetext_/onlinetext.html", "Ann Lee", "17", "onlinetext.html", False),
        ("DL/leeann_17_90_03_x-1.ipynb", "leeann", "17", "03_x-1.ipynb", False),
        ("leeann_LATE_17_90_03_x.ipynb", "leeann", "17", "03_x.ipynb", True),
        ("leeann_17_text.html", "leeann", "17", "text.html", False),
    ],
)
def test_both_systems_names_are_read(path: str, name: str, number: str, file: str, late: bool) -> None:
    found = upload_of(Path(path))
    assert found is not None
    assert (found.name, found.number, str(found.file), found.late) == (name, number, file, late)


def test_other_names_are_nobodys() -> None:
    assert upload_of(Path("03_softmax.ipynb")) is None
    assert upload_of(Path("anon_x1Yz_03.ipynb")) is None


def test_a_mapping_without_the_columns_says_which(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("a,b\n1,2\n")
    with pytest.raises(NoTable, match=r"student_id.*It has: a, b"):
        People(ROSTER, tmp_path / "map.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_is_read_as_excel_writes_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (tmp_path / "t.csv").write_text(
        delimiter.join(["ID", "Name"]) + "\r\n" + f"7{delimiter}Jürgen\r\n", encoding=encoding
    )
    assert [line.fields for line in read_table(tmp_path / "t.csv")] == [{"id": "7", "name": "Jürgen"}]
