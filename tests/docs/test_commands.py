"""Every command in the documentation is run by a test, and every command of ours is in the documentation."""

from __future__ import annotations

import pytest

from support.docs_commands import COURSE, ELSEWHERE, INSTRUCTORS, RUN_HERE, recipes
from support.docs_pages import Command, all_commands, commands, in_blocks, source_of


def test_every_command_of_every_page_is_run_by_a_test() -> None:
    run = {*RUN_HERE, *ELSEWHERE}
    run |= {recipe for command, found in recipes().items() if command in run for recipe in found}

    def is_run(command: Command) -> bool:
        """Running text may name a command without all its arguments."""
        begun = any(one.startswith(f"{command.text} ") for one in run)
        return command.text in run or (command.said and begun)

    missing = [(command.page, command.text) for command in all_commands() if not is_run(command)]
    assert missing == []
    assert len(all_commands()) > 60


def test_no_command_is_run_that_no_page_has_any_more() -> None:
    there = {command.text for command in all_commands()}
    assert there >= RUN_HERE
    assert there >= ELSEWHERE.keys()


@pytest.mark.parametrize("command", ELSEWHERE)
def test_the_tests_that_run_the_others_exist_and_do_so(command: str) -> None:
    test, words = ELSEWHERE[command]
    assert words in source_of(test)


def test_the_commands_of_the_instructors_page_are_run_in_its_order() -> None:
    blocks = [text for text in in_blocks(INSTRUCTORS) if text in COURSE]
    assert blocks == [text for text in COURSE if text in blocks]
    assert len(blocks) >= 7


def test_the_table_of_commands_names_every_command_of_wallgrade() -> None:
    from wallgrade.cli.main import app

    names = {
        (one.name or one.callback.__name__).replace("_", "-")
        for group in (app, *(group.typer_instance for group in app.registered_groups))
        for one in group.registered_commands
        if one.callback is not None
    }
    table = {command.text.split()[1] for command in commands(INSTRUCTORS) if command.text.startswith("wallgrade ")}
    assert names == table
