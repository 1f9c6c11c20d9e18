"""Every sentence said about how an answer was written. None of them says whether it is right."""

from collections.abc import Sequence

TOO_LONG = "the cell is too long to look for an answer in it"
NEEDS_RUNNING = "the answer has to be calculated, and a quiz cell is read without running it"
SEVERAL_VALUES = "the cell gives more than one value"
EMPTIED_AGAIN = "an answer is given first, and a later line makes it empty again"
IN_A_COMMENT = "the answer stands in a comment, and comments are not read"
NO_ANSWER = "there is no answer in this cell yet"
MORE_THAN_ONE_LETTER = "there is more than one letter"
A_NUMBER = "the options have letters, not numbers"
NO_LETTER = "no single letter could be made out"


def no_line(variable: str) -> str:
    return f'no answer was found on a line of the form {variable} = "..."'


def no_option(letter: str) -> str:
    return f"there is no option {letter}"


def letter_against_text(letter: str, other: str) -> str:
    return f"the letter says {letter} and the words say {other}"


def letter_range(letters: Sequence[str]) -> str:
    """`A to D`, or `A or B` where there are two."""
    return f"{letters[0]} {'or' if len(letters) == 2 else 'to'} {letters[-1]}"


def send_back(reason: str, letters: Sequence[str]) -> str:
    """What is wrong, and what to do: `There is no option E: please write one letter, A to D.`"""
    return f"{reason[:1].upper()}{reason[1:]}: please write one letter, {letter_range(letters)}."
