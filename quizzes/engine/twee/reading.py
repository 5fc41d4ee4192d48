"""Twee 3 text as a scenario. The form is described in `quizzes.engine.twee`."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizzes.engine.graph import Choice, Ending, Graph, Scene
from quizzes.engine.twee import rooms
from quizzes.engine.twee.marks import line_of, unescaped
from quizzes.engine.twee.passages import Field, Part, Passage, TweeError, keepable, prose, split
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


@dataclass
class Link:
    """A choice while it is read."""

    line: int
    text: str
    to: str
    part: Part | None = None


@dataclass
class Body:
    """What stands in a scene or ending while it is read."""

    about: Part
    texts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def from_twee(text: str) -> Graph:
    """The graph that this text describes, sound or not. Raises TweeError. Linear in the text."""
    passages = split(text)
    story = {passage.name: passage for passage in passages if passage.name in ("StoryTitle", "StoryData")}
    played = [passage for passage in passages if passage.name not in story and not CODE_TAGS & set(passage.tags)]
    about = next((passage for passage in played if "tandem" in passage.tags), Passage(1, "", (), ()))
    scenes: list[Scene] = []
    endings: list[Ending] = []
    for passage in played:
        if not {"tandem", "variant"} & set(passage.tags):
            body = _body(passage)
            if _is_ending(passage, body):
                endings.append(_ending(passage, body))
            else:
                scenes.append(_scene(passage, body))
    return Graph(
        title=story["StoryTitle"].prose() if "StoryTitle" in story else "",
        start=_start(story.get("StoryData"), scenes),
        scenes=tuple(scenes),
        endings=tuple(endings),
        variants=tuple(rooms.variant(passage) for passage in played if "variant" in passage.tags),
        **rooms.scenario(about),
    )


def _start(passage: Passage | None, scenes: Sequence[Scene]) -> str:
    keys = [scene.key for scene in scenes]
    default = "Start" if "Start" in keys or not keys else keys[0]
    if passage is None:
        return default
    try:
        values = json.loads("\n".join(passage.body).strip() or "{}")
    except (ValueError, RecursionError) as error:
        raise TweeError(passage.line, "StoryData is not valid JSON") from error
    start = values.get("start", "") if isinstance(values, dict) else None
    if not isinstance(start, str):
        raise TweeError(passage.line, "StoryData does not name the passage to start with")
    return keepable(passage.line, unescaped(start)) if start else default


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
            raise TweeError(number, "this comment has no end; write --> below it")
        inside.append(following)
    last, text = inside.pop()
    before, _, after = text.partition("-->")
    if after.strip():
        raise TweeError(last, "something stands behind the end of a comment")
    inside.append((last, before))
    kind, *keys = inside[0][1].strip(" \t").split(" ")
    if kind in COMMENTS:
        part = _part(body, number, kind)
        part.key = unescaped(keys[0]) if keys else None
        for place, line in inside[1:]:
            if line.strip():
                part.add(Field.of(place, line))


def _part(body: Body, number: int, kind: str) -> Part:
    part = Part(number, COMMENTS[kind])
    if kind != "choice":
        if body.about.known:
            raise TweeError(number, "this passage is described twice")
        body.about = part
        return part
    if not body.links:
        raise TweeError(number, "this describes a choice, but no [[choice]] stands before it")
    if body.links[-1].part is not None:
        raise TweeError(number, "this choice is described twice")
    body.links[-1].part = part
    return part


def _links(body: Body, number: int, text: str) -> None:
    """Reads a line with links. A sentence around them is kept, with their words in their places."""
    found = [_link(number, inside) for inside in LINK.findall(text)]
    words = iter(found)
    rest = LINK.sub("", text)
    if not found or "[[" in rest or "]]" in rest:
        raise TweeError(number, "this link cannot be read; write [[words->key]]")
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
        raise TweeError(body.links[0].line, "an ending offers no choice")
    return "ending" in passage.tags or not (body.links or "scene" in passage.tags)


def _ending(passage: Passage, body: Body) -> Ending:
    key = unescaped(passage.name)
    door = next((door for door in Door if door.value in passage.tags), Door.AJAR)
    return Ending(key, body.about.words("title", key), door, prose(body.texts), body.about.words("debrief"))


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
        spoken="act" not in part.fields,
        addressed=part.keys("addressed"),
        tells=part.keys("tells"),
        ties=part.keys("ties"),
    )
