"""What holds where the learner works: the country's card for the own role, or the cautious words."""

from dataclasses import dataclass

from django.conf import settings

from modules import cards
from modules.cards import CardView
from quizzes.terms import Role
from training.learners.place import Place


@dataclass(frozen=True)
class LawView:
    """The number to call and what the law asks. Without a reviewed `card` both say the cautious thing."""

    emergency: str
    local_law: str
    card: CardView | None

    @property
    def is_reviewed(self) -> bool:
        return self.card is not None


def country_of(place: Place) -> str:
    """The country whose numbers and law are shown: the learner's own choice, otherwise the site's."""
    return place.learner.country or str(settings.TANDEM_COUNTRY)


def card_of(place: Place, role: Role | None) -> CardView | None:
    """The reviewed card of the learner's country, or None."""
    return cards.card_for(country_of(place), role)


def law_of(place: Place, role: Role | None) -> LawView:
    """What to call and to report here. At most three queries a minute and process."""
    country = country_of(place)
    return LawView(
        emergency=cards.emergency_number(country, role),
        local_law=cards.local_law(country, role),
        card=card_of(place, role),
    )
