"""When two approvals are enough."""

import pytest

from modules.review_rule import QUESTIONS, Obstacle, Opinion, Person, is_enough, obstacle, pair

WORDS, OTHER_WORDS = "a" * 64, "b" * 64
TEACHER = Person(1, "teacher", may_review=True)
OFFICER = Person(2, "police", may_review=True)
WORKER = Person(3, "social-work", may_review=True)
AUTHOR = Person(9, "teacher")


def yes(person: Person, content: str = WORDS, profession: str | None = None) -> Opinion:
    """An approval."""
    return Opinion(person, person.profession if profession is None else profession, content, approves=True)


def no(person: Person, content: str = WORDS) -> Opinion:
    """A "not yet"."""
    return Opinion(person, person.profession, content, approves=False)


def enough(*opinions: Opinion, authors: tuple[Person, ...] = (AUTHOR,)) -> bool:
    return is_enough(opinions, content=WORDS, authors=authors)


def test_two_of_different_professions_are_enough() -> None:
    assert enough(yes(TEACHER), yes(OFFICER))


def test_there_are_eleven_questions() -> None:
    assert len(set(QUESTIONS)) == 11


@pytest.mark.parametrize(
    "opinions",
    [
        pytest.param((), id="nobody"),
        pytest.param((yes(TEACHER),), id="one"),
        pytest.param((yes(TEACHER), yes(TEACHER)), id="one person twice"),
        pytest.param((yes(TEACHER), yes(Person(4, "teacher", may_review=True))), id="one profession twice"),
        pytest.param((yes(TEACHER), yes(Person(4, "", may_review=True))), id="without a profession"),
        pytest.param((yes(TEACHER), yes(OFFICER, OTHER_WORDS)), id="about other words"),
        pytest.param((yes(TEACHER), no(OFFICER)), id="one says not yet"),
        pytest.param((yes(TEACHER), no(TEACHER), yes(OFFICER)), id="one took it back"),
        pytest.param((yes(TEACHER), no(TEACHER, OTHER_WORDS), yes(OFFICER)), id="the last word was about other words"),
        pytest.param((yes(TEACHER), yes(Person(2, "police"))), id="the role is lost"),
        pytest.param((yes(TEACHER), yes(OFFICER, profession="social-work")), id="another profession by now"),
        pytest.param((yes(TEACHER), yes(Person(2, "", may_review=True), profession="police")), id="none by now"),
    ],
)
def test_this_is_not_enough(opinions: tuple[Opinion, ...]) -> None:
    assert not enough(*opinions)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TEACHER, Person(2, "police", stands_in_for=1, may_review=True)),
        (Person(1, "teacher", stands_in_for=2, may_review=True), OFFICER),
        (Person(1, "teacher", 7, may_review=True), Person(2, "police", 7, may_review=True)),
    ],
)
def test_stand_ins_never_approve_together(one: Person, other: Person) -> None:
    assert not enough(yes(one), yes(other))


@pytest.mark.parametrize(
    "author",
    [Person(2, "police"), Person(9, "teacher", stands_in_for=2), Person(2)],
)
def test_an_author_or_their_other_account_does_not_count(author: Person) -> None:
    assert not enough(yes(TEACHER), yes(OFFICER), authors=(AUTHOR, author))


def test_the_stand_in_of_an_author_does_not_count() -> None:
    assert not enough(yes(TEACHER), yes(Person(2, "police", stands_in_for=9, may_review=True)))


def test_a_third_person_makes_it_enough() -> None:
    opinions = [yes(TEACHER), no(OFFICER), yes(WORKER)]

    assert pair(opinions, content=WORDS, authors=[AUTHOR]) == (opinions[0], opinions[2])


def test_who_thinks_again_may_approve_after_all() -> None:
    assert enough(no(TEACHER), yes(OFFICER), yes(TEACHER))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (OFFICER, None),
        (TEACHER, Obstacle.DONE),
        (Person(4, "teacher", may_review=True), Obstacle.SAME_PROFESSION),
        (Person(4, "police", stands_in_for=1, may_review=True), Obstacle.STAND_IN),
        (Person(4, "", may_review=True), Obstacle.PROFESSION),
        (Person(4, "police"), Obstacle.ROLE),
        (Person(9, "police", may_review=True), Obstacle.AUTHOR),
    ],
)
def test_everybody_is_told_what_stands_in_the_way(person: Person, expected: Obstacle | None) -> None:
    assert obstacle(person, [yes(TEACHER)], content=WORDS, authors=[AUTHOR]) == expected
