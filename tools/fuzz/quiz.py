"""The readers of a quiz: a student's answer cell, and the instructor's file of questions."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from fuzz.running import PROJECT, Reader
from fuzz.texts import Parts, joined, must_be_shown, texts
from lessoncheck.quiz.answers import LONGEST_CELL, choose
from wallquiz.grade import grade_answer
from wallquiz.loader import load_quiz
from wallquiz.model import Quiz, QuizError
from wallquiz.moodle import moodle_xml
from wallquiz.qti import qti_package
from wallquiz.render import public_options, question_markdown

FILE = PROJECT / "quizzes" / "softmax_regression.toml"
TEXT = FILE.read_text(encoding="utf-8")
QUIZ = load_quiz(FILE)
ANSWER = (
    "quiz_1", "quiz_1 = ", 'quiz_1 = "', "==", ":=", ": str", '"', "'", '"""', "“", "A", "b", "Ｃ", "(", "[", "{", ")",
    "#", "%", "!", "?", "the ", "is ", "我选", "答案", "answer", ":", "=", ".", "-", "*", "\\", 'f"{', "lambda: ",
    "if ", "`", "$", "9" * 50, "0x", "1e", "await ", "not ", ";", "\n", *QUIZ.questions[0].public_options.values(),
)  # fmt: skip
TOML = (
    "[[question]]\n", "[question]\n", "[[question.option]]\n", "[[option]]\n", "id = ", "points = ", "key = ",
    "text = ", "feedback = ", "option = ", '"A"', '"quiz_1"', '""', '"\\u0001"', '"\\ud800"', "'", '"""\n', "1", "-1",
    "nan", "inf", "1e400", "9" * 400, "9" * 5_000, "true", "[1]", "{}", "2026-01-01", "[" * 2_000, "{a=" * 2_000,
    "a." * 2_000, "<b>", "]]>", "$x$", "`", "&", "\n",
)  # fmt: skip
PLACES = st.integers(0, len(TEXT))
MOST_SENTENCE = 2_000  # characters, and the name of the file in front
Edit = tuple[int, int, Parts]  # where, how many characters are taken out, what is put in


def read(example: tuple[str, Sequence[Edit] | Parts]) -> None:
    """Read an answer, or the lesson's own quiz with some edits."""
    kind, content = example
    if kind == "answer":
        _read_answer(joined([part for part in content if len(part) == 2], 2 * LONGEST_CELL))
    else:
        _read_file([edit for edit in content if len(edit) == 3])


def _read_answer(text: str) -> None:
    question = QUIZ.questions[0]
    for source in (text, text[:LONGEST_CELL], f'{question.id} = "{text[: LONGEST_CELL - 20]}"'):
        verdict = grade_answer(question, source)
        must_be_shown(verdict.message, 2_000)
        assert (verdict.points is None) == (verdict.status == "unclear")
        assert verdict.status in {"empty", "unclear"} or verdict.letter in question.public_options
    must_be_shown(choose(text, question.public_options).reason, 1_000)


def _read_file(edits: Sequence[Edit]) -> None:
    text = TEXT
    for place, length, parts in edits:
        text = text[:place] + joined(parts, 20_000) + text[place + length :]
    with tempfile.NamedTemporaryFile(suffix=".toml", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        try:
            quiz = load_quiz(Path(file.name))
        except QuizError as error:
            must_be_shown(str(error), MOST_SENTENCE)
            return
    _use(quiz)


def _use(quiz: Quiz) -> None:
    """What was accepted can be shown and exported."""
    moodle_xml(quiz, "a category")
    qti_package(quiz, "name")
    for number, question in enumerate(quiz.questions, start=1):
        question_markdown(question, number).encode()
        assert 0 < question.points < float("inf")
        grade_answer(question, f'{question.id} = "{question.key}"')
    assert public_options(quiz)


READER = Reader(
    st.tuples(st.just("answer"), texts(ANSWER))
    | st.tuples(
        st.just("file"), st.lists(st.tuples(PLACES, st.sampled_from([0, 1, 5, 40, 400]), texts(TOML)), max_size=4)
    ),
    read,
)
