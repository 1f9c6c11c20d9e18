"""From a TOML file to a `Quiz`. Strict: whatever is not as described is an error, named in one sentence."""

import keyword
import math
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase

from lessoncheck.quiz.answers import bare_text

from . import messages
from .model import Option, Question, Quiz, QuizError

QUESTION_FIELDS = ("id", "points", "key", "text", "option")
OPTION_FIELDS = ("text", "feedback")
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # the exports could not be read


def load_quiz(path: Path) -> Quiz:
    """The quiz in the file at `path`, checked field by field. Raises QuizError at the first mistake."""
    where = str(path)
    table = _parse(path)
    if not table.get("question"):
        raise QuizError(messages.no_questions(where))
    _check_fields(table, ("question",), where)
    questions: list[Question] = []
    for number, one in enumerate(_tables(table, "question", where), start=1):
        questions.append(_question(one, f"{where}, question {number}", questions))
    return Quiz(tuple(questions))


def _parse(path: Path) -> dict[str, object]:
    where = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise QuizError(messages.unreadable_file(where, error.strerror or type(error).__name__)) from error
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuizError(messages.not_utf8(where, raw.count(b"\n", 0, error.start) + 1)) from error
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        last_line = f"line {len(source.splitlines())}, end of document"
        raise QuizError(messages.not_toml(where, str(error).replace("end of document", last_line))) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; thousands of brackets
        raise QuizError(messages.not_toml(where, messages.NO_NUMBER_OR_LIST)) from error


def _question(table: dict[str, object], where: str, earlier: Sequence[Question]) -> Question:
    if isinstance(table.get("id"), str):
        where = f"{where} ({table['id']})"
    _check_fields(table, QUESTION_FIELDS, where)
    name = _text(table, "id", where)
    if not name.isidentifier() or keyword.iskeyword(name):
        raise QuizError(messages.bad_id(where))
    for number, question in enumerate(earlier, start=1):
        if question.id == name:
            raise QuizError(messages.repeated_id(where, number))
    points = table["points"]
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < math.inf:
        raise QuizError(messages.bad_points(where))
    text = _text(table, "text", where)
    options = _options(_tables(table, "option", where), where)
    key = _text(table, "key", where)
    letters = [option.letter for option in options]
    if key not in letters:
        raise QuizError(messages.bad_key(where, letters))
    return Question(name, float(points), text, options, key)


def _options(tables: Sequence[dict[str, object]], where: str) -> tuple[Option, ...]:
    if not 2 <= len(tables) <= len(ascii_uppercase):
        raise QuizError(messages.option_count(where, len(tables)))
    options: list[Option] = []
    for letter, table in zip(ascii_uppercase, tables, strict=False):
        place = f"{where}, option {letter}"
        _check_fields(table, OPTION_FIELDS, place)
        text = _text(table, "text", place)
        if len(text.splitlines()) > 1:
            raise QuizError(messages.more_than_a_line(place, "text"))
        if not bare_text(text):
            raise QuizError(messages.empty_text(place, "text"))
        for option in options:  # compared as answers are: without case, spaces and Markdown
            if bare_text(option.text) == bare_text(text):
                raise QuizError(messages.repeated_option(place, option.letter))
        feedback = " ".join(_text(table, "feedback", place).split())
        options.append(Option(letter, text, feedback))
    return tuple(options)


def _check_fields(table: dict[str, object], known: Sequence[str], where: str) -> None:
    missing = [field for field in known if field not in table]
    if missing:
        raise QuizError(messages.missing_fields(where, missing))
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise QuizError(messages.unknown_fields(where, unknown, known))


def _tables(table: dict[str, object], field: str, where: str) -> list[dict[str, object]]:
    value = table[field]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise QuizError(messages.not_tables(where, field))
    return value


def _text(table: dict[str, object], field: str, where: str) -> str:
    value = table[field]
    if not isinstance(value, str):
        raise QuizError(messages.not_text(where, field))
    if not value.strip():
        raise QuizError(messages.empty_text(where, field))
    if found := _NOT_IN_XML.search(value):
        raise QuizError(messages.odd_character(where, field, f"U+{ord(found[0]):04X}"))
    return value.strip()
