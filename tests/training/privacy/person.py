"""Somebody with a row of everything, and a value in every field that is found nowhere else."""

import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse
from django.utils import timezone

from tests import builders
from tests.factories import (
    CertificateFactory,
    CourseStartFactory,
    LearnerFactory,
    OrganisationFactory,
    ShareFactory,
    UserFactory,
)
from training import devices
from training.models import Attempt, DebriefRead, Learner, StepSkipped
from training.privacy.entry import Entry, Erasure
from training.privacy.register import ACCOUNTS, LEARNERS

FIRST_DAY = date(1901, 1, 1)


@dataclass(frozen=True)
class Canary:
    """A value that was put into one field of one row. `texts`: how it may be written."""

    label: str
    field: str
    texts: tuple[str, ...]

    @property
    def place(self) -> str:
        """Model and field."""
        return f"{self.label}.{self.field}"


def everything() -> Learner:
    """A learner with an account who did, has and shares one of each."""
    user = UserFactory(factor=True)
    learner = LearnerFactory(user=user, finished=True, started=True, failed=True)
    attempt = Attempt.objects.get()
    StepSkipped.objects.create(start=attempt.start, step=uuid.uuid4())
    DebriefRead.objects.create(attempt=attempt)
    ShareFactory(certificate=CertificateFactory(learner=learner), organisation=OrganisationFactory(), seen=True)
    ShareFactory(certificate=CertificateFactory(learner=learner, course_version=2), hidden=True)
    EmailConfirmation.create(EmailAddress.objects.get(user=user))
    devices.open_here(HttpResponse(), learner, timezone.now(), kept=True)
    return learner


def somebody_else() -> Learner:
    """Another learner, whose rows must neither be exported nor erased."""
    learner = LearnerFactory()
    builders.start_of(learner, CourseStartFactory().version)
    CertificateFactory(learner=learner, name="Somebody Else")
    return learner


def plant(learner: Learner) -> list[Canary]:
    """Puts a canary into every field that the register names, in every row of this learner."""
    numbers = itertools.count(1)
    return [
        canary
        for label, entry in {**LEARNERS, **ACCOUNTS}.items()
        if entry.erasure is not Erasure.RUNS_OUT
        for canary in _planted(label, entry, learner, numbers)
    ]


def rows_of(label: str, entry: Entry, learner: Learner) -> models.QuerySet[Any]:
    """The rows of this model that are about this learner."""
    subject = learner.user_id if label in ACCOUNTS else learner.pk
    rows: models.QuerySet[Any] = apps.get_model(label)._default_manager.filter(**{entry.path or "pk": subject})
    return rows


def _planted(label: str, entry: Entry, learner: Learner, numbers: Iterator[int]) -> Iterator[Canary]:
    for row in list(rows_of(label, entry, learner)):
        for name in entry.fields:
            field = row._meta.get_field(name)
            value, texts = _value(field, next(numbers))
            if texts:
                type(row)._default_manager.filter(pk=row.pk).update(**{name: value})
                yield Canary(label, name, texts)


def _value(field: models.Field[Any, Any], number: int) -> tuple[Any, tuple[str, ...]]:
    """A value for this field, and how it looks in a file or in the database. No text: no canary fits."""
    text = f"Kx{number:03}q"
    match field:
        case models.BooleanField() | models.ForeignKey():
            return None, ()
        case models.UUIDField():
            value = uuid.UUID(int=0xCAFE0000 + number)
            return value, (str(value), value.hex)
        case models.DateTimeField():
            moment = datetime(1901, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
            return moment, (moment.date().isoformat(),)
        case models.DateField():
            day = FIRST_DAY + timedelta(days=number)
            return day, (day.isoformat(),)
        case models.DecimalField():
            return Decimal(f"{700 + number % 200}.5"), (f"{700 + number % 200}.5",)
        case models.PositiveSmallIntegerField() | models.PositiveIntegerField():
            return 31_000 + number, (str(31_000 + number),)
        case models.BinaryField():
            return text.encode(), (text, text.encode().hex())
        case models.JSONField():
            return [text], (text,)
        case models.EmailField():
            return f"{text}@canary.example".lower(), (f"{text}@canary.example".lower(),)
        case _:
            return text[: field.max_length or 9], (text[: field.max_length or 9],)


def left_in_the_database(canaries: list[Canary]) -> set[str]:
    """Where in the whole database one of these values is found."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a table's name
            for row in cursor.fetchall():
                said = " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row)
                found |= {canary.place for canary in canaries if any(_is_in(text, said) for text in canary.texts)}
    return found


def _is_in(text: str, said: str) -> bool:
    """Whether the text stands there; a number only as a whole, since by chance it is a part of many a key."""
    return bool(re.search(rf"\b{text}\b", said)) if text.isdigit() else text in said
