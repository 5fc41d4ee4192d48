"""What somebody picked, in one normal form, and what that shows.

Form fields: `pick` for single, multiple (repeated) and confidence; `place-<item>` = 1 to n for ordering;
`pair-<left>` = key of the right side for matching. Other fields are ignored, so a whole POST may be passed in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.questions.kinds import Kind, Option, Question

PICK = "pick"
PLACE = "place-"
PAIR = "pair-"

Fields = Mapping[str, Sequence[str]]


class AnswerError(ValueError):
    """These fields are no answer to this question."""


class InvalidAnswer(AnswerError):
    """A key or place that this question does not offer: the page cannot have sent it."""


class NothingPicked(AnswerError):
    """Nothing was picked yet."""


class NotComplete(AnswerError):
    """Some items have no place or no partner yet, or share one. `missing`, `double`: keys of items or pairs."""

    def __init__(self, missing: Sequence[str], double: Sequence[str]) -> None:
        super().__init__("not complete")
        self.missing = tuple(missing)
        self.double = tuple(double)


@dataclass(frozen=True)
class Reply:
    """What is said about one picked option. `fits`: it belongs to the right answer."""

    fits: bool
    feedback: str


@dataclass(frozen=True)
class Marking:
    """What an answer shows. Nothing here tells about an option that was not picked.

    `options`: replies by key of the picked option. `feedback`: said after any try at ordering and matching.
    `places`: by key of the item or left side, whether it is where it belongs.
    `more`: everything picked fits, and there is more that fits.
    """

    right: bool
    options: Mapping[str, Reply] = field(default_factory=dict)
    feedback: str = ""
    places: Mapping[str, bool] = field(default_factory=dict)
    more: bool = False


def read(question: Question, fields: Fields) -> tuple[str, ...]:
    """The answer in these form fields, in its normal form: equal answers give equal tuples.

    Single: the key. Multiple: the keys, sorted. Ordering: the item keys in the picked order. Matching: `left=right`,
    sorted. Confidence: the step from "0", or nothing when skipped. Reflection: always nothing; its text stays away.
    Raises InvalidAnswer, NothingPicked, NotComplete.
    """
    match question.kind:
        case Kind.SINGLE:
            return _read_single(question, fields)
        case Kind.MULTIPLE:
            return _read_multiple(question, fields)
        case Kind.ORDERING:
            return _read_ordering(question, fields)
        case Kind.MATCHING:
            return _read_matching(question, fields)
        case Kind.CONFIDENCE:
            return _read_confidence(question, fields)
        case Kind.REFLECTION:
            return ()


def mark(question: Question, picked: Sequence[str]) -> Marking:
    """What `picked`, in its normal form, shows. Confidence and reflection are right as they are.

    Raises InvalidAnswer if `picked` is no normal form of an answer to this question.
    """
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return _mark_options(question, picked)
        case Kind.ORDERING:
            return _mark_ordering(question, picked)
        case Kind.MATCHING:
            return _mark_matching(question, picked)
        case Kind.CONFIDENCE | Kind.REFLECTION:
            return Marking(right=True)


def _read_single(question: Question, fields: Fields) -> tuple[str, ...]:
    picked = _picked(fields)
    if not picked:
        raise NothingPicked("nothing picked")
    if len(picked) > 1:
        raise InvalidAnswer("one option only")
    _options(question, picked)
    return picked


def _read_multiple(question: Question, fields: Fields) -> tuple[str, ...]:
    picked = tuple(sorted(set(_picked(fields))))
    if not picked:
        raise NothingPicked("nothing picked")
    _options(question, picked)
    return picked


def _read_ordering(question: Question, fields: Fields) -> tuple[str, ...]:
    keys = [item.key for item in question.items]
    places = _each(fields, PLACE, keys)
    allowed = {str(number): number for number in range(1, len(keys) + 1)}
    if any(place not in allowed for place in places.values()):
        raise InvalidAnswer("no such place")
    counted = Counter(places.values())
    missing = [key for key in keys if key not in places]
    double = [key for key in keys if counted[places.get(key, "")] > 1]
    if missing or double:
        raise NotComplete(missing, double)
    return tuple(sorted(keys, key=lambda key: allowed[places[key]]))


def _read_matching(question: Question, fields: Fields) -> tuple[str, ...]:
    keys = [pair.key for pair in question.pairs]
    rights = _each(fields, PAIR, keys)
    if any(right not in keys for right in rights.values()):
        raise InvalidAnswer("no such right side")
    missing = [key for key in keys if key not in rights]
    if missing:
        raise NotComplete(missing, ())
    return tuple(sorted(f"{left}={right}" for left, right in rights.items()))


def _read_confidence(question: Question, fields: Fields) -> tuple[str, ...]:
    picked = _picked(fields)
    if len(picked) > 1 or any(step not in map(str, range(len(question.scale))) for step in picked):
        raise InvalidAnswer("no such step")
    return picked


def _picked(fields: Fields) -> tuple[str, ...]:
    return tuple(value for value in fields.get(PICK, ()) if value)


def _each(fields: Fields, prefix: str, keys: Sequence[str]) -> dict[str, str]:
    """The one value of each `prefix<key>` field that is filled, by key."""
    values: dict[str, str] = {}
    for name, given in fields.items():
        key = name.removeprefix(prefix)
        if key == name:
            continue
        if key not in keys or len(given) > 1:
            raise InvalidAnswer("no such field")
        if given and given[0]:
            values[key] = given[0]
    if not values:
        raise NothingPicked("nothing picked")
    return values


def _options(question: Question, picked: Sequence[str]) -> list[Option]:
    by_key = {option.key: option for option in question.options}
    if any(key not in by_key for key in picked):
        raise InvalidAnswer("no such option")
    return [by_key[key] for key in picked]


def _mark_options(question: Question, picked: Sequence[str]) -> Marking:
    options = _options(question, picked)
    replies = {option.key: Reply(option.right, option.feedback) for option in options}
    all_fit = bool(options) and all(option.right for option in options)
    complete = sum(option.right for option in question.options) == len(replies)
    return Marking(right=all_fit and complete, options=replies, more=all_fit and not complete)


def _mark_ordering(question: Question, picked: Sequence[str]) -> Marking:
    keys = [item.key for item in question.items]
    if sorted(picked) != sorted(keys):
        raise InvalidAnswer("not the items of this question")
    places = {key: key == own for key, own in zip(picked, keys, strict=True)}
    return Marking(right=all(places.values()), feedback=question.feedback, places=places)


def _mark_matching(question: Question, picked: Sequence[str]) -> Marking:
    keys = [pair.key for pair in question.pairs]
    possible = {f"{left}={right}": left for left in keys for right in keys}
    lefts = [possible.get(pair, "") for pair in picked]
    if sorted(lefts) != sorted(keys):
        raise InvalidAnswer("not the pairs of this question")
    places = {key: f"{key}={key}" in picked for key in keys}
    return Marking(right=all(places.values()), feedback=question.feedback, places=places)
