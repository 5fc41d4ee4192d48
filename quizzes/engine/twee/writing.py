"""A scenario as Twee 3 text. The form is described in `quizzes.engine.twee`."""

import json
import re
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from quizzes.engine.graph import Choice, Ending, Graph, Person, Scene, Thread, Variant
from quizzes.engine.reaching import reachable
from quizzes.engine.twee.marks import escaped, first_sign_escaped, key_text, keys_text, line_text

THE_SCENARIO = "The scenario"
HEADER_SIGNS = re.compile(r"([\\\[\]{}])")
ACROSS, DOWN = 150, 150  # between passages on Twine's own map


def to_twee(graph: Graph) -> str:
    """The graph as text; `from_twee` gives an equal graph back. The same graph gives the same bytes."""
    places = _places(graph)
    passages = [
        (":: StoryTitle", [first_sign_escaped(escaped(graph.title))]),
        (":: StoryData", [_story_data(graph)]),
        (f":: {THE_SCENARIO} [tandem] {_position(0, 0)}", list(_scenario(graph))),
    ]
    passages += [(_header(scene.key, "scene", places), list(_scene(scene))) for scene in graph.scenes]
    passages += [
        (_header(ending.key, f"ending {ending.door.value}", places), list(_ending(ending))) for ending in graph.endings
    ]
    passages += [
        (f":: Variant {variant.role.value} [variant] {_position(number, 0)}", list(_variant(variant)))
        for number, variant in enumerate(graph.variants, start=1)
    ]
    return "\n\n".join("\n".join([header, *body]).rstrip("\n") for header, body in passages) + "\n"


def _story_data(graph: Graph) -> str:
    # Twine needs an identity that stays; the title is what a scenario keeps.
    ifid = str(uuid5(NAMESPACE_URL, f"tandem:{graph.title}")).upper()
    values = {"ifid": ifid, "format": "Harlowe", "format-version": "3.3.9", "start": key_text(graph.start)}
    return json.dumps(values, indent=2, ensure_ascii=False)


def _places(graph: Graph) -> dict[str, tuple[int, int]]:
    """A column and row for each key, by distance from the start: Twine piles up what has no place."""
    found = reachable(graph)
    rows: dict[int, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for key in (*graph.scenes_by_key, *graph.endings_by_key):
        row = found.get(key, 0) + 1
        places[key] = (rows.get(row, 0), row)
        rows[row] = rows.get(row, 0) + 1
    return places


def _header(key: str, tags: str, places: dict[str, tuple[int, int]]) -> str:
    name = HEADER_SIGNS.sub(r"\\\1", key_text(key))
    return f":: {name} [{tags}] {_position(*places[key])}"


def _position(column: int, row: int) -> str:
    return f'{{"position":"{column * ACROSS},{row * DOWN}"}}'


def _scenario(graph: Graph) -> Iterator[str]:
    yield f"form: {graph.form.value}"
    yield f"role: {graph.role.value}"
    yield f"minutes: {graph.minutes}"
    yield from _room(graph)
    yield f"competences: {', '.join(competence.value for competence in graph.competences)}"
    if graph.shows_law:
        yield "law: shown"
    if graph.notice is not None:
        yield f"notice: {escaped(graph.notice.text)}"
        if graph.notice.skippable:
            yield "skippable: yes"
    yield from _people(graph.cast)
    yield from _threads(graph.threads)


def _room(part: Graph | Variant) -> Iterator[str]:
    yield f"setting: {escaped(part.setting)}"
    yield f"you: {escaped(part.you)}"
    yield f"intro: {escaped(part.intro)}"


def _people(cast: Iterable[Person]) -> Iterator[str]:
    for person in cast:
        yield f"person {key_text(person.key)} {person.seat.value}: {escaped(person.name)}"
        if person.about:
            yield f"about: {escaped(person.about)}"


def _threads(threads: Iterable[Thread]) -> Iterator[str]:
    for thread in threads:
        yield f"thread {key_text(thread.key)}: {escaped(thread.title)}"


def _scene(scene: Scene) -> Iterator[str]:
    yield "<!-- scene"
    yield f"title: {escaped(scene.title)}"
    if scene.lays:
        yield f"lays: {keys_text(scene.lays)}"
    yield "-->"
    yield from (line_text(line) for line in scene.lines)
    for choice in scene.choices:
        yield ""
        yield f"[[{_link_text(choice.text)}->{key_text(choice.to)}]]"
        yield from _choice(choice)


def _link_text(text: str) -> str:
    # Arrows and bars part the text of a link from its target.
    return escaped(text, "[]|").replace("->", r"-\x3e").replace("<-", r"<\x2d")


def _choice(choice: Choice) -> Iterator[str]:
    yield f"<!-- choice {key_text(choice.key)}"
    if not choice.spoken:
        yield "act"
    if choice.addressed:
        yield f"addressed: {keys_text(choice.addressed)}"
    yield f"feedback: {escaped(choice.feedback)}"
    if choice.principles:
        yield f"why: {keys_text(choice.principles)}"
    if choice.effects:
        yield f"effects: {', '.join(f'{competence.value} {effect}' for competence, effect in choice.effects.items())}"
    if choice.tells:
        yield f"tells: {keys_text(choice.tells)}"
    if choice.ties:
        yield f"ties: {keys_text(choice.ties)}"
    yield "-->"


def _ending(ending: Ending) -> Iterator[str]:
    yield "<!-- ending"
    yield f"title: {escaped(ending.title)}"
    yield f"debrief: {escaped(ending.debrief)}"
    yield "-->"
    # Paragraphs stay readable, unless empty lines at the ends would be lost.
    lines = ending.text.split("\n") if ending.text == ending.text.strip("\n") else [ending.text]
    yield from (first_sign_escaped(escaped(line)) for line in lines)


def _variant(variant: Variant) -> Iterator[str]:
    yield from _room(variant)
    yield from _people(variant.cast)
    yield from (f"thread {key_text(key)}: {escaped(title)}" for key, title in variant.threads.items())
    yield from (f"title {key_text(key)}: {escaped(title)}" for key, title in variant.titles.items())
    for key, lines in variant.scenes.items():
        yield f"scene {key_text(key)}:"
        yield from (f"line: {line_text(line)}" for line in lines)
    for scene, wordings in variant.choices.items():
        yield f"choices {key_text(scene)}:"
        for key, wording in wordings.items():
            yield f"choice {key_text(key)}: {escaped(wording.text)}"
            if wording.feedback:
                yield f"feedback: {escaped(wording.feedback)}"
    for key, ending in variant.endings.items():
        yield f"ending {key_text(key)}: {escaped(ending.title)}"
        yield f"text: {escaped(ending.text)}"
        yield f"debrief: {escaped(ending.debrief)}"
