"""Small charts of the rows on the screen: places and lengths for an SVG, every value also as text. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from training.coordinators.completions import CourseCount

WIDTH = 320
MOST_MONTHS, FEW_MONTHS = 12, 6
_TOP, _FLOOR = 22, 106  # of the columns


@dataclass(frozen=True)
class Column:
    """One month. `x` is its middle, `top` where the column ends, `number_y` where the number stands.

    `is_named`: its name is written below; with many months every second one, counted from the newest.
    """

    month: date
    rows: int
    x: int
    top: int
    number_y: int
    is_named: bool


@dataclass(frozen=True)
class Bar:
    """One course. `width` is the bar's length."""

    title: str
    rows: int
    width: int


@dataclass(frozen=True)
class Charts:
    """What is drawn. `has_earlier`: there are rows before the first month shown."""

    months: tuple[Column, ...]
    courses: tuple[Bar, ...]
    has_earlier: bool

    @property
    def is_dense(self) -> bool:
        """Whether the columns stand close together."""
        return len(self.months) > FEW_MONTHS


def charts(by_month: Mapping[str, int], by_course: Sequence[CourseCount]) -> Charts:
    """The charts of these figures. `by_month` by "2026-10", without gaps or with: months without rows are drawn too."""
    months = _months(by_month)
    return Charts(
        months=_columns(months, by_month),
        courses=_bars(by_course),
        has_earlier=bool(months) and min(by_month) < f"{months[0]:%Y-%m}",
    )


def _months(by_month: Mapping[str, int]) -> list[date]:
    """Up to twelve months that end with the newest one; no clock, so the picture follows from the rows alone."""
    if not by_month:
        return []
    first, month = min(by_month), date.fromisoformat(f"{max(by_month)}-01")
    months = [month]
    while len(months) < MOST_MONTHS and f"{months[0]:%Y-%m}" > first:
        months.insert(0, _before(months[0]))
    return months


def _before(month: date) -> date:
    return month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def _columns(months: Sequence[date], by_month: Mapping[str, int]) -> tuple[Column, ...]:
    counts = [by_month.get(f"{month:%Y-%m}", 0) for month in months]
    most = max(counts, default=1)
    step = WIDTH / max(len(months), FEW_MONTHS)
    tops = [_FLOOR - round((_FLOOR - _TOP) * count / most) for count in counts]
    return tuple(
        Column(month, count, round(step * (place + 0.5)), top, top - 6, _is_named(place, len(months)))
        for place, (month, count, top) in enumerate(zip(months, counts, tops, strict=True))
    )


def _is_named(place: int, months: int) -> bool:
    return months <= FEW_MONTHS or (months - 1 - place) % 2 == 0


def _bars(by_course: Sequence[CourseCount]) -> tuple[Bar, ...]:
    most = max((course.rows for course in by_course), default=1)
    return tuple(Bar(course.title, course.rows, max(2, round(WIDTH * course.rows / most))) for course in by_course)
