"""What "My training" shows: places, certificates, shares, who looked, and the device."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from modules.outline import Step
from training.learners import place, sharing
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
    """The whole page."""

    courses: list[CourseEntry]
    certificates: list[Certificate]
    shares: list[Share]
    log: list[sharing.SeenOn]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.courses or self.certificates)


def training_of(learner: Learner) -> Training:
    """Everything about one learner. Four queries, and one more per course."""
    places = place.places_of(learner)
    certificates = list(Certificate.objects.visible_to(learner))
    shares = sharing.shares_of(learner) if certificates else []
    return Training(
        courses=[CourseEntry(found, found.next_step(), found.completed_on) for found in places],
        certificates=certificates,
        shares=shares,
        log=sharing.log_of(learner) if shares else [],
    )
