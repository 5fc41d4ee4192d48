"""Twee 3 text as a scenario. The form is described in `quizzes.engine.twee`."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes.engine.graph import Choice, Ending, Graph, Scene
from quizzes.engine.problem import Problem
from quizzes.engine.twee import rooms
from quizzes.engine.twee.marks import STORY_PASSAGES, line_of, unescaped
from quizzes.engine.twee.messages import Note, TweeError, shown
from quizzes.engine.twee.passages import Field, Part, Passage, keepable, prose, split
from quizzes.terms import Door

LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMMENTS = {
    "scene": ("title", "lays"),
    "ending": ("title", "debrief"),
    "choice": ("act", "addressed", "feedback", "why", "effects", "tells", "ties"),
}
# Passages of story formats that hold code or layout.
CODE_TAGS = frozenset({"script", "stylesheet"})
STORY_VALUES = frozenset({"ifid", "format", "format-version", "start"})
OF_STORY = frozenset({"unknown-start"})
NOTED = 200  # signs that a note repeats of what was left out


@dataclass
class Link:
    """A choice while it is read."""

    line: int
    text: str
    to: str
    part: Part | None = None


@dataclass
class Body:
    """What stands in a scene or ending while it is read. `comments`: those of somebody else, with their lines."""

    about: Part
    texts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A text that was read: the scenario, what of the text it cannot hold, and where everything stands.

    `lines`: the lines of a scene or ending by key and "", of a choice by both keys; several where a key is used twice.
    `passages`: the lines of StoryTitle, StoryData, the scenario (""), its fields (":minutes") and of variants, by role.
    """

    graph: Graph
    notes: tuple[Note, ...]
    lines: Mapping[tuple[str, str], tuple[int, ...]]
    passages: Mapping[str, int]

    def line_of(self, problem: Problem) -> int:
        """The line to look at for this problem."""
        if problem.code == "duplicate-key" and not problem.scene:
            return self.lines.get((problem.parameters["key"], ""), (self._whole(),))[-1]
        if problem.scene:
            found = self.lines.get((problem.scene, problem.choice)) or self.lines.get((problem.scene, ""))
            return found[0] if found else self._whole()
        if problem.code in OF_STORY:
            return self.passages.get("StoryData", self._whole())
        part = {"competence-count": "competences"}.get(problem.code, problem.parameters.get("part", ""))
        if part == "title" and problem.code == "scenario-text":
            return self.passages.get("StoryTitle", self._whole())
        role = problem.parameters.get("role", "")
        return self.passages.get(role or f":{part}", self._whole())

    def _whole(self) -> int:
        return self.passages.get("", 1)


def from_twee(text: str) -> Graph:
    """The graph that this text describes, sound or not. Raises TweeError. Linear in the text."""
    return read(text).graph


def read(text: str) -> Reading:
    """The scenario that this text describes, sound or not, and what of it was left out. Raises TweeError. Linear."""
    passages = split(text)
    notes: list[Note] = []
    played = list(_played(passages, notes))
    story = {passage.name: passage for passage in reversed(passages) if passage.name in STORY_PASSAGES}
    about = next((passage for passage in played if "tandem" in passage.tags), Passage(1, "", (), ()))
    places: dict[tuple[str, str], tuple[int, ...]] = {}
    scenes: list[Scene] = []
    endings: list[Ending] = []
    for passage in played:
        if not {"tandem", "variant"} & set(passage.tags):
            body = _body(passage)
            notes += _left_out(passage, body)
            if _is_ending(passage, body):
                endings.append(_ending(passage, body))
                _keep(places, (endings[-1].key, ""), passage.line)
            else:
                scenes.append(_scene(passage, body))
                _keep(places, (scenes[-1].key, ""), passage.line)
                for choice, link in zip(scenes[-1].choices, body.links, strict=True):
                    _keep(places, (scenes[-1].key, choice.key), link.line)
    variants = [(rooms.variant(passage), passage.line) for passage in played if "variant" in passage.tags]
    graph = Graph(
        title=story["StoryTitle"].prose() if "StoryTitle" in story else "",
        start=_start(story.get("StoryData"), scenes, notes),
        scenes=tuple(scenes),
        endings=tuple(endings),
        variants=tuple(variant for variant, _ in variants),
        **rooms.scenario(about),
    )
    fields = {f":{found.name}": found.line for found in reversed(list(about.fields()))}
    whole = ({"": about.line} if about.name else {}) | fields | {name: passage.line for name, passage in story.items()}
    lines = whole | {variant.role.value: line for variant, line in variants}
    return Reading(graph, tuple(sorted(notes, key=lambda note: note.line)), places, lines)


def _keep(places: dict[tuple[str, str], tuple[int, ...]], keys: tuple[str, str], line: int) -> None:
    # The first and the last are enough: a hostile text may use one key many times.
    places[keys] = (*places.get(keys, ())[:1], line)


def _played(passages: Sequence[Passage], notes: list[Note]) -> Iterator[Passage]:
    """The passages that a scenario holds. What is left out is noted."""
    seen: set[str] = set()
    for passage in passages:
        kind = passage.name if passage.name in STORY_PASSAGES else "tandem" if "tandem" in passage.tags else ""
        if kind in seen and kind:
            notes.append(_note(passage, "second-scenario" if kind == "tandem" else "second-story", _about(passage)))
        elif CODE_TAGS & set(passage.tags):
            found = {"lines": str(len(passage.body)), "words": _about(passage)}
            notes.append(Note(passage.line, "code-passage", passage.name, found))
        elif kind not in STORY_PASSAGES:
            yield passage
        seen.add(kind)


def _about(passage: Passage) -> str:
    return shown(" ".join(text for _, text in passage.lines()[:20] if text), NOTED)


def _note(passage: Passage, code: str, words: str, line: int = 0) -> Note:
    return Note(line or passage.line, code, passage.name, {"words": shown(words, NOTED)})


def _left_out(passage: Passage, body: Body) -> Iterator[Note]:
    """What a scene or ending cannot hold."""
    for line, words in body.comments:
        yield _note(passage, "comment", words, line)
    known = {"scene", "ending", _door(passage).value if "ending" in passage.tags else ""}
    if tags := [tag for tag in passage.tags if tag not in known]:
        yield _note(passage, "tags", ", ".join(tags))


def _start(passage: Passage | None, scenes: Sequence[Scene], notes: list[Note]) -> str:
    keys = [scene.key for scene in scenes]
    default = "Start" if "Start" in keys or not keys else keys[0]
    if passage is None:
        return default
    values = story_data(passage)
    start = values.get("start", "") if isinstance(values, dict) else None
    if not isinstance(start, str):
        raise TweeError(passage.line, "story-start")
    if others := [name for name in values if name not in STORY_VALUES]:
        notes.append(_note(passage, "story-values", ", ".join(others)))
    return keepable(passage.line, unescaped(start)) if start else default


def story_data(passage: Passage) -> Any:
    """The JSON value of this passage. Raises TweeError."""
    try:
        return json.loads("\n".join(passage.body).strip() or "{}")
    except (ValueError, RecursionError) as error:
        raise TweeError(passage.line, "story-data") from error


def _body(passage: Passage) -> Body:
    body = Body(Part(passage.line, ()))
    lines = iter(passage.lines())
    for number, text in lines:
        if text.startswith("<!--"):
            _comment(body, number, text, lines)
        elif "[[" in text or "]]" in text:
            _links(body, number, text)
        else:
            body.texts.append(text)
    return body


def _comment(body: Body, number: int, first: str, lines: Iterator[tuple[int, str]]) -> None:
    """Reads a comment up to its end. Those of somebody else are left out."""
    inside = [(number, first.removeprefix("<!--"))]
    while "-->" not in inside[-1][1]:
        following = next(lines, None)
        if following is None:
            raise TweeError(number, "open-comment")
        inside.append(following)
    last, text = inside.pop()
    before, _, after = text.partition("-->")
    if after.strip():
        raise TweeError(last, "behind-comment")
    inside.append((last, before))
    kind, *keys = [part for part in inside[0][1].strip(" \t").split(" ") if part] or [""]
    if kind not in COMMENTS:
        body.comments.append((number, " ".join(line.strip(" \t") for _, line in inside).strip()))
    else:
        if extra := keys[1 if kind == "choice" else 0 :]:
            raise TweeError(number, "unknown-word", word=extra[0], known="-->")
        part = _part(body, number, kind)
        part.key = unescaped(keys[0]) if keys else None
        for place, line in inside[1:]:
            if line.strip():
                part.add(Field.of(place, line))


def _part(body: Body, number: int, kind: str) -> Part:
    part = Part(number, COMMENTS[kind])
    if kind != "choice":
        if body.about.known:
            raise TweeError(number, "described-twice")
        body.about = part
        return part
    if not body.links:
        raise TweeError(number, "no-choice")
    if body.links[-1].part is not None:
        raise TweeError(number, "choice-twice")
    body.links[-1].part = part
    return part


def _links(body: Body, number: int, text: str) -> None:
    """Reads a line with links. A sentence around them is kept, with their words in their places."""
    found = [_link(number, inside) for inside in LINK.findall(text)]
    words = iter(found)
    rest = LINK.sub("", text)
    if not found or "[[" in rest or "]]" in rest:
        raise TweeError(number, "link")
    if any(sign.isalnum() for sign in rest):
        body.texts.append(LINK.sub(lambda _: next(words).text, text))
    body.links += found


def _link(number: int, inside: str) -> Link:
    for arrow, order in (("->", 1), ("<-", -1), ("|", 1)):
        left, found, right = inside.rpartition(arrow) if arrow == "->" else inside.partition(arrow)
        if found:
            words, key = (left, right)[::order]
            return Link(number, words.strip(" \t"), unescaped(key))
    return Link(number, inside.strip(" \t"), unescaped(inside))


def _is_ending(passage: Passage, body: Body) -> bool:
    if "ending" in passage.tags and body.links:
        raise TweeError(body.links[0].line, "ending-choice")
    return "ending" in passage.tags or not (body.links or "scene" in passage.tags)


def _door(passage: Passage) -> Door:
    return next((door for door in Door if door.value in passage.tags), Door.AJAR)


def _ending(passage: Passage, body: Body) -> Ending:
    key = unescaped(passage.name)
    return Ending(key, body.about.words("title", key), _door(passage), prose(body.texts), body.about.words("debrief"))


def _scene(passage: Passage, body: Body) -> Scene:
    key = unescaped(passage.name)
    lines = tuple(line_of(text) for text in body.texts if text)
    choices = tuple(_choice(link, place) for place, link in enumerate(body.links))
    return Scene(key, body.about.words("title", key), lines, choices, body.about.keys("lays"))


def _choice(link: Link, place: int) -> Choice:
    part = link.part or Part(link.line, ())
    letter = LETTERS[place] if place < len(LETTERS) else f"c{place}"
    return Choice(
        key=letter if part.key is None else part.key,
        text=unescaped(link.text),
        to=link.to,
        feedback=part.words("feedback"),
        principles=part.keys("why"),
        effects=rooms.effects(part.fields.get("effects")),
        spoken="act" not in part.fields or not part.fields["act"].is_said(""),
        addressed=part.keys("addressed"),
        tells=part.keys("tells"),
        ties=part.keys("ties"),
    )
