"""What "My training" shows: places, certificates, shares, who looked, and the device."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from modules.outline import Step
from training.learners import holding, place, sharing
from training.learners.holding import Held
from training.learners.place import Place
from training.models import Learner, Share


@dataclass(frozen=True)
class CourseEntry:
    """A course in the list: where it stands and what comes next."""

    place: Place
    next_step: Step | None
    completed_on: date | None


@dataclass(frozen=True)
class Training:
    """The whole page. `held`: the certificates and how they stand."""

    courses: list[CourseEntry]
    held: list[Held]
    shares: list[Share]
    log: list[sharing.SeenOn]

    @property
    def certificates(self) -> list[Certificate]:
        """The certificates alone."""
        return [held.certificate for held in self.held]

    @property
    def current(self) -> list[Held]:
        """What holds, or has to be made anew."""
        return [held for held in self.held if held.holds or held.lost_its_key]

    @property
    def earlier(self) -> list[Held]:
        """What was replaced or withdrawn."""
        return [held for held in self.held if not (held.holds or held.lost_its_key)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.courses or self.held)


def training_of(learner: Learner) -> Training:
    """Everything about one learner. Four queries, and one more per course."""
    places = place.places_of(learner)
    held = holding.held_by(learner)
    shares = sharing.shares_of(learner) if held else []
    return Training(
        courses=[CourseEntry(found, found.next_step(), found.completed_on) for found in places],
        held=held,
        shares=shares,
        log=sharing.log_of(learner) if shares else [],
    )
