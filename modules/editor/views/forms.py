"""The form matrix of a course as a page of its own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from modules.models import CoursePage
from modules.models.form_matrix import form_matrix


@require_safe
def forms(request: HttpRequest, page: int) -> HttpResponse:
    """Which forms the cases of a course touch, as learners meet them or, on wish, with every draft."""
    course = get_object_or_404(CoursePage, pk=page)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    drafts = request.GET.get("of", "" if course.live else "drafts") == "drafts"
    matrix = form_matrix(course, drafts=drafts)
    return render(request, "modules/editor/forms.html", {"course": course, "matrix": matrix})
