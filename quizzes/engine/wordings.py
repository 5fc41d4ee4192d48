"""What differs in the words of another role."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from quizzes.engine.change import Change
from quizzes.engine.differing import (
    Names,
    key_of,
    line_changes,
    people_changes,
    renames,
    short_text,
    text_changes,
    value_changes,
)
from quizzes.engine.graph import YOU, ChoiceWording, EndingWording, Person, Variant
from quizzes.engine.matching import matched

Value = TypeVar("Value")


def wording_changes(was: Variant, now: Variant, places: Names, strands: Names) -> Iterator[Change]:
    """What differs between two variants for one role. `places`: of scenes and endings, `strands`: of threads."""
    yield from text_changes("setting", was.setting, now.setting)
    yield from text_changes("you", was.you, now.you)
    yield from text_changes("intro", was.intro, now.intro)
    people = matched(was.cast, now.cast, key_of, lambda person: person.name)
    yield from people_changes(people)
    seats = Names(_called(was.cast, was.you), _called(now.cast, now.you), renames(people))
    yield from _scene_wordings(was, now, places, seats)
    yield from _choice_wordings(was, now, places)
    yield from _ending_wordings(was, now, places)
    yield from _titles_in_words("variant-title", was.titles, now.titles, places)
    yield from _titles_in_words("variant-thread", was.threads, now.threads, strands)


def _called(cast: Sequence[Person], you: str) -> dict[str, str]:
    return {person.key: person.name for person in cast} | {YOU: you}


def _scene_wordings(was: Variant, now: Variant, places: Names, seats: Names) -> Iterator[Change]:
    for key, before, after in _beside(_renamed(was.scenes, places), now.scenes):
        name = places.name(key)
        if before is None:
            yield Change("variant-scene-added", parameters={"scene": name})
        if after is None:
            yield Change("variant-scene-removed", parameters={"scene": name})
        yield from line_changes("variant-line", before or (), after or (), seats, scene=name)


def _choice_wordings(was: Variant, now: Variant, places: Names) -> Iterator[Change]:
    blank = ChoiceWording("")
    old, new = _by_scene_and_choice(_renamed(was.choices, places)), _by_scene_and_choice(now.choices)
    for (scene, key), before, after in _beside(old, new):
        names = {"scene": places.name(scene), "choice": short_text((after or before or blank).text, key)}
        if before is None:
            yield Change("variant-choice-added", key, names)
        if after is None:
            yield Change("variant-choice-removed", key, names)
        yield from text_changes("variant-choice-text", (before or blank).text, (after or blank).text, key, **names)
        yield from text_changes(
            "variant-choice-feedback", (before or blank).feedback, (after or blank).feedback, key, **names
        )


def _by_scene_and_choice(
    choices: Mapping[str, Mapping[str, ChoiceWording]],
) -> dict[tuple[str, str], ChoiceWording]:
    # A scene that is named without a choice differs from one that is not named.
    named = ((scene, words or {"": ChoiceWording("")}) for scene, words in choices.items())
    return {(scene, key): wording for scene, words in named for key, wording in words.items()}


def _ending_wordings(was: Variant, now: Variant, places: Names) -> Iterator[Change]:
    blank = EndingWording("", "", "")
    for key, before, after in _beside(_renamed(was.endings, places), now.endings):
        names = {"scene": places.name(key)}
        if before is None:
            yield Change("variant-ending-added", parameters=names)
        if after is None:
            yield Change("variant-ending-removed", parameters=names)
        then, here = before or blank, after or blank
        yield from value_changes("variant-ending-title", then.title, here.title, **names)
        yield from text_changes("variant-ending-text", then.text, here.text, **names)
        yield from text_changes("variant-ending-debrief", then.debrief, here.debrief, **names)


def _titles_in_words(code: str, was: Mapping[str, str], now: Mapping[str, str], names: Names) -> Iterator[Change]:
    for key, before, after in _beside(_renamed(was, names), now):
        if before != after:
            yield Change(code, parameters={"scene": names.name(key), "before": before or "", "after": after or ""})


def _renamed(words: Mapping[str, Value], names: Names) -> dict[str, Value]:
    return {names.new(key)[0]: value for key, value in words.items()}


def _beside(old: Mapping[Any, Value], new: Mapping[Any, Value]) -> Iterator[tuple[Any, Value | None, Value | None]]:
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key)
