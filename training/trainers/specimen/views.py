"""The specimen in the admin, for those who may edit or review the course."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.tokens import Kind
from modules.models import CoursePage
from training.trainers.specimen.drawing import specimen


@require_safe
def certificate_specimen(request: HttpRequest, page: int) -> HttpResponse:
    """The certificate of the draft that was saved last; `?kind=with-practice` for the second kind."""
    course = get_object_or_404(CoursePage, pk=page)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    wanted = Kind.WITH_PRACTICE if request.GET.get("kind") == Kind.WITH_PRACTICE.value else Kind.SELF_STUDY
    content = specimen(course.get_latest_revision_as_object(), wanted, timezone.localdate())
    headers = {"Content-Disposition": 'inline; filename="tandem-specimen.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
