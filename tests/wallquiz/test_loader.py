"""A quiz file is read strictly, and each mistake is named in one sentence."""

from pathlib import Path

import pytest

from support.lesson import PROJECT
from wallquiz.loader import load_quiz
from wallquiz.model import Option, Question, Quiz, QuizError

REAL = PROJECT / "quizzes" / "softmax_regression.toml"

GOOD = """\
[[question]]
id = "sky"
points = 2.5
key = "B"
text = "  Which colour?  "

[[question.option]]
text = "green"
feedback = "That is grass."

[[question.option]]
text = "blue"
feedback = '''Yes:
look up.'''
"""


def load(folder: Path, text: str | bytes) -> Quiz:
    path = folder / "colours.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_quiz(path)


def test_a_good_file_becomes_plain_frozen_data(tmp_path: Path) -> None:
    options = (Option("A", "green", "That is grass."), Option("B", "blue", "Yes: look up."))
    assert load(tmp_path, GOOD) == Quiz((Question("sky", 2.5, "Which colour?", options, "B"),))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == load(tmp_path, GOOD)


def test_the_lessons_quiz_has_its_two_questions() -> None:
    first, second = load_quiz(REAL).questions
    assert (first.id, first.points, len(first.options)) == ("quiz_1", 10, 4)
    assert (second.id, second.points, len(second.options)) == ("quiz_2", 10, 3)


MISTAKES = {
    "a missing field": ('key = "B"\n', "", "question 1 (sky): missing `key`"),
    "a missing id": ('id = "sky"\n', "", "question 1: missing `id`"),
    "a missing option field": ('feedback = "That is grass."\n', "", "option A: missing `feedback`"),
    "no options at all": (GOOD[GOOD.index("\n[[question.o") :], "", "question 1 (sky): missing `option`"),
    "an unknown field": ("points =", "hint = 1\npoints =", "question 1 (sky): unknown `hint`"),
    "an unknown option field": ('text = "green"', 'text = "green"\nletter = "A"', "option A: unknown `letter`"),
    "an unknown field of the file": ("[[question]]", "title = 1\n[[question]]", "unknown `title`"),
    "an id that is no text": ('"sky"', "7", "question 1: `id` must be a text"),
    "an id that is no name": ('"sky"', '"the sky"', "`id` must be a Python name"),
    "an id that is a keyword": ('"sky"', '"class"', "`id` must be a Python name"),
    "a repeated id": (GOOD, GOOD + GOOD, "question 2 (sky): `id` is already used by question 1"),
    "points that are text": ("2.5", '"2.5"', "`points` must be a positive number"),
    "points that are true": ("2.5", "true", "`points` must be a positive number"),
    "points of zero": ("2.5", "0", "`points` must be a positive number"),
    "points that are no number": ("2.5", "nan", "`points` must be a positive number"),
    "endless points": ("2.5", "inf", "`points` must be a positive number"),
    "a key beyond the options": ('"B"', '"C"', "`key` must be the letter of an option, one of `A`, `B`"),
    "a small key": ('"B"', '"b"', "`key` must be the letter of an option"),
    "a key that is no text": ('"B"', "2", "question 1 (sky): `key` must be a text"),
    "an empty question": ('"  Which colour?  "', '" "', "question 1 (sky): `text` is empty"),
    "an empty feedback": ('"That is grass."', '""', "option A: `feedback` is empty"),
    "an empty option": ('"green"', '"``"', "option A: `text` is empty"),
    "an option of two lines": ('"green"', '"gr\\neen"', "option A: `text` must be one line"),
    "an option given twice": ('"blue"', '"`Green `"', "option B: `text` is the same as that of option A"),
    "a single option": (GOOD[GOOD.rindex("\n[[") :], "", "`option` is given 1 times"),
    "options that are no tables": (GOOD[GOOD.index("\n[[question.o") :], "option = [1]", "`option` must be a list"),
    "questions that are no tables": (GOOD, 'question = "sky"', "`question` must be a list"),
    "no question": (GOOD, "", "there is no question"),
    "broken TOML": ("points = 2.5", "points = ", "not valid TOML: Invalid value (at line 3"),
    "a character that XML cannot hold": (
        "Which",
        "\\u0001Which",
        "`text` holds a character that no text may hold (U+0001)",
    ),
    "an id that cannot be shown": ('"sky"', '"\x80sky"', "question 1 (?sky): `id` must be a Python name"),
    "a number without end": ("2.5", "9" * 5_000, "a number in it is too long"),
    "brackets without end": ("2.5", "[" * 5_000, "a list too deeply nested"),
    "TOML broken at the end": ("look up.'''", "look up.", "line 14, end of document"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_question_and_field(tmp_path: Path, mistake: str) -> None:
    old, new, sentence = MISTAKES[mistake]
    assert old in GOOD
    with pytest.raises(QuizError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    message = str(caught.value)
    assert sentence in message
    assert "colours.toml" in message
    assert message.isprintable()
    assert message.endswith(".")


def test_twenty_seven_options_are_one_too_many(tmp_path: Path) -> None:
    option = '\n[[question.option]]\ntext = "colour {}"\nfeedback = "no"\n'
    enough = GOOD + "".join(option.format(n) for n in range(24))
    assert load(tmp_path, enough).questions[0].options[-1].letter == "Z"
    with pytest.raises(QuizError, match="`option` is given 27 times"):
        load(tmp_path, enough + option.format(24))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuizError, match=r"nowhere\.toml: the quiz file cannot be read"):
        load_quiz(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(QuizError, match=r"colours\.toml, line 8: the quiz file is not UTF-8"):
        load(tmp_path, GOOD.replace("green", "grün").encode("latin-1"))
