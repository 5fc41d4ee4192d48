"""What the site itself knows for the practice sheet."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from wagtail.models import Locale, Site

from certificates.models import Certificate
from modules.models import CountryCard, CoursePage, CourseVersion, ModulePage, Release, ReviewSheet, Right
from modules.models.sheets import PracticeSheet
from quizzes.labels import ROLES
from quizzes.models import ScenarioVersion
from quizzes.terms import Role

SHOWN_FROM, ROUNDED_TO = 10, 5  # as everywhere: no figures about few people


@dataclass(frozen=True)
class Facts:
    """In words, ready for the sheet. What the site does not know is empty."""

    site_name: str
    audience: tuple[str, ...]
    countries: tuple[str, ...]
    first_year: int | None
    deliverables: tuple[str, ...]
    certificates: str
    reviews: str
    licence: str


def of_site(site: Site | None) -> Facts:
    """The facts of this moment. Nine queries, however much there is."""
    return Facts(
        site_name=(site.site_name if site else "") or str(settings.WAGTAIL_SITE_NAME),
        audience=_audience(),
        countries=tuple(dict.fromkeys(card.name for card in CountryCard.objects.filter(live=True) if card.is_reviewed)),
        first_year=_first_year(),
        deliverables=_deliverables(),
        certificates=_certificates(),
        reviews=_reviews(),
        licence=_licence(),
    )


def sheet() -> PracticeSheet:
    """The sheet as it was saved last, or an empty one. One query."""
    return PracticeSheet.objects.first() or PracticeSheet(pk=1)


def _audience() -> tuple[str, ...]:
    """The roles in whose words a scenario is published."""
    newest = ScenarioVersion.objects.filter(key=OuterRef("key"), language=OuterRef("language")).order_by("-number")
    contents = ScenarioVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).values_list("content", flat=True)
    found = {
        role
        for content in contents.order_by("pk")
        for role in (content["role"], *(variant["role"] for variant in content.get("variants", [])))
    }
    return tuple(str(ROLES[role]) for role in Role if role.value in found)


def _first_year() -> int | None:
    first = CourseVersion.objects.aggregate(first=Min("published_on"))["first"]
    return first.year if first else None


def _deliverables() -> tuple[str, ...]:
    """The live courses with their modules, and the languages."""
    lines = []
    modules = list(ModulePage.objects.live().order_by("path"))
    for course in CoursePage.objects.live().order_by("path"):
        titles = [module.title for module in modules if module.path.startswith(course.path)]
        address = f"{settings.TANDEM_SITE_URL}{reverse('courses:course', args=[course.slug])}"
        lines.append(f"{course.title}: {', '.join(titles)}. {address}" if titles else f"{course.title}. {address}")
    codes = set(
        Locale.objects.filter(pk__in=CoursePage.objects.live().values("locale")).values_list("language_code", flat=True)
    )
    names = [str(name) for code, name in settings.LANGUAGES if code in codes]
    if names:
        lines.append(_t("Languages: %(languages)s.") % {"languages": ", ".join(names)})
    return tuple(lines)


def _certificates() -> str:
    """How many certificates there are, rounded down; nothing below the limit for small numbers."""
    count = Certificate.objects.filter(replaced=False).count()
    if count < SHOWN_FROM:
        return ""
    rounded = count // ROUNDED_TO * ROUNDED_TO
    return _t("At least %(count)s certificates were issued.") % {"count": rounded}


def _reviews() -> str:
    """How many contents two people of different professions approved, and how many dissents stand with them."""
    count = Release.objects.filter(right=Right.TANDEM).count()
    if not count:
        return ""
    dissents = ReviewSheet.objects.exclude(dissent="").count()
    return " ".join(
        [
            ngettext(
                "Internal tandem review: %(count)s publication was approved by two professions.",
                "Internal tandem review: %(count)s publications were approved by two professions each.",
                count,
            )
            % {"count": count},
            ngettext(
                "%(count)s open dissent is kept with its page.",
                "%(count)s open dissents are kept with their pages.",
                dissents,
            )
            % {"count": dissents},
        ]
    )


def _licence() -> str:
    licences = CoursePage.objects.live().exclude(licence="").order_by("licence").values_list("licence", flat=True)
    names = list(dict.fromkeys(licences))
    return _t("Licence of the content: %(names)s.") % {"names": ", ".join(names)} if names else ""
