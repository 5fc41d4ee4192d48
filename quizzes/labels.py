"""The words of the field as people read them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.questions.kinds import Kind
from quizzes.terms import Competence, Door, Form, Role, Seat, Standing, ThreadState

Label = Promise | str

ROLES: Mapping[Role, Label] = {
    Role.TEACHER: _("teacher"),
    Role.POLICE: _("police officer"),
    Role.SOCIAL_WORK: _("social worker"),
    Role.PRISON_PROBATION: _("prison or probation officer"),
}

# As headings and in lists of professions.
ROLE_GROUPS: Mapping[Role, Label] = {
    Role.TEACHER: _("School"),
    Role.POLICE: _("Police"),
    Role.SOCIAL_WORK: _("Social work"),
    Role.PRISON_PROBATION: _("Prison and probation"),
}

FORMS: Mapping[Form, Label] = {
    Form.RELIGIOUS: _("religious"),
    Form.RIGHT_WING: _("right-wing"),
    Form.LEFT_WING: _("left-wing"),
    Form.NATIONALIST: _("nationalist"),
    Form.CONSPIRACY: _("conspiracy belief"),
    Form.HIGH_CONTROL: _("high-control group"),
    Form.GANG_LIKE: _("gang-like"),
    Form.UNNAMED: _("left unnamed"),
}

DOORS: Mapping[Door, Label] = {
    Door.OPEN: _("Door open"),
    Door.AJAR: _("Door ajar"),
    Door.CLOSED: _("Closed for now"),
}

COMPETENCES: Mapping[Competence, Label] = {
    Competence.TRUST: _("Building trust"),
    Competence.LISTENING: _("Listening for the story"),
    Competence.SAFETY: _("Safety and its limits"),
    Competence.TANDEM: _("Working as a pair"),
    Competence.SPECTRUM: _("Seeing the person before the form"),
}

STANDINGS: Mapping[Standing, Label] = {
    Standing.GROWING: _("growing"),
    Standing.STEADY: _("steady"),
    Standing.STRONG: _("strong"),
}

SEATS: Mapping[Seat, Label] = {
    Seat.YOU: _("you"),
    Seat.PEER: _("colleague"),
    Seat.THIRD: _("the person you talk with"),
    Seat.OTHER: _("passing by"),
}

THREAD_STATES: Mapping[ThreadState, Label] = {
    ThreadState.WAITING: _("waiting for you"),
    ThreadState.TOLD: _("being told"),
    ThreadState.TIED: _("tied off for today"),
}

KINDS: Mapping[Kind, Label] = {
    Kind.SINGLE: _("Choose one"),
    Kind.MULTIPLE: _("Choose all that fit"),
    Kind.ORDERING: _("Put in order"),
    Kind.MATCHING: _("Match the pairs"),
    Kind.CONFIDENCE: _("How sure are you"),
    Kind.REFLECTION: _("Think about it"),
}
