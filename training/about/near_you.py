"""Help near you: what the card of a country says to one role, and how far it may be relied on."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from modules import cards
from modules.cards import CardView
from quizzes.labels import ROLE_GROUPS, Label
from quizzes.terms import Role
from training.models.people import Learner


@dataclass(frozen=True)
class Service:
    """A local service. `kind` is empty where the card names none."""

    kind: str
    name: str


@dataclass(frozen=True)
class Option:
    """An entry of a choice on the page."""

    value: str
    label: Label
    is_chosen: bool


@dataclass(frozen=True)
class NearYou:
    """What the page shows. `card`: a reviewed one or a sample; None where nothing may be relied on or learned from."""

    countries: tuple[Option, ...]
    roles: tuple[Option, ...]
    role: Role | None
    card: CardView | None

    @property
    def is_reviewed(self) -> bool:
        return self.card is not None and self.card.is_reviewed

    @property
    def is_sample(self) -> bool:
        return self.card is not None and self.card.is_sample

    @property
    def entry(self) -> CardView | None:
        """What the card says to the chosen role; None while no role is chosen."""
        return self.card if self.role else None

    @property
    def emergency_number(self) -> str:
        """The number of the reviewed card; empty without one."""
        return self.card.emergency_number if self.card and self.card.is_reviewed else ""

    @property
    def services(self) -> list[Service]:
        """The local services for the chosen role."""
        return [_service(line) for line in self.entry.services] if self.entry else []


def near_you(asked: QueryDict, learner: Learner | None) -> NearYou:
    """The card for what was asked, else for the learner's choice, else for the site's country. At most two queries.

    An unknown country or role shows what a visitor sees who has not chosen.
    """
    country = asked.get("country", (learner.country if learner else "") or settings.TANDEM_COUNTRY)
    role = _role(asked.get("role", learner.role if learner else ""))
    card = cards.shown_card(country, role)
    return NearYou(
        countries=tuple(
            Option(code, name, card is not None and card.country == code) for code, name, _sample in cards.countries()
        ),
        roles=tuple(Option(other.value, label, other == role) for other, label in ROLE_GROUPS.items()),
        role=role,
        card=card if card and (card.is_reviewed or card.is_sample) else None,
    )


def _role(typed: str) -> Role | None:
    return Role(typed) if typed in set(Role) else None


def _service(line: str) -> Service:
    kind, colon, name = line.partition(":")
    return Service(kind.strip(), name.strip()) if colon else Service("", line)
