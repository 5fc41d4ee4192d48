"""People, their progress and what they share. Relations across files are named by string (ADR 13)."""

from training.models.organisations import Coordinator, Organisation, OrganisationCode
from training.models.people import Learner, LearnerDevice, User
from training.models.progress import (
    Attempt,
    CourseDone,
    CourseStart,
    DebriefRead,
    EndingReached,
    LessonOpened,
    QuestionAnswered,
    StepSkipped,
    Turn,
)
from training.models.sharing import Share, ShareHidden, ShareSeen
from training.models.statistics import Snapshot

__all__ = [
    "Attempt",
    "Coordinator",
    "CourseDone",
    "CourseStart",
    "DebriefRead",
    "EndingReached",
    "Learner",
    "LearnerDevice",
    "LessonOpened",
    "Organisation",
    "OrganisationCode",
    "QuestionAnswered",
    "Share",
    "ShareHidden",
    "ShareSeen",
    "Snapshot",
    "StepSkipped",
    "Turn",
    "User",
]
