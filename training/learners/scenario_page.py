"""The two pages of a scenario: the one before it begins, and the conversation itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from modules import cards
from modules.cards import LawView
from modules.models import ScenarioPage
from modules.outline import ModuleOutline, Step
from quizzes import versions
from quizzes.components.scenes import Addresses, RoomView, SceneView
from quizzes.components.seats import PlanView
from quizzes.components.wording import Wording
from quizzes.engine.graph import Graph, Person
from quizzes.labels import COMPETENCES, DOORS, ROLES, Label
from quizzes.terms import Role, Seat
from training.learners.local_law import country_of, law_of
from training.learners.place import Place, StepPlace
from training.learners.playing import Conversation, Made, Offered


def address(found: StepPlace, name: str, **more: object) -> str:
    """The address of something that belongs to this step, by its name in the address book."""
    return reverse(name, kwargs={"course": found.place.outline.slug, "step": found.step.slug, **more})


def wording_of(place: Place, role: Role | None) -> Wording:
    """What the open words of a scenario read for this learner; cautious without a reviewed card."""
    return cards.wording(country_of(place), role)


def counts_for(step: Step, role: Role | None, *, any_counts: bool) -> bool:
    """Whether playing this scenario in this role can complete its module."""
    return any_counts or role in (step.role, Role.PRISON_PROBATION)


@dataclass(frozen=True)
class Before:
    """An earlier attempt in words."""

    number: int
    outcome: Label
    debrief: str


@dataclass(frozen=True)
class ScenePage:
    """The page of a conversation that has begun."""

    found: StepPlace
    conversation: Conversation

    @property
    def step(self) -> Step:
        return self.found.step

    @property
    def module(self) -> ModuleOutline:
        return self.found.module

    @property
    def graph(self) -> Graph:
        return self.conversation.graph

    @property
    def number(self) -> int:
        """The choice that comes next, among those that stand."""
        return len(self.conversation.state.way) + 1

    @cached_property
    def role(self) -> Role:
        return Role(self.conversation.attempt.role)

    @cached_property
    def wording(self) -> Wording:
        return wording_of(self.found.place, self.role)

    @property
    def about(self) -> str:
        return f"{address(self.found, 'learn:step')}?about=1"

    @property
    def law(self) -> LawView | None:
        """The number and the law, where the scenario asks for them."""
        if not self.graph.shows_law:
            return None
        return law_of(self.found.place, self.role)

    @property
    def scene(self) -> SceneView:
        conversation = self.conversation
        number = conversation.attempt.number
        return SceneView(
            state=conversation.state,
            wording=self.wording,
            addresses=Addresses(
                choose=address(self.found, "learn:choose"),
                back=address(self.found, "learn:back"),
                pause=reverse("mine:training"),
                debrief=address(self.found, "learn:debrief", number=number),
                principles=reverse("about:principles"),
            ),
            attempt=number,
            turn=conversation.next_turn,
            seed=f"{self.found.place.start.key}/{self.step.key}/{number}",
        )

    @property
    def room(self) -> RoomView:
        return RoomView(self.conversation.state)


@dataclass(frozen=True)
class StartPage:
    """The page before a conversation: where it plays, who is there, what is heavy in it, for whom it counts."""

    found: StepPlace
    offered: Offered
    attempts: Sequence[Made]
    conversation: Conversation | None

    @property
    def place(self) -> Place:
        return self.found.place

    @property
    def step(self) -> Step:
        return self.found.step

    @property
    def module(self) -> ModuleOutline:
        return self.found.module

    @property
    def role(self) -> Role | None:
        return self.place.role

    @cached_property
    def graph(self) -> Graph:
        return versions.graph_for(self.offered.version, self.role or self._written_for)

    @property
    def number(self) -> int:
        """The number of the attempt that would begin here."""
        return len(self.attempts) + 1

    @property
    def is_open(self) -> bool:
        """Whether the last attempt can be gone on with."""
        return self.conversation is not None and self.conversation.is_waiting

    @property
    def plan(self) -> PlanView:
        return PlanView(self.graph)

    @property
    def people(self) -> list[Person]:
        """Those who sit in the room; whoever only passes by is not announced."""
        return [person for person in self.graph.cast if person.seat is not Seat.OTHER]

    @property
    def competences(self) -> list[Label]:
        return [COMPETENCES[competence] for competence in self.graph.competences]

    @property
    def written_for(self) -> Label:
        return ROLES[self._written_for]

    @property
    def own_role(self) -> Label:
        return ROLES[self.role] if self.role else ""

    @property
    def counts(self) -> bool:
        return counts_for(self.step, self.role, any_counts=self.offered.any_counts)

    @property
    def own_scenario(self) -> Step | None:
        """The scenario of this module that is written for the learner's role."""
        return next((step for step in self.module.scenarios if step.role is self.role), None)

    @property
    def others(self) -> Sequence[Step]:
        """What counts instead of a scenario that was left out."""
        return self.place.scenarios_that_count(self.module)

    @property
    def roles(self) -> Mapping[str, Label]:
        return {role.value: label for role, label in ROLES.items()}

    @property
    def written_for_value(self) -> str:
        return self._written_for.value

    @property
    def before(self) -> list[Before]:
        """The attempts that reached an ending or are no longer gone on with."""
        return [self._before(made) for made in self.attempts if not (made is self.attempts[-1] and self.is_open)]

    @cached_property
    def missing_reviews(self) -> list[str]:
        """The professions that still have to read this scenario before real use. One query."""
        page = (
            ScenarioPage.objects.filter(
                translation_key=self.step.key, locale__language_code=self.place.outline.language
            )
            .only("needs_lawyer", "needs_clinician", "lawyer_reviewed_on", "clinician_reviewed_on")
            .first()
        )
        names = {"lawyer": _("a lawyer"), "clinician": _("a clinician")}
        return [names[profession] for profession in page.missing_reviews()] if page else []

    @property
    def _written_for(self) -> Role:
        return self.step.role or versions.graph_of(self.offered.version).role

    def _before(self, made: Made) -> Before:
        if made.door is None:
            return Before(made.number, _("left open"), "")
        return Before(made.number, DOORS[made.door], address(self.found, "learn:debrief", number=made.number))
