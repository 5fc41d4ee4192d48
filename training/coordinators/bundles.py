"""The certificates of the list as one file: what the screen shows, on paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from certificates import bundling
from training.access import Branch
from training.coordinators import completions
from training.coordinators.completions import CompletionRow, Wanted
from training.coordinators.tables import csv_lines
from training.models.people import User

LISTED = "list.csv"


def bundle(branch: Branch, wanted: Wanted, user: User, now: datetime) -> Iterator[bytes]:
    """A ZIP file in pieces: the list, as the CSV export has it, and the PDF of each row in its order.

    Every row is logged as exported before the first byte is handed out. Certificates that do not hold any more are in
    it, and the list says so. One PDF is in memory at a time, and of the list about 150 bytes a row.
    Raises one of rendering.NO_KEYS; then nothing was logged.
    """
    bundling.make_sure_they_can_be_drawn()
    return _pieces(branch, completions.take(branch, wanted, user, now))


def _pieces(branch: Branch, chunks: Iterable[Sequence[CompletionRow]]) -> Iterator[bytes]:
    shares: list[UUID] = []
    has_offices = len(branch.organisation_ids) > 1
    sheet = "".join(csv_lines(_noting(chunks, shares), has_offices=has_offices, for_excel=False))
    files = bundling.files(completions.certificates(branch, shares))
    yield from bundling.zipped(chain([(LISTED, sheet.encode())], files))


def _noting(chunks: Iterable[Sequence[CompletionRow]], shares: list[UUID]) -> Iterator[Sequence[CompletionRow]]:
    """Passes the rows on and notes whose they are, so that they are read once."""
    for rows in chunks:
        shares.extend(row.share_id for row in rows)
        yield rows
