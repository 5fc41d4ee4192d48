"""Single differences: a value, a text, names of keys, people, lines. What `comparing` and `wordings` are made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from quizzes.engine.change import Change
from quizzes.engine.graph import Choice, Ending, Line, Person, Scene, Thread
from quizzes.engine.matching import Row, aligned
from quizzes.engine.problem import SHORT

Keyed = TypeVar("Keyed", Person, Thread, Choice, Scene, Ending)
Rows = tuple[Row[Keyed], ...]


@dataclass(frozen=True)
class Names:
    """What keys are called, before and after. `renames`: old key to new key, of those that are the same thing."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    renames: Mapping[str, str]

    def was(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.before.get(key) or key for key in keys)

    def now(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.after.get(key) or key for key in keys)

    def name(self, key: str) -> str:
        return self.after.get(key) or self.before.get(key) or key

    def new(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.renames.get(key, key) for key in keys)


def value_changes(code: str, before: str, after: str, at: str = "", /, **names: str) -> Iterator[Change]:
    """A word or a number that is another one now."""
    if before != after:
        yield Change(code, at, {**names, "before": before, "after": after})


def text_changes(code: str, before: str, after: str, at: str = "", /, **names: str) -> Iterator[Change]:
    """A text whose words differ; where there was none, it is new."""
    if before != after:
        yield Change(code if before or code == "notice" else f"{code}-new", at, names, before, after)


def key_changes(
    code: str, before: Sequence[str], after: Sequence[str], names: Names, at: str = "", /, **more: str
) -> Iterator[Change]:
    """Keys of other parts, by the names of these parts. A key that was only renamed is no difference."""
    if names.new(*before) != tuple(after):
        yield Change(code, at, {**more, "before": names.was(*before), "after": names.now(*after)})


def flag_changes(codes: tuple[str, str], sides: tuple[bool, bool], at: str = "", /, **names: str) -> Iterator[Change]:
    """A yes or no that turned. `codes`: what is said of yes, of no. `sides`: before, after."""
    before, after = sides
    if before != after:
        yield Change(codes[0] if after else codes[1], at, names)


def key_of(part: Keyed) -> str:
    """The key by which a part is told from others."""
    return part.key


def renames(rows: Rows[Keyed]) -> dict[str, str]:
    """Old key to new key, of what is the same thing under another key."""
    return {row.was.key: row.now.key for row in rows if row.was and row.now and row.was.key != row.now.key}


def people_changes(rows: Rows[Person]) -> Iterator[Change]:
    """Who came, who went, and what is different about those who stayed."""
    for row in rows:
        was, now = row.was, row.now
        if was and now:
            yield from value_changes("person-name", was.name, now.name)
            yield from _person(was, now, moved=row.moved)
        elif now:
            yield Change("person-added", parameters={"name": now.name})
        elif was:
            yield Change("person-removed", parameters={"name": was.name})


def _person(was: Person, now: Person, *, moved: bool) -> Iterator[Change]:
    yield from value_changes("person-key", was.key, now.key, name=now.name)
    yield from value_changes("person-seat", was.seat, now.seat, name=now.name)
    yield from value_changes("person-about", was.about, now.about, name=now.name)
    if moved:
        yield Change("person-moved", parameters={"name": now.name})


def line_changes(code: str, old: Sequence[Line], new: Sequence[Line], seats: Names, **names: str) -> Iterator[Change]:
    """Lines have no key: they are matched in order."""
    renamed = [replace(line, speaker=seats.new(line.speaker)[0], to=seats.new(*line.to)) for line in old]
    called = {**seats.before, **seats.after}
    for row in aligned(renamed, new):
        was, now = row.was, row.now
        if row.moved and now:
            yield Change(f"{code}-moved", "", names, printed(now, called), printed(now, called))
        elif was is None and now:
            yield Change(f"{code}-added", "", names, "", printed(now, called))
        elif now is None and was:
            yield Change(f"{code}-removed", "", names, printed(was, called), "")
        elif was and now and was != now:
            if replace(was, aside=now.aside) != now:
                yield Change(code, "", names, printed(was, called), printed(now, called))
            if was.aside != now.aside:
                aside = f"{code}-aside" if now.aside else f"{code}-no-aside"
                yield Change(aside, "", names, printed(now, called), printed(now, called))


def printed(line: Line, names: Mapping[str, str]) -> str:
    """A line as a play prints it: who, to whom, how, and the words."""
    who = names.get(line.speaker) or line.speaker
    to = ", ".join(names.get(key) or key for key in line.to)
    how = f"({line.direction})" if line.direction else ""
    speaker = f"{who} → {to}" if to else who
    return " ".join(part for part in (f"{speaker}:" if speaker else "", how, line.words) if part)


def short(choice: Choice) -> str:
    """The words of a choice as a sentence names it."""
    return short_text(choice.text, choice.key)


def short_text(words: str, key: str) -> str:
    """The beginning of some words; the key where there are none."""
    words = words.strip() or key
    return words if len(words) <= SHORT else f"{words[: SHORT - 1].rstrip()}…"
