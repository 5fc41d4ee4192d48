"""Question forms and questions: both ways without a loss, keys that stay."""

from typing import Any

import pytest
from wagtail import blocks

from quizzes.authoring.errors import stream_errors
from quizzes.authoring.questions import to_block, to_questions
from quizzes.blocks.questions import question_blocks
from quizzes.questions.checking import problems_together
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question

STREAM = blocks.StreamBlock(question_blocks())
KEY, OTHER = "4b41ee6d-7f1c-4f4e-8a5f-0f8b8e1f0001", "4b41ee6d-7f1c-4f4e-8a5f-0f8b8e1f0002"
SINGLE = Question(
    KEY,
    Kind.SINGLE,
    "Which one?",
    ("S1-1",),
    options=(Option("aa", "This", True, "Yes."), Option("bb", "That", False, "No.")),
)
QUESTIONS = [
    SINGLE,
    Question(KEY, Kind.MULTIPLE, "Which ones?", options=SINGLE.options),
    Question(KEY, Kind.ORDERING, "In which order?", items=(Item("aa", "First"), Item("bb", "Then")), feedback="So."),
    Question(KEY, Kind.MATCHING, "What fits?", pairs=(Pair("aa", "l", "r"), Pair("bb", "m", "s")), feedback="So."),
    Question(KEY, Kind.REFLECTION, "When did somebody listen?"),
]


def stream_of(*questions: Question) -> Any:
    """The questions in a stream, as a form gives them back."""
    return STREAM.clean(STREAM.to_python([to_block(question) for question in questions]))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind.value)
def test_a_question_survives_its_form(question: Question) -> None:
    assert to_questions(stream_of(question)) == (question,)


def test_confidence_is_about_the_question_after_it() -> None:
    confidence = Question(OTHER, Kind.CONFIDENCE, "How sure?", scale=("a", "b", "c", "d"))

    found = to_questions(stream_of(confidence, SINGLE))

    assert found[0].about == KEY


def test_confidence_before_a_reflection_is_about_nothing() -> None:
    confidence = Question(OTHER, Kind.CONFIDENCE, "How sure?", scale=("a", "b", "c", "d"))

    found = to_questions(stream_of(confidence, Question(KEY, Kind.REFLECTION, "Think.")))

    assert [problem.code for problem in problems_together(found)] == ["no-about"]


def test_an_option_keeps_its_key_when_another_is_put_before_it() -> None:
    stream = stream_of(SINGLE)
    stream[0].value["options"].insert(0, {"text": "New", "right": False, "feedback": "No."})

    keys = [option.key for option in to_questions(stream)[0].options]

    assert keys[1:] == ["aa", "bb"]


def test_a_question_without_a_right_option_is_an_error_at_its_block() -> None:
    question = Question(
        KEY, Kind.SINGLE, "Which one?", options=(Option("aa", "This", False, "No."), Option("bb", "That", False, ""))
    )

    stream = STREAM.to_python([to_block(question)])

    error = stream_errors("body", stream, problems_together(to_questions(stream)))["body"]
    data = error.as_json_data()  # type: ignore[attr-defined]

    assert data["blockErrors"][0]["messages"] == ["No option fits. Mark each option that is part of the right answer."]
    assert list(data["blockErrors"][0]["blockErrors"]["options"]["blockErrors"]) == [1]


def test_keys_are_not_offered_for_translation() -> None:
    block = question_blocks()[0][1].child_blocks["principles"]

    assert block.get_translatable_segments("S1-1 S1-2") == []


def test_a_principle_that_does_not_exist_is_an_error_at_its_question() -> None:
    stream = stream_of(SINGLE)

    error = stream_errors("body", stream, [], {"S1-1"})["body"]

    assert list(error.as_json_data()["blockErrors"][0]["blockErrors"]) == ["principles"]  # type: ignore[attr-defined]
