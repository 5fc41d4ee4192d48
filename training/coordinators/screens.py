"""The list as one page: rows, figures, charts, codes and every address on it, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from training.access import Branch
from training.coordinators import codes, completions
from training.coordinators.charts import Charts, charts
from training.coordinators.codes import OpenCode
from training.coordinators.completions import CompletionRow, CourseCount, Wanted
from training.models.people import User

_HEADINGS = {"name": _("Name"), "course": _("Course"), "date": _("Completed on")}


@dataclass(frozen=True)
class Heading:
    """A column that sorts. `direction`: for aria-sort; "" when the list is not sorted by it."""

    words: Any
    direction: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Everything on the page. Addresses are query strings."""

    organisation: str
    has_offices: bool
    codes: Sequence[OpenCode]
    total: int
    found: int
    courses: Sequence[CourseCount]
    charts: Charts
    rows: Sequence[CompletionRow]
    headings: dict[str, Heading]
    wanted: Wanted
    page: int
    pages: int
    before: str
    after: str
    export: str
    paper: str


def screen(branch: Branch, wanted: Wanted, user: User, now: datetime, *, is_valid: bool) -> Screen:
    """The page for these filters; the last page where an earlier one is asked for that is gone. Five queries at most.

    Filters that cannot be read find nothing, so nobody is shown, or logged as seen, by mistake.
    """
    figures = completions.overview(branch, wanted)
    found = figures.found if is_valid else 0
    pages = max(1, -(-found // wanted.page_size))
    page = min(wanted.page, pages)
    here = replace(wanted, page=page)
    rows = completions.look(branch, here, user, now) if found else []
    return Screen(
        organisation=branch.organisation.name,
        has_offices=len(branch.organisation_ids) > 1,
        codes=codes.open_codes(branch),
        total=figures.total,
        found=found,
        courses=figures.courses,
        charts=charts(figures.by_month, figures.by_course) if found else charts({}, ()),
        rows=rows,
        headings={column: _heading(column, here) for column in _HEADINGS},
        wanted=here,
        page=page,
        pages=pages,
        before=here.address(page=page - 1) if page > 1 else "",
        after=here.address(page=page + 1) if page < pages else "",
        export=here.address(page=1, is_for_paper=False),
        paper=here.address(page=1, is_for_paper=True),
    )


def _heading(column: str, wanted: Wanted) -> Heading:
    """A second click turns the order round."""
    directions = {column: "ascending", f"-{column}": "descending"}
    other = f"-{column}" if wanted.sort == column else column
    return Heading(_HEADINGS[column], directions.get(wanted.sort, ""), wanted.address(sort=other, page=1))
