"""What differs between two versions of a lesson or a course, in words."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.changes import compare_lessons, compare_outlines, lesson_summary, outline_summary, sentence
from modules.outline import Outline
from quizzes.engine.change import Changes, How, Part
from quizzes.terms import Role
from tests.builders import lesson_step, module_outline, scenario_step
from tests.quizzes.questions.specimen import SINGLE

TEXT = {"type": "text", "id": "t1", "value": "<p>Two see more.</p><p>Ask.</p>"}
NOTE = {"type": "callout", "id": "c1", "value": {"text": "Keep the door open."}}
QUESTION = {
    "type": "single",
    "id": "q1",
    "value": {
        "prompt": "What helps?",
        "principles": "S4-26",
        "options": [
            {"type": "item", "id": "o1", "value": {"text": "Ask.", "right": True, "feedback": "It opens."}},
            {"type": "item", "id": "o2", "value": {"text": "Wait.", "right": False, "feedback": "It can be long."}},
        ],
    },
}
LESSON: dict[str, Any] = {
    "title": "Two", "slug": "two", "label": "1.1", "lead": "A lead.", "minutes": 8, "principles": "S4-26",
    "needs_law": False, "missing_reviews": [], "body": [TEXT, NOTE, QUESTION],
}  # fmt: skip


def lesson(**parts: Any) -> dict[str, Any]:
    return {**LESSON, **parts}


def with_options(*options: dict[str, Any]) -> dict[str, Any]:
    """The lesson whose question has these options."""
    question = {**QUESTION, "value": {**QUESTION["value"], "options": list(options)}}  # type: ignore[dict-item]
    return lesson(body=[TEXT, NOTE, question])


def option(number: int, **parts: Any) -> dict[str, Any]:
    stored = QUESTION["value"]["options"][number]  # type: ignore[index]
    return {**stored, "value": {**stored["value"], **parts}}


def said(changes: Changes) -> list[str]:
    return [sentence(change) for group in changes.groups for change in group.changes]


CASES = {
    "title": (lesson(title="Three"), ["The title is now “Three” instead of “Two”."]),
    "address": (lesson(slug="three"), ["The address is now “three” instead of “two”."]),
    "label": (lesson(label="1.2"), ["The number of the lesson is now “1.2”; it was “1.1”."]),
    "lead": (lesson(lead="Another."), ["The lead reads differently."]),
    "minutes": (lesson(minutes=9), ["It now takes 9 minutes instead of 8."]),
    "principles": (lesson(principles=""), ["The principles are now none; they were S4-26."]),
    "law": (lesson(needs_law=True), ["It now shows the country's card."]),
    "reviews": (lesson(missing_reviews=["lawyer"]), ["Reviews that are missing are now: lawyer; before: none."]),
    "text": (lesson(body=[{**TEXT, "value": "<p>Two hear more.</p>"}, NOTE, QUESTION]), ["“Text” reads differently."]),
    "emphasis": (
        lesson(body=[{**TEXT, "value": "<p>Two <b>see</b> more.</p><p>Ask.</p>"}, NOTE, QUESTION]),
        ["“Text” is set differently: headings, lists, emphasis or links."],
    ),
    "keys of the editor": (
        lesson(body=[{**TEXT, "value": '<p data-block-key="x1">Two see more.</p><p>Ask.</p>'}, NOTE, QUESTION]),
        [],
    ),
    "block went": (lesson(body=[TEXT, QUESTION]), ["“Text” was taken out."]),
    "block moved": (lesson(body=[NOTE, TEXT, QUESTION]), ["It stands at another place in the list."]),
    "option": (
        with_options(option(0, feedback="It opens a door."), option(1)),
        ["“Options 1 · Feedback” reads differently."],
    ),
    "right": (with_options(option(0), option(1, right=True)), ["“Options 2 · Fits” is now “yes”; it was “no”."]),
    "option went": (
        with_options(option(0)),
        [
            "“Options 2 · Text” was taken out.",
            "“Options 2 · Fits” was taken out.",
            "“Options 2 · Feedback” was taken out.",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_difference_of_a_lesson_is_named(case: str) -> None:
    changed, sentences = CASES[case]

    assert said(compare_lessons(LESSON, changed)) == sentences


def test_a_lesson_does_not_differ_from_itself() -> None:
    assert compare_lessons(LESSON, lesson()) == Changes()


def test_a_changed_text_shows_its_words_without_marks() -> None:
    changed = lesson(body=[{**TEXT, "value": "<p>Two <b>hear</b> more.</p><p>Ask.</p>"}, NOTE, QUESTION])

    (change,) = compare_lessons(LESSON, changed).groups[0].changes

    assert (change.was, change.now) == ("Two see more.\nAsk.", "Two hear more.\nAsk.")


def test_a_block_is_named_by_its_kind_and_how_it_begins() -> None:
    groups = compare_lessons(lesson(body=[]), lesson(body=[NOTE])).groups

    assert [(group.part, group.how, group.title) for group in groups] == [
        (Part.BLOCK, How.ADDED, "Callout: Keep the door open.")
    ]


def test_versions_from_before_a_field_was_there_are_compared() -> None:
    older = {name: value for name, value in LESSON.items() if name not in {"lead", "slug", "missing_reviews"}}

    assert said(compare_lessons(older, LESSON)) == [
        "The address is now “two” instead of “none”.",
        "The lead reads differently.",
    ]


def test_a_kind_of_block_that_is_no_more_is_compared_as_it_was_stored() -> None:
    old, new = {"type": "gone", "id": "x", "value": {"a": 1}}, {"type": "gone", "id": "x", "value": {"a": 2}}

    assert said(compare_lessons(lesson(body=[old]), lesson(body=[new]))) == [
        '“gone” is now “{"a": 2}”; it was “{"a": 1}”.'
    ]


words = st.text("ab <p>", max_size=6)
stored = st.lists(
    st.builds(lambda key, text: {"type": "callout", "id": key, "value": {"text": text}}, st.sampled_from("123"), words),
    max_size=4,
)


@given(stored, stored)
def test_two_bodies_that_differ_have_a_change(old: list[Any], new: list[Any]) -> None:
    assert bool(compare_lessons(lesson(body=old), lesson(body=new))) is (old != new)


def test_a_lesson_counts_its_changes_in_one_sentence() -> None:
    changed = lesson(title="Three", body=[TEXT, {**NOTE, "value": {"text": "Keep it open."}}, {**TEXT, "id": "t2"}])

    assert lesson_summary(compare_lessons(LESSON, changed)) == (
        "1 part added, 1 part taken out, 1 part changed, the frame changed."
    )


# ---- courses

FIRST, SECOND, DESK = lesson_step(), lesson_step("second-lesson"), scenario_step()


def course(*modules: Any, **parts: str) -> Outline:
    named = {"slug": "tandem", "title": "Tandem", "hours": "3.5", **parts}
    return Outline(key="k", language="en", number=1, modules=modules, **named)


OLD = course(module_outline(FIRST, SECOND, DESK))
COURSES = {
    "title": (course(*OLD.modules, title="Pairs"), "The course is now called “Pairs” instead of “Tandem”."),
    "hours": (course(*OLD.modules, hours="4"), "The course now takes 4 hours instead of 3.5."),
    "line": (
        course(*OLD.modules, certificate_line="Part of the induction"),
        "On its certificate the course now says “Part of the induction”.",
    ),
    "partner": (course(*OLD.modules, partner="Academy", emblem="a"), "The course is now offered with Academy."),
    "module": (
        course(*OLD.modules, module_outline(number=2)),
        "Module 2, “Module 2”, was added.",
    ),
    "counts": (course(module_outline(FIRST, SECOND, DESK, counts=False)), "Module “Module 1” no longer counts."),
    "topic": (
        course(replace(OLD.modules[0], topic="Another")),
        "What is said about module “Module 1” changed.",
    ),
    "lesson came": (
        course(module_outline(FIRST, SECOND, lesson_step("third-lesson"), DESK)),
        "The lesson “Third lesson” was added.",
    ),
    "scenario went": (course(module_outline(FIRST, SECOND)), "The scenario “At the desk” was taken out."),
    "moved": (course(module_outline(SECOND, DESK, FIRST)), "“First lesson” stands at another place."),
    "questions": (
        course(module_outline(replace(FIRST, questions=(SINGLE,)), SECOND, DESK)),
        "The questions of “First lesson” changed.",
    ),
    "title of a step": (
        course(module_outline(replace(FIRST, title="Begin"), SECOND, DESK)),
        "“1.1 First lesson” is now called “1.1 Begin”.",
    ),
    "minutes": (
        course(module_outline(replace(FIRST, minutes=12), SECOND, DESK)),
        "“First lesson” now takes 12 minutes instead of 10.",
    ),
    "role": (
        course(module_outline(FIRST, SECOND, replace(DESK, role=Role.POLICE))),
        "“At the desk” is now written for police officer instead of social worker.",
    ),
    "skippable": (
        course(module_outline(FIRST, SECOND, replace(DESK, skippable=True))),
        "“At the desk” can now be skipped.",
    ),
    "address": (
        course(module_outline(replace(FIRST, slug="begin"), SECOND, DESK)),
        "The address of “First lesson” changed.",
    ),
}


@pytest.mark.parametrize("case", COURSES)
def test_one_difference_of_a_course_is_one_sentence(case: str) -> None:
    new, words = COURSES[case]

    assert said(compare_outlines(OLD, new)) == [words]


WITH_PARTNER = course(*OLD.modules, certificate_line="Part of it", partner="Academy", emblem="a")
PARTNERS = {
    "line": (
        replace(WITH_PARTNER, certificate_line="All of it"),
        "On its certificate the course says “All of it”; it said “Part of it”.",
    ),
    "no line": (
        replace(WITH_PARTNER, certificate_line=""),
        "On its certificate the course no longer says “Part of it”.",
    ),
    "partner": (
        replace(WITH_PARTNER, partner="Service", emblem="b"),
        "The course is now offered with Service instead of Academy.",
    ),
    "no partner": (
        replace(WITH_PARTNER, partner="", emblem=""),
        "The course is no longer offered with Academy.",
    ),
    "picture": (replace(WITH_PARTNER, emblem="b"), "The picture of Academy on certificates is another one."),
}


@pytest.mark.parametrize("case", PARTNERS)
def test_what_a_course_adds_to_its_certificates_is_compared(case: str) -> None:
    new, words = PARTNERS[case]

    assert said(compare_outlines(WITH_PARTNER, new)) == [words]


def test_a_course_does_not_differ_from_itself() -> None:
    assert compare_outlines(OLD, course(module_outline(FIRST, SECOND, DESK))) == Changes()


def test_a_step_in_another_module_moved() -> None:
    new = course(module_outline(FIRST, DESK), module_outline(SECOND, number=2))
    old = course(module_outline(FIRST, DESK, SECOND), module_outline(number=2))

    assert said(compare_outlines(old, new)) == ["“Second lesson” stands at another place."]


def test_a_note_that_would_be_too_long_says_how_many_more() -> None:
    new = course(module_outline(*[lesson_step(f"lesson-{number}") for number in range(30)]))

    note = outline_summary(compare_outlines(course(module_outline()), new), 120)

    assert note == (
        "The lesson “Lesson 0” was added. The lesson “Lesson 1” was added. The lesson “Lesson 2” was added."
        " 27 more changes."
    )
