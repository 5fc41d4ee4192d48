"""The words of the field, one per thing. Values are stored and exported; labels live in `quizzes.labels`."""

from enum import StrEnum


class Role(StrEnum):
    """The work somebody does. A scenario is written for one; texts may have a variant per role."""

    TEACHER = "teacher"
    POLICE = "police"
    SOCIAL_WORK = "social-work"
    PRISON_PROBATION = "prison-probation"


class Form(StrEnum):
    """The form of extremism that a scenario or vignette touches. UNNAMED: deliberately left open."""

    RELIGIOUS = "religious"
    RIGHT_WING = "right-wing"
    LEFT_WING = "left-wing"
    NATIONALIST = "nationalist"
    CONSPIRACY = "conspiracy"
    HIGH_CONTROL = "high-control"
    GANG_LIKE = "gang-like"
    UNNAMED = "unnamed"


class Door(StrEnum):
    """How a way ends: door open, door ajar, closed for now."""

    OPEN = "open"
    AJAR = "ajar"
    CLOSED = "closed"


class Competence(StrEnum):
    """What a choice practises. Shown in words, never as a number."""

    TRUST = "trust"
    LISTENING = "listening"
    SAFETY = "safety"
    TANDEM = "tandem"
    SPECTRUM = "spectrum"


class Standing(StrEnum):
    """A competence in words."""

    GROWING = "growing"
    STEADY = "steady"
    STRONG = "strong"


class Seat(StrEnum):
    """A chair of the seating plan. OTHER: somebody who passes by and does not sit down."""

    YOU = "you"
    PEER = "peer"
    THIRD = "third"
    OTHER = "other"


class ThreadState(StrEnum):
    """Where a thread is: laid out and waiting, being told, tied off."""

    WAITING = "waiting"
    TOLD = "told"
    TIED = "tied"
