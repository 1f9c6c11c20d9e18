"""How people write an answer into a cell, and what is made of it."""

import ast
import json
import random
import sys
import warnings
from pathlib import Path

import pytest

import lessoncheck.quiz.answers as answers_module
from lessoncheck.quiz.answers import answer_in_cell, choose, read_answer
from lessoncheck.quiz.messages import send_back

OPTIONS = {
    "A": "`softmax([10.0, 10.1, 10.2])`",
    "B": "`softmax([-100, -101, -102])`",
    "C": "`softmax([-2, -1, 0])`",
    "D": "`softmax([1000, 1010, 1020])`",
}
SENTENCES = {
    "A": "The parameters may overfit.",
    "B": "The training set is larger.",
    "C": "A better model is tested $later$.",
}
STUB = 'raise NotImplementedError("quiz_1: not written yet")\n'

WAYS_TO_SAY_C = [
    'quiz_1 = "C"',
    "quiz_1 = 'c'",
    'quiz_1="""C"""',
    'quiz_1 = r"C"',
    'quiz_1 = f"C"',
    'quiz_1 = ("C")',
    'quiz_1 = ["C"]',
    'quiz_1 = ("C",)',
    'quiz_1 = {"c"}',
    'quiz_1: str = "C"',
    'answer = quiz_1 = "c"',
    'quiz_1 = answer = "c"',
    "quiz_1 = C",
    "quiz_1 = Ｃ",
    'quiz_1 = "ｃ"',
    "quiz_1 = Ⓒ",
    'quiz_1 = "🅒"',
    "quiz_1 = “C”",
    "quiz_1 = ‘C’",
    "quiz_1 ＝ ＂C＂",
    "quiz_1 = 「C」",
    "quiz_1 = “C\"  # it's C, isn't it",
    'quiz_1 = "C',
    'quiz_1 = "C"  # because a shift changes nothing',
    'quiz_1 = "C";',
    '\ufeffquiz_1 = "C"\r\n',
    'quiz_1\xa0=\u3000"C"',
    '  quiz_1 = "C"  ',
    '%%time\nquiz_1 = "C"',
    "%matplotlib inline\n!ls\nquiz_1 = “C”",
    'quiz_1 == "C"',
    'quiz_1: "C"',
    "quiz_1: C",
    "quiz_1 C",
    "C",
    '"C"',
    "C.",
    "选 C",
    "answer: c",
    'quiz_1 = ""\n"C"',
    STUB + 'quiz_1 = "C"',
    "quiz_1 = ''\nquiz_1 = 'A'\nquiz_1 = 'C'",
    'quiz_1 = " (c) "',
    'quiz_1 = "C."',
    'quiz_1 = "C)"',
    "quiz_1 = C)",
    'quiz_1 = "**C**"',
    'quiz_1 = "Option C"',
    'quiz_1 = "OPTION: C"',
    'quiz_1 = "answer: c"',
    'quiz_1 = "The right answer is C."',
    'quiz_1 = "选C"',
    "quiz_1 = 选C",
    'quiz_1 = "C选项"',
    'quiz_1 = "答案：C。"',
    'quiz_1 = "【C】"',
    'quiz_1 = "softmax([-2, -1, 0])"',
    'quiz_1 = "Softmax( [-2,-1,0] )"',
    'quiz_1 = "softmax([−2, −1, 0])"',
    'quiz_1 = "C、softmax([-2,-1,0])"',
    'quiz_1 = "C softmax([-2, -1, 0])"',
    'quiz_1 = "C (softmax([-2, -1, 0]))"',
    'quiz_1 = "Option C: softmax([-2, -1, 0])."',
    "C、softmax([-2,-1,0])",
]

EMPTY_CELLS = [
    "",
    "   \n\t",
    'quiz_1 = ""',
    "quiz_1 = '  '",
    "quiz_1 = None",
    "quiz_1 = ...",
    "quiz_1 = []",
    "quiz_1 = “”",
    'quiz_1: str = ""  # one letter',
    "# write one letter, A to D",
    STUB,
    'quiz_1 = ""\n' + STUB,
    'quiz_1 = ""\nquiz_1',
]

UNREADABLE_CELLS = [
    ('quiz_1 = input("?")', "without running"),
    ('quiz_1 = "A" if True else "C"', "without running"),
    ('quiz_1 = f"{letter}"', "without running"),
    ("quiz_1 = chr(67)", "without running"),
    ("quiz_1 = AC", "without running"),
    ('C = "A"\nquiz_1 = C', "without running"),
    ('quiz_1 = "C"\nif True:\n    quiz_1 = "A"', "without running"),
    ('quiz_1 = "C"\nquiz_1 += "A"', "without running"),
    ("quiz_1 = True", "without running"),
    ('quiz_1 = ["A", "C"]', "more than one value"),
    ('quiz_1 = "A", "C"', "more than one value"),
    ('"A"\n"C"', "more than one value"),
    ('quiz_1 = "C"\nquiz_1 = ""', "empty again"),
    ('quiz_1 = ""  # C', "comment"),
    ("# (C)", "comment"),
    ('quiz_2 = "C"', "quiz_1 ="),
    ('quiz_1 = ""\nanswer = "C"', "quiz_1 ="),
    ("my answer\nis the third", "quiz_1 ="),
    ('quiz_1 = "C"' + " " * 20_000, "too long"),
]

UNCLEAR_TEXTS = [
    ("AC", "more than one letter"),
    ("A, C", "more than one letter"),
    ("A or C", "more than one letter"),
    ("选A或C", "more than one letter"),
    ("3", "letters, not numbers"),
    ("③", "letters, not numbers"),
    ("E", "there is no option E"),
    ("E) softmax([-2,-1,0])", "there is no option E"),
    ("A. softmax([-2,-1,0])", "the letter says A and the words say C"),
    ("not C", "no single letter"),
    ("不选C", "no single letter"),
    ("the third", "no single letter"),
    ("?", "no single letter"),
    ("[-2, -1, 0]", "no single letter"),
    ("C\x00", "no single letter"),
    ("x" * 5_000, "no single letter"),
]


@pytest.mark.parametrize("cell", WAYS_TO_SAY_C)
def test_a_form_people_really_write_is_understood(cell: str) -> None:
    choice = answer_in_cell(cell, "quiz_1", OPTIONS)
    assert (choice.status, choice.letter) == ("chosen", "C"), choice.reason


@pytest.mark.parametrize("cell", EMPTY_CELLS)
def test_a_cell_without_an_answer_is_empty(cell: str) -> None:
    assert read_answer(cell, "quiz_1").status == "empty"
    assert answer_in_cell(cell, "quiz_1", OPTIONS).status == "empty"


@pytest.mark.parametrize(("cell", "reason"), UNREADABLE_CELLS)
def test_what_is_no_literal_is_sent_back_with_a_reason(cell: str, reason: str) -> None:
    reading = read_answer(cell, "quiz_1")
    assert reading.status == "unreadable"
    assert reason in reading.reason
    choice = answer_in_cell(cell, "quiz_1", OPTIONS)
    assert choice.status == "unclear"
    assert choice.reason == reading.reason


@pytest.mark.parametrize(("text", "reason"), UNCLEAR_TEXTS)
def test_an_ambiguous_text_is_never_guessed_at(text: str, reason: str) -> None:
    choice = choose(text, OPTIONS)
    assert (choice.status, choice.letter) == ("unclear", "")
    assert reason in choice.reason


def test_a_sentence_is_matched_whatever_its_spaces_case_and_markdown() -> None:
    assert choose("the training\n set is LARGER", SENTENCES).letter == "B"
    assert choose("b: the training set is larger.", SENTENCES).letter == "B"


def test_a_sentence_that_begins_with_the_word_a_is_not_taken_for_option_a() -> None:
    assert choose("A better model is tested later", SENTENCES).letter == "C"
    assert choose("A better idea", SENTENCES).status == "unclear"


def test_an_option_that_is_itself_a_letter_does_not_override_the_letters() -> None:
    assert choose("B", {"A": "B", "B": "n"}).status == "unclear"
    assert choose("n", {"A": "B", "B": "n"}).letter == "B"


def test_with_two_options_the_request_says_a_or_b() -> None:
    asked = send_back(choose("C", {"A": "yes", "B": "no"}).reason, ["A", "B"])
    assert asked == "There is no option C: please write one letter, A or B."


def test_a_cell_is_never_executed(tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    call = f"__import__('os').system({'touch ' + str(canary)!r})"
    cells = [call, f"quiz_1 = {call}", f'quiz_1 = f"{{{call}}}"', f"quiz_1 = “{call}”", f"!touch {canary}"]
    for cell in [*cells, *(f"%%time\n{cell}" for cell in cells)]:
        answer_in_cell(cell, "quiz_1", OPTIONS)
    assert not canary.exists()


HOSTILE_VALUES = {
    "open brackets": "[" * 9_000,
    "minus signs": "-" * 19_000 + "1",
    "attributes": "a." * 9_000 + "a",
    "a sum": "1+" * 9_000 + "1",
    "a large hexadecimal": "0x" + "f" * 19_000,
    "a large number": "1" * 19_000,
    "a character that NFKC makes eighteen": "ﷺ" * 19_000,
    "a null byte": "\x00",
    "half a character": "\ud800",
    "half a character in quotes": "'\ud800'",
    "an unknown escape": "'\\d'",
    "an unknown name": "'\\N{no such name}'",
}


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_cell_is_only_unclear(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answer_in_cell(f"quiz_1 = {HOSTILE_VALUES[kind]}", "quiz_1", OPTIONS).status == "unclear"


def test_parentheses_of_any_depth_are_still_the_same_literal() -> None:
    assert answer_in_cell("quiz_1 = " + "(" * 50 + "'C'" + ")" * 50, "quiz_1", OPTIONS).letter == "C"


def test_no_mixture_of_pieces_makes_the_reader_raise() -> None:
    draw = random.Random(20240607)
    pieces = ["quiz_1", "=", "==", ":", '"', "'", "“", "”", "C", "a", "Ｅ", "(", ")", "[", "]", "{", "}", "\n", "\r"]
    pieces += [" ", "\t", "#", ";", ",", ".", "\\", "\x00", "\ufeff", "\ud800", "f'", "if", "lambda", "%", "!", "选"]
    pieces += ["softmax([-2, -1, 0])", "3", "é", "𝐂", "*", "\x0c", "\u2028", "None", "...", "raise", "def f():"]
    for _ in range(3_000):
        cell = "".join(draw.choices(pieces, k=draw.randrange(14)))
        choice = answer_in_cell(cell, "quiz_1", OPTIONS)
        assert (choice.status == "chosen") == (choice.letter in OPTIONS), cell
        assert (choice.status == "chosen") != bool(choice.reason), cell


def test_the_reader_ships_to_students_so_it_needs_the_standard_library_only() -> None:
    tree = ast.parse(Path(answers_module.__file__).read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 0}
    assert {module.partition(".")[0] for module in modules} <= {*sys.stdlib_module_names, "lessoncheck"}


def test_the_options_may_come_from_the_json_file_of_the_release() -> None:
    assert choose("c", json.loads(json.dumps(OPTIONS))).letter == "C"
