"""Pages for what went wrong, in plain words. No detail of the machine is shown."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not ours or too old."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something in the request cannot be read."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or it is not yours; both look the same."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """We failed. No context, no query: the database may be the reason."""
    return render(None, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
