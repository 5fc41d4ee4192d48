"""What a learner may print, with what stands in for it on screen."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from modules import catalogue, handbook
from quizzes import versions
from training import printing
from training.learners import playing
from training.learners.local_law import country_of
from training.learners.place import Place, StepPlace
from training.learners.playing import NoSuchAttempt
from training.learners.scenario_page import wording_of
from training.printing import Paper


@dataclass(frozen=True)
class Print:
    """A paper with its name. `pages`: title and address of what can be printed from the browser instead."""

    paper: Paper
    title: str
    file_name: str
    pages: tuple[tuple[str, str], ...]


def handbook_of(place: Place, slug: str) -> Print:
    """The handbook of a module of the learner's own version. Four queries. Raises Http404 for an unknown module."""
    module = next((module for module in place.outline.modules if module.slug == slug), None)
    if module is None:
        raise Http404
    book = handbook.handbook(
        place.outline, module, place.start.version.published_on, country=country_of(place), role=place.role
    )
    return Print(
        paper=printing.handbook_of(book),
        title=_("Handbook of module %(number)s: %(title)s") % {"number": module.number, "title": module.title},
        file_name=f"tandem-module-{module.number}-{slugify(module.title)[:60]}.pdf",
        pages=tuple(
            (
                f"{step.label} {step.title}",
                reverse("learn:step", kwargs={"course": place.outline.slug, "step": step.slug}),
            )
            for step in module.lessons
        ),
    )


def handout_of(found: StepPlace, key: str) -> Print:
    """A handout of a lesson. One query. Raises Http404 if the newest words of the lesson hold no such handout."""
    place, step = found.place, found.step
    version = catalogue.newest_lesson(step.key, place.outline.language)
    sheet = handbook.sheet(version, key, country=country_of(place), role=place.role) if version else None
    if version is None or sheet is None:
        raise Http404
    lesson = f"{step.label} {step.title}"
    return Print(
        paper=printing.handout_of(sheet, lesson=lesson, language=place.outline.language, as_of=version.published_on),
        title=sheet.title,
        file_name=f"{slugify(sheet.title)[:60] or 'handout'}.pdf",
        pages=(
            (
                sheet.title,
                reverse("learn:handout", kwargs={"course": place.outline.slug, "step": step.slug, "handout": key}),
            ),
        ),
    )


def exercise_of(found: StepPlace) -> Print:
    """A conversation for a group, in the words of the learner's role. Raises Http404 if it cannot be played."""
    try:
        version = playing.offered(found.place, found.step).version
    except NoSuchAttempt:
        raise Http404 from None
    role = found.place.role or found.step.role
    graph = versions.graph_for(version, role) if role else versions.graph_of(version)
    outline = found.place.outline
    return Print(
        paper=printing.exercise_of(
            graph,
            wording_of(found.place, role),
            number=found.module.number,
            language=outline.language,
            as_of=version.published_on,
        ),
        title=_("Group exercise: %(title)s") % {"title": graph.title},
        file_name=f"tandem-group-exercise-{slugify(graph.title)[:60]}.pdf",
        pages=(
            (
                graph.title,
                reverse("learn:group_exercise", kwargs={"course": outline.slug, "step": found.step.slug}),
            ),
        ),
    )
