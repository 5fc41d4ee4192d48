"""Scenario forms and graphs: both ways without a loss, and problems at their block."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from wagtail import blocks

from quizzes.authoring import scenarios
from quizzes.authoring.errors import scenario_errors
from quizzes.authoring.places import place_of
from quizzes.blocks.scenes import EndingBlock, PersonBlock, SceneBlock, ThreadBlock, VariantBlock
from quizzes.engine import checking
from quizzes.engine.content import from_yaml_mapping
from quizzes.engine.graph import Graph, Line, Variant
from quizzes.labels import COMPETENCES
from quizzes.terms import Role
from tests.quizzes.engine.specimen import JONAS

CURRICULUM = Path(__file__).parents[3] / "curriculum" / "scenarios"
STREAMS: dict[str, blocks.StreamBlock] = {
    "competences": blocks.StreamBlock(
        [("competence", blocks.ChoiceBlock(choices=[(word.value, word.value) for word in COMPETENCES]))]
    ),
    "cast": blocks.StreamBlock([("person", PersonBlock())]),
    "threads": blocks.StreamBlock([("thread", ThreadBlock())]),
    "scenes": blocks.StreamBlock([("scene", SceneBlock())]),
    "endings": blocks.StreamBlock([("ending", EndingBlock())]),
    "variants": blocks.StreamBlock([("variant", VariantBlock())]),
}


def filled(graph: Graph) -> dict[str, Any]:
    """The form of a graph after it was stored and read again."""
    fields = scenarios.to_fields(graph)
    return fields | {name: stream.to_python(fields[name]) for name, stream in STREAMS.items()}


def through_the_form(graph: Graph) -> Graph:
    """What comes back when the form is shown, cleaned and stored."""
    fields = filled(graph)
    return scenarios.to_graph(fields | {name: stream.clean(fields[name]) for name, stream in STREAMS.items()})


def errors_of(graph: Graph) -> dict[str, Any]:
    """The errors of the form as the editor's script gets them."""
    errors = scenario_errors(graph, checking.errors(graph))
    return {
        name: getattr(error, "as_json_data", lambda error=error: error.messages)() for name, error in errors.items()
    }


@pytest.mark.parametrize("path", sorted(CURRICULUM.glob("SC-*.yaml")), ids=lambda path: path.stem)
def test_a_scenario_of_the_curriculum_survives_its_form(path: Path) -> None:
    graph = from_yaml_mapping(yaml.safe_load(path.read_text()))

    assert through_the_form(graph) == graph


def test_there_are_nine_scenarios_to_try() -> None:
    assert len(list(CURRICULUM.glob("SC-*.yaml"))) == 9


def test_line_breaks_of_a_browser_become_plain_ones() -> None:
    fields = filled(JONAS) | {"intro": "One line.\r\nAnother.  "}

    assert scenarios.to_graph(fields).intro == "One line.\nAnother."


def test_an_empty_form_makes_an_empty_graph_with_problems() -> None:
    fields = {
        "title": "", "form": "", "role": "", "setting": "", "you": "", "intro": "", "minutes": None, "start": "",
        "shows_law": False, "notice": "", "skippable": False,
        **{name: stream.to_python([]) for name, stream in STREAMS.items()},
    }  # fmt: skip

    graph = scenarios.to_graph(fields)

    assert "unknown-start" in {problem.code for problem in checking.errors(graph)}


def test_a_target_that_does_not_exist_is_an_error_at_the_choice() -> None:
    scene = JONAS.scenes[0]
    choice = replace(scene.choices[0], to="nowhere")
    graph = replace(JONAS, scenes=(replace(scene, choices=(choice, *scene.choices[1:])), *JONAS.scenes[1:]))

    choices = errors_of(graph)["scenes"]["blockErrors"][0]["blockErrors"]["choices"]

    assert "nowhere" in choices["blockErrors"][0]["blockErrors"]["to"]["messages"][0]


def test_a_missing_feedback_is_an_error_at_its_field() -> None:
    scene = JONAS.scenes[0]
    choice = replace(scene.choices[1], feedback="")
    graph = replace(
        JONAS, scenes=(replace(scene, choices=(scene.choices[0], choice, *scene.choices[2:])), *JONAS.scenes[1:])
    )

    choices = errors_of(graph)["scenes"]["blockErrors"][0]["blockErrors"]["choices"]

    assert list(choices["blockErrors"][1]["blockErrors"]) == ["feedback"]


def test_an_unknown_start_is_an_error_at_its_field() -> None:
    assert list(errors_of(replace(JONAS, start="nowhere"))) == ["start"]


def test_a_missing_ending_level_is_an_error_at_the_endings() -> None:
    graph = replace(JONAS, endings=tuple(replace(ending, door=JONAS.endings[0].door) for ending in JONAS.endings))

    assert "messages" in errors_of(graph)["endings"]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "scenarios" / "broken").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_broken_specimen_finds_a_place_in_the_form(path: Path) -> None:
    graph = from_yaml_mapping(yaml.safe_load(path.read_text()))
    found = checking.problems(graph)

    errors = scenario_errors(graph, found)

    assert bool(errors) == bool(found)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "scenarios" / "broken").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_problem_of_a_broken_specimen_lies_at_a_field(path: Path) -> None:
    graph = from_yaml_mapping(yaml.safe_load(path.read_text()))

    places = {place_of(graph, problem)[0] for problem in checking.problems(graph)}

    assert places <= {"title", "setting", "you", "intro", "start", *STREAMS}


def test_a_name_that_is_missing_is_an_error_at_the_person() -> None:
    graph = replace(JONAS, cast=(JONAS.cast[0], replace(JONAS.cast[1], name="")))

    assert list(errors_of(graph)["cast"]["blockErrors"][1]["blockErrors"]) == ["name"]


def test_an_empty_title_for_another_role_is_an_error_in_the_words_for_that_role() -> None:
    scene = JONAS.scenes[0].key
    police = Variant(Role.POLICE, "A desk.", "an officer", "You sit there.", JONAS.cast, titles={scene: ""})
    graph = replace(JONAS, variants=(police,))

    titles = errors_of(graph)["variants"]["blockErrors"][0]["blockErrors"]["titles"]

    assert list(titles["blockErrors"][0]["blockErrors"]) == ["title"]


def test_a_key_that_is_used_twice_is_an_error_at_the_second() -> None:
    first, second = JONAS.scenes[:2]
    graph = replace(JONAS, scenes=(first, replace(second, key=first.key), *JONAS.scenes[2:]))

    assert "key" in errors_of(graph)["scenes"]["blockErrors"][1]["blockErrors"]


def test_words_without_a_speaker_are_an_error_at_that_line() -> None:
    scene = JONAS.scenes[0]
    lines = (*scene.lines, Line(words="Who says this?"))
    graph = replace(JONAS, scenes=(replace(scene, lines=lines), *JONAS.scenes[1:]))

    found = errors_of(graph)["scenes"]["blockErrors"][0]["blockErrors"]["lines"]["blockErrors"]

    assert list(found[len(scene.lines)]["blockErrors"]) == ["speaker"]
