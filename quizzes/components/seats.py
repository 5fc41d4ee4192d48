"""The seating plan: who speaks to whom, as a strong line between chairs and in words.

Three chairs that never move: you, the colleague, the person. Two colleagues share a chair; whoever passes by has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from laces.components import Component

from quizzes.engine.graph import YOU, Choice, Graph, Line, Person, Scene
from quizzes.terms import Seat

CHAIRS = (Seat.YOU, Seat.PEER, Seat.THIRD)
# The names of the lines in the stylesheet: you and peer, you and third, peer and third.
LINES = {
    frozenset({Seat.YOU, Seat.PEER}): "yp",
    frozenset({Seat.YOU, Seat.THIRD}): "yt",
    frozenset({Seat.PEER, Seat.THIRD}): "pt",
}


@dataclass(frozen=True)
class Speech:
    """Whose chair grows and which lines are strong. `chair` is "other" for whoever passes by, "" for nobody."""

    chair: str = ""
    lines: tuple[str, ...] = ()


SILENCE = Speech()


@dataclass(frozen=True)
class PlanView(Component):
    """The room from above, with a strong line from the last speaker. Not for decoration: it carries names."""

    graph: Graph
    speech: Speech = SILENCE

    template_name = "quizzes/plan.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Names by chair, and what the picture says in one sentence."""
        by_seat = {seat: _names(person for person in self.graph.cast if person.seat is seat) for seat in CHAIRS}
        third = [person for person in self.graph.cast if person.seat is Seat.THIRD]
        return {
            "peer": by_seat[Seat.PEER],
            "third": _named_with_age(third),
            "chair": self.speech.chair,
            "strong": self.speech.lines,
            "label": _("Who sits where: %(people)s.") % {"people": everybody(self.graph)},
        }


def of_line(graph: Graph, line: Line) -> Speech:
    """How the plan shows this line."""
    return _speech(graph, line.speaker, line.to)


def of_choice(graph: Graph, choice: Choice) -> Speech:
    """How the plan shows what the learner said or did."""
    return _speech(graph, YOU, choice.addressed)


def line_to(graph: Graph, line: Line) -> str:
    """How it is said and to whom, in words: "flat, to both of you"."""
    return ", ".join(part for part in (line.direction, _line_to(graph, line)) if part)


def choice_to(graph: Graph, scene: Scene, choice: Choice) -> str:
    """To whom the learner spoke: "to Amara, in front of Jakub"; empty if to nobody."""
    others = [graph.people_by_key[key].name for key in choice.addressed if key in graph.people_by_key]
    if not others:
        return ""
    listening = _third_in(graph, scene)
    seats = {graph.people_by_key[key].seat for key in choice.addressed if key in graph.people_by_key}
    if listening and seats == {Seat.PEER}:
        return _("to %(names)s, in front of %(person)s") % {"names": _listed(others), "person": listening}
    return _("to %(names)s") % {"names": _listed(others)}


def everybody(graph: Graph) -> str:
    """Everybody who sits, in words: "you, Amara and Jakub"."""
    seated = [person.name for seat in CHAIRS for person in graph.cast if person.seat is seat]
    return _listed([_("you"), *seated])


def person_of(graph: Graph) -> str:
    """The name of the person the conversation is about."""
    return _names(person for person in graph.cast if person.seat is Seat.THIRD)


def colleagues_of(graph: Graph) -> str:
    """The names of the colleagues, in words; empty when the learner is alone."""
    return _listed([person.name for person in graph.cast if person.seat is Seat.PEER])


def _line_to(graph: Graph, line: Line) -> str:
    if line.aside and (person := person_of(graph)):
        return _("to you, so that %(person)s hears it") % {"person": person}
    others = [graph.people_by_key[key] for key in line.to if key in graph.people_by_key]
    if YOU not in line.to:
        return _("to %(names)s") % {"names": _listed([person.name for person in others])} if others else ""
    if not others:
        return _("to you")
    if all(person.seat is Seat.PEER for person in others):
        return _("to both of you") if len(others) == 1 else _("to all of you")
    return _("to you and %(names)s") % {"names": _listed([person.name for person in others])}


def _speech(graph: Graph, speaker: str, to: Iterable[str]) -> Speech:
    seat = _seat(graph, speaker)
    if seat is None:
        return SILENCE
    pairs = (frozenset({seat, other}) for key in to if (other := _seat(graph, key)) is not None)
    return Speech(seat.value, tuple(dict.fromkeys(LINES[pair] for pair in pairs if pair in LINES)))


def _seat(graph: Graph, key: str) -> Seat | None:
    if key == YOU:
        return Seat.YOU
    person = graph.people_by_key.get(key)
    return person.seat if person else None


def _third_in(graph: Graph, scene: Scene) -> str:
    """The name of the person, if they speak, are spoken to or hear an aside in this scene."""
    here = {key for line in scene.lines for key in (line.speaker, *line.to)}
    hears = any(line.aside for line in scene.lines)
    return _names(person for person in graph.cast if person.seat is Seat.THIRD and (hears or person.key in here))


def _names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def _named_with_age(people: Sequence[Person]) -> str:
    return ", ".join(f"{person.name}, {person.about}" if person.about.isdecimal() else person.name for person in people)


def _listed(words: Sequence[str]) -> str:
    return get_text_list(list(words), _("and"))
