"""What differs between two scenarios: by scene, choice, ending, person, thread and role."""

from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.engine.change import Change, Changes, Group, How, Part
from quizzes.engine.differing import (
    Names,
    Rows,
    flag_changes,
    key_changes,
    key_of,
    line_changes,
    people_changes,
    renames,
    short,
    text_changes,
    value_changes,
)
from quizzes.engine.graph import YOU, Choice, Ending, Graph, Notice, Person, Scene, Thread, Variant
from quizzes.engine.matching import Row, matched
from quizzes.engine.wordings import wording_changes
from quizzes.terms import Competence

EFFECTS = {-1: "−1", 0: "0", 1: "+1", 2: "+2"}


@dataclass(frozen=True)
class _Sides:
    """The parts of both graphs side by side, and the names of what others refer to."""

    scenes: Rows[Scene]
    endings: Rows[Ending]
    people: Rows[Person]
    threads: Rows[Thread]
    places: Names
    seats: Names
    strands: Names


def compare(old: Graph, new: Graph) -> Changes:
    """Everything that differs, in the order of the newer one. Empty exactly for equal graphs.

    Parts are matched by key, then by name or content: a new key alone is one change, and what leads to it is none.
    Any graphs, sound or not. Linear but for lines and words, which are bounded.
    """
    sides = _sides(old, new)
    groups = [
        _group(Part.SCENARIO, _whole(old, new, sides)),
        _group(Part.PEOPLE, people_changes(sides.people)),
        _group(Part.THREADS, _threads(sides.threads)),
        *(_scene(row, sides) for row in sides.scenes),
        *(_ending(row) for row in sides.endings),
        *(_variant(row, sides) for row in matched(old.variants, new.variants, lambda variant: variant.role)),
    ]
    return Changes(tuple(group for group in groups if group.changes or group.how is not How.CHANGED))


def _sides(old: Graph, new: Graph) -> _Sides:
    scenes = matched(old.scenes, new.scenes, key_of, lambda scene: scene.title, lambda scene: scene.lines)
    endings = matched(old.endings, new.endings, key_of, lambda ending: ending.title, lambda ending: ending.text)
    people = matched(old.cast, new.cast, key_of, lambda person: person.name)
    threads = matched(old.threads, new.threads, key_of, lambda thread: thread.title)
    return _Sides(
        scenes=scenes,
        endings=endings,
        people=people,
        threads=threads,
        places=Names(_titles(old), _titles(new), renames(scenes) | renames(endings)),
        seats=Names(_people_of(old), _people_of(new), renames(people)),
        strands=Names(
            {thread.key: thread.title for thread in old.threads},
            {thread.key: thread.title for thread in new.threads},
            renames(threads),
        ),
    )


def _titles(graph: Graph) -> dict[str, str]:
    return {scene.key: scene.title for scene in graph.scenes} | {ending.key: ending.title for ending in graph.endings}


def _people_of(graph: Graph) -> dict[str, str]:
    return {person.key: person.name for person in graph.cast} | {YOU: graph.you}


def _group(part: Part, changes: Iterator[Change], how: How = How.CHANGED, key: str = "", title: str = "") -> Group:
    return Group(part, how, tuple(changes), key, title or key)


# ---- the scenario as a whole


def _whole(old: Graph, new: Graph, sides: _Sides) -> Iterator[Change]:
    yield from value_changes("title", old.title, new.title)
    yield from value_changes("form", old.form, new.form)
    yield from value_changes("role", old.role, new.role)
    yield from text_changes("setting", old.setting, new.setting)
    yield from text_changes("you", old.you, new.you)
    yield from text_changes("intro", old.intro, new.intro)
    if old.competences != new.competences:
        yield Change("competences", parameters={"before": old.competences, "after": new.competences})
    yield from key_changes("start", (old.start,), (new.start,), sides.places)
    yield from _notice(old.notice, new.notice)
    yield from value_changes("minutes", str(old.minutes), str(new.minutes))
    yield from flag_changes(("shows-law", "hides-law"), (old.shows_law, new.shows_law))


def _notice(old: Notice | None, new: Notice | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change("notice-added", now=new.text)
    elif old is not None and new is None:
        yield Change("notice-removed", was=old.text)
    elif old is not None and new is not None:
        yield from text_changes("notice", old.text, new.text)
    yield from flag_changes(("skippable", "not-skippable"), (bool(old and old.skippable), bool(new and new.skippable)))


# ---- people and threads


def _threads(rows: Rows[Thread]) -> Iterator[Change]:
    for row in rows:
        was, now = row.was, row.now
        if was and now:
            yield from value_changes("thread-title", was.title, now.title)
            yield from value_changes("thread-key", was.key, now.key, name=now.title)
            if row.moved:
                yield Change("thread-moved", parameters={"name": now.title})
        elif now:
            yield Change("thread-added", parameters={"name": now.title})
        elif was:
            yield Change("thread-removed", parameters={"name": was.title})


# ---- scenes


def _scene(row: Row[Scene], sides: _Sides) -> Group:
    here = row.now or row.was
    assert here is not None  # noqa: S101 -- a row has at least one side
    blank = Scene(here.key, here.title, (), ())
    changes = _scene_changes(row.was or blank, row.now or blank, sides, moved=row.moved)
    return _group(Part.SCENE, changes, _how(row), here.key, here.title)


def _how(row: Row[Scene] | Row[Ending] | Row[Variant]) -> How:
    if row.was is None:
        return How.ADDED
    return How.REMOVED if row.now is None else How.CHANGED


def _scene_changes(was: Scene, now: Scene, sides: _Sides, *, moved: bool) -> Iterator[Change]:
    yield from value_changes("renamed", was.title, now.title)
    yield from value_changes("key", was.key, now.key)
    if moved:
        yield Change("moved")
    yield from line_changes("line", was.lines, now.lines, sides.seats)
    yield from key_changes("lays", was.lays, now.lays, sides.strands)
    for row in matched(was.choices, now.choices, key_of, lambda choice: choice.text):
        yield from _choice(row, sides)


# ---- choices


def _choice(row: Row[Choice], sides: _Sides) -> Iterator[Change]:
    was, now = row.was, row.now
    if now is None and was is not None:
        (led_to,) = sides.places.was(was.to)
        yield Change("choice-removed", was.key, {"choice": short(was), "before": led_to}, was=was.text)
    elif was is None and now is not None:
        (leads_to,) = sides.places.now(now.to)
        yield Change("choice-added", now.key, {"choice": short(now), "after": leads_to}, now=now.text)
        blank = Choice(now.key, now.text, now.to, "", spoken=now.spoken)
        yield from _choice_changes(blank, now, sides)
    elif was is not None and now is not None:
        names = {"choice": short(now)}
        yield from text_changes("choice-text", was.text, now.text, now.key, **names)
        yield from value_changes("choice-key", was.key, now.key, now.key, **names)
        if row.moved:
            yield Change("choice-moved", now.key, names)
        yield from key_changes("choice-to", (was.to,), (now.to,), sides.places, now.key, **names)
        yield from _choice_changes(was, now, sides)


def _choice_changes(was: Choice, now: Choice, sides: _Sides) -> Iterator[Change]:
    """What a choice does, beside its words and where it leads."""
    key, names = now.key, {"choice": short(now)}
    yield from text_changes("choice-feedback", was.feedback, now.feedback, key, **names)
    if was.principles != now.principles:
        yield Change("choice-principles", key, {**names, "before": was.principles, "after": now.principles})
    for competence in dict.fromkeys((*was.effects, *now.effects)):
        before, after = _effect(was, competence), _effect(now, competence)
        yield from value_changes("choice-effect", before, after, key, competence=competence, **names)
    yield from flag_changes(("choice-said", "choice-act"), (was.spoken, now.spoken), key, **names)
    yield from key_changes("choice-addressed", was.addressed, now.addressed, sides.seats, key, **names)
    yield from key_changes("choice-tells", was.tells, now.tells, sides.strands, key, **names)
    yield from key_changes("choice-ties", was.ties, now.ties, sides.strands, key, **names)


def _effect(choice: Choice, competence: Competence) -> str:
    """The effect as it is written; empty where the choice does not touch this competence."""
    effect = choice.effects.get(competence)
    return "" if effect is None else EFFECTS.get(effect, str(effect))


# ---- endings


def _ending(row: Row[Ending]) -> Group:
    here = row.now or row.was
    assert here is not None  # noqa: S101 -- a row has at least one side
    blank = Ending(here.key, here.title, here.door, "", "")
    changes = _ending_changes(row.was or blank, row.now or blank, moved=row.moved)
    return _group(Part.ENDING, changes, _how(row), here.key, here.title)


def _ending_changes(was: Ending, now: Ending, *, moved: bool) -> Iterator[Change]:
    yield from value_changes("renamed", was.title, now.title)
    yield from value_changes("key", was.key, now.key)
    if moved:
        yield Change("moved")
    yield from value_changes("door", was.door, now.door)
    yield from text_changes("ending-text", was.text, now.text)
    yield from text_changes("ending-debrief", was.debrief, now.debrief)


# ---- the words of another role


def _variant(row: Row[Variant], sides: _Sides) -> Group:
    here = row.now or row.was
    assert here is not None  # noqa: S101 -- a row has at least one side
    blank = Variant(here.role, "", "", "", ())
    changes = [*wording_changes(row.was or blank, row.now or blank, sides.places, sides.strands)]
    if row.moved:
        changes.append(Change("variant-moved"))
    return _group(Part.VARIANT, iter(changes), _how(row), here.role, here.role)
