"""The pieces of the text: passages under their headers, and fields in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from quizzes.engine.twee.marks import keys_of, unescaped
from quizzes.engine.twee.messages import TweeError

SIZE_LIMIT = 1_000_000  # bytes
PASSAGE_LIMIT = 2_000
# Possessive, so that no hostile header is tried twice.
HEADER = re.compile(r"::[ \t]*+((?:\\.|[^\\\[\]{}])*+)(?:\[([^\]]*+)\][ \t]*+)?(?:\{[^}]*+\})?")
NUMBER = re.compile(r"[+-]?[0-9]{1,6}")

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Passage:
    """A piece of the text under its header; `line` is the number of the header."""

    line: int
    name: str
    tags: tuple[str, ...]
    body: tuple[str, ...]

    def lines(self) -> list[tuple[int, str]]:
        return [(number, text.strip(" \t")) for number, text in enumerate(self.body, start=self.line + 1)]

    def prose(self) -> str:
        return prose(text for _, text in self.lines())

    def fields(self) -> Iterator["Field"]:
        return (Field.of(number, text) for number, text in self.lines() if text)


@dataclass(frozen=True)
class Field:
    """A line `name arguments: value`."""

    line: int
    name: str
    arguments: tuple[str, ...]
    value: str

    @classmethod
    def of(cls, line: int, text: str) -> "Field":
        head, _, value = text.partition(":")
        name, *arguments = head.strip(" \t").split(" ")
        return cls(line, name, tuple(unescaped(argument) for argument in arguments if argument), value)

    @property
    def words(self) -> str:
        return unescaped(self.value)

    @property
    def number(self) -> int:
        return number(self.line, self.words)

    def with_arguments(self, most: int) -> "Field":
        """The field itself. Raises TweeError for a word too many: nothing is left out in silence."""
        if len(self.arguments) > most:
            known = " ".join((self.name, *("…" for _ in range(most))))
            raise TweeError(self.line, "unknown-word", word=self.arguments[most], known=f"{known}:")
        return self

    def without_words(self, known: str) -> "Field":
        """The field itself. Raises TweeError if something stands behind its colon. `known`: what may follow below."""
        if self.words:
            raise TweeError(self.line, "unknown-word", word=self.words, known=known)
        return self

    def is_said(self, word: str) -> bool:
        """Whether the field says this one word. Raises TweeError for another."""
        if self.words != word:
            raise TweeError(self.line, "unknown-word", word=self.words, known=word)
        return True

    def argument(self, place: int = 0) -> str:
        if place >= len(self.arguments):
            raise TweeError(self.line, "missing-word", name=self.name)
        return self.arguments[place]


@dataclass
class Part:
    """The fields of a comment or passage while it is read, each at most once."""

    line: int
    known: tuple[str, ...]
    key: str | None = None
    fields: dict[str, Field] = field(default_factory=dict)

    def add(self, found: Field) -> None:
        if found.name not in self.known:
            raise TweeError(found.line, "unknown-word", word=found.name, known=", ".join(self.known))
        if found.name in self.fields:
            raise TweeError(found.line, "twice", name=found.name)
        self.fields[found.name] = found.with_arguments(0)

    def words(self, name: str, default: str = "") -> str:
        return self.fields[name].words if name in self.fields else default

    def keys(self, name: str) -> tuple[str, ...]:
        return keys_of(self.fields[name].value) if name in self.fields else ()


def split(text: str) -> list[Passage]:
    """The passages of the text. Raises TweeError for text that is too much or that nothing can keep."""
    lines = kept_lines(text, SIZE_LIMIT)
    starts = [index for index, line in enumerate(lines) if line.startswith("::")]
    if len(starts) > PASSAGE_LIMIT:
        raise TweeError(starts[PASSAGE_LIMIT] + 1, "too-many-passages", limit=f"{PASSAGE_LIMIT:,}")
    if not starts:
        raise TweeError(1, "no-passage")
    for place, line in enumerate(lines[: starts[0]], start=1):
        if line.strip():
            raise TweeError(place, "before-first")
    ends = [*starts[1:], len(lines)]
    return [_passage(start + 1, lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def kept_lines(text: str, limit: int) -> list[str]:
    """The lines of a text of at most `limit` bytes that a database can keep. Raises TweeError."""
    if len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > limit:
        raise TweeError(1, "too-long", limit=f"{limit:,}")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for place, line in enumerate(lines, start=1):
        keepable(place, line)
    return lines


def keepable(line: int, text: str) -> str:
    """The text, if a database can keep it."""
    if "\0" in text:
        raise TweeError(line, "nul")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise TweeError(line, "not-unicode")
    return text


def _passage(line: int, lines: Sequence[str]) -> Passage:
    found = HEADER.fullmatch(lines[0].rstrip(" \t"))
    name = re.sub(r"\\(.)", r"\1", found[1].strip(" \t")) if found else ""
    if found is None or not name:
        raise TweeError(line, "header")
    return Passage(line, name, tuple((found[2] or "").split()), tuple(lines[1:]))


def prose(texts: Iterator[str] | Sequence[str]) -> str:
    """Several lines as one text, without empty lines around it."""
    return "\n".join(map(unescaped, "\n".join(texts).strip("\n").split("\n")))


def word(shape: type[Word], line: int, text: str) -> Word:
    """The member of `shape` that is called so."""
    known = {member.value: member for member in shape}
    if text not in known:
        raise TweeError(line, "unknown-word", word=text, known=", ".join(known))
    return known[text]


def number(line: int, text: str) -> int:
    """The whole number that is written there."""
    if not NUMBER.fullmatch(text):
        raise TweeError(line, "no-number", word=text)
    return int(text)
