"""When two approvals are enough: two people, different professions, neither of them an author. Plain Python."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

YES, NOT_YET = "yes", "not-yet"
# The eleven questions of the review sheet, in the order in which they are asked.
QUESTIONS = (
    "forms",
    "person-first",
    "strengths",
    "narrative",
    "voluntary",
    "confidentiality",
    "danger",
    "respect",
    "no-trick",
    "sources",
    "plain",
)


@dataclass(frozen=True)
class Person:
    """Somebody with an account. `key`: of the account; `stands_in_for`: of the account that this one stands in for."""

    key: int
    profession: str = ""
    stands_in_for: int | None = None
    may_review: bool = False

    @property
    def seats(self) -> frozenset[int]:
        """The accounts for which this person may speak."""
        return frozenset({self.key} if self.stands_in_for is None else {self.key, self.stands_in_for})

    def is_one_with(self, other: "Person") -> bool:
        """Whether the two are one person, one the other's stand-in, or both the stand-ins of a third."""
        return bool(self.seats & other.seats)


@dataclass(frozen=True)
class Opinion:
    """One filled-in sheet. `profession`: of the person on that day; `content`: the hash of what was read."""

    person: Person
    profession: str
    content: str
    approves: bool


class Obstacle(StrEnum):
    """Why somebody's approval would not count."""

    ROLE = "role"
    PROFESSION = "profession"
    AUTHOR = "author"
    STAND_IN = "stand-in"
    SAME_PROFESSION = "same-profession"
    DONE = "done"


def is_enough(opinions: Sequence[Opinion], *, content: str, authors: Collection[Person]) -> bool:
    """Whether two of these opinions let this content go live. `opinions`: oldest first."""
    return pair(opinions, content=content, authors=authors) is not None


def pair(opinions: Sequence[Opinion], *, content: str, authors: Collection[Person]) -> tuple[Opinion, Opinion] | None:
    """The first two approvals that are enough together, in the order in which they were given; None without them."""
    approvals = standing(opinions, content=content, authors=authors)
    return next((two for two in combinations(approvals, 2) if _are_a_tandem(*two)), None)


def standing(opinions: Sequence[Opinion], *, content: str, authors: Collection[Person]) -> list[Opinion]:
    """The approvals of this content that count: the last word of somebody who may review and wrote nothing of it."""
    last: Mapping[int, Opinion] = {opinion.person.key: opinion for opinion in opinions}
    return [
        opinion
        for opinion in opinions
        if opinion is last[opinion.person.key]
        and opinion.approves
        and opinion.content == content
        and opinion.profession == opinion.person.profession
        and own_obstacle(opinion.person, authors) is None
    ]


def obstacle(
    person: Person, opinions: Sequence[Opinion], *, content: str, authors: Collection[Person]
) -> Obstacle | None:
    """Why this person cannot approve this content now; None if nothing is in the way."""
    found = own_obstacle(person, authors)
    if found is not None:
        return found
    approvals = standing(opinions, content=content, authors=authors)
    if any(opinion.person.key == person.key for opinion in approvals):
        return Obstacle.DONE
    if any(opinion.person.is_one_with(person) for opinion in approvals):
        return Obstacle.STAND_IN
    if any(opinion.profession == person.profession for opinion in approvals):
        return Obstacle.SAME_PROFESSION
    return None


def own_obstacle(person: Person, authors: Collection[Person]) -> Obstacle | None:
    """What lies in the person and not in what others said."""
    if not person.may_review:
        return Obstacle.ROLE
    if not person.profession:
        return Obstacle.PROFESSION
    if any(author.is_one_with(person) for author in authors):
        return Obstacle.AUTHOR
    return None


def _are_a_tandem(one: Opinion, other: Opinion) -> bool:
    return one.profession != other.profession and not one.person.is_one_with(other.person)
