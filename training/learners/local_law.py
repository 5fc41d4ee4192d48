"""What holds where the learner works: the country's card for the own role, or the cautious words."""

from django.conf import settings

from modules import cards
from modules.cards import LawView as LawView
from quizzes.terms import Role
from training.learners.place import Place


def country_of(place: Place) -> str:
    """The country whose numbers and law are shown: the learner's own choice, otherwise the site's."""
    return place.learner.country or str(settings.TANDEM_COUNTRY)


def law_of(place: Place, role: Role | None) -> LawView:
    """What to call and to report here. At most three queries a minute and process."""
    return cards.law(country_of(place), role)
