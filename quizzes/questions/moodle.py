"""Questions as Moodle has them: what the readers of GIFT and of Moodle XML both find. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from quizzes.questions.notes import Note


class Format(StrEnum):
    """How a text of Moodle is written. `AUTO` is HTML whose line breaks count."""

    HTML = "html"
    AUTO = "auto"
    PLAIN = "plain"
    MARKDOWN = "markdown"


class Type(StrEnum):
    """Moodle's types of question that we know; its word for every other type is kept as it stands."""

    CHOICE = "multichoice"
    TRUE_FALSE = "truefalse"
    MATCH = "match"
    ORDERING = "ordering"
    SHORT_ANSWER = "shortanswer"
    NUMERICAL = "numerical"
    ESSAY = "essay"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class Text:
    """A text and how it is written."""

    text: str
    format: Format = Format.AUTO


@dataclass(frozen=True)
class Answer:
    """Something to pick or to type, in percent of a right answer, and what is said then."""

    text: Text
    percent: float
    feedback: Text = Text("")


@dataclass(frozen=True)
class Match:
    """Two things that belong together; an empty left side is a wrong answer more to pick from."""

    left: Text
    right: Text


@dataclass(frozen=True)
class MoodleQuestion:
    """One question of a file. `line`: where it begins, from 1. `type`: Moodle's word for it. `name` may be empty.

    `answers` of an ordering stand in the right order. `said`: texts about the whole answer, by the name of their place:
    general, right, partly, wrong, hint, grader, template.
    `files`: names of pictures and other files that lie in the question.
    """

    line: int
    type: str
    name: str
    prompt: Text
    answers: tuple[Answer, ...] = ()
    matches: tuple[Match, ...] = ()
    is_single: bool = True
    is_hidden: bool = False
    said: tuple[tuple[str, Text], ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    idnumber: str = ""
    files: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class MoodleFile:
    """The questions of a file in order, what could not be read, and what is to be said about the file as a whole."""

    questions: tuple[MoodleQuestion, ...]
    notes: tuple[Note, ...] = field(default=())


def default_name(prompt: str) -> str:
    """The first words of a question, for one that has no name."""
    words = " ".join(prompt.split())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def known_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in order, each once, without empty ones."""
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
