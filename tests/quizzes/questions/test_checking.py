from dataclasses import replace

import pytest

from quizzes.questions.checking import MESSAGES, problems, problems_together, say
from quizzes.questions.kinds import Item, Kind, Option, Pair
from tests.quizzes.questions.specimen import ALL, CONFIDENCE, MATCHING, MULTIPLE, ORDERING, REFLECTION, SINGLE

NONE_FITS = tuple(replace(option, right=False) for option in SINGLE.options)
ALL_FIT = tuple(replace(option, right=True) for option in SINGLE.options)

BROKEN = {
    "no-prompt": replace(REFLECTION, prompt=" "),
    "no-right": replace(MULTIPLE, options=NONE_FITS),
    "single-right": replace(SINGLE, options=ALL_FIT),
    "too-few": replace(ORDERING, items=ORDERING.items[:1]),
    "missing-text": replace(MATCHING, pairs=(*MATCHING.pairs, Pair("more", "Left", " "))),
    "missing-feedback": replace(SINGLE, options=(*SINGLE.options, Option("bare", "Bare.", False, ""))),
    "duplicate-key": replace(ORDERING, items=(*ORDERING.items, Item("limit", "Another text"))),
    "bad-key": replace(ORDERING, items=(*ORDERING.items, Item("a=b", "Another text"))),
    "duplicate-text": replace(ORDERING, items=(*ORDERING.items, Item("again", "Leave a pause"))),
    "duplicate-right": replace(MATCHING, pairs=(*MATCHING.pairs, Pair("more", "Left", "respect"))),
    "stray-part": replace(SINGLE, feedback="Said after any try."),
    "no-about": replace(CONFIDENCE, about=""),
    "no-scale": replace(CONFIDENCE, scale=("unsure", "sure")),
}
TOGETHER = {"unknown-about": (CONFIDENCE, MULTIPLE)}


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_a_sound_question_has_no_problem(question):
    assert problems(question) == ()


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_question_has_exactly_its_problem(code):
    found = problems(BROKEN[code])

    assert [problem.code for problem in found] == [code]
    assert "%" not in say(found[0])


def test_every_rule_has_its_specimen():
    assert BROKEN.keys() | TOGETHER.keys() == MESSAGES.keys()


@pytest.mark.parametrize("kind", [Kind.ORDERING, Kind.MATCHING])
def test_sorting_needs_feedback(kind):
    question = next(question for question in ALL if question.kind is kind)

    assert [problem.code for problem in problems(replace(question, feedback=""))] == ["missing-feedback"]


def test_the_sound_questions_go_together():
    assert problems_together(ALL) == ()


@pytest.mark.parametrize("questions", [(CONFIDENCE, MULTIPLE), (CONFIDENCE, replace(REFLECTION, key="m1-03"))])
def test_confidence_needs_a_question_that_can_be_marked(questions):
    assert [problem.code for problem in problems_together(questions)] == ["unknown-about"]


def test_two_questions_need_two_keys():
    assert [problem.code for problem in problems_together((SINGLE, SINGLE))] == ["duplicate-key"]


def test_a_problem_says_what_to_do():
    sentence = say(problems(BROKEN["missing-feedback"])[0])

    assert sentence == "“Bare.” has no feedback. Say what this answer shows."
