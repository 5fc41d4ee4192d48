"""Looking back at a conversation: the map, what each choice showed, and words per competence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component

from quizzes.components import seats
from quizzes.components.scenes import EndingView, ending_view
from quizzes.components.wording import Wording
from quizzes.engine import layout
from quizzes.engine.debrief import Debrief, Step
from quizzes.engine.graph import Choice, Graph
from quizzes.engine.layout import LINE_HEIGHT, Node
from quizzes.labels import COMPETENCES, STANDINGS, Label


@dataclass(frozen=True)
class PrincipleNote:
    """A principle in its own words, with its source."""

    key: str
    text: str
    source: str


@dataclass(frozen=True)
class Dot:
    """A scene or ending on the map, with attributes as SVG wants them, whatever the reader's language.

    `lines`: of the label, each with how far it lies below the one before.
    """

    x: str
    y: str
    radius: str
    ring: str
    kind: str
    label_x: str
    label_y: str
    anchor: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """One of the two layouts of the map."""

    kind: str
    box: str
    taken: str
    others: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class MapView(Component):
    """The map, wide and tall; the stylesheet shows the one that fits. The list of choices is its text equivalent."""

    graph: Graph
    keys: Sequence[str]

    template_name = "quizzes/map.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Both pictures and what they show in one sentence."""
        titles = {part.key: part.title for parts in (self.graph.scenes, self.graph.endings) for part in parts}
        way = ", ".join(titles[key] for key in self.keys if key in titles)
        return {
            "pictures": [_picture(self.graph, self.keys, tall=tall) for tall in (False, True)],
            "label": _("Map of the conversation. Your way: %(way)s. The list below has every step and every choice.")
            % {"way": way},
        }


@dataclass(frozen=True)
class WayView:
    """A choice in words, with what it showed."""

    text: str
    feedback: str
    principles: tuple[PrincipleNote, ...]


@dataclass(frozen=True)
class StepView:
    """One step of the way taken. `others_label`: "Two other ways from here"."""

    number: int
    scene: str
    title: str
    taken: WayView
    others: tuple[WayView, ...]
    others_label: str


@dataclass(frozen=True)
class StandingView:
    """A competence and a word for it."""

    competence: Label
    standing: Label


@dataclass(frozen=True)
class DebriefView(Component):
    """The debrief: map, list, words per competence, principles, threads left lying.

    `begin`: where "go again from here" posts to, `next_attempt`: the number it begins. `notes`: principles by key.
    """

    graph: Graph
    debrief: Debrief
    wording: Wording
    notes: Mapping[str, PrincipleNote]
    begin: str
    next_attempt: int
    principles_address: str

    template_name = "quizzes/debrief.html"

    @property
    def ending(self) -> EndingView | None:
        """How the way ended; None if it was left open."""
        return ending_view(self.debrief.ending, self.wording) if self.debrief.ending else None

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Everything that the template arranges."""
        return {
            "csrf_token": parent_context.get("csrf_token") if parent_context else None,
            "map": MapView(self.graph, self.debrief.keys),
            "steps": [self._step(step) for step in self.debrief.steps],
            "standings": [
                StandingView(COMPETENCES[competence], STANDINGS[standing])
                for competence, standing in self.debrief.standings.items()
                if standing is not None
            ],
            "principles": self._notes(self.debrief.principles),
            "threads": [self.wording.fill(thread.title) for thread in self.debrief.waiting],
            "person": seats.person_of(self.graph),
            "begin": self.begin,
            "next_attempt": self.next_attempt,
            "principles_address": self.principles_address,
        }

    def _step(self, step: Step) -> StepView:
        return StepView(
            number=step.number,
            scene=step.scene.key,
            title=step.scene.title,
            taken=self._way(step.choice),
            others=tuple(self._way(choice) for choice in step.others),
            others_label=_others_label(len(step.others)),
        )

    def _way(self, choice: Choice) -> WayView:
        return WayView(
            text=self.wording.choice(choice.text, spoken=choice.spoken),
            feedback=self.wording.fill(choice.feedback),
            principles=self._notes(choice.principles),
        )

    def _notes(self, keys: Iterable[str]) -> tuple[PrincipleNote, ...]:
        return tuple(self.notes.get(key) or PrincipleNote(key, key, "") for key in keys)


def _others_label(count: int) -> str:
    words = ngettext("%(number)s other way from here", "%(number)s other ways from here", count)
    return capfirst(words % {"number": apnumber(count)})


def _picture(graph: Graph, keys: Sequence[str], *, tall: bool) -> Picture:
    drawn = layout.layout(graph, keys, tall=tall)
    return Picture(
        kind="tall" if tall else "wide",
        box=f"0 0 {drawn.width:g} {drawn.height:g}",
        taken=drawn.taken_path,
        others="".join(drawn.others),
        dots=tuple(_dot(node) for node in drawn.nodes),
    )


def _dot(node: Node) -> Dot:
    return Dot(
        x=f"{node.x:g}",
        y=f"{node.y:g}",
        radius=f"{node.radius:g}",
        ring=f"{node.ring:g}" if node.ring else "",
        kind="on" if node.taken else "off",
        label_x=f"{node.label_x:g}",
        label_y=f"{node.label_y:g}",
        anchor=node.anchor,
        lines=tuple((f"{LINE_HEIGHT if index else 0:g}", line) for index, line in enumerate(node.lines)),
    )
