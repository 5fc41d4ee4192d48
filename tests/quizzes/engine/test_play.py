from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.engine.graph import Thread
from quizzes.engine.play import (
    BACK,
    AlreadyEnded,
    Moment,
    NothingToStepBack,
    PlayError,
    ThreadEvent,
    Turn,
    UnknownChoice,
    UnknownScene,
    back,
    begin,
    choose,
    replay,
    shuffled_choices,
    transcript,
)
from quizzes.terms import ThreadState
from tests.quizzes.engine.graphs import plays, sound_graphs
from tests.quizzes.engine.specimen import A_PAUSE, DESK, FRIDAY, JONAS, JONAS_SPEAKS, MIRA_ASKS

FRIDAY_THREAD = Thread("friday", "what happened on Friday")
HOME_THREAD = Thread("home", "home")


def played(*picks, graph=JONAS, at=""):
    return reduce(lambda state, pick: back(state) if pick == BACK else choose(state, pick), picks, begin(graph, at))


def test_a_learner_begins_at_the_start():
    state = begin(JONAS)

    assert (state.here, state.finished, state.number, state.way, state.may_step_back) == ("desk", False, 0, (), False)


def test_a_learner_goes_again_from_any_scene():
    state = begin(JONAS, at="door")

    assert state.here == "door"


@pytest.mark.parametrize("at", ["nowhere", "open"])
def test_a_way_begins_only_at_a_scene(at):
    with pytest.raises(UnknownScene):
        begin(JONAS, at=at)


def test_a_choice_leads_to_its_scene():
    state = choose(begin(JONAS), "ask")

    assert (state.here, state.finished, state.number) == ("friday", False, 1)
    assert state.turns == (Turn("desk", "ask"),)
    assert state.way == (("desk", "ask"),)


def test_a_way_ends_at_an_ending():
    state = played("ask", "thank")

    assert (state.here, state.finished) == ("open", True)


def test_a_choice_of_another_scene_is_refused():
    with pytest.raises(UnknownChoice):
        choose(begin(JONAS), "thank")


def test_a_step_back_is_no_choice():
    with pytest.raises(UnknownChoice):
        choose(begin(JONAS), BACK)


def test_nothing_is_chosen_after_the_ending():
    with pytest.raises(AlreadyEnded):
        choose(played("ask", "thank"), "thank")


def test_a_draft_with_a_dangling_choice_says_so():
    dangling = replace(JONAS, endings=())

    with pytest.raises(UnknownScene):
        played("ask", "thank", graph=dangling)


def test_a_step_back_opens_the_last_choice_again():
    state = played("ask", BACK)

    assert (state.here, state.way, state.number) == ("desk", (), 2)
    assert state.turns[-1] == Turn("friday", BACK)


def test_a_step_back_from_the_ending_goes_on():
    state = played("ask", "thank", BACK)

    assert (state.here, state.finished, state.turns[-1]) == ("friday", False, Turn("open", BACK))


def test_two_steps_back_take_back_two_choices():
    assert played("wait", "ask", BACK, BACK).way == ()


def test_nobody_steps_back_before_the_start():
    with pytest.raises(NothingToStepBack):
        back(played("ask", BACK))


def test_a_choice_leaves_the_state_before_it_alone():
    before = begin(JONAS)

    choose(before, "ask")

    assert before == begin(JONAS)


def test_threads_are_laid_told_and_tied():
    assert begin(JONAS).threads == {"friday": ThreadState.WAITING, "home": ThreadState.WAITING}
    assert played("ask").threads == {"friday": ThreadState.TOLD, "home": ThreadState.WAITING}
    assert played("ask", "thank").threads == {"friday": ThreadState.TIED, "home": ThreadState.WAITING}


def test_a_step_back_takes_the_thread_back_too():
    assert played("ask", BACK).threads == begin(JONAS).threads


def test_a_way_from_the_middle_may_tie_what_was_laid_before():
    assert played("thank", at="friday").threads == {"friday": ThreadState.TIED}


def test_a_thread_that_is_tied_off_stays_so():
    again = replace(JONAS, scenes=(DESK, replace(FRIDAY, choices=(replace(FRIDAY.choices[0], to="desk"),))))

    assert played("ask", "thank", "ask", graph=again).threads["friday"] is ThreadState.TIED


def test_replay_refuses_a_turn_made_elsewhere():
    with pytest.raises(UnknownScene):
        replay(JONAS, [Turn("friday", "thank")])


def test_replay_refuses_a_step_back_made_elsewhere():
    with pytest.raises(UnknownScene):
        replay(JONAS, [Turn("desk", "ask"), Turn("desk", BACK)])


@pytest.mark.parametrize(
    ("turns", "error"),
    [
        ([Turn("desk", "nothing")], UnknownChoice),
        ([Turn("desk", BACK)], NothingToStepBack),
        ([Turn("desk", "ask"), Turn("friday", "thank"), Turn("open", "thank")], AlreadyEnded),
        ([Turn("x" * 100_000, "\0")], UnknownScene),
        ([Turn("desk", "\ud800" * 9)], UnknownChoice),
    ],
)
def test_replay_refuses_turns_that_leave_the_graph(turns, error):
    with pytest.raises(error):
        replay(JONAS, turns)


def test_every_refusal_is_a_play_error():
    assert all(issubclass(error, PlayError) for error in (UnknownScene, UnknownChoice, AlreadyEnded, NothingToStepBack))


@given(st.data())
def test_replay_equals_step_by_step(data):
    graph = data.draw(sound_graphs())
    at = data.draw(st.sampled_from([scene.key for scene in graph.scenes]))
    picks = data.draw(plays(replace(graph, start=at)))

    state = played(*picks, graph=graph, at=at)

    assert replay(graph, state.turns, at=at) == state
    assert list(replay(graph, state.turns, at=at).threads) == list(state.threads)


@given(st.data())
def test_a_step_back_undoes_the_last_choice(data):
    graph = data.draw(sound_graphs())
    before = played(*data.draw(plays(graph, max_turns=8)), graph=graph)
    before = back(before) if before.finished else before
    choice = data.draw(st.sampled_from(graph.scenes_by_key[before.here].choices))

    after = back(choose(before, choice.key))

    assert (after.here, after.way, after.threads) == (before.here, before.way, before.threads)


@given(st.data())
def test_every_sound_graph_can_be_finished_from_each_scene(data):
    graph = data.draw(sound_graphs())
    at = data.draw(st.sampled_from([scene.key for scene in graph.scenes]))

    ways = {begin(graph, at).here}
    ways = reduce(lambda found, _: found | {to for key in found for to in _targets(graph, key)}, graph.scenes, ways)

    assert ways & graph.endings_by_key.keys()


@given(sound_graphs())
def test_every_scene_of_a_sound_graph_is_played_from_the_start(graph):
    found = reduce(
        lambda keys, _: keys | {to for key in keys for to in _targets(graph, key)}, graph.scenes, {graph.start}
    )

    assert found == graph.scenes_by_key.keys() | graph.endings_by_key.keys()


def _targets(graph, key):
    return {choose(begin(graph, key), choice).here for choice in graph.choices_by_key.get(key, {})}


def test_the_transcript_shows_what_was_said_chosen_and_laid():
    shown = transcript(played("ask"))

    assert shown == (
        Moment(0, "desk", line=MIRA_ASKS),
        Moment(
            0,
            "desk",
            line=JONAS_SPEAKS,
            events=(ThreadEvent(FRIDAY_THREAD, ThreadState.WAITING), ThreadEvent(HOME_THREAD, ThreadState.WAITING)),
        ),
        Moment(0, "desk", line=A_PAUSE),
        Moment(0, "desk", choice=DESK.choices[0], events=(ThreadEvent(FRIDAY_THREAD, ThreadState.TOLD),)),
        Moment(1, "friday", line=FRIDAY.lines[0]),
    )


def test_the_transcript_ends_with_the_ending():
    shown = transcript(played("ask", "thank"))

    assert shown[-2] == Moment(
        1, "friday", choice=FRIDAY.choices[0], events=(ThreadEvent(FRIDAY_THREAD, ThreadState.TIED),)
    )
    assert shown[-1] == Moment(2, "open", ending=JONAS.endings_by_key["open"])


def test_the_transcript_opens_a_thread_once_however_often_the_scene_comes():
    shown = transcript(played("wait", "wait"))

    assert [moment.step for moment in shown if moment.events] == [0]


def test_the_transcript_forgets_what_was_stepped_back():
    assert transcript(played("ask", BACK)) == transcript(begin(JONAS))


@given(st.data())
def test_the_transcript_tells_the_same_threads_as_the_state(data):
    graph = data.draw(sound_graphs())
    state = played(*data.draw(plays(graph)), graph=graph)

    told = {event.thread.key: event.state for moment in transcript(state) for event in moment.events}

    assert told == state.threads


def test_choices_stand_in_the_same_order_for_the_same_learner():
    assert shuffled_choices(DESK, "learner-1") == shuffled_choices(DESK, "learner-1")


def test_choices_stand_in_every_order_for_somebody():
    orders = {tuple(choice.key for choice in shuffled_choices(DESK, f"learner-{number}")) for number in range(60)}

    assert len(orders) == 6


@given(sound_graphs(), st.text(st.characters(exclude_categories=("Cs",))))
def test_shuffling_keeps_every_choice(graph, seed):
    mixed = shuffled_choices(graph.scenes[0], seed)

    assert sorted(mixed, key=graph.scenes[0].choices.index) == list(graph.scenes[0].choices)
