"""Pages for machines and for people who look after the machine."""

import logging
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve

from training.audiences import PublicRequest, public

log = logging.getLogger(__name__)
VALID_FOR = timedelta(days=180)


@public
@require_safe
def health(request: PublicRequest) -> HttpResponse:
    """`ok` when the database answers, otherwise 503. One query; says nothing about the machine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        log.exception("The database does not answer.")
        return HttpResponse("unavailable\n", content_type="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def security_txt(request: PublicRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116); no such page while the operator has named nobody."""
    if not settings.TANDEM_SECURITY_CONTACT:
        raise Http404
    address = settings.TANDEM_SITE_URL.rstrip("/")
    lines = [
        f"Contact: {settings.TANDEM_SECURITY_CONTACT}",
        f"Expires: {timezone.now() + VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {address}/.well-known/security.txt",
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
def picture(request: PublicRequest, path: str) -> HttpResponseBase:
    """A picture of the content in one of its sizes. Originals and documents have no address here.

    A proxy or an object store in front may serve them instead; a small site needs none.
    """
    response = serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
