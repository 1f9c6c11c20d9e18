"""What students get to see of a quiz, and what they do not."""

import json
from pathlib import Path

import nbformat
import pytest

from support.lesson import PROJECT
from wallquiz.loader import load_quiz
from wallquiz.model import Quiz, QuizError
from wallquiz.render import public_options, question_markdown, render_notebook, write_public_options

REAL = PROJECT / "quizzes" / "softmax_regression.toml"


@pytest.fixture
def quiz() -> Quiz:
    return load_quiz(REAL)


def notebook(*names: object) -> nbformat.NotebookNode:
    nb = nbformat.v4.new_notebook()
    nb.cells = [nbformat.v4.new_markdown_cell("# Quiz"), nbformat.v4.new_code_cell('quiz_1 = ""')]
    for name in names:
        metadata = {"wallgrade": {"question": name}}
        nb.cells.append(nbformat.v4.new_markdown_cell("(filled in)", metadata=metadata))
    return nb


def test_a_question_is_its_text_and_then_its_options_with_letters(quiz: Quiz) -> None:
    text, _, options = question_markdown(quiz.questions[0], 1).partition("\n\n")
    assert text.startswith("**Question 1.** Which of these equals `softmax([100, 101, 102])`?")
    assert options.splitlines()[2] == "- **C.** `softmax([-2, -1, 0])`"
    assert len(options.splitlines()) == 4


def test_each_question_goes_into_the_cell_that_asks_for_it(quiz: Quiz) -> None:
    nb = notebook("quiz_2", "quiz_1")
    render_notebook(nb, quiz)
    assert nb.cells[0].source == "# Quiz"
    assert nb.cells[1].source == 'quiz_1 = ""'
    assert nb.cells[2].source == question_markdown(quiz.questions[1], 2)
    assert nb.cells[3].source == question_markdown(quiz.questions[0], 1)
    nbformat.validate(nb)


def test_filling_in_twice_is_filling_in_once(quiz: Quiz) -> None:
    nb = notebook("quiz_1", "quiz_2")
    render_notebook(nb, quiz)
    once = nbformat.writes(nb)
    render_notebook(nb, quiz)
    assert nbformat.writes(nb) == once


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            ("quiz_1", "quiz_3"),
            "Cell 4 .* `quiz_3`, which the quiz does not have",
        ),
        (("quiz_1",), "no cell for the question `quiz_2`"),
        (("quiz_1", "quiz_2", "quiz_1"), "Cell 5 .* `quiz_1` a second time"),
        ((1, "quiz_2"), "Cell 3 .* must be a question's id"),
    ],
)
def test_cells_and_questions_that_do_not_pair_up_leave_the_notebook_alone(
    quiz: Quiz, names: tuple[object, ...], sentence: str
) -> None:
    nb = notebook(*names)
    before = nbformat.writes(nb)
    with pytest.raises(QuizError, match=sentence):
        render_notebook(nb, quiz)
    assert nbformat.writes(nb) == before


def test_students_get_letters_and_texts_but_no_key_and_no_feedback(quiz: Quiz, tmp_path: Path) -> None:
    path = tmp_path / "quiz_options.json"
    write_public_options(quiz, path)
    shipped = path.read_text(encoding="utf-8")
    assert json.loads(shipped) == public_options(quiz)
    nb = notebook("quiz_1", "quiz_2")
    render_notebook(nb, quiz)
    shipped += nbformat.writes(nb)
    assert "feedback" not in shipped
    assert '"key"' not in shipped
    for question in quiz.questions:
        assert public_options(quiz)[question.id] == {option.letter: option.text for option in question.options}
        for option in question.options:
            assert option.feedback not in shipped


def test_what_ships_does_not_depend_on_the_key(quiz: Quiz, tmp_path: Path) -> None:
    changed = tmp_path / "other_key.toml"
    changed.write_text(REAL.read_text(encoding="utf-8").replace('key = "C"', 'key = "A"'), encoding="utf-8")
    other = load_quiz(changed)
    assert other != quiz
    assert public_options(other) == public_options(quiz)
    assert [question_markdown(q, 1) for q in other.questions] == [question_markdown(q, 1) for q in quiz.questions]


def test_the_options_file_is_the_same_bytes_every_time(quiz: Quiz, tmp_path: Path) -> None:
    write_public_options(quiz, tmp_path / "one.json")
    write_public_options(load_quiz(REAL), tmp_path / "two.json")
    written = (tmp_path / "one.json").read_bytes()
    assert written == (tmp_path / "two.json").read_bytes()
    assert written.endswith(b"}\n")
    assert b"\r" not in written
