"""The same rows as files. A cell never becomes a formula where somebody opens them."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from training.coordinators.completions import CompletionRow

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file whose content is what was written last."""

    def write(self, text: str) -> str:
        return text


def harmless(cell: str) -> str:
    """The cell as text, also for a spreadsheet that would calculate it."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def csv_lines(chunks: Iterable[Sequence[CompletionRow]], *, has_offices: bool, for_excel: bool) -> Iterator[str]:
    """A CSV file line by line: the columns of the screen, dates as 2026-10-14. UTF-8, with a mark `for_excel`."""
    writer = csv.writer(_Line())
    if for_excel:
        yield BYTE_ORDER_MARK
    yield writer.writerow(_headings(has_offices))
    for rows in chunks:
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in _cells(row, has_offices)])


def _headings(has_offices: bool) -> list[str]:
    headings = [_("Name"), _("Course"), _("Version"), _("Kind"), _("Completed on"), _("Certificate"), _("Check")]
    return [*headings, _("Shared with")] if has_offices else headings


def _cells(row: CompletionRow, has_offices: bool) -> list[str]:
    cells = [
        row.name,
        row.course,
        str(row.course_version),
        row.kind,
        row.completed_on.isoformat(),
        row.number,
        row.status,
    ]
    return [*cells, row.shared_with] if has_offices else cells
