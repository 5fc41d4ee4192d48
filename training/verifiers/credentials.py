"""What the credentials of certificates refer to: the lists of revoked ones, and what had to be done. For anybody."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates import statuses
from certificates.proofs import CREDENTIAL
from certificates.tokens import NoSigningKey
from modules import catalogue
from training.audiences import public


@public
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """A whole status list: who asks does not say which certificate is meant."""
    try:
        response = HttpResponse(statuses.status_list_credential(number), content_type=CREDENTIAL)
    except statuses.UnknownList:
        raise Http404 from None
    except NoSigningKey:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Cache-Control"] = "public, max-age=300"
    return response


@public
@require_safe
def course(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The page of a course, wherever it stands now: credentials name it by its key, which never changes."""
    version = catalogue.course_by_key(key, get_language() or "en")
    if version is None:
        raise Http404
    return redirect("courses:course", course=catalogue.outline_of(version).slug)
