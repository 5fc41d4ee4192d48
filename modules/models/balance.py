"""Whether a course is in balance: the forms that its cases touch, as learners see it and as it would be (ADR 0028)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Page

from modules import cross_extremism
from quizzes.labels import FORMS
from quizzes.terms import Form

_filling: ContextVar[bool] = ContextVar("courses_being_filled", default=False)


@dataclass(frozen=True)
class Case:
    """A scenario or a case vignette. `step`: the page that it is or stands in."""

    form: Form
    is_scenario: bool
    step: Page


@contextmanager
def whole_courses() -> Iterator[None]:
    """Inside, pages go live one by one although their course is not whole yet; the caller has looked at the whole."""
    token = _filling.set(True)
    try:
        yield
    finally:
        _filling.reset(token)


def sentence(problem: cross_extremism.Problem) -> str:
    """The problem as a sentence in the language of the reader."""
    parameters: dict[str, Any] = dict(problem.parameters)
    if "form" in parameters:
        parameters["form"] = FORMS[Form(parameters["form"])]
    return _(cross_extremism.MESSAGES[problem.code]) % parameters


def forms_in(body: Any) -> list[str]:
    """The forms of the case vignettes of a lesson, in order. `body`: its stream."""
    return [known(block["value"].get("form")).value for block in body.raw_data if block["type"] == "vignette"]


def known(form: object) -> Form:
    """The form with this value; a draft that says none leaves it unnamed."""
    return Form(form) if form in {member.value for member in Form} else Form.UNNAMED


def cases_in(step: Page) -> list[Case]:
    """The cases of a lesson or scenario, as it stands in memory. No query."""
    if hasattr(step, "scenes"):
        return [Case(known(step.form), is_scenario=True, step=step)]
    return [Case(Form(form), is_scenario=False, step=step) for form in forms_in(step.body)]


def live_cases(course: Page) -> list[Case]:
    """The cases that learners of a course meet, in the order of its pages. Three queries."""
    modules = apps.get_model("modules", "ModulePage").objects.child_of(course).live().values_list("path", flat=True)
    above = set(modules)
    steps = [step for step in _steps_below(course) if step.live and step.path[: -step.steplen] in above]
    return [case for step in steps for case in cases_in(step)]


def drafted_cases(course: Page) -> list[Case]:
    """The cases of a course if everything that was drafted in it went live. Three queries, one more per draft."""
    steps = _steps_below(course)
    drafts = [step.get_latest_revision_as_object() if step.has_unpublished_changes else step for step in steps]
    return [case for draft in drafts for case in cases_in(draft)]


def _steps_below(course: Page) -> list[Page]:
    models = (apps.get_model("modules", "LessonPage"), apps.get_model("modules", "ScenarioPage"))
    steps = (step for model in models for step in model.objects.descendant_of(course))
    return sorted(steps, key=lambda step: str(step.path))


def course_problems(course: Page) -> list[str]:
    """Why this course cannot go live with the steps that are live below it. Three queries."""
    if _filling.get():
        return []
    cases = live_cases(course) if course.pk else []
    return [sentence(problem) for problem in cross_extremism.problems(_forms(cases))]


def step_problems(module: Page, forms: Sequence[str], step: int | None) -> list[str]:
    """Why a step of this module cannot go live: the course would be further from balance. Up to four queries.

    `forms`: of its cases, as they would be. `step`: its number in the database; None while it is not there yet.
    Nothing while the course or the module is not live.
    """
    course = _live_course(module) if module.live else None
    if course is None:
        return []
    cases = live_cases(course)
    others = [case for case in cases if case.step.pk != step]
    return _worse(course, cases, [*_forms(others), *forms])


def module_problems(module: Page) -> list[str]:
    """Why this module cannot go live: with its live steps the course would be further from balance. Six queries."""
    course = _live_course(module) if module.pk else None
    if course is None:
        return []
    cases = live_cases(course)
    coming = [case for step in _steps_below(module) if step.live for case in cases_in(step)]
    others = [case for case in cases if not case.step.path.startswith(module.path)]
    return _worse(course, cases, _forms([*others, *coming]))


def _live_course(module: Page) -> Page | None:
    """The course above this module, if learners meet it now and nobody has vouched for the whole. One query."""
    course = None if _filling.get() else module.get_parent()
    return course if course is not None and course.live else None


def _worse(course: Page, before: Iterable[Case], after: Sequence[str]) -> list[str]:
    if not cross_extremism.is_worse(_forms(before), after):
        return []
    lead = _("The course “%(course)s” would be out of balance.") % {"course": course.title}
    return [f"{lead} {sentence(problem)}" for problem in cross_extremism.problems(after)]


def _forms(cases: Iterable[Case]) -> list[str]:
    return [case.form.value for case in cases]
