"""Problems of a scenario and what is said about them: sentences that say what to do, with named places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quizzes.engine.graph import Choice, Ending, Scene

SHORT = 40  # signs of a choice that a message repeats


class Severity(StrEnum):
    """An error keeps a scenario from being published, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


MESSAGES: Mapping[str, str] = {
    "unknown-start": "The scenario starts at “%(key)s”, which is no scene. Name the scene where it starts.",
    "duplicate-key": "The key “%(key)s” is used twice. Give one of the two another key.",
    "scenario-text": "The scenario has no “%(part)s”. Write it.",
    "missing-text": "“%(key)s” has no “%(part)s”. Write it, or take “%(key)s” out.",
    "competence-count": "The scenario names %(count)s competences. Name two or three.",
    "too-few-endings": "These endings are missing: %(doors)s. Write one of each.",
    "one-ending": "All ways lead to “%(scene)s”. Let some choices lead to another ending.",
    "unreachable-scene": "No way leads to “%(scene)s”. Let a choice lead there, or take it out.",
    "no-way-out": "No way leads from “%(scene)s” to an ending. Let one of the choices lead out.",
    "choice-count": "“%(scene)s” has %(count)s choices. Offer two, three or four.",
    "no-lines": "Nothing is said or seen in “%(scene)s”. Write at least one line.",
    "no-speaker": "In “%(scene)s” there are words that nobody says. Name who speaks.",
    "long-title": "The title “%(title)s” is longer than %(limit)s characters. Shorten it: it labels the map.",
    "dangling-target": "“%(choice)s” in “%(scene)s” leads to “%(key)s”, which does not exist."
    " Choose a scene or an ending.",
    "no-feedback": "“%(choice)s” in “%(scene)s” has no feedback. Say what this choice does.",
    "no-principle": "“%(choice)s” in “%(scene)s” names no principle. Name at least one.",
    "effect-range": "“%(choice)s” in “%(scene)s” has the effect %(count)s on %(competence)s. Use −1, 0, 1 or 2.",
    "effect-competence": "“%(choice)s” in “%(scene)s” has an effect on %(competence)s, which the scenario does not"
    " name. Name it among its competences, or take the effect out.",
    "unknown-person": "“%(scene)s” names “%(key)s”, who is not in the room. Add the person, or name another.",
    "unknown-thread": "“%(scene)s” names the thread “%(key)s”, which the scenario does not have."
    " Add it, or name another.",
    "thread-early": "On some way “%(choice)s” in “%(scene)s” takes up the thread “%(thread)s” before it is laid out."
    " Lay it out earlier, or take it up later.",
    "thread-again": "On some way “%(scene)s” takes up the thread “%(thread)s” after it was tied off. Tie it off later.",
    "thread-loose": "No choice takes up the thread “%(thread)s”. Let a choice tell it or tie it off.",
    "length-giveaway": "The best choice is clearly the longest in %(count)s of %(scenes)s scenes, which gives it away."
    " Make the others as long, or shorten it.",
    "missing-variant": "There are no words for the role %(role)s. Write them, so that these learners can play it too.",
    "variant-role": "The role %(role)s has its words twice. Keep one.",
    "variant-cast": "In the words for %(role)s the room has other people than in the scenario: “%(key)s”."
    " Name the same people.",
    "variant-unknown": "The words for %(role)s name “%(key)s”, which the scenario does not have. Name another, or take"
    " them out.",
}

WARNINGS = frozenset({"long-title", "thread-loose", "length-giveaway", "missing-variant"})


@dataclass(frozen=True)
class Problem:
    """A fault and where it lies: keys of the scene (or ending) and choice, "" for the scenario as a whole.

    `parameters` fill the places of `MESSAGES[code]`, in any language.
    """

    code: str
    severity: Severity
    scene: str = ""
    choice: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def say(problem: Problem) -> str:
    """The problem as an English sentence that says what to do."""
    return MESSAGES[problem.code] % problem.parameters


def problem(code: str, scene: Scene | Ending | None = None, choice: Choice | None = None, **parameters: str) -> Problem:
    """A problem that lies at `scene` and `choice`; their names are put into its parameters."""
    if scene is not None:
        parameters["scene"] = scene.title.strip() or scene.key
    if choice is not None:
        text = choice.text.strip() or choice.key
        parameters["choice"] = text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
    severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
    return Problem(code, severity, scene.key if scene else "", choice.key if choice else "", parameters)
