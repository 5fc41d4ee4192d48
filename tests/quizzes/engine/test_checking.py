from dataclasses import replace
from functools import reduce
from pathlib import Path

import networkx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.checking import MESSAGES, Severity, errors, problems, say
from quizzes.engine.content import from_yaml_mapping
from quizzes.engine.graph import Choice, Graph, Line, Scene
from quizzes.engine.play import Turn, back, begin, choose, replay
from quizzes.engine.reaching import can_end, reachable
from quizzes.terms import Competence, ThreadState
from tests.quizzes.engine.graphs import plays, sound_graphs, wild_graphs
from tests.quizzes.engine.specimen import DESK, FRIDAY, JONAS

SPECIMENS = Path(__file__).parents[2] / "scenarios"
RULES = [
    "unknown-start",
    "duplicate-key",
    "scenario-text",
    "missing-text",
    "competence-count",
    "too-few-endings",
    "one-ending",
    "unreachable-scene",
    "no-way-out",
    "choice-count",
    "no-lines",
    "no-speaker",
    "long-title",
    "dangling-target",
    "no-feedback",
    "no-principle",
    "effect-range",
    "effect-competence",
    "unknown-person",
    "unknown-thread",
    "thread-early",
    "thread-again",
    "thread-loose",
    "length-giveaway",
    "missing-variant",
    "variant-role",
    "variant-cast",
    "variant-unknown",
]
WARNINGS = {"long-title", "thread-loose", "length-giveaway", "missing-variant"}


def specimen(kind: str, rule: str) -> Graph:
    return from_yaml_mapping(yaml.safe_load((SPECIMENS / kind / f"{rule}.yaml").read_text(encoding="utf-8")))


def codes(graph):
    return [problem.code for problem in problems(graph)]


@pytest.mark.parametrize("kind", ["sound", "broken"])
def test_every_rule_has_its_specimen_and_every_specimen_its_rule(kind):
    assert sorted(path.stem for path in (SPECIMENS / kind).iterdir()) == sorted(RULES) == sorted(MESSAGES)


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_specimen_has_exactly_its_problem(rule):
    assert codes(specimen("broken", rule)) == [rule]


@pytest.mark.parametrize("rule", RULES)
def test_its_sound_twin_has_none(rule):
    assert codes(specimen("sound", rule)) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_problem_says_in_a_sentence_what_to_do(rule):
    (problem,) = problems(specimen("broken", rule))

    assert say(problem).endswith(".")
    assert "%" not in say(problem)


@pytest.mark.parametrize("rule", RULES)
def test_only_errors_keep_a_scenario_from_being_published(rule):
    blocking = errors(specimen("broken", rule))

    assert [problem.severity for problem in blocking] == [Severity.ERROR] * (rule not in WARNINGS)


def test_a_problem_says_where_it_lies():
    (problem,) = problems(specimen("broken", "dangling-target"))

    assert (problem.scene, problem.choice) == ("door", "a")
    assert say(problem) == (
        "“You may go.” in “The door” leads to “elsewhere”, which does not exist. Choose a scene or an ending."
    )


@given(sound_graphs())
def test_a_sound_graph_has_no_problem(graph):
    assert problems(graph) == ()


@given(wild_graphs)
def test_any_graph_is_checked_without_a_fault(graph):
    assert all(say(problem) for problem in problems(graph))


@st.composite
def tangles(draw):
    """Graphs joined at random: some cannot be reached, some cannot be left."""
    names = [f"N{number}" for number in range(draw(st.integers(1, 6)))]
    targets = st.lists(st.sampled_from([*names, "E0", "E1", "E2", "nowhere"]), min_size=2, max_size=4)
    scenes = [
        replace(
            DESK, key=name, lays=(), choices=tuple(Choice(f"c{n}", "x", to, "x") for n, to in enumerate(draw(targets)))
        )
        for name in names
    ]
    endings = [replace(ending, key=f"E{number}") for number, ending in enumerate(JONAS.endings)]
    return replace(JONAS, start="N0", scenes=tuple(scenes), endings=tuple(endings), threads=())


def drawn(graph):
    """The same graph for networkx."""
    known = graph.scenes_by_key.keys() | graph.endings_by_key.keys()
    pairs = [(scene.key, choice.to) for scene in graph.scenes for choice in scene.choices if choice.to in known]
    digraph = networkx.DiGraph(pairs)
    digraph.add_nodes_from(known)
    return digraph


@given(tangles())
def test_what_is_reached_agrees_with_networkx(graph):
    assert reachable(graph) == networkx.single_source_shortest_path_length(drawn(graph), "N0")


@given(tangles())
def test_what_leads_to_an_ending_agrees_with_networkx(graph):
    before = [networkx.ancestors(drawn(graph), ending) for ending in graph.endings_by_key]

    assert can_end(graph) == set.union(*before) | graph.endings_by_key.keys()


@given(tangles())
def test_unreachable_scenes_and_dead_ends_are_named(graph):
    unreached = {problem.scene for problem in problems(graph) if problem.code == "unreachable-scene"}
    stuck = {problem.scene for problem in problems(graph) if problem.code == "no-way-out"}

    assert unreached & graph.scenes_by_key.keys() == graph.scenes_by_key.keys() - reachable(graph).keys()
    assert stuck == graph.scenes_by_key.keys() - can_end(graph)


@given(st.data())
def test_a_graph_without_errors_can_be_finished_from_every_scene(data):
    graph = data.draw(tangles())
    sound = not {"no-way-out", "unreachable-scene"} & set(codes(graph))

    assert sound <= all(reachable(graph, scene.key).keys() & graph.endings_by_key.keys() for scene in graph.scenes)


@st.composite
def threaded(draw):
    """Graphs in which a thread is laid, told and tied at random."""
    graph = draw(sound_graphs(max_scenes=4))
    often = st.sampled_from([(), ("loss",)])
    scenes = [
        replace(
            scene,
            lays=draw(often),
            choices=tuple(replace(c, tells=draw(often), ties=draw(often)) for c in scene.choices),
        )
        for scene in graph.scenes
    ]
    return replace(graph, scenes=tuple(scenes))


@given(st.data())
def test_on_every_way_without_thread_problems_threads_move_lawfully(data):
    graph = data.draw(threaded())
    way = replay(graph, turns_of(graph, data.draw(plays(graph, max_turns=8)))).way
    before = [replay(graph, [Turn(*step) for step in way[:number]]).threads.get("loss") for number in range(len(way))]
    made = [graph.choices_by_key[scene][choice] for scene, choice in way]

    lawful = not {"thread-early", "thread-again"} & set(codes(graph))

    assert lawful <= all(
        state is not None for state, choice in zip(before, made, strict=True) if choice.tells + choice.ties
    )
    assert lawful <= all(
        state is not ThreadState.TIED for state, choice in zip(before, made, strict=True) if choice.tells
    )


def turns_of(graph, picks):
    return reduce(lambda state, pick: choose(state, pick) if pick else back(state), picks, begin(graph)).turns


def with_choices(*choices):
    return replace(JONAS, scenes=(replace(DESK, choices=choices), *JONAS.scenes[1:]))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_scene_offers_two_to_four_choices(count):
    choices = tuple(Choice(f"c{number}", "x", "friday", "x", ("S3-9",)) for number in range(count))

    assert "choice-count" in codes(with_choices(*choices))


@pytest.mark.parametrize("effect", [-2, 3])
def test_an_effect_stays_between_minus_one_and_two(effect):
    choice = replace(DESK.choices[0], effects={Competence.TRUST: effect})

    assert "effect-range" in codes(with_choices(choice, *DESK.choices[1:]))


@pytest.mark.parametrize("count", [1, 4])
def test_a_scenario_names_two_or_three_competences(count):
    assert "competence-count" in codes(replace(JONAS, competences=tuple(Competence)[:count]))


def test_a_scenario_with_a_single_ending_needs_more_of_them():
    choices = tuple(replace(choice, to="open") for choice in DESK.choices)
    alone = replace(JONAS, scenes=(replace(DESK, choices=choices),), endings=JONAS.endings[:1])

    assert [code for code in codes(alone) if "ending" in code] == ["too-few-endings"]


@pytest.mark.parametrize("key", ["olga", "you"])
def test_the_person_spoken_to_is_somebody_else_in_the_room(key):
    choice = replace(DESK.choices[0], addressed=(key,))

    assert "unknown-person" in codes(with_choices(choice, *DESK.choices[1:]))


def test_a_thread_laid_again_after_it_was_tied_is_named():
    again = replace(FRIDAY.choices[1], to="desk", ties=("friday",))
    graph = replace(JONAS, scenes=(DESK, replace(FRIDAY, choices=(FRIDAY.choices[0], again)), JONAS.scenes[2]))

    assert ("thread-again", "desk", "") in [(p.code, p.scene, p.choice) for p in problems(graph)]


def test_two_choices_of_a_scene_need_two_keys():
    assert "duplicate-key" in codes(with_choices(*DESK.choices, DESK.choices[0]))


@pytest.mark.parametrize("lines", [(), (Line("mira", ("you",)),)])
def test_a_scene_needs_something_said_or_seen(lines):
    graph = replace(JONAS, scenes=(Scene("desk", "At the desk", lines, DESK.choices), *JONAS.scenes[1:]))

    assert "no-lines" in codes(graph)


def test_the_longest_choice_may_be_the_best_where_all_are_alike():
    alike = tuple(replace(choice, text="x" * 10, effects={Competence.TRUST: 1}) for choice in DESK.choices)
    longest = replace(alike[0], text="x" * 100)

    assert "length-giveaway" not in codes(replace(JONAS, scenes=(replace(DESK, choices=(longest, *alike[1:])),)))


@pytest.mark.parametrize(("letters", "found"), [(12, []), (13, ["length-giveaway"])])
def test_the_best_choice_is_clearly_the_longest_from_a_quarter_more(letters, found):
    others = tuple(replace(choice, text="x" * 10, effects={Competence.TRUST: 0}) for choice in DESK.choices[1:])
    best = replace(DESK.choices[0], text="x" * letters, effects={Competence.TRUST: 2})
    graph = replace(JONAS, scenes=(replace(DESK, choices=(best, *others)),))

    assert [code for code in codes(graph) if code == "length-giveaway"] == found


def test_the_best_choice_may_be_the_longest_in_half_of_the_scenes():
    longest = replace(DESK.choices[0], text="x" * 100, effects={Competence.TRUST: 2})
    given_away = replace(DESK, choices=(longest, *DESK.choices[1:]))
    alike = replace(FRIDAY, choices=tuple(replace(choice, text="Thank you.") for choice in FRIDAY.choices))

    assert "length-giveaway" not in codes(replace(JONAS, scenes=(given_away, alike)))
    assert "length-giveaway" in codes(replace(JONAS, scenes=(given_away,)))
