"""What holds in a country and what the sources say, read at most once a minute in each process.

A card that was changed is seen everywhere within that minute, and at once in the process that changed it.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from modules.blocks.around import Around
from modules.blocks.around import PrincipleView as PrincipleView
from modules.models.cards import CountryCard, Principle
from quizzes.authoring.scenarios import principles_in
from quizzes.components.debriefs import PrincipleNote
from quizzes.components.wording import Wording
from quizzes.engine.graph import Graph
from quizzes.terms import Role

SECONDS = 60
Value = TypeVar("Value")


@dataclass(frozen=True)
class CardView:
    """A country's card for one role. An empty `testimony`: the right to refuse it is not granted there."""

    country: str
    name: str
    language: str
    role: Role
    is_reviewed: bool
    is_sample: bool
    emergency_number: str
    duty_to_report: str
    confidentiality: str
    testimony: str
    services: tuple[str, ...]
    exit_service: str
    reviewed_on: date | None
    reviewers: str

    @property
    def local_law(self) -> str:
        """What the law asks of this role, in one text."""
        return self.duty_to_report


@dataclass(frozen=True)
class LawView:
    """The number to call and what the law asks. Without a reviewed `card` both say the cautious thing."""

    emergency: str
    local_law: str
    card: CardView | None

    @property
    def is_reviewed(self) -> bool:
        return self.card is not None


class _Shelf(Generic[Value]):
    """A value that is fetched again when it is older than a minute."""

    def __init__(self, fetch: Callable[[], Value]) -> None:
        self._fetch = fetch
        self._held: tuple[float, Value] | None = None

    def get(self) -> Value:
        if self._held is None or monotonic() - self._held[0] > SECONDS:
            self._held = (monotonic(), self._fetch())
        return self._held[1]

    def clear(self) -> None:
        self._held = None


def _cards() -> Mapping[tuple[str, Role], CardView]:
    cards = CountryCard.objects.filter(live=True).prefetch_related("entries").order_by("sample", "language")
    found: dict[tuple[str, Role], CardView] = {}
    for card in cards:
        for entry in card.entries.all():
            view = _view(card, entry)
            found.setdefault((card.country, view.role), view)
    return found


def _view(card: CountryCard, entry: object) -> CardView:
    fields = {name: getattr(entry, name) for name in ("duty_to_report", "confidentiality", "testimony", "exit_service")}
    return CardView(
        country=card.country,
        name=card.name,
        language=card.language,
        role=Role(getattr(entry, "role")),  # noqa: B009 -- modelcluster's relations have no type
        is_reviewed=card.is_reviewed,
        is_sample=card.sample,
        emergency_number=getattr(entry, "emergency_number") or card.emergency_number,  # noqa: B009
        services=tuple(line.strip() for line in getattr(entry, "services").splitlines() if line.strip()),  # noqa: B009
        reviewed_on=card.reviewed_on,
        reviewers=card.reviewers,
        **fields,
    )


def _principles() -> tuple[Mapping[str, PrincipleView], int]:
    views = Principle.views()
    return views, hash(tuple(views.values()))


_card_shelf: _Shelf[Mapping[tuple[str, Role], CardView]] = _Shelf(_cards)
_principle_shelf: _Shelf[tuple[Mapping[str, PrincipleView], int]] = _Shelf(_principles)


def forget() -> None:
    """Cards and principles are read anew at the next question. Called when one of them was saved."""
    _card_shelf.clear()
    _principle_shelf.clear()


def card_for(country: str, role: Role | None) -> CardView | None:
    """The reviewed card of this country for this role; None when there is none that counts."""
    card = shown_card(country, role)
    return card if card and card.is_reviewed else None


def shown_card(country: str, role: Role | None) -> CardView | None:
    """The card of this country for the help page, reviewed or not; the page says which (`is_reviewed`, `is_sample`)."""
    if not country:  # nobody chose one: nothing to look up
        return None
    return _card_shelf.get().get((country.upper(), role or Role.TEACHER))


def countries() -> list[tuple[str, str, bool]]:
    """Code, name and whether it is a sample, of each country that has a card, samples last."""
    found = {(card.is_sample, card.name, card.country) for card in _card_shelf.get().values()}
    return [(code, name, is_sample) for is_sample, name, code in sorted(found)]


def emergency_number(country: str, role: Role | None = None) -> str:
    """The number of the reviewed card, or the words "your local emergency number"."""
    return around(country, role).words()["{EMERGENCY}"]


def local_law(country: str, role: Role | None) -> str:
    """The duty to report of the reviewed card, or the words "ask your lead first"."""
    return around(country, role).words()["{LOCAL_LAW}"]


def law(country: str, role: Role | None) -> LawView:
    """What to call and to report there. At most three queries a minute and process."""
    return LawView(emergency_number(country, role), local_law(country, role), card_for(country, role))


def wording(country: str, role: Role | None) -> Wording:
    """What the open words of a scenario read there; cautious without a reviewed card."""
    card = card_for(country, role)
    if card is None:
        return Wording(_("your local emergency number"), _("the law of your country (ask your lead first)"))
    return Wording(card.emergency_number, card.local_law)


def notes(graph: Graph) -> Mapping[str, PrincipleNote]:
    """The principles that the choices of a scenario name, as a debrief shows them."""
    known = principles(sorted(principles_in(graph)))
    return {key: PrincipleNote(key, found.text, found.source_title) for key, found in known.items()}


def filler(country: str, role: Role | None) -> Callable[[str], str]:
    """Replaces both placeholders in a plain text; for scenes and questions."""
    return around(country, role).fill


def around(country: str, role: Role | None, at: str = "", *, with_principles: bool = False) -> Around:
    """What blocks need to know about a reader in this country and role. `at`: address of the step they stand in."""
    card = card_for(country, role)
    return Around(
        role=role,
        emergency=card.emergency_number if card else "",
        local_law=card.local_law if card else "",
        principles=_principle_shelf.get()[0] if with_principles else {},
        at=at,
    )


def stamp(around: Around) -> Hashable:
    """Equal for readers to whom a text says the same about law, numbers and principles."""
    return around.emergency, around.local_law, _principle_shelf.get()[1] if around.principles else 0


def principle(key: str) -> PrincipleView | None:
    """The principle with this key."""
    return _principle_shelf.get()[0].get(key)


def principles(keys: tuple[str, ...] | list[str]) -> Mapping[str, PrincipleView]:
    """The principles with these keys, in their order; a key that nobody knows is left out."""
    known = _principle_shelf.get()[0]
    return {key: known[key] for key in keys if key in known}


def all_principles() -> Mapping[str, PrincipleView]:
    """Every principle by key, in the order of the sources."""
    return _principle_shelf.get()[0]
