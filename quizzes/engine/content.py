"""Scenarios as the content folder writes them, in mappings by key."""

from collections.abc import Mapping
from typing import Any

from quizzes.engine.codec import BadScenario, from_json
from quizzes.engine.graph import Graph
from quizzes.shapes import checked_text

# What a scenario file says about its page rather than about the scenario.
OF_THE_PAGE = frozenset({"id", "module", "slug", "form_note", "review"})
# Their names in the graph, where they differ.
LINE_NAMES = {"from": "speaker"}
CHOICE_NAMES = {"why": "principles"}


def from_yaml_mapping(mapping: object) -> Graph:
    """The graph of one scenario file, sound or not. Raises BadScenario with the place of the fault."""
    values = {name: value for name, value in _mapping(mapping, "").items() if name not in OF_THE_PAGE}
    values |= _people_and_threads(values, "")
    if "scenes" in values:
        values["scenes"] = [_scene(scene) for scene in _keyed(values["scenes"], "scenes")]
    if "endings" in values:
        values["endings"] = _keyed(values["endings"], "endings")
    if "variants" in values:
        values["variants"] = [_variant(role, part) for role, part in _mapping(values["variants"], "variants").items()]
    return from_json(values)


def _people_and_threads(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if "cast" in values:
        parts["cast"] = _keyed(values["cast"], f"{path}cast")
    if "threads" in values:
        threads = _mapping(values["threads"], f"{path}threads")
        parts["threads"] = [{"key": key, "title": title} for key, title in threads.items()]
    return parts


def _scene(scene: dict[str, Any]) -> dict[str, Any]:
    path = f"scenes.{scene['key']}"
    parts = dict(scene)
    if "lines" in parts:
        parts["lines"] = _lines(parts["lines"], f"{path}.lines")
    if "choices" in parts:
        choices = _keyed(parts["choices"], f"{path}.choices")
        parts["choices"] = [_renamed(choice, CHOICE_NAMES) for choice in choices]
    return parts


def _variant(role: str, value: object) -> dict[str, Any]:
    path = f"variants.{role}"
    parts = {"role": role, **_mapping(value, path)}
    if "cast" in parts:
        parts["cast"] = _keyed(parts["cast"], f"{path}.cast")
    if "scenes" in parts:
        scenes = _mapping(parts["scenes"], f"{path}.scenes")
        parts["scenes"] = {key: _lines(lines, f"{path}.scenes.{key}") for key, lines in scenes.items()}
    return parts


def _lines(value: object, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadScenario(path, "a list expected")
    return [_renamed(_mapping(line, f"{path}[{index}]"), LINE_NAMES) for index, line in enumerate(value)]


def _renamed(parts: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in parts.items()}


def _keyed(value: object, path: str) -> list[dict[str, Any]]:
    """The parts of a mapping by key, as a list of parts that know their key."""
    return [{**_mapping(part, f"{path}.{key}"), "key": key} for key, part in _mapping(value, path).items()]


def _mapping(value: object, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise BadScenario(path, "a mapping expected")
    # YAML reads bare yes, no and numbers as something else than a word.
    return {checked_text(name, path): part for name, part in value.items()}
