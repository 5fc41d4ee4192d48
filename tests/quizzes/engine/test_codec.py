import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.codec import BadScenario, canonical, digest, from_json, to_json
from tests.quizzes.engine.graphs import sound_graphs, wild_graphs
from tests.quizzes.engine.specimen import JONAS

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=8,
)


def changed(**changes):
    return {**to_json(JONAS), **changes}


@given(wild_graphs | sound_graphs())
def test_a_graph_survives_json(graph):
    stored = json.loads(json.dumps(to_json(graph)))

    assert from_json(stored) == graph


@given(wild_graphs)
def test_a_graph_keeps_its_digest_through_json(graph):
    assert digest(from_json(json.loads(canonical(to_json(graph))))) == digest(graph)


def test_a_digest_is_64_hex_digits():
    assert len(digest(JONAS)) == 64
    assert set(digest(JONAS)) <= set("0123456789abcdef")


def test_a_digest_changes_with_any_word():
    assert digest(replace(JONAS, title="At the desk.")) != digest(JONAS)


def test_a_digest_changes_with_the_order_of_scenes():
    assert digest(replace(JONAS, scenes=JONAS.scenes[::-1])) != digest(JONAS)


def test_canonical_json_does_not_depend_on_the_order_of_names():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


def test_what_equals_its_default_is_not_stored():
    stored = to_json(replace(JONAS, notice=None, threads=()))

    assert stored.keys() & {"notice", "threads", "variants", "minutes", "shows_law"} == set()


def test_a_missing_name_is_refused_with_its_place():
    stored = to_json(JONAS)
    del stored["scenes"][1]["choices"][0]["to"]

    with pytest.raises(BadScenario) as refused:
        from_json(stored)

    assert str(refused.value) == "scenes[friday].choices[thank].to: this is missing"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "a mapping expected"),
        ([], "a mapping expected"),
        (changed(title=3), "title: text expected"),
        (changed(title=["x"]), "title: text expected"),
        (changed(title="a\0b"), "title: this contains a NUL character"),
        (changed(title="\ud800"), "title: this is not valid Unicode"),
        (changed(minutes="15"), "minutes: a whole number expected"),
        (changed(minutes=True), "minutes: a whole number expected"),
        (changed(minutes=1.5), "minutes: a whole number expected"),
        (changed(minutes=10**400), "minutes: this number is too large"),
        (changed(shows_law=1), "shows_law: true or false expected"),
        (
            changed(competences=["courage"]),
            "competences[0]: one of these expected: trust, listening, safety, tandem, spectrum",
        ),
        (
            changed(competences=[["trust"]]),
            "competences[0]: one of these expected: trust, listening, safety, tandem, spectrum",
        ),
        (changed(competences="trust"), "competences: a list expected"),
        (changed(scenes={"desk": {}}), "scenes: a list expected"),
        (changed(scenes=[None]), "scenes[0]: a mapping expected"),
        (changed(notice="Somebody leaves."), "notice: a mapping expected"),
        (changed(points=3), "unknown name: points"),
        (changed(**{"x" * 500: 3}), f"unknown name: {'x' * 40}"),
        ({1: 2}, "unknown name: int"),
        (changed(variants=[{"role": "teacher", "titles": {3: "x"}}]), "variants[0].titles: text expected"),
    ],
)
def test_a_malformed_scenario_is_refused_with_its_place(value, message):
    with pytest.raises(BadScenario) as refused:
        from_json(value)

    assert str(refused.value) == message


def test_a_deep_value_is_refused_without_following_it():
    deep = json.loads("[" * 900 + "]" * 900)

    with pytest.raises(BadScenario):
        from_json(changed(scenes=[{"key": "x", "title": deep}]))


def test_a_value_too_deep_for_json_is_refused():
    deep: list[object] = []
    deep.append(deep)

    with pytest.raises(BadScenario):
        canonical(deep)


@pytest.mark.parametrize("value", [float("nan"), "\ud800", {1, 2}, b"x"])
def test_what_is_no_json_has_no_canonical_form(value):
    with pytest.raises(BadScenario):
        canonical(value)


@given(json_values)
def test_a_foreign_value_is_refused_by_name(value):
    with pytest.raises(BadScenario):
        from_json(value)


@given(st.data())
def test_a_damaged_scenario_is_read_or_refused_by_name(data):
    stored = to_json(JONAS)
    part = data.draw(
        st.sampled_from([stored, stored["scenes"][0], stored["scenes"][0]["choices"][0], stored["cast"][0]])
    )
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(json_values)

    try:
        read = from_json(stored)
    except BadScenario:
        read = None

    assert read is None or from_json(to_json(read)) == read
