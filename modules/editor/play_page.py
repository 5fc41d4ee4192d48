"""The pages on which a draft is tried: the one before it begins, the conversation, the debrief."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from modules import cards
from modules.cards import LawView
from modules.editor.trying import Asked, Playable, walk
from modules.models import ScenarioPage
from quizzes.components.debriefs import DebriefView
from quizzes.components.scenes import Addresses, RoomView, SceneView
from quizzes.components.seats import PlanView
from quizzes.components.wording import Wording
from quizzes.engine import debrief
from quizzes.engine.graph import Graph, Person, Scene
from quizzes.engine.play import State
from quizzes.labels import COMPETENCES, ROLES, Label
from quizzes.terms import Role, Seat


@dataclass(frozen=True)
class Offer:
    """A link of the band. `is_now`: this is what is shown."""

    label: str
    address: str
    is_now: bool = False


@dataclass(frozen=True)
class StuckView(SceneView):
    """A scene from which nobody can go on yet. `gap`: what is missing, as a sentence; `mend`: where to write it."""

    gap: str = ""
    mend: str = ""

    template_name = "modules/editor/play_stuck.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """As for a scene, with what is missing in place of the choices."""
        return {**super().get_context_data(parent_context), "gap": self.gap, "mend": self.mend}


@dataclass(frozen=True)
class PlayPage:
    """What the templates show. `draft`: the page as it was saved last; `others`: its translations that may be tried.

    `source`: the graph as it was written; `plays`: the same made playable.
    """

    draft: ScenarioPage
    way: Asked
    source: Graph
    plays: Playable
    others: Sequence[ScenarioPage] = ()
    has_live: bool = False

    @property
    def graph(self) -> Graph:
        return self.plays.graph

    @cached_property
    def state(self) -> State:
        """Where the way leads. Raises NoSuchWay."""
        return walk(self.graph, self.way)

    def address(self, way: Asked, act: str = "", page: ScenarioPage | None = None) -> str:
        """This page with another way, or the act that changes the way."""
        path = reverse("editor:play", args=[(page or self.draft).pk])
        return f"{path}?{way.query}{f'&act={act}' if act else ''}"

    # ---- The band

    @property
    def editor(self) -> str:
        """The form of the page, at the present scene."""
        return self._editor_at(self.state.here if self.way.scene is not None else "")

    @property
    def start_again(self) -> str:
        return self.address(replace(self.way, scene=None, turns=(), looks_back=False))

    @property
    def begin(self) -> str:
        return self.address(replace(self.way, scene=self.graph.start, turns=(), looks_back=False))

    @property
    def roles(self) -> list[Offer]:
        """The same place in the words of every role. Keys are the same in all of them."""
        written = {self.source.role, *(variant.role for variant in self.source.variants)}
        return [
            Offer(
                _role_label(role, has_words=role in written),
                self.address(replace(self.way, role=role)),
                role is self.way.role,
            )
            for role in Role
        ]

    @property
    def languages(self) -> list[Offer]:
        """The translations, from the beginning; empty when there is one language only."""
        begin = Asked(self.way.role, scene=None)
        pages = [self.draft, *self.others]
        offers = [
            Offer(page.locale.get_display_name(), self.address(begin, page=page), page is self.draft) for page in pages
        ]
        return sorted(offers, key=lambda offer: offer.label) if self.others else []

    @property
    def states(self) -> list[Offer]:
        """Draft and published words; empty when there is only one of them."""
        draft, live = (Asked(self.way.role, live=live) for live in (False, True))
        if not self.has_live:
            return []
        return [
            Offer(_("the draft"), self.address(draft), not self.way.live),
            Offer(_("what learners get now"), self.address(live), self.way.live),
        ]

    @property
    def scenes(self) -> list[Offer]:
        """Every scene that is written, to begin there."""
        written = [scene for scene in self.graph.scenes if scene.key not in self.plays.missing]
        return [
            Offer(
                f"{scene.key} · {scene.title}",
                self.address(replace(self.way, scene=scene.key, turns=(), looks_back=False)),
                self.way.scene is not None and self.state.here == scene.key,
            )
            for scene in written
        ]

    @cached_property
    def missing(self) -> list[str]:
        """What keeps the draft from being published; nothing is said about what is live."""
        return [] if self.way.live else self.draft.own_problems()

    # ---- Before it begins

    @property
    def plan(self) -> PlanView:
        return PlanView(self.graph)

    @property
    def people(self) -> list[Person]:
        return [person for person in self.graph.cast if person.seat is not Seat.OTHER]

    @property
    def competences(self) -> list[Label]:
        return [COMPETENCES[competence] for competence in self.graph.competences]

    # ---- The conversation

    @cached_property
    def wording(self) -> Wording:
        """The words of somebody who chose no country."""
        return cards.wording(str(settings.TANDEM_COUNTRY), self.way.role)

    @property
    def law(self) -> LawView | None:
        return cards.law(str(settings.TANDEM_COUNTRY), self.way.role) if self.graph.shows_law else None

    @property
    def scene(self) -> SceneView:
        fields: dict[str, Any] = {
            "state": self.state,
            "wording": self.wording,
            "addresses": Addresses(
                choose=self.address(self.way, "choose"),
                back=self.address(self.way, "back"),
                pause="",
                debrief=self.address(replace(self.way, looks_back=True)),
                principles=reverse("about:principles"),
            ),
            "attempt": 1,
            "turn": self.state.number + 1,
            "seed": f"trying/{self.draft.translation_key}",
        }
        here = self.graph.scenes_by_key.get(self.state.here)
        if here is None or here.choices:
            return SceneView(**fields)
        return StuckView(**fields, gap=self._gap(here), mend=self._editor_at(self._last_written))

    @property
    def room(self) -> RoomView:
        return RoomView(self.state)

    @property
    def debrief(self) -> DebriefView:
        return DebriefView(
            graph=self.graph,
            debrief=debrief.debrief(self.graph, self.state.turns, self.way.scene or ""),
            wording=self.wording,
            notes=cards.notes(self.graph),
            begin=self.address(self.way, "begin"),
            next_attempt=1,
            principles_address=reverse("about:principles"),
        )

    def _gap(self, here: Scene) -> str:
        if here.key not in self.plays.missing:
            return _("“%(scene)s” offers no choice yet.") % {"scene": here.title or here.key}
        if not here.key:
            return _("This choice leads nowhere yet. Say which scene or ending comes next.")
        return _("This choice leads to “%(key)s”, which is not written yet.") % {"key": here.key}

    @property
    def _last_written(self) -> str:
        """The scene whose form mends the gap."""
        if self.state.here in self.plays.missing and self.state.way:
            return self.state.way[-1][0]
        return self.state.here

    def _editor_at(self, key: str) -> str:
        blocks = [*self.draft.scenes, *self.draft.endings]
        block = next((child.id for child in blocks if child.value["key"] == key), None)
        form = reverse("wagtailadmin_pages:edit", args=[self.draft.pk])
        return f"{form}#block-{block}-section" if block else form


def _role_label(role: Role, *, has_words: bool) -> str:
    label = capfirst(str(ROLES[role]))
    return label if has_words else _("%(role)s (no words of their own)") % {"role": label}
