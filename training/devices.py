"""The browser in which a place is open: the signed cookie, and the hash of its secret that we keep."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from training.models.people import Learner, LearnerDevice

SESSION_HOURS = 12
KEPT_DAYS = 30
_SIGNER = signing.Signer(salt="training.devices")


def keyed_hash(purpose: str, secret: str) -> str:
    """HMAC-SHA-256 of a secret as 64 hex digits, with the key that is used for nothing else."""
    return hmac.new(
        f"{purpose}:{settings.TANDEM_RECOVERY_PEPPER}".encode(), secret.encode(), hashlib.sha256
    ).hexdigest()


def learner_of(request: HttpRequest, now: datetime) -> Learner | None:
    """The learner whose place is open in this browser by cookie. One query, none without a genuine cookie."""
    found = _read(request)
    if found is None:
        return None
    learner_id, secret = found
    device = (
        LearnerDevice.objects.select_related("learner")
        .filter(secret_hash=keyed_hash("device", secret), learner_id=learner_id, expires_at__gt=now)
        .first()
    )
    return device.learner if device else None


def open_here(response: HttpResponseBase, learner: Learner, now: datetime, *, kept: bool) -> None:
    """Opens the place in this browser with a new secret. One query. Nobody else's cookie is ever adopted."""
    secret = secrets.token_urlsafe(32)
    expires_at = now + (timedelta(days=KEPT_DAYS) if kept else timedelta(hours=SESSION_HOURS))
    LearnerDevice.objects.create(
        learner=learner, secret_hash=keyed_hash("device", secret), kept=kept, expires_at=expires_at
    )
    response.set_cookie(
        settings.LEARNER_COOKIE_NAME,
        _SIGNER.sign(f"{learner.pk.hex}.{secret}"),
        max_age=KEPT_DAYS * 86400 if kept else None,
        path="/",
        secure=settings.LEARNER_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def prolong(request: HttpRequest, response: HttpResponseBase, now: datetime) -> None:
    """Slides the end of this device; called after a POST, as a GET writes nothing. Up to two queries."""
    found = _read(request)
    if found is None:
        return
    device = LearnerDevice.objects.filter(secret_hash=keyed_hash("device", found[1]), expires_at__gt=now).first()
    span = timedelta(days=KEPT_DAYS) if device and device.kept else timedelta(hours=SESSION_HOURS)
    if device is None or device.expires_at - now > span * 0.9:
        return
    device.expires_at = now + span
    device.save(update_fields=["expires_at"])
    if device.kept:
        response.set_cookie(
            settings.LEARNER_COOKIE_NAME,
            request.COOKIES[settings.LEARNER_COOKIE_NAME],
            max_age=KEPT_DAYS * 86400,
            path="/",
            secure=settings.LEARNER_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def leave_here(request: HttpRequest, response: HttpResponseBase) -> None:
    """Ends this device: its row, its cookie and whatever the browser kept for us. One query."""
    found = _read(request)
    if found is not None:
        LearnerDevice.objects.filter(secret_hash=keyed_hash("device", found[1])).delete()
    forget_cookie(response)
    response.headers["Clear-Site-Data"] = '"storage", "cache"'


def forget_cookie(response: HttpResponseBase) -> None:
    """Removes the cookie; the row ends elsewhere or by itself."""
    response.delete_cookie(settings.LEARNER_COOKIE_NAME, path="/", samesite="Lax")


def end_others(learner: Learner, request: HttpRequest) -> None:
    """Ends every other device of this learner. One query."""
    others = LearnerDevice.objects.filter(learner=learner)
    if (found := _read(request)) is not None:
        others = others.exclude(secret_hash=keyed_hash("device", found[1]))
    others.delete()


def _read(request: HttpRequest) -> tuple[UUID, str] | None:
    """Learner's id and secret from a cookie that we signed."""
    try:
        value = _SIGNER.unsign(request.COOKIES.get(settings.LEARNER_COOKIE_NAME, ""))
        learner_id, _, secret = value.partition(".")
        return UUID(hex=learner_id), secret
    except (signing.BadSignature, ValueError):
        return None
