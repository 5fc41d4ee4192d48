from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.graph import ChoiceWording, EndingWording, Line, Person, Variant
from quizzes.engine.roles import for_role
from quizzes.terms import Role, Seat
from tests.quizzes.engine.graphs import variants, wild_graphs
from tests.quizzes.engine.specimen import DESK, FRIDAY, JONAS

WING = Variant(
    role=Role.PRISON_PROBATION,
    setting="A wing.",
    you="wing officer",
    intro="You share the wing with Mira.",
    cast=(Person("mira", "Mira", Seat.PEER, "wing officer"), Person("jonas", "Jonas", Seat.THIRD, "19")),
    scenes={"desk": (Line("jonas", ("you",), "Nobody on this wing asked me."),)},
    choices={
        "desk": {"ask": ChoiceWording("What happened at lock-up?"), "file": ChoiceWording("Open it.", "It is read.")}
    },
    endings={"open": EndingWording("He knocks", "He knocks.", "What helped here?")},
    titles={"desk": "At the gate"},
    threads={"friday": "what happened at lock-up"},
)
CASE = replace(JONAS, variants=(WING,))
ON_THE_WING = for_role(CASE, Role.PRISON_PROBATION)


def test_a_scenario_for_its_own_role_is_as_written():
    assert for_role(CASE, Role.SOCIAL_WORK) is CASE


def test_a_scenario_without_a_variant_is_as_written():
    assert for_role(CASE, Role.POLICE) is CASE


def test_a_draft_with_a_variant_for_its_own_role_keeps_its_common_words():
    draft = replace(CASE, role=Role.PRISON_PROBATION)

    assert for_role(draft, Role.PRISON_PROBATION) is draft


def test_a_variant_has_its_own_room():
    assert (ON_THE_WING.role, ON_THE_WING.setting, ON_THE_WING.you) == (
        Role.PRISON_PROBATION,
        "A wing.",
        "wing officer",
    )
    assert (ON_THE_WING.intro, ON_THE_WING.cast) == (WING.intro, WING.cast)


def test_a_variant_puts_its_words_in():
    desk = ON_THE_WING.scenes_by_key["desk"]

    assert (desk.title, desk.lines) == ("At the gate", WING.scenes["desk"])
    assert desk.choices[0] == replace(DESK.choices[0], text="What happened at lock-up?")
    assert desk.choices[1] == replace(DESK.choices[1], text="Open it.", feedback="It is read.")
    assert ON_THE_WING.endings_by_key["open"].text == "He knocks."
    assert ON_THE_WING.threads_by_key["friday"].title == "what happened at lock-up"


def test_what_a_variant_does_not_name_keeps_its_words():
    assert ON_THE_WING.scenes_by_key["friday"] == FRIDAY
    assert ON_THE_WING.endings[1:] == JONAS.endings[1:]
    assert ON_THE_WING.threads[1:] == JONAS.threads[1:]


@given(wild_graphs, variants, st.sampled_from(Role))
def test_another_role_plays_the_same_graph(graph, variant, role):
    shown = for_role(replace(graph, variants=(variant,)), role)

    assert _bones(shown) == _bones(graph)


def _bones(graph):
    blank = {"text": "", "feedback": ""}
    scenes = [(scene.key, scene.lays, [replace(choice, **blank) for choice in scene.choices]) for scene in graph.scenes]
    return graph.start, scenes, [(ending.key, ending.door) for ending in graph.endings], [t.key for t in graph.threads]
