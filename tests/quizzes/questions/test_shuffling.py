from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions.kinds import Item, Kind, Option, Question
from quizzes.questions.shuffling import shuffled
from tests.quizzes.questions.specimen import MATCHING, ORDERING, SINGLE

seeds = st.text(st.characters(exclude_categories=("Cs",)))


@st.composite
def orderings(draw):
    count = draw(st.integers(2, 6))
    return Question("q", Kind.ORDERING, "Order?", items=tuple(Item(f"k{n}", f"Item {n}") for n in range(count)))


def test_options_stand_in_the_same_order_for_the_same_learner():
    assert shuffled(SINGLE, "learner-1") == shuffled(SINGLE, "learner-1")


def test_options_stand_in_every_order_for_somebody():
    assert len({shuffled(SINGLE, str(number)).options for number in range(60)}) == 6


def test_two_questions_are_mixed_differently_for_one_learner():
    alike = [Option(f"o{number}", "x", False, "x") for number in range(8)]
    first, second = (replace(SINGLE, key=key, options=tuple(alike)) for key in ("q1", "q2"))

    assert shuffled(first, "learner-1").options != shuffled(second, "learner-1").options


@given(orderings(), seeds)
def test_items_never_stand_in_the_authors_order(question, seed):
    items = shuffled(question, seed).items

    assert items != question.items
    assert sorted(items, key=question.items.index) == list(question.items)


@given(seeds)
def test_right_sides_never_stand_beside_their_left_sides_all_along(seed):
    shown = shuffled(MATCHING, seed)

    assert shown.lefts == MATCHING.pairs
    assert shown.rights == MATCHING.pairs[::-1]


def test_one_item_alone_stays():
    alone = replace(ORDERING, items=ORDERING.items[:1])

    assert shuffled(alone, "x").items == alone.items
