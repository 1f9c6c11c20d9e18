"""Read a multiple-choice answer from the text of a cell. Nothing is ever run.

Two steps, each usable alone: `read_answer` finds the raw text of the answer in the cell, `choose`
turns that text into the letter of an option; `answer_in_cell` does both. Neither knows a key, so
the same code serves the student's self-check ("readable") and grading. What stays in doubt is
"unreadable" or "unclear", never a guess.
"""

import ast
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from lessoncheck.quiz import messages
from lessoncheck.source import parse_quietly

LONGEST_CELL = 5_000  # characters; an answer cell has about fifty
LONGEST_ANSWER = 2_000

# Quotes that phones, editors and input methods put in the place of " and ', and dashes in the place of -.
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»「」『』《》〝〞"), '"') | dict.fromkeys(map(ord, "‘’‚‛´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
# Circled letters are known to NFKC; the white-on-black ones (two blocks of A to Z) are not.
_TWINS = _QUOTES | _DASHES | {start + i: chr(65 + i) for start in (0x1F150, 0x1F170) for i in range(26)}
_ONE_LETTER = re.compile(r"[^\x00-\x7f]*[A-Za-z][^\x00-\x7f]*")  # C and 选C, not AC, C1 or _C


@dataclass(frozen=True)
class Reading:
    """What a cell says: `text` when read, one `reason` when unreadable."""

    status: Literal["read", "empty", "unreadable"]
    text: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Choice:
    """Which option was meant: `letter` when chosen, else the `reason`, a part of a sentence, to show to the student."""

    status: Literal["empty", "chosen", "unclear"]
    letter: str = ""
    reason: str = ""


def answer_in_cell(source: str, variable: str, options: Mapping[str, str]) -> Choice:
    """The option that the text of a cell chooses for `variable`; `options` maps letter to text."""
    reading = read_answer(source, variable)
    if reading.status == "unreadable":
        return Choice("unclear", reason=reading.reason)
    return choose(reading.text, options)


def read_answer(source: str, variable: str) -> Reading:
    """Find what `source` gives to `variable`, as a literal; never raises and never runs anything.

    The last assignment at top level counts. A cell that is only the answer is read too, or no Python.
    """
    if len(source) > LONGEST_CELL:
        return Reading("unreadable", reason=messages.TOO_LONG)
    variable = unicodedata.normalize("NFKC", variable)
    no_magics = re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.MULTILINE)
    straight = _straighten(no_magics)
    for version in (source, no_magics, straight):
        tree = _parse(version)
        if tree is not None:
            found = _from_tree(tree, variable)
            break
    else:
        found = _from_lines(straight, variable)
    if found.status == "empty" and re.search(r"#[ \t]*\(?[A-Za-z][).]?[ \t]*$", straight, re.MULTILINE):
        return Reading("unreadable", reason=messages.IN_A_COMMENT)
    return found


def _parse(source: str) -> ast.Module | None:
    if len(source) > LONGEST_CELL:  # straightening can lengthen a text
        return None
    try:
        return parse_quietly(source)
    except SyntaxError:
        return None


def _from_tree(tree: ast.Module, variable: str) -> Reading:
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    given: list[Reading] = []  # to the variable
    said: list[Reading] = []  # without an assignment: a line that is only C
    other = False
    for statement in tree.body:
        value = _value_given(statement, variable)
        if value is not None:
            given.append(_literal(value, bound))
        elif _binds(statement, variable):
            given.append(Reading("unreadable", reason=messages.NEEDS_RUNNING))
        elif (value := _value_said(statement, variable)) is not None:
            said.append(_literal(value, bound))
        elif not isinstance(statement, ast.Pass | ast.Raise | ast.Import | ast.ImportFrom):
            other = True
    if given and given[-1].status != "empty":
        return given[-1]
    if any(reading.status != "empty" for reading in given):
        return Reading("unreadable", reason=messages.EMPTIED_AGAIN)
    said = [reading for reading in said if reading.status != "empty"]
    if given:  # the empty line of the stub was left, and perhaps the answer written beside it
        said = [reading for reading in said if reading.status == "read"]
    if len(set(said)) > 1:
        return Reading("unreadable", reason=messages.SEVERAL_VALUES)
    if said and not other:
        return said[0]
    return Reading("unreadable", reason=messages.no_line(variable)) if said or other else Reading("empty")


def _value_given(statement: ast.stmt, variable: str) -> ast.expr | None:
    match statement:
        case ast.Assign(targets=targets, value=value):
            if any(isinstance(target, ast.Name) and target.id == variable for target in targets):
                return value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name == variable:
            return value
    return None


def _value_said(statement: ast.stmt, variable: str) -> ast.expr | None:
    match statement:
        case ast.Expr(value=ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[value])):
            return value if name == variable else statement.value  # quiz_1 == "C"
        case ast.Expr(value=value):
            return value
        case ast.AnnAssign(annotation=annotation, value=None):  # quiz_1: C, or answer: C
            return annotation
    return None


def _binds(statement: ast.stmt, variable: str) -> bool:
    """Whether the statement sets the variable in a way that has to be run (in an `if`, with `+=`, ...)."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return statement.name == variable
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return False
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name) and node.id == variable)
    return any(not isinstance(node.ctx, ast.Load) for node in names)


def _literal(node: ast.expr, bound: Collection[str]) -> Reading:
    """The text of a literal. `bound`: names the cell sets itself, which are no forgotten quotes."""
    for _ in range(5):  # ("C"), ["C"], [("C",)]: people do not go deeper
        match node:
            case ast.Tuple(elts=[]) | ast.List(elts=[]) | ast.JoinedStr(values=[]):
                return Reading("empty")
            case ast.Constant(value=value) if value is None or value is ...:
                return Reading("empty")
            case ast.Tuple(elts=[one]) | ast.List(elts=[one]) | ast.Set(elts=[one]):
                node = one
            case ast.Tuple() | ast.List() | ast.Set():
                return Reading("unreadable", reason=messages.SEVERAL_VALUES)
            case ast.JoinedStr(values=[ast.Constant() as one]):
                node = one
            case ast.Constant(value=str() as text):
                return Reading("read", text) if _straighten(text).strip() else Reading("empty")
            case ast.Constant(value=int() as number) if number is not True and 0 < number < 100:
                return Reading("read", str(number))
            case ast.Name(id=name) if name not in bound and _ONE_LETTER.fullmatch(name):
                return Reading("read", name)
            case _:
                break
    return Reading("unreadable", reason=messages.NEEDS_RUNNING)


def _from_lines(source: str, variable: str) -> Reading:
    """Read a cell that is no Python, line by line; here two different answers are one too many."""
    assignment = re.compile(rf"{re.escape(variable)}(?!\w)\s*(?::\s*str\b)?\s*(?:==|:=|=|:)?(.*)")
    given: set[str] = set()
    others: list[str] = []
    for line in source.splitlines():
        line = line.partition("#")[0].strip(" \t;")
        if found := assignment.fullmatch(line):
            given.add(found[1].strip(" \t\"'"))
        elif line and line != "pass" and not line.startswith(("raise ", "import ", "from ")):
            others.append(line.strip("\"'"))
    answers = list(given - {""}) or (others if len(others) == 1 else [])
    if len(answers) > 1:
        return Reading("unreadable", reason=messages.SEVERAL_VALUES)
    if answers and 0 < len(answers[0]) <= LONGEST_ANSWER:
        return Reading("read", answers[0])
    nothing = given == {""} and not others
    return Reading("empty") if nothing else Reading("unreadable", reason=messages.no_line(variable))


_OPENING = r"[\s(\[{<\"'`*【]*"
_LEAD_WORD = r"option|answer|choice|letter|选项|选择|答案|答|我|选|是|为|(?:the|my|right|correct|ans|is)\b"
_ANSWER = re.compile(rf"{_OPENING}(?:(?:{_LEAD_WORD})[\s:=.-]*)*{_OPENING}([a-z])(?![a-z0-9_])(.*)")
_CLOSING = " .,、。:;!?=-)]}>】\"'`*"
_LETTER_WORDS = ("", "选项", "项", "option")  # C选项


def choose(text: str, options: Mapping[str, str]) -> Choice:
    """The option that `text` names by letter, by its own words, or by both where they agree.

    `options` maps capital letters, in order, to texts (Markdown allowed).
    """
    if not _straighten(text).strip():
        return Choice("empty", reason=messages.NO_ANSWER)
    letters = list(options)
    if len(text) > LONGEST_ANSWER:
        return Choice("unclear", reason=messages.NO_LETTER)
    by_words = {bare_text(option): letter for letter, option in options.items()}
    named = by_words.get(bare_text(text))
    line = " ".join(_straighten(text).casefold().split())
    match = _ANSWER.fullmatch(line)
    letter, rest = (match[1].upper(), match[2]) if match else ("", line)
    letter_only = rest.strip(_CLOSING) in _LETTER_WORDS
    if named and (letter not in options or not letter_only):
        return Choice("chosen", named)
    if letter and not letter_only:  # C, softmax(...) or C (softmax(...))
        words = bare_text(rest.lstrip(_CLOSING + "("))
        named = by_words.get(words) or by_words.get(words.removesuffix(")"))
    if not letter or not (letter_only or named):
        return _unclear(line, letters)
    if letter not in options:
        return Choice("unclear", reason=messages.no_option(letter))
    if named and named != letter:
        return Choice("unclear", reason=messages.letter_against_text(letter, named))
    return Choice("chosen", letter)


def bare_text(text: str) -> str:
    """A text without what people change when they copy it: case, spaces, quotes, Markdown, a last stop."""
    return re.sub(r"[\s$`*\"'\\]", "", _straighten(text).casefold()).rstrip(".。,;:!?、")


def _straighten(text: str) -> str:
    """Full-width, circled and typographic characters as plain ones; invisible ones are dropped."""
    plain = unicodedata.normalize("NFKC", text.translate(_TWINS)).translate(_TWINS)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf")


def _unclear(line: str, letters: list[str]) -> Choice:
    alone = {letter.upper() for letter in re.findall(r"(?<![a-z0-9])[a-z](?![a-z0-9])", line)}
    if len(alone & set(letters)) > 1 or (len(line) > 1 and set(line.upper()) <= set(letters)):
        reason = messages.MORE_THAN_ONE_LETTER
    else:
        reason = messages.A_NUMBER if line.strip(_CLOSING).isdigit() else messages.NO_LETTER
    return Choice("unclear", reason=reason)
