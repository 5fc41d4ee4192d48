"""Temporary: a page whose room is being built today. Removed before the first release."""

from django.http import Http404, HttpRequest, HttpResponse

from training.audiences import public


@public
def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """No page yet."""
    raise Http404
