"""The report's files: pseudonyms in the place of names, and CSV that says the same as the page and is safe to open."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from support.class_data import EVERYBODY, SECRET, report
from wallgrade.gradebook.scores import Student
from wallgrade.reports.class_report.build import write_report
from wallgrade.reports.class_report.pseudonyms import pseudonyms, without_names
from wallgrade.reports.csv_files import as_csv


def written(folder: Path, *, anonymous: bool) -> dict[str, str]:
    made = write_report(report(anonymous=anonymous), folder)
    return {path.name: path.read_bytes().decode() for path in [made.page, *made.tables]}


def test_no_name_is_anywhere_in_an_anonymous_report(tmp_path: Path) -> None:
    files = written(tmp_path, anonymous=True)
    assert all(name.startswith("anonymous-") for name in files)
    words = {word for person in EVERYBODY for field in vars(person).values() for word in re.findall(r"\w{3,}", field)}
    words -= {"script", "alert", "calc", "cmd", "mail", "example"}
    for name, text in files.items():
        found = set(re.findall(r"\w+", text))
        assert not words & found, name
    named = written(tmp_path, anonymous=False)
    assert words & set(re.findall(r"\w+", named["report.html"]))
    assert words & set(re.findall(r"\w+", named["students.csv"]))


def test_pseudonyms_are_stable_distinct_and_not_to_be_had_without_the_secret() -> None:
    people = [Student(f"student{number}") for number in range(3000)]
    names = pseudonyms(people, SECRET)
    assert len(set(names.values())) == 3000
    assert pseudonyms(EVERYBODY, SECRET) == pseudonyms(EVERYBODY[::-1], SECRET)
    assert set(pseudonyms(EVERYBODY, SECRET).values()).isdisjoint(pseudonyms(EVERYBODY, b"another").values())


def test_names_in_free_text_are_replaced_whole_words_only() -> None:
    people = [Student("mo", "Mo", "Lin"), Student("ann", "Ann", "Mo-Lin")]
    clean = without_names(people, {"mo": "S-1", "ann": "S-2"})
    assert clean("moment: submitted/mo/x, ANN and Mo Lin") == "moment: submitted/S-1/x, S-2 and S-1"


def test_an_anonymous_list_is_not_in_the_order_of_names() -> None:
    students = [row.student for row in report(anonymous=True).rows]
    assert students == sorted(students)


def test_the_csv_files_say_the_same_as_the_page(tmp_path: Path) -> None:
    files = written(tmp_path, anonymous=False)
    items = list(csv.DictReader(io.StringIO(files["items.csv"], newline="")))
    assert [(one["item"], one["mean"], one["scores"], one["waiting"]) for one in items] == [
        ("softmax", "4.6667", "3", "1"), ("quiz_1", "0.6667", "3", "1"),
    ]  # fmt: skip
    students = list(csv.DictReader(io.StringIO(files["students.csv"], newline="")))
    assert [(one["student_id"], one["softmax"], one["total"], one["waiting"]) for one in students] == [
        ("qhack", "4", "4", "quiz_1"), ("qquote", "", "0", "softmax"),
        ("qplain", "0", "0", ""), ("qzara", "10", "12", ""),
    ]  # fmt: skip


def test_names_survive_csv_and_no_field_is_a_formula(tmp_path: Path) -> None:
    files = written(tmp_path, anonymous=False)
    students = list(csv.DictReader(io.StringIO(files["students.csv"], newline="")))
    assert students[-1]["last_name"] == "Quillfeather, Jr."
    assert students[0]["first_name"] == "'=cmd|' /C calc'!A0"
    assert students[1]["first_name"] == 'Bobbin "Bo"'
    for text in files.values():
        for row in csv.reader(io.StringIO(text, newline="")) if not text.startswith("<!") else ():
            assert not any(field.startswith(("=", "+", "@", "\t")) for field in row)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    [row] = csv.reader(io.StringIO(as_csv([[text, -1.5]]), newline=""))
    assert row[0].startswith("'")
    assert row[1] == "-1.5"


def test_fields_with_commas_quotes_and_line_breaks_are_quoted_as_rfc_4180_says() -> None:
    assert as_csv([["a,b", 'say "hi"', "two\nlines", None, 0.5]]) == '"a,b","say ""hi""",two lines,,0.5\r\n'
