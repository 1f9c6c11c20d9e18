"""A submission, put back onto the master: the release's notebook with the student's own cells in it.

Everything a student does not own (check cells, read-only cells, order, points, tags) is the master's.
Everything they own (the solution cells' text, extra cells) is theirs. So edited, deleted, doubled, moved or
re-typed cells need no repair of their own, and no metadata of a submission is ever believed.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Mapping
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from lessoncheck.cells import ANSWER_SUFFIX, marker
from lessoncheck.source import parse_quietly

START = "__start__"
LONGEST = 200_000  # characters of the cells that are looked through for definitions


def rebuild(master: Any, submitted: Any) -> Any:
    """The master notebook with the student's solution cells and extra cells.

    Of several cells with one solution id the first that differs from the stub is the solution; the others
    that differ become extra cells where they stand, so that a later definition still wins. A solution that is
    written in another cell instead is put into its own cell too, whose stub would hide it otherwise.
    """
    return rebuilt_with_moves(master, submitted)[0]


def rebuilt_with_moves(master: Any, submitted: Any) -> tuple[Any, tuple[str, ...]]:
    """As `rebuild`, with the items whose solution was found outside their own cell."""
    stubs = {_id(cell): cell.source for cell in master.cells if marker(cell).get("solution")}
    known = _Known(master)
    solutions: dict[str, str] = {}
    extras: dict[str, list[Any]] = {}
    anchor = START
    for cell in submitted.cells:
        grade_id = _id(cell)
        source = str(cell.get("source", ""))
        if grade_id in stubs:
            anchor = known.master_key(grade_id)
            if source.strip() == stubs[grade_id].strip():
                continue
            if grade_id not in solutions:
                solutions[grade_id] = source
            else:
                extras.setdefault(anchor, []).append(_extra(cell, source))
        elif (key := known.key_of(cell)) is not None:
            anchor = key
        else:
            extras.setdefault(anchor, []).append(_extra(cell, source))
    for number, cell in enumerate(cell for at_anchor in extras.values() for cell in at_anchor):
        cell["id"] = f"student-{number}"  # the same at every grading, and never one of the master's
    unwritten = {grade_id: stub for grade_id, stub in stubs.items() if grade_id not in solutions}
    moved = _moved(unwritten, [*solutions.values(), *_code(extras)])
    return _assembled(master, solutions | moved, extras, known), tuple(
        grade_id.removesuffix(ANSWER_SUFFIX) for grade_id in stubs if grade_id in moved
    )


def _code(extras: dict[str, list[Any]]) -> list[str]:
    return [cell.source for cells in extras.values() for cell in cells if cell.cell_type == "code"]


def _moved(unwritten: dict[str, str], sources: list[str]) -> dict[str, str]:
    """Texts for solution cells that were left alone or deleted: the last definition of the item elsewhere.

    `unwritten` has their stubs; `sources` are the texts of the student's other cells.
    """
    stubs = {grade_id.removesuffix(ANSWER_SUFFIX): stub for grade_id, stub in unwritten.items()}
    wanted = {item: f"def {item}(" in stub for item, stub in stubs.items()}
    moved: dict[str, str] = {}
    room = LONGEST
    for source in reversed(sources):
        left = {
            item: function for item, function in wanted.items() if item not in moved and _looks_defined(item, source)
        }
        room -= len(source) if left else 0
        if left and room >= 0:
            moved |= definitions_in(source, left)
    return {grade_id: moved[item] for grade_id, item in zip(unwritten, stubs, strict=True) if item in moved}


def _assembled(master: Any, solutions: dict[str, str], extras: dict[str, list[Any]], known: _Known) -> Any:
    result = copy.deepcopy(master)
    cells: list[Any] = list(extras.get(START, ()))
    for position, cell in enumerate(result.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if marker(cell).get("solution"):
            cell.source = solutions.get(_id(cell), cell.source)
        cells.append(cell)
        cells.extend(extras.get(known.keys[position], ()))
    result.cells = cells
    return result


class _Known:
    """Recognises the master's cells in a submission: by nbgrader id, by cell id, or by the same text."""

    def __init__(self, master: Any) -> None:
        self.keys = [f"cell {position}" for position in range(len(master.cells))]
        self._by_grade_id: dict[str, str] = {}
        self._by_cell_id: dict[str, str] = {}
        self._by_source: dict[tuple[str, str], str] = {}
        for key, cell in zip(self.keys, master.cells, strict=True):
            if _id(cell):
                self._by_grade_id[_id(cell)] = key
            if cell.cell_type != "code" or marker(cell):
                self._by_cell_id[cell.get("id", "")] = key
            self._by_source[(cell.cell_type, cell.source.strip())] = key

    def master_key(self, grade_id: str) -> str:
        return self._by_grade_id[grade_id]

    def key_of(self, cell: Any) -> str | None:
        """The key of the master's cell that this is a copy of; None for a cell of the student's own.

        A markdown cell keeps its identity when its text was edited. A code cell keeps it by its nbgrader id
        or its text: a student who splits a cell in two gets the same cell id on a cell of their own.
        """
        source = str(cell.get("source", "")).strip()
        if _id(cell) in self._by_grade_id:
            return self._by_grade_id[_id(cell)]
        if cell.get("cell_type") != "code" and cell.get("id") in self._by_cell_id:
            return self._by_cell_id[cell["id"]]
        return self._by_source.get((str(cell.get("cell_type")), source))


def _id(cell: Any) -> str:
    return str(marker(cell).get("grade_id") or "")


def _extra(cell: Any, source: str) -> Any:
    return new_code_cell(source) if cell.get("cell_type") == "code" else new_markdown_cell(source)


def definitions_in(source: str, wanted: Mapping[str, bool]) -> dict[str, str]:
    """The last top-level definition of each name in `source` that has one there.

    `wanted` tells of each name whether a function is wanted: then an assignment counts only if it can be one, a lambda
    or another name. A text that does not parse counts as a whole, so that its syntax error is what the student reads
    about.
    """
    try:
        tree = parse_quietly(source)
    except SyntaxError:  # magics end here too
        return dict.fromkeys(wanted, source)
    last = {name: node for node in tree.body for name in wanted if _defines(node, name, wanted[name])}
    lines = source.split("\n")
    return {name: "\n".join(lines[_first_line(node) - 1 : node.end_lineno]) for name, node in last.items()}


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _looks_defined(name: str, source: str) -> bool:
    word = re.escape(name)
    return re.search(rf"^(?:async\s+)?(?:def\s+{word}\b|{word}\s*[:=])", source, re.MULTILINE) is not None


def _defines(node: ast.stmt, name: str, function: bool) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name == name
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        plausible = not function or isinstance(node.value, ast.Lambda | ast.Name)
        return plausible and any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return False
