"""The passages that hold no scene: who is in the room, and the words of another role."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quizzes.engine.graph import ChoiceWording, EndingWording, Line, Notice, Person, Thread, Variant
from quizzes.engine.twee.marks import line_of
from quizzes.engine.twee.messages import TweeError
from quizzes.engine.twee.passages import Field, Part, Passage, number, word
from quizzes.terms import Competence, Form, Role, Seat

ROOM = ("setting", "you", "intro")
SCENARIO = ("form", "role", "minutes", *ROOM, "competences", "law", "notice", "skippable")


@dataclass
class Room:
    """People and threads while they are read; what else stands there goes to `part`."""

    part: Part
    cast: list[Person] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    def add(self, found: Field) -> None:
        if found.name == "person":
            found.with_arguments(2)
            seat = word(Seat, found.line, found.argument(1))
            self.cast.append(Person(found.argument(), found.words, seat))
        elif found.name == "about":
            if not self.cast:
                raise TweeError(found.line, "no-person")
            self.cast[-1] = replace(self.cast[-1], about=found.with_arguments(0).words)
        elif found.name == "thread":
            found.with_arguments(1)
            self.threads.append(Thread(found.argument(), found.words))
        else:
            self.part.add(found)


def scenario(passage: Passage) -> dict[str, Any]:
    """What the passage of the scenario as a whole says, as parts of a graph."""
    room = Room(Part(passage.line, SCENARIO))
    for found in passage.fields():
        room.add(found)
    part = room.part
    line = {name: found.line for name, found in part.fields.items()}
    skippable, law = part.fields.get("skippable"), part.fields.get("law")
    if skippable and "notice" not in line:
        raise TweeError(skippable.line, "nothing-before", name="skippable")
    is_skippable = skippable is not None and skippable.is_said("yes")
    notice = Notice(part.words("notice"), is_skippable) if "notice" in line else None
    minutes = part.fields.get("minutes")
    return {
        "form": word(Form, line.get("form", 0), part.words("form", Form.UNNAMED)),
        "role": word(Role, line.get("role", 0), part.words("role", Role.TEACHER)),
        **{name: part.words(name) for name in ROOM},
        "cast": tuple(room.cast),
        "competences": tuple(word(Competence, line["competences"], key) for key in part.keys("competences")),
        "threads": tuple(room.threads),
        "notice": notice,
        "minutes": minutes.number if minutes else 15,
        "shows_law": law is not None and law.is_said("shown"),
    }


@dataclass
class Words:
    """The words of a variant while they are read. Some lines say more about the one before them."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    choices: dict[str, dict[str, ChoiceWording]] = field(default_factory=dict)
    endings: dict[str, EndingWording] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def title(self, found: Field) -> None:
        self.titles[_new(self.titles, found)] = found.words

    def scene(self, found: Field) -> None:
        self.lines[_new(self.lines, found.without_words("line"))] = []

    def line(self, found: Field) -> None:
        found.with_arguments(0)
        self._last(self.lines, found).append(line_of(found.value.strip(" \t")))

    def choose(self, found: Field) -> None:
        self.choices[_new(self.choices, found.without_words("choice"))] = {}

    def choice(self, found: Field) -> None:
        wordings = self._last(self.choices, found)
        wordings[_new(wordings, found)] = ChoiceWording(found.words)

    def feedback(self, found: Field) -> None:
        wordings = self._last(self.choices, found.with_arguments(0))
        self._last(wordings, found)
        key = next(reversed(wordings))
        wordings[key] = replace(wordings[key], feedback=found.words)

    def ending(self, found: Field) -> None:
        self.endings[_new(self.endings, found)] = EndingWording(found.words, "", "")

    def text(self, found: Field) -> None:
        self._change_ending(found, text=found.words)

    def debrief(self, found: Field) -> None:
        self._change_ending(found, debrief=found.words)

    def _change_ending(self, found: Field, **words: str) -> None:
        self._last(self.endings, found.with_arguments(0))
        key = next(reversed(self.endings))
        self.endings[key] = replace(self.endings[key], **words)

    @staticmethod
    def _last(parts: dict[str, Any], found: Field) -> Any:
        if not parts:
            raise TweeError(found.line, "nothing-before", name=found.name)
        return parts[next(reversed(parts))]


def _new(known: Mapping[str, Any], found: Field) -> str:
    """The key that a field names. Raises TweeError if it was named before."""
    key = found.with_arguments(1).argument()
    if key in known:
        raise TweeError(found.line, "twice", name=f"{found.name} {key}")
    return key


def variant(passage: Passage) -> Variant:
    """The words of another role."""
    role = word(Role, passage.line, passage.name.removeprefix("Variant").strip())
    room = Room(Part(passage.line, ROOM))
    words = Words()
    readers = {
        "title": words.title,
        "scene": words.scene,
        "line": words.line,
        "choices": words.choose,
        "choice": words.choice,
        "feedback": words.feedback,
        "ending": words.ending,
        "text": words.text,
        "debrief": words.debrief,
    }
    for found in passage.fields():
        readers.get(found.name, room.add)(found)
    return Variant(
        role=role,
        **{name: room.part.words(name) for name in ROOM},
        cast=tuple(room.cast),
        scenes={key: tuple(lines) for key, lines in words.lines.items()},
        choices=words.choices,
        endings=words.endings,
        titles=words.titles,
        threads={thread.key: thread.title for thread in room.threads},
    )


def effects(found: Field | None) -> dict[Competence, int]:
    """The effects `trust 2, safety -1` of a choice."""
    result: dict[Competence, int] = {}
    for part in found.value.split(",") if found else ():
        if found and part.strip(" \t"):
            name, _, amount = part.strip(" \t").partition(" ")
            if name in result:
                raise TweeError(found.line, "twice", name=name)
            result[word(Competence, found.line, name)] = number(found.line, amount.strip(" \t"))
    return result
