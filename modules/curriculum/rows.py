"""Rows beside the pages: sources, principles, notes, cards, terms, country cards."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from modules.curriculum.fitting import ROWS
from modules.curriculum.planning import PlannedRow
from modules.models import CountryCard, CountryCardEntry, CurriculumLoad, Source
from quizzes import shapes

if TYPE_CHECKING:
    from modules.curriculum.loading import Report


class RowLoader:
    """Writes the planned rows that are new or changed."""

    def __init__(self, planned: list[PlannedRow], loads: Mapping[str, CurriculumLoad]) -> None:
        self.planned = planned
        self.loads = loads
        self.rows = {row.name: self._row(row) for row in planned}

    def _row(self, planned: PlannedRow) -> Any:
        return ROWS[planned.kind].objects.filter(**planned.by).first()

    def edited(self) -> Iterator[str]:
        """The rows that the files would overwrite although somebody changed them since the last load."""
        for planned in self.planned:
            row, load = self.rows[planned.name], self.loads.get(planned.name)
            is_new_to_us = load is None or load.digest != planned.digest
            if row is not None and is_new_to_us and (load is None or load.mark != mark(row)):
                yield str(row)

    def run(self, report: "Report", *, overwrite: bool) -> None:
        """Writes what is new or changed and notes it in the report."""
        for planned in self.planned:
            row, load = self.rows[planned.name], self.loads.get(planned.name)
            if load is not None and row is None and not overwrite:
                report.kept.append(planned.name)
            elif load is not None and row is not None and _is_left(row, planned, load, overwrite=overwrite):
                report.unchanged.append(planned.name)
            else:
                self._write(planned, row, report)

    def _write(self, planned: PlannedRow, row: Any, report: "Report") -> None:
        if row is not None and _holds(row, planned):
            report.unchanged.append(planned.name)
        else:
            (report.made if row is None else report.updated).append(planned.name)
            row = self._saved(planned, row if row is not None else ROWS[planned.kind](**planned.by))
        values = {"digest": planned.digest, "mark": mark(row)}
        CurriculumLoad.objects.update_or_create(name=planned.name, defaults=values)

    def _saved(self, planned: PlannedRow, row: Any) -> Any:
        for name, value in planned.fields.items():
            setattr(row, name, _value(name, value))
        if isinstance(row, CountryCard):
            row.entries = [CountryCardEntry(**entry) for entry in planned.entries]
            row.save()
            row.save_revision().publish()
        else:
            row.save()
        return row


def _is_left(row: Any, planned: PlannedRow, load: CurriculumLoad, *, overwrite: bool) -> bool:
    """Whether the row stays as it is: the files say nothing new, and nobody's change is to be overwritten."""
    return load.digest == planned.digest and (not overwrite or load.mark == mark(row))


def mark(row: Any) -> str:
    """What tells whether a row is still as it was loaded: its last revision, or a digest of its fields."""
    if isinstance(row, CountryCard):
        row.refresh_from_db(fields=["latest_revision"])
        return str(row.latest_revision_id)
    values = {field.name: str(field.value_to_string(row)) for field in row._meta.concrete_fields if field.name != "id"}
    return hashlib.sha256(shapes.canonical(values)).hexdigest()


def _holds(row: Any, planned: PlannedRow) -> bool:
    if isinstance(row, CountryCard):
        return False
    wanted = type(row)(**planned.by, **{name: _value(name, value) for name, value in planned.fields.items()})
    return mark(row) == mark(wanted)


def _value(name: str, value: Any) -> Any:
    return Source.objects.get(key=value) if name == "source" else value
