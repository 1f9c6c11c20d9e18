"""The shell commands in the documentation: every line of a shell block, and every command named in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from support.lesson import PROJECT

PAGES = sorted(
    str(path.relative_to(PROJECT))
    for pattern in ("*.md", "docs/**/*.md", "quizzes/*.md", "examples/**/*.md", "source/*/*.md")
    for path in PROJECT.glob(pattern)
    if path.name != "CHANGELOG.md"
)
SHELL = {"", "sh", "bash", "shell", "console"}  # what a block is, or might be
PROGRAMS = ("wallgrade", "nbgrader", "make", "pytest", "jupyter", "pip", "python", "dask", "apt-get", "source")
ALONE = {"pytest"}  # a command without any argument


@dataclass(frozen=True)
class Command:
    """One command of a page; `said` in running text rather than in a block of commands."""

    page: str
    text: str
    said: bool


def commands(page: str) -> list[Command]:
    """All commands of a page, in its order."""
    found: list[Command] = []
    for token in MarkdownIt("commonmark").enable("table").parse((PROJECT / page).read_text(encoding="utf-8")):
        if token.type == "code_block" or (token.type == "fence" and token.info.strip() in SHELL):
            lines = [re.sub(r"\s+#\s.*", "", line).strip() for line in token.content.splitlines()]
            found += [Command(page, line, said=False) for line in lines if line and not line.startswith("#")]
        for inline in token.children or ():
            text = inline.content.strip()
            if inline.type == "code_inline" and (text in ALONE or text.startswith(tuple(f"{p} " for p in PROGRAMS))):
                found.append(Command(page, text, said=True))
    return found


def in_blocks(page: str) -> list[str]:
    """The commands that stand in a page's blocks."""
    return [command.text for command in commands(page) if not command.said]


def all_commands() -> list[Command]:
    """Those of all pages."""
    return [command for page in PAGES for command in commands(page)]


def source_of(test: str) -> str:
    """The text of a test that is named as file::function; an AssertionError when there is none."""
    file, _, name = test.partition("::")
    text = (Path(PROJECT) / file).read_text(encoding="utf-8")
    found = re.search(rf"^def {re.escape(name)}\(.*?(?=^\S(?!.*:$)|\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, test
    return found[0]
