"""What the admin says when a course gets out of balance, or would: several pages at once, and pages that go away."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from modules import cross_extremism
from modules.models import CoursePage, ModulePage, StepPage, balance


def refuse_together(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Steps that go live one after the other keep their course in balance at every moment, or none goes live."""
    if action_type != "publish" or request.method != "POST":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if request.POST.get("include_descendants"):
        pages += [child for page in list(pages) for child in page.get_descendants().not_live()]
    steps = [page for page in pages if issubclass(page.specific_class, StepPage)]
    drafts = [page.specific.get_latest_revision_as_object() for page in steps]
    refused = [said for course in _courses_of(drafts) for said in _in_turn(course, drafts)]
    for said in refused:
        messages.error(request, said)
    if not refused:
        return None
    messages.error(request, _("Nothing was published."))
    return redirect(action_class_instance.next_url)


def warn_about_course(request: HttpRequest, page: Page, *_more: Any) -> None:
    """Taking a page away is never refused; it is said when its course is out of balance from then on."""
    if page.specific_class not in {ModulePage, *StepPage.__subclasses__()}:
        return
    course = CoursePage.objects.live().filter(path=page.path[: page.steplen * 3]).first()
    problems = balance.course_problems(course) if course is not None else []
    if problems:
        lead = _("The course “%(course)s” is out of balance now.") % {"course": course.title}
        messages.warning(request, " ".join([lead, *problems]))


def _courses_of(drafts: Iterable[StepPage]) -> list[CoursePage]:
    """The live courses above these steps, each once."""
    paths = {draft.path[: -2 * draft.steplen] for draft in drafts}
    return list(CoursePage.objects.live().filter(path__in=paths))


def _in_turn(course: CoursePage, drafts: Iterable[StepPage]) -> list[str]:
    """Why these steps of a course cannot go live one after the other."""
    now = balance.live_cases(course)
    live_modules = set(ModulePage.objects.child_of(course).live().values_list("path", flat=True))
    for draft in drafts:
        if draft.path[: -draft.steplen] not in live_modules:
            continue
        then = [*(case for case in now if case.step.pk != draft.pk), *balance.cases_in(draft)]
        before, after = ([case.form for case in cases] for cases in (now, then))
        if cross_extremism.is_worse(before, after):
            lead = _("With “%(title)s” the course “%(course)s” would be out of balance.")
            lead %= {"title": draft.title, "course": course.title}
            return [" ".join([lead, *map(balance.sentence, cross_extremism.problems(after))])]
        now = then
    return []
