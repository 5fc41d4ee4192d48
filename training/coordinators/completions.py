"""What a coordinator sees: frozen rows of certificates that were shared with the own branch, and nothing else.

The only query of coordinators that reaches people. It begins at `Share`, so whoever shared nothing is not in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import checking
from certificates.checking import State
from certificates.models import KINDS
from training.access import Branch
from training.models.people import User
from training.models.sharing import Share, ShareHidden, ShareSeen

PAGE = 25
SHEET = 240  # rows on a page that is meant for paper; their log is still one insert on SQLite
CHUNK = 1_000  # rows of an export whose status is asked at once
BUNDLED = 50  # certificates that are looked up at once while a bundle is sent
KIND_LABELS = dict(KINDS)
STATE_LABELS = {
    State.VALID: _("valid"),
    State.WITHDRAWN: _("withdrawn"),
    State.REPLACED: _("replaced"),
    State.UNKNOWN: _("not known"),
}
_BY_NAME: tuple[Any, ...] = (
    Lower("certificate__name"),
    F("certificate__name"),
    F("certificate__completed_on"),
    F("pk"),
)
SORTS: dict[str, tuple[Any, ...]] = {
    "name": _BY_NAME,
    "-name": (
        Lower("certificate__name").desc(),
        F("certificate__name").desc(),
        F("certificate__completed_on"),
        F("pk"),
    ),
    "course": (F("certificate__course_title"), F("certificate__course_version"), *_BY_NAME),
    "-course": (F("certificate__course_title").desc(), F("certificate__course_version").desc(), *_BY_NAME),
    "date": (F("certificate__completed_on"), *_BY_NAME),
    "-date": (F("certificate__completed_on").desc(), *_BY_NAME),
}


@dataclass(frozen=True, kw_only=True)
class CompletionRow:
    """One shared certificate, as list, print and export show it. Words are ready to be read."""

    share_id: UUID
    name: str
    course: str
    course_version: int
    kind: str
    completed_on: date
    number: str
    state: State
    status: str
    shared_with: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows, in which order. Empty parts leave nothing out."""

    name: str = ""
    course: str = ""
    kind: str = ""
    completed_from: date | None = None
    completed_to: date | None = None
    sort: str = "name"
    page: int = 1
    is_for_paper: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return any((self.name, self.course, self.kind, self.completed_from, self.completed_to))

    @property
    def page_size(self) -> int:
        """How many rows stand on one page."""
        return SHEET if self.is_for_paper else PAGE

    def address(self, **changes: Any) -> str:
        """The query string of the same list with other parts, without empty ones."""
        other = replace(self, **changes)
        parts: dict[str, object] = {
            "name": other.name,
            "course": other.course,
            "kind": other.kind,
            "from": other.completed_from or "",
            "to": other.completed_to or "",
            "sort": other.sort if other.sort != "name" else "",
            "page": other.page if other.page > 1 else "",
            "paper": "on" if other.is_for_paper else "",
        }
        return urlencode({part: value for part, value in parts.items() if value != ""})


@dataclass(frozen=True)
class CourseCount:
    """How many of the rows are about a course. `key`: its key, for the filter."""

    key: str
    title: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What can be counted in the rows. `total` and `courses` before the filter, the rest after it."""

    total: int
    found: int
    courses: tuple[CourseCount, ...]
    by_course: tuple[CourseCount, ...]
    by_month: dict[str, int]


def overview(branch: Branch, wanted: Wanted) -> Overview:
    """The figures, from the rows that this branch may see anyway. One query, grouped by course and month."""
    groups = (
        _visible(branch)
        .values("certificate__course_key", "certificate__month")
        .annotate(title=Max("certificate__course_title"), all=Count("pk"), found=Count("pk", filter=_matching(wanted)))
        .order_by("title", "certificate__course_key", "certificate__month")
    )
    every: dict[str, CourseCount] = {}
    found: dict[str, CourseCount] = {}
    months: dict[str, int] = {}
    for group in groups:
        key, month = group["certificate__course_key"], group["certificate__month"]
        every[key] = _added(every.get(key), key, group["title"], group["all"])
        if group["found"]:
            found[key] = _added(found.get(key), key, group["title"], group["found"])
            months[month] = months.get(month, 0) + group["found"]
    return Overview(
        total=sum(course.rows for course in every.values()),
        found=sum(course.rows for course in found.values()),
        courses=tuple(every.values()),
        by_course=tuple(found.values()),
        by_month=dict(sorted(months.items())),
    )


def look(branch: Branch, wanted: Wanted, user: User, now: datetime) -> list[CompletionRow]:
    """The rows of one page, logged as seen for the people they are about. Three queries at most."""
    start = (wanted.page - 1) * wanted.page_size
    found = list(_rows(branch, wanted, user, ShareSeen.How.LIST, now)[start : start + wanted.page_size])
    _log(found, user, ShareSeen.How.LIST, now)
    return _frozen(found)


def take(branch: Branch, wanted: Wanted, user: User, now: datetime) -> Iterator[list[CompletionRow]]:
    """All rows, in chunks, logged as exported before the first is handed out.

    One query and one insert; then two queries per thousand rows. A share that ends meanwhile is left out.
    """
    found = list(_rows(branch, wanted, user, ShareSeen.How.EXPORT, now, ["pk"]))
    _log(found, user, ShareSeen.How.EXPORT, now)
    return _chunks(branch, wanted, [row["pk"] for row in found])


def certificates(branch: Branch, shares: Iterable[UUID]) -> Iterator[int]:
    """The keys of the certificates behind these shares, in this order. Call it after `take`, which logs.

    One query for fifty, asked when they are needed: a share that ended meanwhile is left out.
    """
    waiting = iter(shares)
    while chunk := list(islice(waiting, BUNDLED)):
        found = dict(_visible(branch).filter(public_id__in=chunk).values_list("public_id", "certificate_id"))
        yield from (found[share] for share in chunk if share in found)


def one(branch: Branch, share_id: UUID, user: User, now: datetime) -> CompletionRow | None:
    """One visible row, logged as seen; None if there is none for this branch. Three queries at most."""
    rows = _rows(branch, Wanted(), user, ShareSeen.How.LIST, now)
    found = list(rows.filter(public_id=share_id))
    _log(found, user, ShareSeen.How.LIST, now)
    return next(iter(_frozen(found)), None)


def hide(branch: Branch, share_id: UUID) -> bool:
    """Puts a stray share out of sight of its organisation's coordinators; False if there is none to hide.

    Hidden twice at once is hidden once. Two queries.
    """
    share = _of(branch).filter(public_id=share_id).first()
    if share is None:
        return False
    ShareHidden.objects.bulk_create([ShareHidden(share=share)], ignore_conflicts=True)
    return True


def _of(branch: Branch) -> QuerySet[Share]:
    return Share.objects.filter(organisation__in=branch.organisation_ids, certificate__number__isnull=False)


def _visible(branch: Branch) -> QuerySet[Share]:
    return _of(branch).exclude(Exists(ShareHidden.objects.filter(share=OuterRef("pk"))))


def _matching(wanted: Wanted) -> Q:
    """The condition of the filters. Names match in any letter case, also where the database knows only ASCII's."""
    matching = Q()
    if wanted.name:
        typed = wanted.name
        for form in dict.fromkeys((typed, typed.lower(), typed.upper(), typed.title(), typed.capitalize())):
            matching |= Q(certificate__name__icontains=form)
    if wanted.course:
        matching &= Q(certificate__course_key=wanted.course)
    if wanted.kind:
        matching &= Q(certificate__kind=wanted.kind)
    if wanted.completed_from:
        matching &= Q(certificate__completed_on__gte=wanted.completed_from)
    if wanted.completed_to:
        matching &= Q(certificate__completed_on__lte=wanted.completed_to)
    return matching


def _rows(
    branch: Branch, wanted: Wanted, user: User, how: ShareSeen.How, now: datetime, columns: Sequence[str] = ()
) -> QuerySet[Any, Any]:
    """The rows as plain values, with whether this user's look is in today's log already."""
    midnight = timezone.make_aware(datetime.combine(timezone.localtime(now).date(), time()))
    logged = ShareSeen.objects.filter(share=OuterRef("pk"), user=user, how=how, seen_at__gte=midnight)
    rows: QuerySet[Any, Any] = _visible(branch).filter(_matching(wanted)).annotate(seen_today=Exists(logged))
    return rows.order_by(*SORTS[wanted.sort]).values("seen_today", *(columns or _COLUMNS))


_COLUMNS = (
    "pk",
    "public_id",
    "certificate__name",
    "certificate__course_title",
    "certificate__course_version",
    "certificate__kind",
    "certificate__completed_on",
    "certificate__number",
    "organisation__name",
)


def _chunks(branch: Branch, wanted: Wanted, keys: Sequence[int]) -> Iterator[list[CompletionRow]]:
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        found = {row["pk"]: row for row in _visible(branch).filter(pk__in=chunk).order_by("pk").values(*_COLUMNS)}
        yield _frozen(found[key] for key in chunk if key in found)


def _log(rows: Iterable[dict[str, Any]], user: User, how: ShareSeen.How, now: datetime) -> None:
    """The log owed to the people in the rows: at most one line a day for each share, user and act."""
    ShareSeen.objects.bulk_create(
        [ShareSeen(share_id=row["pk"], user=user, how=how, seen_at=now) for row in rows if not row["seen_today"]]
    )


def _frozen(rows: Iterable[dict[str, Any]]) -> list[CompletionRow]:
    """Rows with the answer that the public check would give. One query."""
    found = list(rows)
    statuses = checking.statuses(row["certificate__number"] for row in found) if found else {}
    return [
        CompletionRow(
            share_id=row["public_id"],
            name=row["certificate__name"],
            course=row["certificate__course_title"],
            course_version=row["certificate__course_version"],
            kind=str(KIND_LABELS[row["certificate__kind"]]),
            completed_on=row["certificate__completed_on"],
            number=row["certificate__number"],
            state=statuses[row["certificate__number"]].state,
            status=str(STATE_LABELS[statuses[row["certificate__number"]].state]),
            shared_with=row["organisation__name"],
        )
        for row in found
    ]


def _added(course: CourseCount | None, key: str, title: str, rows: int) -> CourseCount:
    return CourseCount(key, title, rows + (course.rows if course else 0))
