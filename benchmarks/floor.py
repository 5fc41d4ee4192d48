"""The floor that pages are measured against: Django, the learner in a signed cookie, one query, the same bytes.

Served by `benchmarks/pages.py`, which passes the folder with the recorded answers in FLOOR_ANSWERS and a copy of the
database in FLOOR_DATABASE. A turn does what nobody can leave out: find the device, lock the attempt, insert the turn.
"""

import hashlib
import hmac
import os
from pathlib import Path

import django
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

ANSWERS = {file.stem: file.read_bytes() for file in Path(os.environ["FLOOR_ANSWERS"]).glob("*.html")}

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY=os.environ["FLOOR_SECRET"],
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["FLOOR_DATABASE"],
                "CONN_MAX_AGE": None,
                "OPTIONS": {
                    "timeout": 20,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;",
                },
            }
        },
    )
    django.setup()

from django.db import connection, transaction  # noqa: E402 -- settings first
from django.views.decorators.csrf import csrf_exempt  # noqa: E402 -- settings first

_signer = signing.Signer(salt="training.devices")


def _device(request: HttpRequest) -> tuple[int, str] | None:
    secret = _signer.unsign(request.COOKIES["learner"]).partition(".")[2]
    key = f"device:{os.environ['FLOOR_PEPPER']}".encode()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, l.role FROM training_learnerdevice d JOIN training_learner l ON l.id = d.learner_id"
            " WHERE d.secret_hash = %s",
            [hmac.new(key, secret.encode(), hashlib.sha256).hexdigest()],
        )
        found: tuple[int, str] | None = cursor.fetchone()
    return found


def public(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is the same for everybody."""
    return HttpResponse(ANSWERS[name])


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of somebody."""
    if _device(request) is None:
        return HttpResponse(status=403)
    return HttpResponse(ANSWERS[name])


@csrf_exempt
def turn(request: HttpRequest, attempt: int) -> HttpResponse:
    """A turn without rules: the device, the lock, the row, the redirect."""
    with transaction.atomic(), connection.cursor() as cursor:
        _device(request)
        cursor.execute("SELECT id FROM training_attempt WHERE id = %s", [attempt])
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM training_turn WHERE attempt_id = %s", [attempt])
        number = cursor.fetchone()[0] + 1
        cursor.execute(
            "INSERT INTO training_turn (attempt_id, number, scene, choice) VALUES (%s, %s, %s, %s)",
            [attempt, number, "N1", "a"],
        )
    return HttpResponseRedirect("/page/scene")


urlpatterns = [path("public/<name>", public), path("page/<name>", page), path("turn/<int:attempt>", turn)]


def application(environ: dict[str, object], start_response: object) -> object:
    """The WSGI door, made at the first request."""
    global _application  # noqa: PLW0603 -- one per process
    if _application is None:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- settings first

        _application = get_wsgi_application()
    return _application(environ, start_response)


_application = None
