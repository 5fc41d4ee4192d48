import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from tests import builders
from tests.quizzes.engine.specimen import JONAS
from tests.training.learners.course import question_key
from tests.training.trainers.finished import DESK, SINGLE, THANKED, WEEK, answer, course, finish, play
from training.learners import leaving
from training.models import Snapshot
from training.models.base import AppendOnlyError
from training.trainers import statistics
from training.trainers.statistics import Outcome, SomebodyLeft

pytestmark = pytest.mark.django_db
NEXT_WEEK = WEEK + timedelta(weeks=1)
ASKED_WHY, SHOWN_THE_DOOR = (("desk", "ask"), ("friday", "why")), (("desk", "file"), ("door", "hold"))


def figures(key: str, number: int = 1) -> dict:
    """The newest figures about this scenario or question."""
    return Snapshot.objects.filter(key=key, number=number).latest("week").figures


def cells(table: dict) -> dict[str, tuple[int, str]]:
    return {" ".join(cell["keys"]): (cell["learners"], cell["share"]) for cell in table["cells"]}


def snapshot() -> str:
    out = StringIO()
    call_command("snapshot", stdout=out)
    return out.getvalue()


# ---- A scenario


def test_figures_of_a_scenario_are_those_counted_by_hand():
    version = course()
    people = finish(version, 37)
    play(people[:17], THANKED, ["open"])  # 17 ask and thank
    play(people[17:26], ASKED_WHY, ["ajar"])  # 9 ask and ask why
    play(people[26:37], SHOWN_THE_DOOR, ["closed"])  # 11 read the file and hold him back

    statistics.take(version, WEEK)

    found = figures(DESK)
    assert cells(found["scenes"]["desk"]) == {"ask": (25, "70"), "file": (10, "30"), "wait": (0, "<5")}
    assert cells(found["scenes"]["friday"]) == {"thank": (15, "75"), "why": (5, "25")}
    assert cells(found["scenes"]["door"]) == {"let": (0, "<5"), "hold": (10, ">95")}
    assert cells(found["endings"]) == {"open": (15, "50"), "ajar": (5, "15"), "closed": (10, "35")}
    assert [row.learners for row in Snapshot.objects.all()] == [35]


def test_first_choice_at_a_scene_counts_whatever_was_chosen_after_a_step_back():
    version = course()
    play(finish(version, 12), [("desk", "ask"), ("friday", ""), ("desk", "file"), ("door", "hold")], ["closed"])

    statistics.take(version, WEEK)

    found = figures(DESK)
    assert cells(found["scenes"]["desk"]) == {"ask": (10, ">95"), "file": (0, "<5"), "wait": (0, "<5")}
    assert cells(found["scenes"]["door"]) == {"let": (0, "<5"), "hold": (10, ">95")}
    assert found["scenes"]["friday"] == {"learners": 0, "cells": []}


def test_first_ending_counts_and_none_that_was_found_after_a_step_back():
    version = course()
    play(finish(version, 12), SHOWN_THE_DOOR, ["closed", "ajar"])

    statistics.take(version, WEEK)

    assert cells(figures(DESK)["endings"])["closed"] == (10, ">95")


def test_second_attempt_is_not_counted():
    version = course()
    people = finish(version, 12)
    play(people, SHOWN_THE_DOOR, ["closed"])
    play(people, THANKED, ["open"], number=2)

    statistics.take(version, WEEK)

    assert cells(figures(DESK)["scenes"]["desk"]) == {"ask": (0, "<5"), "file": (10, ">95"), "wait": (0, "<5")}


def test_who_has_not_finished_is_not_counted():
    version = course()
    play(finish(version, 10), THANKED)
    play(finish(version, 30, on=None), SHOWN_THE_DOOR)

    statistics.take(version, WEEK)

    assert cells(figures(DESK)["scenes"]["desk"]) == {"ask": (10, ">95"), "file": (0, "<5"), "wait": (0, "<5")}


def test_versions_of_a_course_and_of_a_scenario_are_counted_apart():
    version = course()
    play(finish(version, 10), THANKED)
    play(finish(version, 15), graph=replace(JONAS, title="At the window"))
    other = builders.course_version(builders.module_outline(), number=2)
    play(finish(other, 9), SHOWN_THE_DOOR)

    statistics.take(version, WEEK)

    assert figures(DESK, 1)["endings"]["learners"] == 10
    assert figures(DESK, 2)["endings"]["learners"] == 15


# ---- A question


def test_figures_of_a_question_are_those_counted_by_hand():
    version = course()
    people = finish(version, 40)
    answer(people[:16], "when", right=True, sure=3)
    answer(people[16:23], "when", right=True, sure=1)
    answer(people[23:34], "why", sure=3)
    answer(people[34:38], "fact", sure=2)  # 4 people: merged with those who asked why
    answer(people[38:], "why", sure=None)

    statistics.take(version, WEEK)

    found = figures(SINGLE, 0)
    assert cells(found["picks"]) == {"when": (20, "55"), "why fact": (15, "45")}
    assert cells(found["sure"]) == {
        "3 right": (15, "45"),
        "3 not": (10, "30"),
        "0 right 0 not 1 right 1 not 2 right 2 not": (10, "30"),
    }


def test_first_pick_counts_and_no_later_one():
    version = course()
    people = finish(version, 12)
    answer(people, "why", sure=0)
    answer(people, "when", right=True, sure=3)

    statistics.take(version, WEEK)

    assert cells(figures(SINGLE, 0)["picks"]) == {"when": (0, "<5"), "why": (10, ">95"), "fact": (0, "<5")}


def test_whole_answers_are_counted_where_several_things_are_picked():
    version = course()
    people = finish(version, 20)
    answer(people[:10], "freedom practice", right=True, key=question_key("m1-01"))
    answer(people[10:], "practice tool", key=question_key("m1-01"))

    statistics.take(version, WEEK)

    found = figures(question_key("m1-01"), 0)
    assert cells(found["picks"]) == {"freedom practice": (10, "50"), "practice tool": (10, "50")}
    assert found["sure"] == {"learners": 0, "cells": []}


# ---- When


def test_nine_who_finished_leave_no_snapshot_and_ten_do():
    version = course()
    play(finish(version, 9))
    nobody = statistics.courses_to_measure(WEEK)
    play(finish(version, 1))

    assert nobody == []
    assert statistics.courses_to_measure(WEEK) == [version]


def test_ten_who_finished_show_nothing_of_a_scenario_that_nine_played():
    version = course()
    play(finish(version, 9))
    finish(version, 5)

    statistics.take(version, WEEK)

    assert not Snapshot.objects.exists()


def test_who_finishes_this_week_waits_for_the_next():
    version = course()
    play(finish(version, 10))
    play(finish(version, 10, on=WEEK), SHOWN_THE_DOOR, ["closed"])

    statistics.take(version, WEEK)

    assert cells(figures(DESK)["endings"])["open"] == (10, ">95")


@pytest.mark.parametrize(("more", "outcome"), [(4, Outcome.NOTHING_NEW), (5, Outcome.FROZEN)])
def test_next_snapshot_needs_five_more(more, outcome):
    version = course()
    play(finish(version, 10))
    statistics.take(version, WEEK)

    play(finish(version, more, on=WEEK))

    assert statistics.take(version, NEXT_WEEK) is outcome


def test_five_are_not_enough_if_they_finished_before_the_last_snapshot():
    version = course()
    play(finish(version, 15))
    statistics.take(version, WEEK)

    assert statistics.take(version, NEXT_WEEK) is Outcome.NOTHING_NEW


def test_snapshot_of_a_week_is_taken_once_and_never_changes():
    version = course()
    play(finish(version, 10))
    first = statistics.take(version, WEEK)
    kept = figures(DESK)
    play(finish(version, 10), SHOWN_THE_DOOR)

    again = statistics.take(version, WEEK)

    row = Snapshot.objects.get()
    assert (first, again, row.figures) == (Outcome.FROZEN, Outcome.THERE_ALREADY, kept)
    with pytest.raises(AppendOnlyError):
        row.save()


def test_two_runs_at_once_write_one_snapshot():
    version = course()
    play(finish(version, 10))
    one, two = statistics.measure(version, WEEK), statistics.measure(version, WEEK)

    statistics.freeze(one)
    with pytest.raises(IntegrityError):
        statistics.freeze(two)

    assert Snapshot.objects.count() == 1


def test_figures_need_ten_in_the_database_too():
    version = course()

    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(course=version, week=WEEK, subject="scenario", key=DESK, learners=5, figures={})


# ---- Leaving


def test_who_leaves_is_not_in_the_next_snapshot():
    version = course()
    people = finish(version, 20)
    play(people[:10])
    play(people[10:], SHOWN_THE_DOOR, ["closed"])
    leaving.leave_course(people[0])
    leaving.erase(people[1].learner)

    statistics.take(version, WEEK)

    assert figures(DESK)["scenes"]["desk"] == {
        "learners": 15,
        "cells": [
            {"keys": ["ask"], "learners": 5, "share": ""},
            {"keys": ["file"], "learners": 10, "share": ""},
            {"keys": ["wait"], "learners": 0, "share": "<5"},
        ],
    }


def test_erasure_while_it_is_counted_delivers_nothing():
    version = course()
    people = finish(version, 11)
    play(people)
    measured = statistics.measure(version, WEEK)
    leaving.erase(people[0].learner)

    with pytest.raises(SomebodyLeft):
        statistics.freeze(measured)

    assert not Snapshot.objects.exists()


def test_one_who_goes_while_another_comes_is_noticed():
    version = course()
    people = finish(version, 11)
    play(people)
    measured = statistics.measure(version, WEEK)
    leaving.leave_course(people[0])
    finish(version, 1)

    with pytest.raises(SomebodyLeft):
        statistics.freeze(measured)


# ---- What is kept


def test_nothing_that_is_kept_is_unrounded_or_about_somebody():
    version = course()
    people = finish(version, 13)
    play(people)
    answer(people, "when", right=True, sure=2)

    statistics.take(version, WEEK)

    rows = list(Snapshot.objects.order_by("subject"))
    assert [(row.subject, row.learners) for row in rows] == [("question", 10), ("scenario", 10)]
    written = json.dumps([row.figures for row in rows])
    assert '"learners": 13' not in written
    assert [start for start in people if str(start.key) in written or str(start.learner_id) in written] == []


@pytest.mark.parametrize("scenarios", [1, 3])
def test_queries_do_not_grow_with_people_and_scenarios(django_assert_num_queries, scenarios):
    version = course(scenarios)
    people = finish(version, 10 * scenarios)
    play(people)
    play(people, step=builders.scenario_step(f"desk-{scenarios - 1}" if scenarios > 1 else "at-the-gate"))
    answer(people, "when", right=True)

    # The last week; population, choices, endings, scenario versions, answers; savepoint, population, rows, savepoint.
    with django_assert_num_queries(10):
        statistics.take(version, WEEK)


# ---- The command


def test_command_says_what_it_did_and_does_it_once(time_machine):
    time_machine.move_to("2026-11-18 04:00:00+00:00", tick=False)
    version = course()
    play(finish(version, 12))

    first, again = snapshot(), snapshot()
    time_machine.move_to("2026-11-25 04:00:00+00:00", tick=False)
    later = snapshot()

    assert first == "Tandem (en, 1): figures of 16 November 2026 frozen.\n"
    assert again == "Tandem (en, 1): the figures of this week are there already.\n"
    assert later == "Tandem (en, 1): nothing new: fewer than 5 more learners have finished since the last figures.\n"
    assert list(Snapshot.objects.values_list("week", flat=True)) == [WEEK]


def test_command_says_that_there_is_nothing_to_freeze():
    play(finish(course(), 9))

    assert snapshot() == "Nothing to freeze: no course version was finished by 10 learners before this week.\n"


@pytest.mark.parametrize("day", range(7))
def test_week_begins_on_monday(day):
    assert statistics.week_of(WEEK + timedelta(days=day)) == WEEK
