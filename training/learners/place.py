"""A learner's place in a course: found once per request, with everything that pages need."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.http import Http404

from modules import catalogue
from modules.outline import ModuleOutline, Outline, Step, StepKind, is_for
from quizzes.terms import Role
from training import completion
from training.completion import Done, Facts, ModuleDone
from training.learners import facts
from training.models import CourseDone, CourseStart, Learner


@dataclass(frozen=True)
class Place:
    """Where somebody is in a course. Facts are read when first asked for (one query) and derived from then on.

    `completed_on`: filled by `places_of` only.
    """

    learner: Learner
    start: CourseStart
    outline: Outline
    completed_on: date | None = None

    @classmethod
    def of(cls, learner: Learner, start: CourseStart) -> "Place":
        """The place of this start. No query if its version is loaded."""
        return cls(learner=learner, start=start, outline=catalogue.outline_of(start.version))

    @cached_property
    def facts(self) -> Facts:
        return facts.facts_of(self.start)

    @cached_property
    def done(self) -> Done:
        return completion.assess(self.outline, self.facts)

    @property
    def role(self) -> Role | None:
        return Role(self.learner.role) if self.learner.role else None

    def next_step(self) -> Step | None:
        """The first step that is open, on the way of the learner's role."""
        return self.outline.next_open(self.done.steps | self._scenarios_not_needed(), self.role)

    def scenarios_that_count(self, module: ModuleOutline) -> tuple[Step, ...]:
        """The scenarios that can complete this module: those for the role; after a skip, any that was not skipped."""
        left = tuple(step for step in module.scenarios if step.key not in self.facts.skipped)
        return left if left != module.scenarios else tuple(step for step in left if is_for(step, self.role))

    @property
    def counting(self) -> list[tuple[ModuleDone, tuple[Step, ...]]]:
        """How far each counting module is, beside the scenarios that can complete it."""
        return [(module, self.scenarios_that_count(module.module)) for module in self.done.counting]

    def _scenarios_not_needed(self) -> frozenset[str]:
        """Scenarios of modules that need none any more: nobody is sent to play all three."""
        return frozenset(
            step.key
            for module in self.done.modules
            if not {completion.Lack.SCENARIO, completion.Lack.DEBRIEF} & set(module.lacks)
            for step in module.module.scenarios
        )


@dataclass(frozen=True)
class StepPlace:
    """A place, and the step of it that a page is about."""

    place: Place
    step: Step
    module: ModuleOutline


def find(learner: Learner, course: str) -> Place:
    """The learner's place in a course, by the course's slug. One query. Raises Http404 if there is none."""
    start = CourseStart.objects.select_related("version").filter(learner=learner, version__content__slug=course).first()
    if start is None:
        raise Http404
    return Place.of(learner, start)


def find_step(learner: Learner, course: str, step: str, kind: StepKind | None = None) -> StepPlace:
    """A step of the learner's place. One query. Raises Http404 for a foreign, missing or other kind of step."""
    place = find(learner, course)
    found = place.outline.steps_by_slug.get(step)
    if found is None or (kind is not None and found.kind is not kind):
        raise Http404
    return StepPlace(place=place, step=found, module=place.outline.module_of(found))


def places_of(learner: Learner) -> list[Place]:
    """All places of a learner with the days of completion, in the order of starting. One query."""
    completed_on = CourseDone.objects.filter(start=OuterRef("pk")).values("completed_on")[:1]
    starts = (
        CourseStart.objects.select_related("version")
        .filter(learner=learner)
        .annotate(completed_on=Subquery(completed_on))
        .order_by("pk")
    )
    return [replace(Place.of(learner, start), completed_on=start.completed_on) for start in starts]
