"""What every page of the site knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from training import access


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether a place is open here and which of the three doors this page belongs to. No query.

    `section`: modules, check, coordinators or mine; marks the entry of the menu. `shows_coordinators`: whether the
    menu has theirs.
    """
    match = request.resolver_match
    name = match.view_name if match else ""
    sections = {"verifiers": "check", "coordinators": "coordinators", "mine": "mine"}
    section = sections.get(name.split(":", 1)[0], "modules" if name.startswith(("home", "courses", "learn")) else "")
    return {
        "section": section,
        "has_place": getattr(request, "learner", None) is not None,
        "is_signed_in": _is_signed_in(request),
        "shows_coordinators": _shows_coordinators(request),
        "is_demo": settings.TANDEM_DEMO,
    }


def _shows_coordinators(request: HttpRequest) -> bool:
    """Not to whoever is signed in and coordinates nothing: for them that page does not exist."""
    return not _is_signed_in(request) or access.is_coordinator(request.user)


def _is_signed_in(request: HttpRequest) -> bool:
    """Asked of the session only when there is one; pages that refuse a request early have no user at all."""
    user = getattr(request, "user", None)
    return bool(user and settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated)
