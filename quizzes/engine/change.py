"""Changes of a scenario and what is said about them: values, and sentences with named places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quizzes.engine.matching import Piece, pieces


class Part(StrEnum):
    """What a group of changes is about. The last three are those of `modules.changes`."""

    SCENARIO = "scenario"
    PEOPLE = "people"
    THREADS = "threads"
    SCENE = "scene"
    ENDING = "ending"
    VARIANT = "variant"
    LESSON = "lesson"
    BLOCK = "block"
    COURSE = "course"


class How(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


SENTENCES: Mapping[str, str] = {
    # ---- the scenario as a whole
    "title": "The title is now “%(after)s” instead of “%(before)s”.",
    "form": "The form is now “%(after)s” instead of “%(before)s”.",
    "role": "It is now written for %(after)s instead of %(before)s.",
    "setting": "The setting reads differently.",
    "setting-new": "The setting is new.",
    "you": "“You are” reads differently.",
    "you-new": "“You are” is new.",
    "intro": "The introduction reads differently.",
    "intro-new": "The introduction is new.",
    "competences": "The competences are now %(after)s; they were %(before)s.",
    "start": "It now starts at “%(after)s” instead of “%(before)s”.",
    "notice-added": "It now has a content notice.",
    "notice-removed": "The content notice was taken out.",
    "notice": "The content notice reads differently.",
    "skippable": "It can now be skipped.",
    "not-skippable": "It can no longer be skipped.",
    "minutes": "It now takes %(after)s minutes instead of %(before)s.",
    "shows-law": "Every scene now shows the country's law and emergency number.",
    "hides-law": "The scenes no longer show the country's law and emergency number.",
    # ---- people and threads
    "person-added": "%(name)s came in.",
    "person-removed": "%(name)s is no longer there.",
    "person-moved": "%(name)s stands at another place in the list of people.",
    "person-key": "The key of %(name)s is now “%(after)s” instead of “%(before)s”.",
    "person-name": "%(before)s is now called %(after)s.",
    "person-seat": "%(name)s now sits as “%(after)s” instead of “%(before)s”.",
    "person-about": "What is said about %(name)s is now “%(after)s”; it was “%(before)s”.",
    "thread-added": "The thread “%(name)s” was added.",
    "thread-removed": "The thread “%(name)s” was taken out.",
    "thread-moved": "The thread “%(name)s” stands at another place in the list.",
    "thread-key": "The key of the thread “%(name)s” is now “%(after)s” instead of “%(before)s”.",
    "thread-title": "The thread “%(before)s” is now called “%(after)s”.",
    # ---- scenes and endings
    "moved": "It stands at another place in the list.",
    "key": "Its key is now “%(after)s” instead of “%(before)s”.",
    "renamed": "It is now called “%(after)s” instead of “%(before)s”.",
    "lays": "The threads laid out here are now %(after)s; they were %(before)s.",
    "line-added": "A line was added.",
    "line-removed": "A line was taken out.",
    "line": "A line reads differently.",
    "line-moved": "A line stands at another place.",
    "line-aside": "A line is now an aside.",
    "line-no-aside": "A line is no longer an aside.",
    "door": "It is now “%(after)s” instead of “%(before)s”.",
    "ending-text": "The text reads differently.",
    "ending-text-new": "The text is new.",
    "ending-debrief": "The debrief reads differently.",
    "ending-debrief-new": "The debrief is new.",
    # ---- choices
    "choice-added": "The choice “%(choice)s” was added. It leads to “%(after)s”.",
    "choice-removed": "The choice “%(choice)s” was taken out. It led to “%(before)s”.",
    "choice-moved": "The choice “%(choice)s” stands at another place.",
    "choice-key": "The key of the choice “%(choice)s” is now “%(after)s” instead of “%(before)s”.",
    "choice-text": "The choice “%(choice)s” reads differently.",
    "choice-text-new": "The choice “%(choice)s” is new.",
    "choice-to": "The choice “%(choice)s” now leads to “%(after)s” instead of “%(before)s”.",
    "choice-feedback": "The feedback on “%(choice)s” reads differently.",
    "choice-feedback-new": "The feedback on “%(choice)s” is new.",
    "choice-principles": "The principles of “%(choice)s” are now %(after)s; they were %(before)s.",
    "choice-effect": "The effect of “%(choice)s” on “%(competence)s” is now %(after)s; it was %(before)s.",
    "choice-said": "“%(choice)s” is now said aloud.",
    "choice-act": "“%(choice)s” is now something done, not said.",
    "choice-addressed": "The people whom “%(choice)s” speaks to are now %(after)s; they were %(before)s.",
    "choice-tells": "The threads that “%(choice)s” tells are now %(after)s; they were %(before)s.",
    "choice-ties": "The threads that “%(choice)s” ties off are now %(after)s; they were %(before)s.",
    # ---- the words of another role
    "variant-moved": "These words stand at another place in the list.",
    "variant-scene-added": "“%(scene)s” now has lines of its own.",
    "variant-scene-removed": "“%(scene)s” no longer has lines of its own.",
    "variant-line-added": "In “%(scene)s” a line was added.",
    "variant-line-removed": "In “%(scene)s” a line was taken out.",
    "variant-line": "In “%(scene)s” a line reads differently.",
    "variant-line-moved": "In “%(scene)s” a line stands at another place.",
    "variant-line-aside": "In “%(scene)s” a line is now an aside.",
    "variant-line-no-aside": "In “%(scene)s” a line is no longer an aside.",
    "variant-choice-added": "In “%(scene)s” the choice “%(choice)s” now has words of its own.",
    "variant-choice-removed": "In “%(scene)s” the choice “%(choice)s” no longer has words of its own.",
    "variant-choice-text": "In “%(scene)s” the choice “%(choice)s” reads differently.",
    "variant-choice-text-new": "In “%(scene)s” the choice “%(choice)s” is new.",
    "variant-choice-feedback": "In “%(scene)s” the feedback on “%(choice)s” reads differently.",
    "variant-choice-feedback-new": "In “%(scene)s” the feedback on “%(choice)s” is new.",
    "variant-ending-added": "“%(scene)s” now has words of its own.",
    "variant-ending-removed": "“%(scene)s” no longer has words of its own.",
    "variant-ending-title": "“%(scene)s” is now called “%(after)s” instead of “%(before)s”.",
    "variant-ending-text": "The text of “%(scene)s” reads differently.",
    "variant-ending-text-new": "The text of “%(scene)s” is new.",
    "variant-ending-debrief": "The debrief of “%(scene)s” reads differently.",
    "variant-ending-debrief-new": "The debrief of “%(scene)s” is new.",
    "variant-title": "“%(scene)s” is now called “%(after)s”; it was called “%(before)s”.",
    "variant-thread": "The thread “%(scene)s” is now called “%(after)s”; it was called “%(before)s”.",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One difference. `parameters` fill the places of `SENTENCES[code]`: a word, or several as a tuple.

    `choice`: key of the choice it is about. Words of the field (a form, a door) are members of `quizzes.terms`, so that
    a page can name them in its language. `was`, `now`: a text in full, for what has one.
    """

    code: str
    choice: str = ""
    parameters: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    was: str = ""
    now: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with what went and what came; empty for what has no text."""
        return pieces(self.was, self.now)


@dataclass(frozen=True)
class Group:
    """All changes of one part. `key`, `title`: of a scene, an ending, a variant (its role); "" for the whole."""

    part: Part
    how: How
    changes: tuple[Change, ...]
    key: str = ""
    title: str = ""


@dataclass(frozen=True)
class Changes:
    """Everything that differs, in the order of the newer one; what was taken out stands last of its kind."""

    groups: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    def count(self, part: Part, how: How) -> int:
        """How many parts of this kind came, went or changed."""
        return sum(1 for group in self.groups if group.part is part and group.how is how)


def say(change: Change) -> str:
    """The change as an English sentence."""
    return SENTENCES[change.code] % {name: _said(value) for name, value in change.parameters.items()}


def _said(value: str | tuple[str, ...]) -> str:
    return (value if isinstance(value, str) else ", ".join(value)) or "none"
