from pathlib import Path

import pytest
import yaml

from quizzes.engine.checking import errors
from quizzes.engine.codec import from_json, to_json
from quizzes.engine.content import from_yaml_mapping
from quizzes.engine.debrief import debrief
from quizzes.engine.graph import Graph
from quizzes.engine.play import begin, choose, replay
from quizzes.engine.reaching import reachable
from quizzes.engine.roles import for_role
from quizzes.terms import Door, Role

FOLDER = Path(__file__).parents[3] / "curriculum" / "scenarios"
NINE = ["SC-11", "SC-12", "SC-13", "SC-21", "SC-22", "SC-23", "SC-31", "SC-32", "SC-33"]


@pytest.fixture(params=NINE)
def graph(request) -> Graph:
    return from_yaml_mapping(yaml.safe_load((FOLDER / f"{request.param}.yaml").read_text(encoding="utf-8")))


def test_the_folder_holds_these_nine():
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == NINE


def test_a_scenario_of_the_curriculum_has_no_errors(graph):
    assert errors(graph) == ()


def test_a_scenario_of_the_curriculum_has_no_errors_in_prison_and_probation(graph):
    shown = for_role(graph, Role.PRISON_PROBATION)

    assert (shown.role, errors(shown)) == (Role.PRISON_PROBATION, ())


def test_a_scenario_of_the_curriculum_survives_json(graph):
    assert from_json(to_json(graph)) == graph


def test_a_scenario_of_the_curriculum_comes_to_all_three_doors(graph):
    reached = reachable(graph)

    assert {ending.door for ending in graph.endings if ending.key in reached} == set(Door)


def test_each_scene_of_the_curriculum_is_played_to_its_debrief(graph):
    ways = [[choose(begin(graph, scene.key), choice.key) for choice in scene.choices] for scene in graph.scenes]
    states = [state for states in ways for state in states]

    assert [replay(graph, state.turns, state.way[0][0]) for state in states] == states
    assert all(debrief(graph, state.turns, state.way[0][0]).steps for state in states)
