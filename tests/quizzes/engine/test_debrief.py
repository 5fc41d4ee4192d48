from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.debrief import Step, debrief
from quizzes.engine.graph import Choice, Thread
from quizzes.engine.play import BACK, UnknownChoice, back, begin, choose
from quizzes.terms import Competence, Standing
from tests.quizzes.engine.graphs import plays, sound_graphs
from tests.quizzes.engine.specimen import DESK, DOOR, FRIDAY, JONAS

TRUST, SAFETY = Competence.TRUST, Competence.SAFETY


def looked_back(*picks, graph=JONAS, at=""):
    state = begin(graph, at)
    state = reduce(lambda state, pick: back(state) if pick == BACK else choose(state, pick), picks, state)
    return debrief(graph, state.turns, at)


def one_scene(*effects, best=100):
    """A graph whose first choices have these effects on trust, and whose last has the best."""
    choices = tuple(
        Choice(f"c{index}", "x", "open", "x", effects={TRUST: effect}) for index, effect in enumerate((*effects, best))
    )
    return replace(JONAS, scenes=(replace(DESK, choices=choices),))


def test_a_debrief_shows_the_way_beside_the_others():
    shown = looked_back("ask", "thank")

    assert shown.ending == JONAS.endings_by_key["open"]
    assert shown.steps == (
        Step(1, DESK, DESK.choices[0], DESK.choices[1:]),
        Step(2, FRIDAY, FRIDAY.choices[0], FRIDAY.choices[1:]),
    )
    assert shown.keys == ("desk", "friday", "open")


def test_a_debrief_of_an_open_way_has_no_ending():
    assert looked_back("ask").ending is None


def test_a_debrief_leaves_out_what_was_stepped_back():
    assert [step.choice.key for step in looked_back("file", BACK, "ask", "thank").steps] == ["ask", "thank"]


def test_principles_come_once_in_the_order_they_were_met():
    assert looked_back("ask", "thank").principles == ("S4-26", "S3-11")


def test_threads_never_told_are_left_waiting():
    assert looked_back("ask", "thank").waiting == (Thread("home", "home"),)


@pytest.mark.parametrize(
    ("effect", "word"),
    [
        (-1, Standing.GROWING),
        (39, Standing.GROWING),
        (40, Standing.STEADY),
        (75, Standing.STEADY),
        (76, Standing.STRONG),
        (100, Standing.STRONG),
    ],
)
def test_a_share_of_the_best_possible_has_its_word(effect, word):
    assert looked_back("c0", graph=one_scene(effect)).standings[TRUST] is word


def test_a_competence_that_nothing_visited_practises_has_no_word():
    assert looked_back("ask", "thank").standings == {TRUST: Standing.STRONG, SAFETY: Standing.GROWING}
    assert looked_back("thank", at="friday").standings[SAFETY] is None


@pytest.mark.parametrize("best", [0, -1])
def test_a_scene_where_nothing_helps_gives_no_word(best):
    assert looked_back("c0", graph=one_scene(-1, best=best)).standings[TRUST] is None


def test_a_scene_counts_on_its_first_visit_even_when_stepped_back():
    stepped_back = looked_back("file", BACK, "ask", "why").standings[TRUST]
    at_once = looked_back("ask", "why").standings[TRUST]

    assert (stepped_back, at_once) == (Standing.GROWING, Standing.STEADY)


def test_a_scene_counts_once_however_often_it_comes():
    assert looked_back("wait", "ask", "thank").standings == {TRUST: Standing.GROWING, SAFETY: Standing.STRONG}


def test_turns_that_leave_the_graph_are_refused():
    with pytest.raises(UnknownChoice):
        debrief(replace(JONAS, scenes=(replace(DESK, choices=()), FRIDAY, DOOR)), choose(begin(JONAS), "ask").turns)


@given(st.data())
def test_a_debrief_shows_every_choice_of_every_scene_on_the_way(data):
    graph = data.draw(sound_graphs())

    shown = looked_back(*data.draw(plays(graph)), graph=graph)

    assert all({*step.others, step.choice} == set(step.scene.choices) for step in map(_by_key, shown.steps))
    assert list(shown.standings) == list(graph.competences)


def _by_key(step):
    scene = replace(step.scene, choices=tuple(choice.key for choice in step.scene.choices))
    return replace(step, scene=scene, choice=step.choice.key, others=tuple(choice.key for choice in step.others))
