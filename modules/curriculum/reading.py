"""YAML files as plain values that know the line each of them stands in."""

import datetime
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from modules.curriculum.typography import curly

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_VALUES = 100_000  # aliases count each time they are used, so a small file cannot grow without bound
MAX_TEXT = 10_000
Place = tuple[Hashable, ...]
# What a file calls otherwise than the rules that check it.
OTHER_NAMES = {"speaker": "from", "principles": "why"}


@dataclass(frozen=True, order=True)
class Problem:
    """Why a file is refused, and where."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Refused(Exception):
    """The folder cannot be loaded. `problems`: everything that was found, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Document:
    """A file: its value, and the line of each part of it by its path."""

    file: str
    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of this part, or of the nearest part above it that exists."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, reason: str, *place: Hashable) -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.line(place), reason)

    def place_of(self, path: str, start: Place = ()) -> Place:
        """The place that a path like `scenes.N1.lines[2].speaker` names, as far as the file has it."""
        place = start
        for name in re.findall(r"[^.\[\]]+", path):
            inside = next((step for step in self._steps(name, place) if (*place, step) in self.lines), None)
            if inside is None:
                break
            place = (*place, inside)
        return place

    def _steps(self, name: str, place: Place) -> Iterator[Hashable]:
        yield name
        yield OTHER_NAMES.get(name, name)
        if name.isdigit():
            yield int(name)
        parts = self.at(place)
        if isinstance(parts, list):
            yield from (
                number for number, part in enumerate(parts) if isinstance(part, dict) and part.get("key") == name
            )

    def at(self, place: Place) -> Any:
        """The value at this place."""
        value = self.value
        for step in place:
            value = value[step]
        return value


def read(path: Path, name: str) -> Document:
    """The value of a YAML file and its lines. Raises Refused with file, line and reason."""
    text = _text(path, name)
    try:
        _refuse_deep(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused(name, mark.line + 1 if mark else 1, _said(error)) from error
    except yaml.YAMLError as error:
        raise _refused(name, 1, str(error).splitlines()[0]) from error
    if node is None:
        raise _refused(name, 1, "the file is empty")
    return _Builder(name).document(node)


def _text(path: Path, name: str) -> str:
    if not path.is_file():
        raise _refused(name, 1, "this file is missing")
    if path.stat().st_size > MAX_BYTES:
        raise _refused(name, 1, f"the file is larger than {MAX_BYTES // 1000} kB")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(name, content.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text") from error
    if "\0" in text:
        raise _refused(name, text.count("\n", 0, text.index("\0")) + 1, "this contains a NUL character")
    return text


def _refuse_deep(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _refused(name, line, f"this is nested more than {MAX_DEPTH} times")


def _said(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.problem, error.context) if part]
    return "this is not YAML: " + ", ".join(parts) + " (look at the indentation and the quotation marks)"


def _refused(name: str, line: int, reason: str) -> Refused:
    return Refused([Problem(name, line, reason)])


class _Builder:
    """Turns nodes into values and remembers their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.scalars = yaml.SafeLoader("")
        self.problems: list[Problem] = []

    def document(self, node: yaml.Node) -> Document:
        value = self.value(node, ())
        if self.problems:
            raise Refused(self.problems)
        return Document(self.name, value, self.lines)

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if len(self.lines) > MAX_VALUES:
            raise _refused(self.name, line, "the file holds too many values")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, number)) for number, item in enumerate(node.value)]
        value = self.scalar(node, line)
        return curly(value) if isinstance(value, str) else value

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.name, line, "a name expected before the colon"))
                continue
            key = self.scalar(key_node, line)
            if key in values:
                self.problems.append(Problem(self.name, line, f"“{key}” stands here twice"))
            self.lines[(*place, key)] = line
            values[key] = self.value(value_node, (*place, key))
        return values

    def scalar(self, node: yaml.Node, line: int) -> Any:
        try:
            value = self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            self.problems.append(Problem(self.name, line, f"this value cannot be read: {str(error).splitlines()[0]}"))
            return None
        if isinstance(value, str) and len(value) > MAX_TEXT:
            self.problems.append(Problem(self.name, line, f"this text is longer than {MAX_TEXT} characters"))
        if isinstance(value, datetime.date | float | bytes):
            return str(value) if not isinstance(value, bytes) else ""
        return value
