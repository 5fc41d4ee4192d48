"""The first page, a course and a module: what they are, before and after the start. A GET writes nothing."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from modules import catalogue
from modules.models import CourseVersion
from training.audiences import PublicRequest, public
from training.learners import course_pages


@public
@require_safe
def home(request: PublicRequest) -> HttpResponse:
    """The first page. Four queries; two more with an open place."""
    found = course_pages.home(get_language() or "en", request.learner)
    return render(request, "training/learners/home.html", {"home": found, "course": found.course})


@public
@require_safe
def course(request: PublicRequest, course: str) -> HttpResponse:
    """A course before the start, and where one starts it. Four queries; three more with an open place."""
    found = course_pages.course(_version(course), request.learner)
    context = {
        "course": found,
        "review": course_pages.review_note(found),
        "roles": course_pages.role_options(request.learner),
    }
    return render(request, "training/learners/course.html", context)


@public
@require_safe
def module(request: PublicRequest, course: str, module: str) -> HttpResponse:
    """A module. Two queries; two more with an open place."""
    found = course_pages.module(_version(course), module, request.learner)
    if found is None:
        raise Http404
    outline, entry = found
    return render(request, "training/learners/module.html", {"outline": outline, "entry": entry})


def _version(slug: str) -> CourseVersion:
    version = catalogue.course_by_slug(slug, get_language() or "en")
    if version is None:
        raise Http404
    return version
