import pytest

from quizzes.questions.kinds import Kind
from quizzes.questions.marking import (
    AnswerError,
    InvalidAnswer,
    Marking,
    NotComplete,
    NothingPicked,
    Reply,
    mark,
    read,
)
from tests.quizzes.questions.specimen import ALL, CONFIDENCE, MATCHING, MULTIPLE, ORDERING, REFLECTION, SINGLE

PLACED = {"place-limit": ["1"], "place-scene": ["2"], "place-pause": ["3"]}


def test_a_single_answer_is_the_key():
    assert read(SINGLE, {"pick": ["why"], "csrfmiddlewaretoken": ["x"]}) == ("why",)


def test_a_multiple_answer_is_the_sorted_keys_once_each():
    assert read(MULTIPLE, {"pick": ["tool", "freedom", "tool"]}) == ("freedom", "tool")


def test_an_ordering_is_the_items_in_the_picked_order():
    assert read(ORDERING, {"place-pause": ["1"], "place-limit": ["3"], "place-scene": ["2"]}) == (
        "pause",
        "scene",
        "limit",
    )


def test_a_matching_is_the_sorted_pairs():
    assert read(MATCHING, {"pair-crew": ["chat"], "pair-chat": ["crew"]}) == ("chat=crew", "crew=chat")


def test_a_matching_may_use_a_right_side_twice():
    assert read(MATCHING, {"pair-crew": ["chat"], "pair-chat": ["chat"]}) == ("chat=chat", "crew=chat")


@pytest.mark.parametrize(
    ("fields", "picked"), [({"pick": ["0"]}, ("0",)), ({"pick": ["3"]}, ("3",)), ({}, ()), ({"pick": [""]}, ())]
)
def test_confidence_is_a_step_or_skipped(fields, picked):
    assert read(CONFIDENCE, fields) == picked


def test_a_reflection_never_takes_anything():
    assert read(REFLECTION, {"pick": ["what I wrote"], "text": ["what I wrote"]}) == ()


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        (SINGLE, {}),
        (SINGLE, {"pick": [""], "place-limit": ["1"]}),
        (MULTIPLE, {"pick": []}),
        (ORDERING, {"pick": ["limit"]}),
        (ORDERING, {"place-limit": [""], "place-scene": []}),
        (MATCHING, {"pair-crew": [""]}),
    ],
)
def test_an_empty_answer_says_that_nothing_was_picked(question, fields):
    with pytest.raises(NothingPicked):
        read(question, fields)


def test_an_ordering_says_which_items_are_missing_and_double():
    with pytest.raises(NotComplete) as refused:
        read(ORDERING, {"place-limit": ["2"], "place-scene": ["2"], "place-pause": [""]})

    assert (refused.value.missing, refused.value.double) == (("pause",), ("limit", "scene"))


def test_a_matching_says_which_pair_is_missing():
    with pytest.raises(NotComplete) as refused:
        read(MATCHING, {"pair-crew": ["chat"]})

    assert (refused.value.missing, refused.value.double) == (("chat",), ())


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        (SINGLE, {"pick": ["nothing"]}),
        (SINGLE, {"pick": ["when", "why"]}),
        (SINGLE, {"pick": ["\0" * 10_000]}),
        (MULTIPLE, {"pick": ["practice", "nothing"]}),
        (ORDERING, {**PLACED, "place-limit": ["4"]}),
        (ORDERING, {**PLACED, "place-limit": ["0"]}),
        (ORDERING, {**PLACED, "place-limit": ["²"]}),
        (ORDERING, {**PLACED, "place-limit": ["01"]}),
        (ORDERING, {**PLACED, "place-limit": ["1", "1"]}),
        (ORDERING, {**PLACED, "place-nothing": ["1"]}),
        (MATCHING, {"pair-crew": ["respect"], "pair-chat": ["crew"]}),
        (MATCHING, {"pair-nothing": ["crew"]}),
        (CONFIDENCE, {"pick": ["4"]}),
        (CONFIDENCE, {"pick": ["-1"]}),
        (CONFIDENCE, {"pick": ["0", "1"]}),
    ],
)
def test_a_forged_answer_is_refused(question, fields):
    with pytest.raises(InvalidAnswer):
        read(question, fields)


def test_every_refusal_is_an_answer_error():
    assert all(issubclass(error, AnswerError) for error in (InvalidAnswer, NothingPicked, NotComplete))


def test_the_right_option_is_right():
    assert mark(SINGLE, ("when",)) == Marking(
        right=True, options={"when": Reply(True, "A moment. Now there is something to listen to.")}
    )


def test_feedback_is_given_for_the_picked_option_only():
    assert mark(SINGLE, ("why",)) == Marking(right=False, options={"why": Reply(False, "It asks for a defence.")})


def test_all_that_fit_and_no_other_is_right():
    assert mark(MULTIPLE, ("freedom", "practice")).right


def test_one_of_two_that_fit_has_more_to_find():
    assert mark(MULTIPLE, ("freedom",)) == Marking(
        right=False, options={"freedom": Reply(True, "Yes, too.")}, more=True
    )


def test_one_that_does_not_fit_hides_whether_there_is_more():
    marking = mark(MULTIPLE, ("freedom", "tool"))

    assert (marking.right, marking.more) == (False, False)
    assert {key: reply.fits for key, reply in marking.options.items()} == {"freedom": True, "tool": False}


def test_one_that_does_not_fit_gives_no_hint():
    assert mark(MULTIPLE, ("tool",)) == Marking(right=False, options={"tool": Reply(False, "No tool.")})


def test_the_authors_order_is_right():
    assert mark(ORDERING, ("limit", "scene", "pause")) == Marking(
        right=True, feedback="Openness comes first.", places={"limit": True, "scene": True, "pause": True}
    )


def test_another_order_shows_which_places_fit():
    marking = mark(ORDERING, ("scene", "limit", "pause"))

    assert (marking.right, marking.feedback) == (False, "Openness comes first.")
    assert marking.places == {"scene": False, "limit": False, "pause": True}


def test_the_authors_pairs_are_right():
    assert mark(MATCHING, ("chat=chat", "crew=crew")).right


def test_other_pairs_show_which_fit():
    assert mark(MATCHING, ("chat=chat", "crew=chat")).places == {"crew": False, "chat": True}


@pytest.mark.parametrize(("question", "picked"), [(CONFIDENCE, ("2",)), (CONFIDENCE, ()), (REFLECTION, ())])
def test_confidence_and_reflection_cannot_be_wrong(question, picked):
    assert mark(question, picked) == Marking(right=True)


@pytest.mark.parametrize(
    ("question", "picked"),
    [
        (SINGLE, ("nothing",)),
        (MULTIPLE, ("practice", "nothing")),
        (ORDERING, ("limit", "scene")),
        (ORDERING, ("limit", "limit", "pause")),
        (MATCHING, ("crew=crew",)),
        (MATCHING, ("crew=crew", "crew=chat")),
        (MATCHING, ("crew=crew", "chat")),
    ],
)
def test_a_stored_answer_that_does_not_fit_the_question_is_refused(question, picked):
    with pytest.raises(InvalidAnswer):
        mark(question, picked)


def test_nothing_picked_is_not_right_and_gives_no_hint():
    assert mark(MULTIPLE, ()) == Marking(right=False)


def test_each_kind_is_tried_here():
    assert {question.kind for question in ALL} == set(Kind)
