"""The shape of a scenario: scenes joined by choices. Values only; the rules are beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quizzes.terms import Competence, Door, Form, Role, Seat

YOU = "you"  # the key of the learner's own chair, in every cast


@dataclass(frozen=True)
class Person:
    """Somebody in the room. `about` completes the name: "17", "psychologist"."""

    key: str
    name: str
    seat: Seat
    about: str = ""


@dataclass(frozen=True)
class Line:
    """What somebody says, to whom and how. Without a speaker it is a stage direction.

    `words` carry no quotation marks; the page adds those of its language.
    `aside`: the tandem partner speaks to you so that the person hears it.
    """

    speaker: str = ""
    to: tuple[str, ...] = ()
    words: str = ""
    direction: str = ""
    aside: bool = False


@dataclass(frozen=True)
class Thread:
    """Something that the person lays out and that can be told or tied off."""

    key: str
    title: str


@dataclass(frozen=True)
class Choice:
    """One thing a sensible colleague might say or do.

    `spoken`: `text` is said aloud, without quotation marks; otherwise it describes an act.
    `to`: key of a scene or an ending. `addressed`: keys of the people spoken to.
    `effects`: -1 to 2 per competence. `tells`, `ties`: keys of threads.
    """

    key: str
    text: str
    to: str
    feedback: str
    principles: tuple[str, ...] = ()
    effects: Mapping[Competence, int] = field(default_factory=dict)
    spoken: bool = True
    addressed: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A moment that asks for a choice. `title` is short: it labels the map. `lays`: keys of threads."""

    key: str
    title: str
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    lays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """Where a way ends, and the thought to take along."""

    key: str
    title: str
    door: Door
    text: str
    debrief: str


@dataclass(frozen=True)
class Notice:
    """A content notice shown before the start. `skippable`: another scenario of the module then counts."""

    text: str
    skippable: bool = False


@dataclass(frozen=True)
class ChoiceWording:
    """The words of a choice for one role. An empty feedback keeps the common one."""

    text: str
    feedback: str = ""


@dataclass(frozen=True)
class EndingWording:
    """The words of an ending for one role."""

    title: str
    text: str
    debrief: str


@dataclass(frozen=True)
class Variant:
    """The same graph in the words of another role. What is not named here keeps the common words.

    `scenes`: by key of the scene. `choices`: by key of the scene, then of the choice. `endings`: by key.
    `titles`, `threads`: short titles by key of the scene, of the thread.
    """

    role: Role
    setting: str
    you: str
    intro: str
    cast: tuple[Person, ...]
    scenes: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, ChoiceWording]] = field(default_factory=dict)
    endings: Mapping[str, EndingWording] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    threads: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """A whole scenario. Order of scenes and choices is the author's; the player shuffles choices.

    `intro`: who you are and who is here, in two or three sentences. `you`: your part, as a short noun phrase.
    `shows_law`: every scene shows the country's law and emergency number.
    """

    title: str
    form: Form
    role: Role
    setting: str
    you: str
    intro: str
    cast: tuple[Person, ...]
    competences: tuple[Competence, ...]
    start: str
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]
    threads: tuple[Thread, ...] = ()
    notice: Notice | None = None
    variants: tuple[Variant, ...] = ()
    minutes: int = 15
    shows_law: bool = False

    @cached_property
    def scenes_by_key(self) -> Mapping[str, Scene]:
        return {scene.key: scene for scene in self.scenes}

    @cached_property
    def choices_by_key(self) -> Mapping[str, Mapping[str, Choice]]:
        """The choices of each scene, by key of the scene, then of the choice."""
        return {scene.key: {choice.key: choice for choice in scene.choices} for scene in self.scenes}

    @cached_property
    def endings_by_key(self) -> Mapping[str, Ending]:
        return {ending.key: ending for ending in self.endings}

    @cached_property
    def people_by_key(self) -> Mapping[str, Person]:
        return {person.key: person for person in self.cast}

    @cached_property
    def threads_by_key(self) -> Mapping[str, Thread]:
        return {thread.key: thread for thread in self.threads}
