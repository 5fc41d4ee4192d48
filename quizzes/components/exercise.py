"""A conversation as a group exercise on paper: a sheet, the facilitator's page, role sheets, scene cards.

It never holds the way that somebody took.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _
from laces.components import Component

from quizzes.components import seats
from quizzes.components.seats import PlanView
from quizzes.components.wording import Wording
from quizzes.engine.graph import Graph, Line, Scene
from quizzes.labels import DOORS, SEATS, Label
from quizzes.terms import Seat

LINES_TO_WRITE = range(3)


@dataclass(frozen=True)
class SpokenView:
    """A line as it is read aloud; without `who` a stage direction."""

    who: str
    to: str
    text: str


@dataclass(frozen=True)
class CardView:
    """A scene card: what is said, and what could be said next. `number`: how the facilitator finds it."""

    number: int
    title: str
    lines: tuple[SpokenView, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class WayView:
    """For the facilitator: where each choice of a card leads, by the letter of the choice."""

    number: int
    title: str
    choices: tuple[tuple[str, Label], ...]


@dataclass(frozen=True)
class RoleSheetView:
    """What one player knows. `words`: the lines that the scenario gives to this person, in the order of the scenes."""

    name: str
    about: str
    seat: Label
    words: tuple[str, ...]


@dataclass(frozen=True)
class SheetView(Component):
    """One page: the scene, reading aloud, three questions with room to write."""

    graph: Graph
    wording: Wording

    template_name = "quizzes/exercise_sheet.html"

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
        """Everything that the template arranges."""
        graph = self.graph
        person, colleagues = seats.person_of(graph), seats.colleagues_of(graph)
        return {
            "title": graph.title,
            "setting": graph.setting,
            "people": _people(graph),
            "opening": _lines(graph, graph.scenes_by_key[graph.start], self.wording),
            "plan": PlanView(graph),
            "players": sum(1 for seated in graph.cast if seated.seat is not Seat.OTHER) + 1,  # and you
            "questions": _questions(person, colleagues),
            "lines": LINES_TO_WRITE,
        }


@dataclass(frozen=True)
class KitView(Component):
    """The whole kit: sheet, facilitator's page, role sheets, scene cards, each on paper of its own."""

    graph: Graph
    wording: Wording

    template_name = "quizzes/exercise_kit.html"

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
        """Everything that the template arranges."""
        graph = self.graph
        return {
            "sheet": SheetView(graph, self.wording),
            "title": graph.title,
            "you": graph.you,
            "person": seats.person_of(graph),
            "colleagues": seats.colleagues_of(graph),
            "roles": _role_sheets(graph, self.wording),
            "cards": [
                _card(graph, scene, self.wording, number=number) for number, scene in enumerate(graph.scenes, start=1)
            ],
            "ways": _ways(graph),
            "first": list(graph.scenes_by_key).index(graph.start) + 1,
            "endings": [
                (DOORS[ending.door], self.wording.fill(ending.text), self.wording.fill(ending.debrief))
                for ending in graph.endings
            ],
        }


def _people(graph: Graph) -> str:
    described = [f"{person.name} ({person.about})" if person.about else person.name for person in graph.cast]
    return ", ".join(described)


def _questions(person: str, colleagues: str) -> tuple[str, ...]:
    words = {"person": person, "colleagues": colleagues}
    second = (
        _("What could %(colleagues)s say that would change your mind? What could you say that would change theirs?")
        if colleagues
        else _("Whom would you have liked beside you in this conversation, and what would that have changed?")
    )
    return (
        _("What would you say in front of %(person)s, and what would make it safe to hear?") % words,
        second % words,
        _("Whose decision is it, and how does %(person)s notice?") % words,
    )


def _lines(graph: Graph, scene: Scene, wording: Wording) -> tuple[SpokenView, ...]:
    return tuple(_spoken(graph, line, wording) for line in scene.lines)


def _spoken(graph: Graph, line: Line, wording: Wording) -> SpokenView:
    if not line.speaker:
        return SpokenView("", "", wording.fill(line.direction))
    text = wording.said(line.words) if line.words else ""
    return SpokenView(graph.people_by_key[line.speaker].name, seats.line_to(graph, line), text)


def _ways(graph: Graph) -> list[WayView]:
    numbers = {scene.key: number for number, scene in enumerate(graph.scenes, start=1)}

    def leads_to(key: str) -> Label:
        return (
            _("card %(number)s") % {"number": numbers[key]} if key in numbers else DOORS[graph.endings_by_key[key].door]
        )

    return [
        WayView(
            number,
            scene.title,
            tuple(zip(ascii_uppercase, (leads_to(choice.to) for choice in scene.choices), strict=False)),
        )
        for number, scene in enumerate(graph.scenes, start=1)
    ]


def _card(graph: Graph, scene: Scene, wording: Wording, *, number: int) -> CardView:
    return CardView(
        number=number,
        title=scene.title,
        lines=_lines(graph, scene, wording),
        choices=tuple(wording.choice(choice.text, spoken=choice.spoken) for choice in scene.choices),
    )


def _role_sheets(graph: Graph, wording: Wording) -> list[RoleSheetView]:
    return [
        RoleSheetView(
            name=person.name,
            about=person.about,
            seat=SEATS[person.seat],
            words=tuple(
                wording.said(line.words)
                for scene in graph.scenes
                for line in scene.lines
                if line.speaker == person.key and line.words
            ),
        )
        for person in graph.cast
        if person.seat is not Seat.OTHER
    ]
