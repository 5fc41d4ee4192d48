"""The receivers that third-party apps need from us. We send no signals of our own (ADR 23)."""

from typing import Any

from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from training.models.people import User


def connect() -> None:
    """Replaces Django's exact time of the last login by its month.

    Under Django's own name: whichever app is ready first, there is one receiver of this name, and it is ours.
    """
    user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
    user_logged_in.connect(note_month, dispatch_uid="update_last_login")


def note_month(sender: Any, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Keeps the month of the login in the account, and its time in the session only."""
    now = timezone.now()  # noqa: TID251 -- a receiver is an edge: nobody passes `now` to it
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if user.last_login != month:
        User.objects.filter(pk=user.pk).update(last_login=month)
        user.last_login = month
    if request is not None and hasattr(request, "session"):
        request.session["signed_in_at"] = int(now.timestamp())
