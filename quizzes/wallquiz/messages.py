"""Every sentence of the quiz package: first those for the instructor, then those for the student."""

from collections.abc import Iterable


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# For the instructor: what is wrong with a quiz file. `where` is a file, or "file, question 2 (quiz_2), option B".


def unreadable_file(where: str, why: str) -> str:
    return f"{where}: the quiz file cannot be read ({why})."


def not_utf8(where: str, line: int) -> str:
    return f"{where}, line {line}: the quiz file is not UTF-8; save it with that encoding."


def not_toml(where: str, why: str) -> str:
    return f"{where}: the quiz file is not valid TOML: {why}."


NO_NUMBER_OR_LIST = "a number in it is too long, or a list too deeply nested, to be read"


def no_questions(where: str) -> str:
    return f"{where}: there is no question; write each one under a [[question]] heading."


def not_tables(where: str, field: str) -> str:
    return f"{where}: `{field}` must be a list of tables, each under a heading with double brackets."


def missing_fields(where: str, fields: Iterable[str]) -> str:
    return f"{where}: missing {_listed(fields)}."


def unknown_fields(where: str, fields: Iterable[str], known: Iterable[str]) -> str:
    return f"{where}: unknown {_listed(fields)}; the fields are {_listed(known)}."


def not_text(where: str, field: str) -> str:
    return f"{where}: `{field}` must be a text in quotes."


def empty_text(where: str, field: str) -> str:
    return f"{where}: `{field}` is empty."


def odd_character(where: str, field: str, code: str) -> str:
    return f"{where}: `{field}` holds a character that no text may hold ({code}); remove it."


def more_than_a_line(where: str, field: str) -> str:
    return f"{where}: `{field}` must be one line, because it becomes an item of a list."


def bad_points(where: str) -> str:
    return f"{where}: `points` must be a positive number."


def bad_id(where: str) -> str:
    return f"{where}: `id` must be a Python name, because it is the variable in the student's cell."


def repeated_id(where: str, first: int) -> str:
    return f"{where}: `id` is already used by question {first}."


def option_count(where: str, count: int) -> str:
    return f"{where}: `option` is given {count} times; a question has 2 to 26 options."


def repeated_option(where: str, first: str) -> str:
    return f"{where}: `text` is the same as that of option {first}."


def bad_key(where: str, letters: Iterable[str]) -> str:
    return f"{where}: `key` must be the letter of an option, one of {_listed(letters)}."


# For the instructor: what is wrong with the quiz notebook.


def unnamed_cell(position: int) -> str:
    return f"Cell {position} of the quiz notebook: `wallgrade.question` in its metadata must be a question's id."


def unknown_question(position: int, question: str) -> str:
    return f"Cell {position} of the quiz notebook asks for the question `{question}`, which the quiz does not have."


def repeated_cell(position: int, question: str) -> str:
    return f"Cell {position} of the quiz notebook asks for the question `{question}` a second time."


def no_cell(question: str) -> str:
    return (
        f"The quiz notebook has no cell for the question `{question}`: give a Markdown cell the metadata "
        f'{{"wallgrade": {{"question": "{question}"}}}}.'
    )


# For the student, after grading. None of them names the key.


def right(letter: str, feedback: str) -> str:
    return f"{letter} is right. {feedback}"


def wrong(letter: str, feedback: str) -> str:
    return f"{letter} is not right. {feedback}"


def empty(question: str, letters: str) -> str:
    return f'No answer was given, so there are no points: write one letter, {letters}, on the line {question} = "...".'


def unclear(reason: str) -> str:
    sentence = reason[:1].upper() + reason[1:]
    return f"{sentence}. Your answer has not been counted as wrong; it waits for your teacher."
