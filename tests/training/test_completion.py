"""Done, point by point of the decisions. Plain Python: no database."""

from dataclasses import replace

import pytest

from modules.outline import Outline, is_for
from quizzes.terms import Door, Role
from tests.builders import lesson_step, module_outline, scenario_step
from tests.quizzes.questions.specimen import CONFIDENCE, REFLECTION, SINGLE
from training.completion import Answer, Facts, Lack, Played, assess

ABOUT = replace(SINGLE, key="about")
SURE = replace(CONFIDENCE, about="about")
LESSON = lesson_step(questions=(SURE, ABOUT, REFLECTION))
TEACHER = scenario_step("in-class", role=Role.TEACHER)
POLICE = scenario_step("at-the-gate", role=Role.POLICE, skippable=True)
ONE = module_outline(LESSON, TEACHER, POLICE, number=1)
EXTRA = module_outline(lesson_step("more"), number=4, counts=False)
COURSE = Outline("key", "tandem", "Tandem", "en", 1, "3.5", (ONE, EXTRA))

READ = frozenset({LESSON.key})
RIGHT = Answer("about", ("when",), right=True, confidence=None)
WRONG = Answer("about", ("why",), right=False, confidence=2)
IN_CLASS = Played(1, TEACHER.key, Role.TEACHER, Door.OPEN, debrief_read=True)
EVERYTHING = Facts(lessons=READ, answers=(RIGHT,), played=(IN_CLASS,))


def test_course_is_done_when_lessons_questions_scenario_debrief_and_door_are() -> None:
    assert assess(COURSE, EVERYTHING).is_done


def test_optional_module_is_not_needed() -> None:
    done = assess(COURSE, EVERYTHING)

    assert [module.is_done for module in done.modules] == [True, False]
    assert done.is_done


@pytest.mark.parametrize(
    ("facts", "lack"),
    [
        (replace(EVERYTHING, lessons=frozenset()), Lack.LESSONS),
        (replace(EVERYTHING, answers=()), Lack.QUESTIONS),
        (replace(EVERYTHING, answers=(WRONG,)), Lack.QUESTIONS),
        (replace(EVERYTHING, played=()), Lack.SCENARIO),
        (replace(EVERYTHING, played=(replace(IN_CLASS, door=None, debrief_read=False),)), Lack.SCENARIO),
        (replace(EVERYTHING, played=(replace(IN_CLASS, debrief_read=False),)), Lack.DEBRIEF),
    ],
)
def test_module_says_the_one_thing_it_lacks(facts: Facts, lack: Lack) -> None:
    assert assess(COURSE, facts).modules[0].lacks == (lack,)


def test_wrong_try_after_a_right_one_takes_nothing_away() -> None:
    facts = replace(EVERYTHING, answers=(RIGHT, WRONG))

    assert assess(COURSE, facts).is_done


def test_closed_door_ends_a_module_but_not_the_course() -> None:
    done = assess(COURSE, replace(EVERYTHING, played=(replace(IN_CLASS, door=Door.CLOSED),)))

    assert done.modules[0].is_done
    assert not done.is_done


def test_open_door_in_a_scenario_of_another_role_counts_as_the_open_door() -> None:
    elsewhere = Played(2, POLICE.key, Role.TEACHER, Door.OPEN)
    closed = replace(IN_CLASS, door=Door.CLOSED)

    assert assess(COURSE, replace(EVERYTHING, played=(closed, elsewhere))).is_done


def test_scenario_written_for_another_role_does_not_count() -> None:
    played = Played(1, POLICE.key, Role.TEACHER, Door.OPEN, debrief_read=True)

    assert assess(COURSE, replace(EVERYTHING, played=(played,))).modules[0].lacks == (Lack.SCENARIO,)


def test_prison_and_probation_may_take_any_scenario() -> None:
    played = Played(1, POLICE.key, Role.PRISON_PROBATION, Door.OPEN, debrief_read=True)

    assert assess(COURSE, replace(EVERYTHING, played=(played,))).is_done


def test_after_skipping_the_marked_scenario_another_of_the_module_counts() -> None:
    played = Played(1, TEACHER.key, Role.POLICE, Door.OPEN, debrief_read=True)
    facts = replace(EVERYTHING, played=(played,), skipped=frozenset({POLICE.key}))

    assert assess(COURSE, facts).is_done


def test_confidence_is_done_when_its_question_was_answered_at_all() -> None:
    left = assess(COURSE, replace(EVERYTHING, answers=(WRONG,))).modules[0].questions_open

    assert [open_.question.key for open_ in left] == ["about"]


def test_reflection_left_empty_is_done_with_its_lesson() -> None:
    assert assess(COURSE, EVERYTHING).modules[0].questions_open == ()


def test_way_of_a_role_leaves_out_scenarios_of_others() -> None:
    assert [is_for(step, Role.POLICE) for step in ONE.steps] == [True, False, True]


def test_next_open_step_is_the_first_that_is_not_done() -> None:
    done = assess(COURSE, replace(EVERYTHING, played=()))

    assert COURSE.next_open(done.steps, Role.TEACHER) == TEACHER
