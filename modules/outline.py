"""What counts in a course and what comes next. Plain Python; frozen with a course version."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from quizzes.questions import codec as question_codec
from quizzes.questions.kinds import Question
from quizzes.terms import Role


class StepKind(StrEnum):
    """A step is a lesson or a scenario."""

    LESSON = "lesson"
    SCENARIO = "scenario"


@dataclass(frozen=True)
class Step:
    """A place in the course. `key`: the page's translation key. `questions`: pinned, in the order of the lesson.

    `role`: for a scenario, whom it is written for. `skippable`: another scenario of the module may count instead.
    """

    key: str
    kind: StepKind
    slug: str
    label: str
    title: str
    minutes: int
    role: Role | None = None
    skippable: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class ModuleOutline:
    """One module. `counts`: it must be done before the certificate. `glyph`: 1 to 3, the picture on the home page."""

    key: str
    number: int
    slug: str
    title: str
    topic: str
    minutes: int
    counts: bool
    steps: tuple[Step, ...]

    @property
    def lessons(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind is StepKind.LESSON)

    @property
    def scenarios(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind is StepKind.SCENARIO)


@dataclass(frozen=True)
class Outline:
    """A whole course version: what a learner who started it has to do.

    `certificate_line`: what its certificates say below the title. `emblem`: the digest by which certificates know the
    picture of the organisation that the course is offered with; `partner`: its name. Older versions have none of them.
    """

    key: str
    slug: str
    title: str
    language: str
    number: int
    hours: str
    modules: tuple[ModuleOutline, ...]
    certificate_line: str = ""
    partner: str = ""
    emblem: str = ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for module in self.modules for step in module.steps)

    @cached_property
    def steps_by_slug(self) -> Mapping[str, Step]:
        return {step.slug: step for step in self.steps}

    @cached_property
    def steps_by_key(self) -> Mapping[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _module_of(self) -> Mapping[str, ModuleOutline]:
        return {step.key: module for module in self.modules for step in module.steps}

    def module_of(self, step: Step) -> ModuleOutline:
        """The module that holds this step."""
        return self._module_of[step.key]

    def neighbours(self, step: Step, role: Role | None) -> tuple[Step | None, Step | None]:
        """The step before and the step after, without the scenarios that are written for another role."""
        way = [other for other in self.steps if other.key == step.key or is_for(other, role)]
        at = way.index(step)
        return (way[at - 1] if at else None, way[at + 1] if at + 1 < len(way) else None)

    def next_open(self, done: Collection[str], role: Role | None) -> Step | None:
        """The first step on the way that is not done yet; None when all are."""
        return next((step for step in self.steps if is_for(step, role) and step.key not in done), None)

    def __iter__(self) -> Iterator[ModuleOutline]:
        return iter(self.modules)


def is_for(step: Step, role: Role | None) -> bool:
    """Whether a step stands on the way of this role. Prison and probation staff may take any of a module's scenarios.

    Their first one per module is offered; the list of the module still shows all.
    """
    return step.kind is StepKind.LESSON or step.role is None or role in (None, step.role, Role.PRISON_PROBATION)


_ADDED = ("certificate_line", "partner", "emblem")


def to_json(outline: Outline) -> dict[str, Any]:
    """The outline as JSON values. `key`, `language` and `number` stay outside: they are the row's own columns.

    What a course adds to its certificates is left out where it is empty, so that older versions keep their digests.
    """
    added = {name: getattr(outline, name) for name in _ADDED}
    return {
        "slug": outline.slug,
        "title": outline.title,
        "hours": outline.hours,
        "modules": [_module_to_json(module) for module in outline.modules],
        **{name: words for name, words in added.items() if words},
    }


def from_json(key: str, language: str, number: int, value: Mapping[str, Any]) -> Outline:
    """The outline of a stored course version."""
    return Outline(
        key=key,
        slug=value["slug"],
        title=value["title"],
        language=language,
        number=number,
        hours=value["hours"],
        modules=tuple(_module_from_json(module) for module in value["modules"]),
        **{name: value.get(name, "") for name in _ADDED},
    )


def _module_to_json(module: ModuleOutline) -> dict[str, Any]:
    return {
        "key": module.key,
        "number": module.number,
        "slug": module.slug,
        "title": module.title,
        "topic": module.topic,
        "minutes": module.minutes,
        "counts": module.counts,
        "steps": [_step_to_json(step) for step in module.steps],
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind.value,
        "slug": step.slug,
        "label": step.label,
        "title": step.title,
        "minutes": step.minutes,
        "role": step.role.value if step.role else None,
        "skippable": step.skippable,
        "questions": [question_codec.to_json(question) for question in step.questions],
    }


def _module_from_json(value: Mapping[str, Any]) -> ModuleOutline:
    return ModuleOutline(
        key=value["key"],
        number=value["number"],
        slug=value["slug"],
        title=value["title"],
        topic=value["topic"],
        minutes=value["minutes"],
        counts=value["counts"],
        steps=tuple(_step_from_json(step) for step in value["steps"]),
    )


def _step_from_json(value: Mapping[str, Any]) -> Step:
    return Step(
        key=value["key"],
        kind=StepKind(value["kind"]),
        slug=value["slug"],
        label=value["label"],
        title=value["title"],
        minutes=value["minutes"],
        role=Role(value["role"]) if value["role"] else None,
        skippable=value["skippable"],
        questions=tuple(question_codec.from_json(question) for question in value["questions"]),
    )
