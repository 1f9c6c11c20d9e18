"""What can be seen of a lesson's checks without a student: each can be loaded, and belongs to an item and a driver.

The checks are collected as grading collects them. Of the student side (drivers, data, setup cells) nothing is run.
"""

from __future__ import annotations

import ast
import difflib
import importlib.util
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.source import parse_quietly
from wallgrade.judging.collected_checks import CollectedChecks, collected_checks
from wallgrade.lint import messages
from wallgrade.lint.findings import Findings


def lint_checks(
    lesson: LessonFolder, items: Collection[str], questions: Collection[str], without: Collection[Path], found: Findings
) -> None:
    """Look at every file below checks/; those in `without` are not used."""
    trees = dict(_parsed(lesson, found))
    if len(trees) < len(_files(lesson)):
        return  # what cannot be parsed is said, and cannot be collected
    checks = _collected(lesson, found)
    if checks is not None:
        for item, files in sorted(checks.files.items()):
            if item not in items and not files <= set(without):
                names = ", ".join(sorted(_name(file, lesson) for file in files))
                what = messages.CHECK_FOR_NO_ITEM.format(item=item, near=_near(item, set(items) - set(checks.files)))
                found.fault(messages.IN_FILE, file=names, what=what)
        for item in items:
            if item not in checks.files and item not in questions:
                found.fault(messages.IN_FILE, file="checks", what=messages.NO_CHECK.format(item=item))
        for file, test in checks.unmarked:
            found.fault(messages.IN_FILE, file=_name(file, lesson), what=messages.NOT_MARKED.format(test=test))
    if lesson.drivers_file in trees:
        _of_drivers(lesson, trees, found)


def lint_imports(lesson: LessonFolder, setup: Iterable[tuple[str, str]], found: Findings) -> None:
    """Whether what drivers, data and setup cells (as notebook and source) import is there."""
    sources = [(_name(file, lesson), file.parent, file.read_text("utf-8")) for file in _student_side(lesson)]
    sources += [(notebook, lesson.root, source) for notebook, source in setup]
    for where, folder, source in sources:
        try:
            modules = list(_imported(parse_quietly(source)))
        except SyntaxError as error:
            what = messages.FILE_SYNTAX.format(line=error.lineno, reason=error.msg)
            found.fault(messages.IN_FILE, file=where, what=what)
            continue
        for level, module in modules:
            base = folder if level else lesson.root
            for _ in range(level - 1):
                base = base.parent
            if not _there(module, base, relative=level > 0):
                what = messages.NOT_IMPORTABLE.format(module="." * level + module)
                found.fault(messages.IN_FILE, file=where, what=what)


def _files(lesson: LessonFolder) -> list[Path]:
    return [path for path in sorted(lesson.checks.rglob("*.py")) if "__pycache__" not in path.parts]


def _student_side(lesson: LessonFolder) -> Iterator[Path]:
    """Drivers, data, and the modules beside the notebooks (a release's own engine aside)."""
    yield from (file for file in (lesson.drivers_file, lesson.preload_file) if file.is_file())
    for path in sorted(lesson.root.rglob("*.py")):
        parts = path.relative_to(lesson.root).parts
        if parts[0] not in {"checks", "lessoncheck", "conftest.py"} and not any(part[0] in "._" for part in parts[:-1]):
            yield path


def _parsed(lesson: LessonFolder, found: Findings) -> Iterator[tuple[Path, ast.Module]]:
    for path in _files(lesson):
        try:
            yield path, parse_quietly(path.read_text("utf-8"))
        except (SyntaxError, UnicodeDecodeError) as error:
            line, reason = getattr(error, "lineno", 1), getattr(error, "msg", "not UTF-8")
            what = messages.FILE_SYNTAX.format(line=line, reason=reason)
            found.fault(messages.IN_FILE, file=_name(path, lesson), what=what)


def _collected(lesson: LessonFolder, found: Findings) -> CollectedChecks | None:
    try:
        return collected_checks(lesson.checks)
    except GraderFault as error:
        said = [line for line in str(error).splitlines() if line.strip(" E")]
        lines = [line[1:].strip() for line in said if line.startswith("E ")]
        places = [line for line in said if ": in " in line and ".py:" in line]
        file = places[-1].split(": in ")[0] if places else "checks"
        within = file.split(f"{lesson.root.name}/", 1)[-1]
        reason = (lines or said)[-1].rstrip(".")
        found.fault(messages.IN_FILE, file=within, what=messages.CHECKS_BROKEN.format(reason=reason))
    return None


def _of_drivers(lesson: LessonFolder, trees: dict[Path, ast.Module], found: Findings) -> None:
    drivers = trees[lesson.drivers_file].body
    there = {name for node in drivers for name in _bound(node)}
    texts: set[str] = set()
    for path, tree in trees.items():
        if path == lesson.drivers_file:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            name = _called(node)
            if name and name not in there and "*" not in there:
                what = messages.NO_DRIVER.format(line=node.lineno, driver=name, near=_near(name, there))  # type: ignore[attr-defined]
                found.fault(messages.IN_FILE, file=_name(path, lesson), what=what)
    for node in drivers:
        if isinstance(node, ast.FunctionDef) and _is_driver(node) and node.name not in texts:
            what = messages.UNUSED_DRIVER.format(driver=node.name)
            found.advise(messages.IN_FILE, file=_name(lesson.drivers_file, lesson), what=what)


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)
    else:
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))


def _called(node: ast.AST) -> str:
    """The driver that `student.call("driver", ...)` names."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "call":
        owner, first = node.func.value, node.args[0] if node.args else None
        named = isinstance(first, ast.Constant) and isinstance(first.value, str)
        if named and isinstance(owner, ast.Name) and owner.id == "student":
            return str(first.value)  # type: ignore[union-attr]
    return ""


def _is_driver(function: ast.FunctionDef) -> bool:
    first = function.args.args[:1]
    return bool(first) and first[0].arg == "caller" and not function.name.startswith("_")


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What the module's own statements import; an import within `try` or a function may fail."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def _there(module: str, base: Path, *, relative: bool) -> bool:
    """Whether the module is a file below `base` or, if not relative, is installed. Nothing is imported."""
    parts = [part for part in module.split(".") if part]
    top = base / parts[0] if parts else base
    if relative or top.is_dir() or top.with_suffix(".py").is_file():
        path = base.joinpath(*parts)
        return path.is_dir() or path.with_suffix(".py").is_file()
    return importlib.util.find_spec(parts[0]) is not None


def _near(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(names), n=1)
    return messages.NEAR.format(item=close[0]) if close else ""


def _name(file: Path, lesson: LessonFolder) -> str:
    return file.relative_to(lesson.root).as_posix()
