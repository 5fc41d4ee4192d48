"""Scenario forms to a Graph and back. What a form cannot say yet becomes empty, never an error: checking names it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quizzes.authoring.raw import Raw, items, plain, stored
from quizzes.blocks.keys import join_keys, keys_in
from quizzes.engine.graph import (
    Choice,
    ChoiceWording,
    Ending,
    EndingWording,
    Graph,
    Line,
    Notice,
    Person,
    Scene,
    Thread,
    Variant,
)
from quizzes.terms import Competence, Door, Form, Role, Seat

STREAMS = ("competences", "cast", "threads", "scenes", "endings", "variants")


def to_graph(fields: Mapping[str, Any]) -> Graph:
    """The graph of a filled form.

    `fields`: title, form, role, setting, you, intro, minutes, start, shows_law, notice, skippable as plain values and
    the streams of `STREAMS`.
    """
    notice = plain(fields["notice"])
    return Graph(
        title=plain(fields["title"]),
        form=_word(Form, fields["form"], Form.UNNAMED),
        role=_word(Role, fields["role"], Role.TEACHER),
        setting=plain(fields["setting"]),
        you=plain(fields["you"]),
        intro=plain(fields["intro"]),
        cast=tuple(_person(value) for value in _values(fields["cast"])),
        competences=tuple(Competence(value) for value in _values(fields["competences"]) if value),
        start=plain(fields["start"]),
        scenes=tuple(_scene(value) for value in _values(fields["scenes"])),
        endings=tuple(_ending(value) for value in _values(fields["endings"])),
        threads=tuple(Thread(plain(value["key"]), plain(value["title"])) for value in _values(fields["threads"])),
        notice=Notice(notice, skippable=bool(fields["skippable"])) if notice else None,
        variants=tuple(_variant(value) for value in _values(fields["variants"])),
        minutes=fields["minutes"] or 0,
        shows_law=bool(fields["shows_law"]),
    )


def to_fields(graph: Graph) -> dict[str, Any]:
    """The form that holds this graph: plain values, and streams as Wagtail stores them."""
    return {
        "title": graph.title,
        "form": graph.form.value,
        "role": graph.role.value,
        "setting": graph.setting,
        "you": graph.you,
        "intro": graph.intro,
        "minutes": graph.minutes,
        "start": graph.start,
        "shows_law": graph.shows_law,
        "notice": graph.notice.text if graph.notice else "",
        "skippable": bool(graph.notice and graph.notice.skippable),
        "competences": [stored("competence", f"competences/{word}", word.value) for word in graph.competences],
        "cast": [stored("person", f"cast/{person.key}", _person_fields(person)) for person in graph.cast],
        "threads": [
            stored("thread", f"threads/{thread.key}", {"key": thread.key, "title": thread.title})
            for thread in graph.threads
        ],
        "scenes": [stored("scene", f"scenes/{scene.key}", _scene_fields(scene)) for scene in graph.scenes],
        "endings": [stored("ending", f"endings/{ending.key}", _ending_fields(ending)) for ending in graph.endings],
        "variants": [
            stored("variant", f"variants/{variant.role}", _variant_fields(variant)) for variant in graph.variants
        ],
    }


def principles_in(graph: Graph) -> set[str]:
    """The keys of all principles that the choices name."""
    return {key for scene in graph.scenes for choice in scene.choices for key in choice.principles}


def _values(stream: Iterable[Any]) -> list[Any]:
    return [child.value for child in stream]


def _word(kind: Any, value: Any, otherwise: Any) -> Any:
    return kind(value) if value in {member.value for member in kind} else otherwise


# ---- forms to graph


def _person(value: Mapping[str, Any]) -> Person:
    return Person(
        key=plain(value["key"]),
        name=plain(value["name"]),
        seat=_word(Seat, value["seat"], Seat.OTHER),
        about=plain(value["about"]),
    )


def _line(value: Mapping[str, Any]) -> Line:
    return Line(
        speaker=plain(value["speaker"]),
        to=keys_in(plain(value["to"])),
        words=plain(value["words"]),
        direction=plain(value["direction"]),
        aside=bool(value["aside"]),
    )


def _lines(values: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(_line(value) for value in values)


def _choice(value: Mapping[str, Any]) -> Choice:
    return Choice(
        key=plain(value["key"]),
        text=plain(value["text"]),
        to=plain(value["to"]),
        feedback=plain(value["feedback"]),
        principles=keys_in(plain(value["principles"])),
        effects={word: int(value["effects"][word.value]) for word in Competence if value["effects"][word.value]},
        spoken=bool(value["spoken"]),
        addressed=keys_in(plain(value["addressed"])),
        tells=keys_in(plain(value["tells"])),
        ties=keys_in(plain(value["ties"])),
    )


def _scene(value: Mapping[str, Any]) -> Scene:
    return Scene(
        key=plain(value["key"]),
        title=plain(value["title"]),
        lines=_lines(value["lines"]),
        choices=tuple(_choice(choice) for choice in value["choices"]),
        lays=keys_in(plain(value["lays"])),
    )


def _ending(value: Mapping[str, Any]) -> Ending:
    return Ending(
        key=plain(value["key"]),
        title=plain(value["title"]),
        door=_word(Door, value["door"], Door.CLOSED),
        text=plain(value["text"]),
        debrief=plain(value["debrief"]),
    )


def _variant(value: Mapping[str, Any]) -> Variant:
    choices: dict[str, dict[str, ChoiceWording]] = {}
    for wording in value["choices"]:
        words = ChoiceWording(plain(wording["text"]), plain(wording["feedback"]))
        choices.setdefault(plain(wording["scene"]), {})[plain(wording["choice"])] = words
    return Variant(
        role=_word(Role, value["role"], Role.PRISON_PROBATION),
        setting=plain(value["setting"]),
        you=plain(value["you"]),
        intro=plain(value["intro"]),
        cast=tuple(_person(person) for person in value["cast"]),
        scenes={plain(wording["scene"]): _lines(wording["lines"]) for wording in value["scenes"]},
        choices=choices,
        endings={
            plain(wording["ending"]): EndingWording(
                plain(wording["title"]), plain(wording["text"]), plain(wording["debrief"])
            )
            for wording in value["endings"]
        },
        titles={plain(wording["key"]): plain(wording["title"]) for wording in value["titles"]},
        threads={plain(wording["key"]): plain(wording["title"]) for wording in value["threads"]},
    )


# ---- graph to forms


def _person_fields(person: Person) -> Raw:
    return {"key": person.key, "name": person.name, "seat": person.seat.value, "about": person.about}


def _line_fields(line: Line) -> Raw:
    return {
        "speaker": line.speaker,
        "to": join_keys(line.to),
        "words": line.words,
        "direction": line.direction,
        "aside": line.aside,
    }


def _line_items(path: str, lines: Sequence[Line]) -> list[Raw]:
    return items(path, ((str(number), _line_fields(line)) for number, line in enumerate(lines)))


def _choice_fields(choice: Choice) -> Raw:
    return {
        "key": choice.key,
        "text": choice.text,
        "spoken": choice.spoken,
        "addressed": join_keys(choice.addressed),
        "to": choice.to,
        "feedback": choice.feedback,
        "principles": join_keys(choice.principles),
        "effects": {word.value: str(choice.effects[word]) if word in choice.effects else "" for word in Competence},
        "tells": join_keys(choice.tells),
        "ties": join_keys(choice.ties),
    }


def _scene_fields(scene: Scene) -> Raw:
    path = f"scenes/{scene.key}"
    return {
        "key": scene.key,
        "title": scene.title,
        "lays": join_keys(scene.lays),
        "lines": _line_items(f"{path}/lines", scene.lines),
        "choices": items(f"{path}/choices", ((choice.key, _choice_fields(choice)) for choice in scene.choices)),
    }


def _ending_fields(ending: Ending) -> Raw:
    return {
        "key": ending.key,
        "title": ending.title,
        "door": ending.door.value,
        "text": ending.text,
        "debrief": ending.debrief,
    }


def _variant_fields(variant: Variant) -> Raw:
    path = f"variants/{variant.role}"
    choices = (
        (f"{scene}/{key}", {"scene": scene, "choice": key, "text": words.text, "feedback": words.feedback})
        for scene, wordings in variant.choices.items()
        for key, words in wordings.items()
    )
    scenes = (
        (key, {"scene": key, "lines": _line_items(f"{path}/scenes/{key}/lines", lines)})
        for key, lines in variant.scenes.items()
    )
    endings = (
        (key, {"ending": key, "title": words.title, "text": words.text, "debrief": words.debrief})
        for key, words in variant.endings.items()
    )
    return {
        "role": variant.role.value,
        "setting": variant.setting,
        "you": variant.you,
        "intro": variant.intro,
        "cast": items(f"{path}/cast", ((person.key, _person_fields(person)) for person in variant.cast)),
        "scenes": items(f"{path}/scenes", scenes),
        "choices": items(f"{path}/choices", choices),
        "endings": items(f"{path}/endings", endings),
        "titles": _titles(f"{path}/titles", variant.titles),
        "threads": _titles(f"{path}/threads", variant.threads),
    }


def _titles(path: str, titles: Mapping[str, str]) -> list[Raw]:
    return items(path, ((key, {"key": key, "title": title}) for key, title in titles.items()))
