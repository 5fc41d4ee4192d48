"""What the register says about one model: whose data it holds, why, how long, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Subject(StrEnum):
    """Whom the data is about."""

    LEARNER = "learner"
    ACCOUNT = "account"  # a learner's or anybody else's e-mail login
    STAFF = "staff"  # trainers, reviewers, coordinators, operators, in their work


class Basis(StrEnum):
    """Article 6(1) of the GDPR, by letter."""

    CONSENT = "a"
    CONTRACT = "b"
    INTEREST = "f"


class Erasure(StrEnum):
    """What happens to the rows when their subject erases everything."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # all but `stays`
    UNNAMED = "unnamed"  # the row stays without the person: "former author"
    RUNS_OUT = "runs out"  # cannot be found by person; ends by itself


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A model with personal data.

    `path`: lookup from a row to its subject; empty: the row is the subject, or cannot be found by person.
    `fields`: why each one is held. `links`: foreign keys that only say where the row belongs.
    `section`, `columns`: name and columns of the learner's export. `not_exported`: field and reason.
    `keep`: until when, in words; `at_most`: the limit that the retention of the site enforces.
    `stays`: fields that outlive the erasure because they say nothing about anybody.
    `fact`: what the row says by being there, when it has no field.
    """

    subject: Subject
    path: str
    basis: Basis
    keep: str
    at_most: str
    fields: Mapping[str, str]
    links: tuple[str, ...] = ()
    section: str = ""
    columns: tuple[str, ...] = ()
    not_exported: Mapping[str, str] = field(default_factory=dict)
    erasure: Erasure = Erasure.DELETED
    stays: frozenset[str] = frozenset()
    fact: str = ""

    @property
    def sentence(self) -> str:
        """The line with which the docstring of the model ends."""
        held = ", ".join(name for name in self.fields if name not in self.stays)
        return f"Personal data: {held or self.fact}; {self.keep}."


@dataclass(frozen=True)
class NoPersonalData:
    """A model that says nothing about a person."""

    reason: str

    @property
    def sentence(self) -> str:
        """The line with which the docstring of the model ends."""
        return "Personal data: none."
