"""The debrief of an attempt, and the group exercise that goes on paper."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from modules import cards
from modules.outline import Step
from quizzes.components.debriefs import DebriefView
from quizzes.components.exercise import SheetView
from quizzes.components.scenes import EndingView
from quizzes.engine import debrief
from quizzes.engine.debrief import Debrief
from quizzes.engine.graph import Graph
from quizzes.labels import ROLES, Label
from quizzes.terms import Role
from training.learners.place import StepPlace
from training.learners.playing import Conversation
from training.learners.scenario_page import address, counts_for, wording_of


@dataclass(frozen=True)
class DebriefPage:
    """Looking back at one attempt. `next_attempt`: the number that a new one would get."""

    found: StepPlace
    conversation: Conversation
    next_attempt: int

    @property
    def step(self) -> Step:
        return self.found.step

    @property
    def number(self) -> int:
        return self.conversation.attempt.number

    @property
    def is_read(self) -> bool:
        return self.conversation.made.is_read

    @cached_property
    def role(self) -> Role:
        return Role(self.conversation.attempt.role)

    @property
    def graph(self) -> Graph:
        return self.conversation.graph

    @cached_property
    def debrief(self) -> Debrief:
        return debrief.debrief(self.graph, self.conversation.state.turns, self.conversation.attempt.from_scene)

    @cached_property
    def view(self) -> DebriefView:
        return DebriefView(
            graph=self.graph,
            debrief=self.debrief,
            wording=wording_of(self.found.place, self.role),
            notes=cards.notes(self.graph),
            begin=address(self.found, "learn:begin"),
            next_attempt=self.next_attempt,
            principles_address=reverse("about:principles"),
        )

    @property
    def ending(self) -> EndingView | None:
        return self.view.ending

    @property
    def sheet(self) -> SheetView:
        return SheetView(self.graph, wording_of(self.found.place, self.role))

    @property
    def counts(self) -> bool:
        """Whether this attempt can complete the module. One query, for what was skipped."""
        any_counts = any(step.key in self.found.place.facts.skipped for step in self.found.module.scenarios)
        return counts_for(self.step, self.role, any_counts=any_counts)

    @property
    def played_as(self) -> Label:
        return ROLES[self.role]

    @property
    def written_for(self) -> Label:
        return ROLES[self.step.role] if self.step.role else ""

    @property
    def own_scenario(self) -> Step | None:
        """The scenario of this module that is written for the role that was played."""
        return next((step for step in self.found.module.scenarios if step.role is self.role), None)
