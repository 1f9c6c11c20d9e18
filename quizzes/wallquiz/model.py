"""A quiz as data. These objects hold keys and feedback, so they stay on the instructor's side."""

from collections.abc import Mapping
from dataclasses import dataclass

from lessoncheck.plain_text import one_line

MOST_SENTENCE = 1_000  # characters


class QuizError(ValueError):
    """Something in a quiz or its notebook is wrong; the message is one sentence for the instructor."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence, MOST_SENTENCE))  # names and values of the file may stand in it


@dataclass(frozen=True)
class Option:
    """One possible answer; `feedback` is for whoever chose it."""

    letter: str
    text: str
    feedback: str


@dataclass(frozen=True)
class Question:
    """A question with its options in order; `key` is the letter of the right one."""

    id: str
    points: float
    text: str
    options: tuple[Option, ...]
    key: str

    @property
    def public_options(self) -> Mapping[str, str]:
        """Letter to text, in order: what a student may know."""
        return {option.letter: option.text for option in self.options}

    def option(self, letter: str) -> Option:
        return next(option for option in self.options if option.letter == letter)


@dataclass(frozen=True)
class Quiz:
    """The questions of one assignment, in order, with distinct ids."""

    questions: tuple[Question, ...]
