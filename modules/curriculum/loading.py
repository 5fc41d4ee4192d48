"""The folder into the site: all or nothing, and nothing twice. What a trainer wrote since is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from modules import publishing
from modules.curriculum import checking
from modules.curriculum.fitting import misfits
from modules.curriculum.folder import Curriculum, read_folder
from modules.curriculum.pages import PageLoader
from modules.curriculum.planning import PlannedPage, PlannedRow, planned_pages, planned_rows
from modules.curriculum.reading import Refused
from modules.curriculum.rows import RowLoader
from modules.models import CurriculumLoad, balance


@dataclass
class Report:
    """What a load did, as names of pages and rows. `kept`: deleted or taken away by a trainer, so left alone."""

    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    no_longer_named: list[str] = field(default_factory=list)


class Edited(Exception):
    """Pages or rows were changed by somebody since the last load. `names`: their titles."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def load(folder: Path, on: date, *, overwrite: bool = False) -> Report:
    """Loads the folder in one transaction.

    Raises Refused with every problem of the files, or Edited with what a trainer changed since and the files would
    overwrite; in both cases nothing was written. `overwrite`: the files win.
    """
    curriculum = checked(folder)
    pages, rows = planned_pages(curriculum), planned_rows(curriculum)
    with transaction.atomic(), publishing.together(on), balance.whole_courses():
        return _load(pages, rows, on, overwrite=overwrite)


def checked(folder: Path) -> Curriculum:
    """The folder's content. Raises Refused with every problem. Writes nothing."""
    curriculum = read_folder(folder)
    found = checking.problems(curriculum)
    if not found:
        found = [problem for planned in _planned(curriculum) for problem in misfits(planned)]
    if found:
        raise Refused(sorted(set(found)))
    return curriculum


def _planned(curriculum: Curriculum) -> Iterator[PlannedPage | PlannedRow]:
    yield from planned_pages(curriculum)
    yield from planned_rows(curriculum)


def _load(pages: list[PlannedPage], rows: list[PlannedRow], on: date, *, overwrite: bool) -> Report:
    loads = {load.name: load for load in CurriculumLoad.objects.all()}
    page_loader, row_loader = PageLoader(pages, loads, on), RowLoader(rows, loads)
    edited = [*row_loader.edited(), *page_loader.edited()]
    if edited and not overwrite:
        raise Edited(edited)
    report = Report()
    row_loader.run(report, overwrite=overwrite)
    page_loader.run(report, overwrite=overwrite)
    named = {page.name for page in pages} | {row.name for row in rows}
    report.no_longer_named = sorted(loads.keys() - named)
    return report
