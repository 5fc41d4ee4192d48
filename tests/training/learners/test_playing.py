"""Playing a scenario: one answer is written once, whatever the browser does."""

from dataclasses import replace

import pytest

from quizzes import versions
from quizzes.engine.play import NothingToStepBack, UnknownChoice, UnknownScene
from quizzes.terms import Door, Role
from tests import builders
from tests.factories import NOW
from tests.quizzes.engine.specimen import JONAS
from training.completion import assess
from training.learners import completing, facts, playing
from training.models import Attempt, CourseDone, DebriefRead, EndingReached, LessonOpened, StepSkipped, Turn

pytestmark = pytest.mark.django_db

TO_OPEN = ("ask", "thank")
TO_AJAR = ("ask", "why")
TO_CLOSED = ("file", "hold")


@pytest.fixture
def found():
    """A social worker before the conversation with Jonas."""
    return builders.scenario_place()


def begin(found, number=1, from_scene=""):
    playing.begin(found.place, found.step, number=number, from_scene=from_scene)


def choose(found, choice, turn=1, attempt=1):
    playing.choose(found.place, found.step, attempt=attempt, turn=turn, choice=choice, now=NOW)


def back(found, turn, attempt=1):
    playing.back(found.place, found.step, attempt=attempt, turn=turn)


def read(found, attempt=1):
    playing.read_debrief(found.place, found.step, attempt=attempt, now=NOW)


def play(found, first, second, attempt=1):
    """A whole conversation of two choices."""
    begin(found, number=attempt)
    choose(found, first, turn=1, attempt=attempt)
    choose(found, second, turn=2, attempt=attempt)


def state_of(found):
    return playing.resumed(playing.attempts_at(found.place, found.step)[-1]).state


def written():
    return [(turn.number, turn.scene, turn.choice) for turn in Turn.objects.order_by("number")]


# ---- Beginning


def test_attempt_pins_the_newest_version_and_the_role(found):
    newest = builders.scenario_version(found.step, replace(JONAS, title="At the desk, again"))

    begin(found)

    attempt = Attempt.objects.get()
    assert (attempt.version, attempt.role, attempt.number) == (newest, "social-work", 1)


def test_attempt_keeps_its_version_after_a_new_one_was_published(found):
    begin(found)
    builders.scenario_version(found.step, replace(JONAS, title="At the desk, again"))

    choose(found, "ask")

    assert playing.resumed(playing.attempts_at(found.place, found.step)[-1]).graph.title == "At the desk"


def test_learner_without_a_role_is_asked_first():
    found = builders.scenario_place(role=None)

    with pytest.raises(playing.RoleNeeded):
        begin(found)
    assert Attempt.objects.count() == 0


def test_double_click_begins_once(found):
    begin(found)

    begin(found)

    assert Attempt.objects.count() == 1


def test_learner_starts_again_although_an_attempt_is_open(found):
    begin(found)
    choose(found, "ask")

    begin(found, number=2)

    assert (Attempt.objects.count(), state_of(found).here) == (2, "desk")


def test_begin_of_an_old_page_is_stale(found):
    begin(found)
    begin(found, number=2)

    with pytest.raises(playing.StaleTurn):
        begin(found, number=1)
    assert Attempt.objects.count() == 2


def test_begin_far_ahead_is_stale(found):
    with pytest.raises(playing.StaleTurn):
        begin(found, number=7)


def test_learner_replays_from_any_scene_after_an_ending(found):
    play(found, *TO_CLOSED)

    begin(found, number=2, from_scene="friday")

    assert (state_of(found).here, state_of(found).turns) == ("friday", ())


def test_replay_counts_its_endings(found):
    play(found, *TO_CLOSED)
    begin(found, number=2, from_scene="friday")

    choose(found, "thank", attempt=2)

    assert [made.door for made in playing.attempts_at(found.place, found.step)] == [Door.CLOSED, Door.OPEN]


def test_replay_from_the_middle_needs_an_ending_first(found):
    begin(found)

    with pytest.raises(playing.NotReplayable):
        begin(found, number=2, from_scene="friday")


def test_replay_from_a_forged_scene_is_refused(found):
    play(found, *TO_CLOSED)

    with pytest.raises(UnknownScene):
        begin(found, number=2, from_scene="cellar")
    assert Attempt.objects.count() == 1


def test_unpublished_scenario_cannot_begin(found):
    versions.ScenarioVersion.objects.all().delete()

    with pytest.raises(playing.NoSuchAttempt):
        begin(found)


def test_begin_after_the_course_was_left_elsewhere_finds_nothing(found):
    found.place.start.__class__.objects.all().delete()

    with pytest.raises(playing.NoSuchAttempt):
        begin(found)


# ---- Choosing


def test_choice_is_written_and_leads_on(found):
    begin(found)

    choose(found, "ask")

    assert (written(), state_of(found).here) == ([(1, "desk", "ask")], "friday")


def test_double_click_writes_one_turn(found):
    begin(found)
    choose(found, "ask")

    choose(found, "ask")

    assert written() == [(1, "desk", "ask")]


def test_other_choice_for_a_made_turn_is_stale(found):
    begin(found)
    choose(found, "ask")

    with pytest.raises(playing.StaleTurn):
        choose(found, "file")
    assert written() == [(1, "desk", "ask")]


def test_second_tab_in_an_earlier_scene_changes_nothing(found):
    begin(found)
    choose(found, "ask")
    choose(found, "thank", turn=2)

    with pytest.raises(playing.StaleTurn):
        choose(found, "wait", turn=1)
    assert len(written()) == 2


def test_turn_far_ahead_is_stale(found):
    begin(found)

    with pytest.raises(playing.StaleTurn):
        choose(found, "ask", turn=5)


def test_forged_choice_is_refused(found):
    begin(found)

    with pytest.raises(UnknownChoice):
        choose(found, "shout")
    assert written() == []


def test_choice_of_another_scene_is_refused(found):
    begin(found)

    with pytest.raises(UnknownChoice):
        choose(found, "thank")


def test_choice_after_the_ending_is_stale(found):
    play(found, *TO_OPEN)

    with pytest.raises(playing.StaleTurn):
        choose(found, "ask", turn=3)


def test_choice_without_an_attempt_finds_nothing(found):
    with pytest.raises(playing.NoSuchAttempt):
        choose(found, "ask")


def test_choice_in_an_attempt_that_was_begun_again_is_stale(found):
    begin(found)
    begin(found, number=2)

    with pytest.raises(playing.StaleTurn):
        choose(found, "ask", attempt=1)


def test_attempts_of_two_learners_never_meet(found):
    other = builders.scenario_place_beside(found)
    begin(found)
    begin(other)

    choose(found, "ask")

    assert (state_of(found).here, state_of(other).here) == ("friday", "desk")


def test_ending_is_noted_with_its_door(found):
    play(found, *TO_AJAR)

    assert [(row.ending, row.door) for row in EndingReached.objects.all()] == [("ajar", "ajar")]


# ---- Stepping back


def test_step_back_opens_the_last_choice_again(found):
    begin(found)
    choose(found, "ask")

    back(found, turn=2)

    assert (state_of(found).here, written()) == ("desk", [(1, "desk", "ask"), (2, "friday", "")])


def test_double_step_back_steps_once(found):
    begin(found)
    choose(found, "ask")
    choose(found, "thank", turn=2)
    back(found, turn=3)

    back(found, turn=3)

    assert state_of(found).here == "friday"


def test_step_back_at_the_beginning_is_refused(found):
    begin(found)

    with pytest.raises(NothingToStepBack):
        back(found, turn=1)


def test_back_and_resubmit_of_the_same_turn_is_stale(found):
    begin(found)
    choose(found, "ask")
    back(found, turn=2)

    with pytest.raises(playing.StaleTurn):
        choose(found, "thank", turn=2)


def test_step_back_from_an_ending_goes_on(found):
    play(found, *TO_CLOSED)
    back(found, turn=3)

    choose(found, "let", turn=4)

    assert (state_of(found).here, EndingReached.objects.count()) == ("ajar", 2)


def test_best_door_is_shown_after_a_step_back(found):
    play(found, *TO_AJAR)
    back(found, turn=3)

    choose(found, "thank", turn=4)

    assert playing.attempts_at(found.place, found.step)[0].door is Door.OPEN


def test_same_ending_twice_is_one_row(found):
    play(found, *TO_AJAR)
    back(found, turn=3)

    choose(found, "why", turn=4)

    assert EndingReached.objects.count() == 1


# ---- Coming back


def test_learner_comes_back_to_the_exact_scene(found):
    begin(found)
    choose(found, "wait")
    choose(found, "ask", turn=2)

    state = state_of(builders.found_again(found))

    assert (state.here, state.way) == ("friday", (("desk", "wait"), ("desk", "ask")))


# ---- Skipping


def test_marked_scenario_is_skipped_once():
    found = builders.scenario_place(skippable=True)
    playing.skip(found.place, found.step, NOW)

    playing.skip(found.place, found.step, NOW)

    assert StepSkipped.objects.count() == 1


def test_unmarked_scenario_cannot_be_skipped(found):
    with pytest.raises(playing.NotSkippable):
        playing.skip(found.place, found.step, NOW)


def test_skipped_scenario_can_still_be_played():
    found = builders.scenario_place(skippable=True)
    playing.skip(found.place, found.step, NOW)

    play(found, *TO_OPEN)

    assert playing.attempts_at(found.place, found.step)[0].door is Door.OPEN


# ---- Reading the debrief, and being done


def test_debrief_is_read_once(found):
    play(found, *TO_AJAR)
    read(found)

    read(found)

    assert DebriefRead.objects.count() == 1


def test_debrief_of_an_open_conversation_is_not_read(found):
    begin(found)

    with pytest.raises(playing.StaleTurn):
        read(found)


def test_debrief_of_a_missing_attempt_is_not_found(found):
    with pytest.raises(playing.NoSuchAttempt):
        read(found, attempt=3)


def test_course_is_done_when_everything_was_done_once(found):
    play(found, *TO_OPEN)
    before = CourseDone.objects.count()

    read(found)
    read(found)

    assert (before, [done.completed_on.isoformat() for done in CourseDone.objects.all()]) == (0, ["2026-11-20"])


def test_closed_door_alone_does_not_complete_the_course(found):
    play(found, *TO_CLOSED)

    read(found)

    assert CourseDone.objects.count() == 0


def test_open_door_found_later_completes_the_course(found):
    play(found, *TO_CLOSED)
    read(found)

    play(found, *TO_OPEN, attempt=2)

    assert CourseDone.objects.count() == 1


def test_open_door_found_after_a_step_back_counts(found):
    play(found, *TO_AJAR)
    back(found, turn=3)
    choose(found, "thank", turn=4)

    read(found)

    assert CourseDone.objects.count() == 1


def test_exploring_further_takes_nothing_back(found):
    play(found, *TO_OPEN)
    read(found)

    play(found, *TO_CLOSED, attempt=2)

    done = assess(found.place.outline, facts.facts_of(found.place.start))
    assert (done.is_done, CourseDone.objects.count()) == (True, 1)


def test_scenario_of_another_role_does_not_complete_the_module():
    found = builders.scenario_place(role=Role.POLICE)
    play(found, *TO_OPEN)

    read(found)

    assert CourseDone.objects.count() == 0


def test_lesson_still_open_keeps_the_course_open():
    found = builders.scenario_place(before=[builders.lesson_step()])
    play(found, *TO_OPEN)

    read(found)

    assert CourseDone.objects.count() == 0


def test_last_lesson_after_the_scenario_completes_the_course():
    lesson = builders.lesson_step()
    found = builders.scenario_place(before=[lesson])
    play(found, *TO_OPEN)
    read(found)
    LessonOpened.objects.create(start=found.place.start, lesson=lesson.key)

    assert completing.note(found.place, NOW) is True
