import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions.codec import BadQuestion, digest, from_json, to_json
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question
from tests.quizzes.engine.graphs import keys, wild_text
from tests.quizzes.questions.specimen import ALL, SINGLE

questions = st.builds(
    Question,
    wild_text,
    st.sampled_from(Kind),
    wild_text,
    keys,
    st.lists(st.builds(Option, wild_text, wild_text, st.booleans(), wild_text), max_size=3).map(tuple),
    st.lists(st.builds(Item, wild_text, wild_text), max_size=3).map(tuple),
    st.lists(st.builds(Pair, wild_text, wild_text, wild_text), max_size=3).map(tuple),
    wild_text,
    wild_text,
    keys,
)


@given(questions)
def test_a_question_survives_json(question):
    assert from_json(json.loads(json.dumps(to_json(question)))) == question


def test_a_digest_tells_questions_apart():
    assert len({digest(question) for question in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"kind": "essay"},
            "kind: one of these expected: single, multiple, ordering, matching, confidence, reflection",
        ),
        (
            {"options": [{"key": "a", "text": "x", "right": "yes", "feedback": ""}]},
            "options[a].right: true or false expected",
        ),
        ({"options": [{"key": "a", "text": "x", "right": True}]}, "options[a].feedback: this is missing"),
        ({"prompt": None}, "prompt: text expected"),
        ({"points": 3}, "unknown name: points"),
    ],
)
def test_a_malformed_question_is_refused_with_its_place(changes, message):
    with pytest.raises(BadQuestion) as refused:
        from_json({**to_json(SINGLE), **changes})

    assert str(refused.value) == message
