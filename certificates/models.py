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


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates as somebody may see them."""

    def visible_to(self, learner: models.Model) -> "CertificateQuerySet":
        """The learner's own, newest first."""
        return self.filter(learner=learner.pk).order_by("-completed_on", "-pk")


class Certificate(models.Model):
    """What was completed; never changed but for letting go of the kept half and being replaced.

    Public half: everything up to `replaced`. It has the month only, and the number as a keyed hash, so that nobody can
    be found in it. Kept half: `number` to `learner`; emptied as a whole when the learner lets go or erases.
    `token` is the signed token as it was issued, so that a new key changes no certificate. `modules`: titles in order.

    Personal data: number, name, completed_on, token; until the learner lets go or erases.
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
    replaced = models.BooleanField(default=False, editable=False)

    number = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 -- many rows without a number
    name = models.CharField(max_length=120, null=True)  # noqa: DJ001 -- all of the half or none of it
    completed_on = models.DateField(null=True)
    token = models.BinaryField(max_length=720, null=True)
    learner = models.ForeignKey(settings.LEARNER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_half_whole_or_empty",
                condition=Q(**{f"{field}__isnull": True for field in KEPT_HALF})
                | Q(**{f"{field}__isnull": False for field in KEPT_HALF}),
                violation_error_message=_("A certificate keeps all of the learner's half or nothing of it."),
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

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=10, choices=Reason.choices)
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
