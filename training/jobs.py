"""What is done behind the scenes by `manage.py db_worker --backend jobs`. Every job may be done twice, or never."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from certificates import compiling
from certificates.models import Certificate
from modules import catalogue
from modules.models import CourseVersion
from training import printing
from training.learners import certifying

_SHARED = (
    "course_key",
    "course_version",
    "course_title",
    "modules",
    "kind",
    "hours",
    "online_minutes",
    "practice_minutes",
    "language",
    "line",
    "emblem_id",
)


def course_frozen(version: CourseVersion) -> None:
    """Has the certificates of a new course version compiled, and its handbooks drawn, before one is asked for."""
    compile_certificates.enqueue()
    print_handbooks.enqueue()


@task(backend="jobs")
def compile_certificates() -> int:
    """Compiles what is needed and not there, whichever publication asked for it. How many templates there are."""
    today = timezone.localdate(timezone.now())
    return len([compiling.store(certificate, today) for certificate in needed()])


@task(backend="jobs")
def print_handbooks() -> int:
    """Draws the handbooks and group exercises of all courses that are not kept yet. How many were new."""
    return sum(printing.warm(version) for version in _newest_versions())


def needed() -> Iterator[Certificate]:
    """One certificate, never saved, for each template: of courses as they are now, of certificates that are kept."""
    seen = set()
    for certificate in (*_of_courses(), *_of_certificates()):
        digest = compiling.digest_of(certificate)
        if digest not in seen:
            seen.add(digest)
            yield certificate


def _of_courses() -> Iterator[Certificate]:
    yield from map(_to_come, _newest_versions())


def _newest_versions() -> Iterator[CourseVersion]:
    newest = CourseVersion.objects.values("key", "language").annotate(newest=Max("number"))
    for row in newest.order_by("key", "language"):
        yield CourseVersion.objects.get(key=row["key"], language=row["language"], number=row["newest"])


def _of_certificates() -> Iterator[Certificate]:
    kept = Certificate.objects.filter(number__isnull=False).order_by(*_SHARED)
    for row in kept.values(*_SHARED).distinct():
        yield Certificate(**row)


def _to_come(version: CourseVersion) -> Certificate:
    """A certificate of this version as it will be, for nobody."""
    award = asdict(certifying.award_of(catalogue.outline_of(version), date.min))
    shared = {name: award[name] for name in _SHARED if name in award}
    return Certificate(**{**shared, "kind": award["kind"].value, "emblem_id": award["emblem"]})
