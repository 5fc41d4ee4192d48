"""A certificate is two halves of one row: one that lets it be checked, one that the learner keeps or lets go."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.tokens import Kind

KINDS = [
    (Kind.SELF_STUDY.value, _("Record of self-study")),
    (Kind.WITH_PRACTICE.value, _("Record of self-study and face-to-face practice")),
]
KEPT_HALF = ("number", "name", "completed_on", "token", "learner")


class Emblem(models.Model):
    """The picture of an organisation that a course is offered with, as certificates print it. Written once.

    `png` is re-encoded by us: no metadata, no transparency tricks, bounded size. `name` is its text alternative.

    Personal data: none.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False, help_text=_("SHA-256 of picture and name."))
    name = models.CharField(max_length=80)
    png = models.BinaryField(max_length=200_000)
    width = models.PositiveSmallIntegerField(help_text=_("In pixels."))
    height = models.PositiveSmallIntegerField(help_text=_("In pixels."))

    class Meta:
        verbose_name = _("emblem")
        verbose_name_plural = _("emblems")

    def __str__(self) -> str:
        return self.name


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates as somebody may see them."""

    def visible_to(self, learner: models.Model) -> "CertificateQuerySet":
        """The learner's own, newest first."""
        return self.filter(learner=learner.pk).order_by("-completed_on", "-pk")


class Certificate(models.Model):
    """What was completed; never changed but for letting go of the kept half and being replaced.

    Public half: everything up to `replaced_by` (what came in its place). It has the month only, and the number as a
    keyed hash, so that nobody can be found in it. Kept half: `number` to `stamps`; emptied as a whole when the learner
    lets go or erases.
    `token` is the signed token as it was issued, so that a new key changes no certificate. `modules`: titles in order.
    `line`: one line of the course's own. `status_list` and `status_index`: the bit that tells of a revocation, drawn
    at random. `stamps`: what a time-stamping service signed, if the site asks one (certificates.stamping).

    Personal data: number, name, completed_on, token, stamps; until the learner lets go or erases.
    """

    number_hash = models.CharField(max_length=64, unique=True, editable=False)
    course_key = models.CharField(max_length=64)
    course_version = models.PositiveIntegerField()
    course_title = models.CharField(max_length=200)
    modules = models.JSONField(default=list)
    kind = models.CharField(max_length=20, choices=KINDS)
    month = models.CharField(max_length=7, help_text=_("As 2026-10."))
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    online_minutes = models.PositiveSmallIntegerField(default=0)
    practice_minutes = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=35)
    line = models.CharField(max_length=140, blank=True)
    emblem = models.ForeignKey(Emblem, models.PROTECT, null=True, blank=True, related_name="+")
    status_list = models.PositiveSmallIntegerField(editable=False)
    status_index = models.PositiveIntegerField(editable=False)
    replaced = models.BooleanField(default=False, editable=False)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")

    number = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 -- many rows without a number
    name = models.CharField(max_length=120, null=True)  # noqa: DJ001 -- all of the half or none of it
    completed_on = models.DateField(null=True)
    token = models.BinaryField(max_length=720, null=True)
    learner = models.ForeignKey(settings.LEARNER_MODEL, models.PROTECT, null=True, related_name="+")
    stamps = models.BinaryField(max_length=200_000, null=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_half_whole_or_empty",
                condition=Q(**{f"{field}__isnull": True for field in KEPT_HALF})
                | Q(**{f"{field}__isnull": False for field in KEPT_HALF}),
                violation_error_message=_("A certificate keeps all of the learner's half or nothing of it."),
            ),
            models.CheckConstraint(
                name="stamps_only_with_the_kept_half",
                condition=Q(stamps__isnull=True) | Q(number__isnull=False),
                violation_error_message=_("Time stamps go with the learner's half."),
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"],
                name="one_bit_per_certificate",
                violation_error_message=_("This place in the status list is taken."),
            ),
            # Replaced ones step aside for the certificate that came in their place.
            models.UniqueConstraint(
                fields=["learner", "course_key", "course_version", "kind"],
                condition=Q(replaced=False),
                name="one_certificate_per_version_and_kind",
                violation_error_message=_("There is a certificate for this course version already."),
            ),
        ]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number or f"{self.course_title} {self.month}"


class Revocation(models.Model):
    """That a certificate does not hold any more. Written once.

    Personal data: none.
    """

    class Reason(models.TextChoices):
        """Why. Neither says anything about the person."""

        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced")

    class Because(models.TextChoices):
        """The class of a withdrawal. None says anything about the person."""

        HOLDER = "holder", _("the holder asked for it")
        ERROR = "error", _("it was issued in error")
        KEY = "key", _("the key that signed it is no longer trusted")

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True, help_text=_("Of a withdrawal."))
    on = models.DateField()

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.reason}"


class VerificationKey(models.Model):
    """A public key that signed at least one certificate. Kept for good, so that old tokens check after a rotation.

    Personal data: none.
    """

    key_id = models.CharField(max_length=8, unique=True)
    public_key = models.CharField(max_length=64, help_text=_("32 bytes in hexadecimal."))
    first_used_on = models.DateField()

    class Meta:
        verbose_name = _("verification key")
        verbose_name_plural = _("verification keys")

    def __str__(self) -> str:
        return self.key_id


class SealChain(models.Model):
    """The certificates of a seal that was in use, signing certificate first. Kept for good: old files still name it.

    `distrusted_on`: since when nothing that it sealed is believed, because its key was stolen.

    Personal data: none.
    """

    key_id = models.CharField(max_length=16, unique=True)
    certificates = models.TextField(help_text=_("In PEM."))
    first_used_on = models.DateField()
    distrusted_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("certificates of a seal")
        verbose_name_plural = _("certificates of seals")

    def __str__(self) -> str:
        return self.key_id


class Withdrawal(models.Model):
    """That an operator asks to withdraw a certificate; a second operator confirms or declines. One open each.

    Personal data: asked_on, decided_on; until some time after the role ends.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("waits for a second operator")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    because = models.CharField(max_length=10, choices=Revocation.Because.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state="open"),
                name="one_open_withdrawal",
                violation_error_message=_("Somebody asked for this already; a second operator has to decide."),
            ),
        ]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"


class CompiledTemplate(models.Model):
    """A certificate without its slots, compiled once for all certificates that differ in the slots only.

    `digest` names the template: its words, its files, and the versions of what draws it. `slow_because` is empty for a
    template that passed its own check; otherwise its certificates are drawn the slow way.

    Personal data: none.
    """

    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    slow_because = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()

    class Meta:
        verbose_name = _("compiled template")
        verbose_name_plural = _("compiled templates")

    def __str__(self) -> str:
        return self.digest[:12]
