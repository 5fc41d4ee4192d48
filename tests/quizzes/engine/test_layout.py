from dataclasses import replace
from functools import reduce
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.debrief import debrief
from quizzes.engine.graph import Choice
from quizzes.engine.layout import LINE_HEIGHT, label_width, layout
from quizzes.engine.play import back, begin, choose
from quizzes.terms import Door
from tests.quizzes.engine.graphs import any_text, plays, sound_graphs, wild_graphs
from tests.quizzes.engine.specimen import DESK, JONAS
from tests.quizzes.engine.test_nine_scenarios import graph as graph  # the fixture with the nine scenarios

titles = (
    st.sampled_from(["Friday", "A first word with Noa", "Bildungsgerechtigkeitslücke", "W" * 200, "漢字 " * 9])
    | any_text
)


def way_of(graph, picks):
    state = reduce(lambda state, pick: choose(state, pick) if pick else back(state), picks, begin(graph))
    return debrief(graph, state.turns).keys


@st.composite
def maps(draw):
    graph = draw(sound_graphs())
    scenes = tuple(replace(scene, title=draw(titles)) for scene in graph.scenes)
    graph = replace(
        graph, scenes=scenes, endings=tuple(replace(ending, title=draw(titles)) for ending in graph.endings)
    )
    return graph, way_of(graph, draw(plays(graph, max_turns=12)))


def boxes(map_):
    """What each node takes up: its disc and its label, as (left, top, right, bottom)."""
    return [box for node in map_.nodes for box in (_disc(node), _label(node))]


def _disc(node):
    reach = max(node.radius, node.ring)
    return node.x - reach, node.y - reach, node.x + reach, node.y + reach


def _label(node):
    width = label_width(node.lines)
    left = node.label_x - {"start": 0.0, "middle": 0.5, "end": 1.0}[node.anchor] * width
    last = node.label_y + LINE_HEIGHT * (len(node.lines) - 1)
    return left, node.label_y - 11, left + width, last + 4


def touching(map_):
    pairs = combinations(boxes(map_), 2)
    return [(a, b) for a, b in pairs if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def sticking_out(map_):
    return [box for box in boxes(map_) if box[0] < 0 or box[1] < 0 or box[2] > map_.width or box[3] > map_.height]


@pytest.mark.parametrize("tall", [False, True])
@given(maps())
def test_nothing_on_a_map_lies_on_anything_else(tall, drawn):
    graph, way = drawn

    picture = layout(graph, way, tall=tall)

    assert (touching(picture), sticking_out(picture)) == ([], [])


@pytest.mark.parametrize("tall", [False, True])
def test_nothing_lies_on_anything_else_on_the_maps_of_the_nine(graph, tall):
    shortest = reduce(lambda way, _: way if len(way) and way[-1] in graph.endings_by_key else (), graph.scenes, ())
    ways = [shortest, *(_first_choices(graph, scene.key, pick) for scene in graph.scenes for pick in (0, 1, -1))]
    pictures = [layout(graph, way, tall=tall) for way in ways]

    assert [touching(picture) + sticking_out(picture) for picture in pictures] == [[]] * len(pictures)


def _first_choices(graph, at, pick):
    """The way of somebody who always takes the choice in this place, for as long as the scenario has scenes."""

    def onward(way, _):
        scene = graph.scenes_by_key.get(way[-1])
        return (*way, scene.choices[pick].to) if scene else way

    return reduce(onward, graph.scenes, (at,))


def test_a_long_way_gets_a_broader_map():
    steps = range(20)
    chain = tuple(
        replace(
            DESK, key=f"s{step}", title="Twenty-four letters long", choices=(Choice("a", "x", f"s{step + 1}", "x"),)
        )
        for step in steps
    )
    graph = replace(JONAS, start="s0", scenes=(*chain, replace(DESK, key="s20")))

    wide, tall = (layout(graph, [f"s{step}" for step in steps], tall=tall) for tall in (False, True))

    assert (touching(wide), sticking_out(wide)) == ([], [])
    assert (touching(tall), sticking_out(tall)) == ([], [])
    assert wide.width > 2 * tall.width


@given(maps())
def test_the_way_lies_on_one_straight_line(drawn):
    graph, way = drawn

    assert len({y for _, y in layout(graph, way, tall=False).taken}) == 1
    assert len({x for x, _ in layout(graph, way, tall=True).taken}) == 1


@given(maps())
def test_nothing_else_lies_on_the_line(drawn):
    graph, way = drawn
    wide, tall = layout(graph, way, tall=False), layout(graph, way, tall=True)

    assert {node.y == wide.taken[0][1] for node in wide.nodes if node.taken} == {True}
    assert True not in {node.y == wide.taken[0][1] for node in wide.nodes if not node.taken}
    assert True not in {node.x == tall.taken[0][0] for node in tall.nodes if not node.taken}


@given(maps())
def test_scenes_stand_on_the_line_in_the_order_they_were_met(drawn):
    graph, way = drawn
    met = list(dict.fromkeys(way))
    places = {node.key: (node.x, node.y) for node in layout(graph, way, tall=False).nodes}
    rows = {node.key: (node.y, node.x) for node in layout(graph, way, tall=True).nodes}

    assert sorted(met, key=places.__getitem__) == sorted(met, key=rows.__getitem__) == met


@pytest.mark.parametrize("tall", [False, True])
@given(maps())
def test_every_choice_not_taken_is_a_strand_of_its_own(tall, drawn):
    graph, way = drawn
    moves = set(pairwise(way))
    choices = sum(len(scene.choices) for scene in graph.scenes)

    others = layout(graph, way, tall=tall).others

    assert len(others) == choices - len(moves)
    assert len(set(others)) == len(others)


@pytest.mark.parametrize("tall", [False, True])
@given(maps())
def test_a_strand_leads_from_scene_to_target(tall, drawn):
    graph, way = drawn
    picture = layout(graph, way, tall=tall)
    point = {node.key: f"{node.x:g} {node.y:g}" for node in picture.nodes}
    ends = {(f"M{point[scene.key]}C", f" {point[choice.to]}") for scene in graph.scenes for choice in scene.choices}

    assert all(any(d.startswith(start) and d.endswith(end) for start, end in ends) for d in picture.others)


@given(maps())
def test_a_map_is_drawn_the_same_again(drawn):
    assert layout(*drawn, tall=False) == layout(*drawn, tall=False)


def test_a_map_names_each_scene_and_ending_once():
    picture = layout(JONAS, ("desk", "friday", "open"), tall=False)

    assert [(node.key, node.lines, node.taken, node.door) for node in picture.nodes] == [
        ("desk", ("At the desk",), True, None),
        ("friday", ("Friday",), True, None),
        ("door", ("The door",), False, None),
        ("open", ("He comes", "back"), True, Door.OPEN),
        ("ajar", ("A nod",), False, Door.AJAR),
        ("closed", ("Gone",), False, Door.CLOSED),
    ]


def test_a_way_that_comes_back_runs_along_the_same_line():
    loop = replace(
        JONAS, scenes=(replace(DESK, choices=(*DESK.choices, Choice("d", "x", "door", "x"))), *JONAS.scenes[1:])
    )
    way = ("desk", "desk", "door", "ajar")

    picture = layout(loop, way, tall=False)

    assert [round(x) for x, _ in picture.taken] == sorted({round(x) for x, _ in picture.taken})
    assert len(picture.taken) == 3


def test_what_lies_before_the_first_scene_of_the_way_stands_before_it():
    places = {node.key: node.x for node in layout(JONAS, ("friday", "open"), tall=False).nodes}

    assert places["desk"] < places["friday"] < places["open"]


def test_the_path_of_the_way_can_be_drawn():
    picture = layout(JONAS, ("desk", "friday"), tall=True)

    assert picture.taken_path == "M34 26L34 166"


def test_a_map_of_no_way_has_no_line():
    picture = layout(JONAS, (), tall=False)

    assert (picture.taken, picture.taken_path, touching(picture)) == ((), "", [])


@pytest.mark.parametrize("tall", [False, True])
@given(wild_graphs, st.lists(any_text, max_size=3))
def test_any_graph_has_a_map(tall, graph, way):
    picture = layout(graph, [graph.start, *way], tall=tall)

    assert (touching(picture), sticking_out(picture)) == ([], [])
