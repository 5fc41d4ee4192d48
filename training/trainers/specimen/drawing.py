"""The certificate of a draft as a PDF that nobody can take for a certificate."""

from datetime import date
from decimal import Decimal
from typing import Any

from certificates import emblems, page
from certificates.models import Certificate, Emblem
from certificates.pdf import weasy
from certificates.tokens import Kind
from modules.models import CoursePage, CourseVersion, ModulePage

NAME = "SPECIMEN"


def specimen(course: CoursePage, kind: Kind, on: date) -> bytes:
    """What the course in memory would say on its certificate. Not sealed, without credential, number and token.

    Its code leads to the check page, which finds nothing in it. Writes nothing; three queries and the picture's file.
    """
    certificate = _certificate(course, kind, on)
    return weasy.pdf(
        page.html_of(certificate),
        stylesheet=page.STYLESHEET,
        identifier=NAME.lower(),
        pictures=page.pictures_of(certificate),
    )


def _certificate(course: CoursePage, kind: Kind, on: date) -> Certificate:
    """A row that is never saved."""
    practice = course.hours_practice if kind is Kind.WITH_PRACTICE else Decimal(0)
    modules = ModulePage.objects.child_of(course).filter(counts=True).order_by("number", "path")
    return Certificate(
        name=NAME,
        number=NAME,
        token=b"",
        completed_on=on,
        course_key=str(course.translation_key),
        course_title=course.title,
        course_version=_version(course),
        kind=kind.value,
        hours=course.hours + practice,
        online_minutes=_minutes(course.hours),
        practice_minutes=_minutes(practice),
        modules=[module.title for module in modules],
        language=course.locale.language_code,
        line=course.certificate_line,
        emblem=_emblem(course.partner_name, course.partner_emblem),
    )


def _version(course: CoursePage) -> int:
    """The number that publishing would give; the newest one if nothing of the course's page waits for it."""
    versions = CourseVersion.objects.filter(key=course.translation_key, language=course.locale.language_code)
    newest = versions.order_by("-number").values_list("number", flat=True).first() or 0
    return newest + 1 if course.has_unpublished_changes else max(newest, 1)


def _minutes(hours: Decimal) -> int:
    return int(hours * 60)


def _emblem(name: str, picture: Any) -> Emblem | None:
    """The picture as it would be printed; none if it could not be."""
    if not (name and picture):
        return None
    try:
        with picture.open_file() as file:
            found = emblems.picture(file)
    except (emblems.EmblemRefused, OSError):
        return None
    return Emblem(digest=NAME.lower(), name=name, png=found.png, width=found.width, height=found.height)
