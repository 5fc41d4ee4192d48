"""The only tie between a learner and an organisation: a certificate that the learner chose to show."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.base import AppendOnly


class Share(models.Model):
    """One certificate shown to one organisation, until the learner stops.

    Personal data: public_id, organisation, shared_on; until the learner stops sharing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey("certificates.Certificate", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("training.Organisation", models.CASCADE, related_name="+")
    shared_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "organisation"], name="shared_once_each")]
        verbose_name = _("share")
        verbose_name_plural = _("shares")

    def __str__(self) -> str:
        return str(self.public_id)


class ShareHidden(AppendOnly):
    """A stray share that the coordinator put out of sight.

    Personal data: that it was hidden; until the share ends.
    """

    share = models.OneToOneField(Share, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("share hidden")
        verbose_name_plural = _("shares hidden")

    def __str__(self) -> str:
        return f"hidden {self.share_id}"


class ShareSeen(AppendOnly):
    """The log owed to the learner: which organisation looked at or exported the shared row, and when.

    Personal data: user, how, seen_at; until the share ends.
    """

    class How(models.TextChoices):
        """What the coordinator did with the row."""

        LIST = "list", _("seen in the list")
        EXPORT = "export", _("exported")

    share = models.ForeignKey(Share, models.CASCADE, related_name="+")
    user = models.ForeignKey("training.User", models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    seen_at = models.DateTimeField()

    class Meta:
        # Asked for every row of a list: without it, ten thousand logged rows make an export take ten seconds.
        indexes = [models.Index(fields=["share", "user", "how", "seen_at"], name="share_seen_by")]
        ordering = ["-seen_at"]
        verbose_name = _("view of a share")
        verbose_name_plural = _("views of shares")

    def __str__(self) -> str:
        return f"{self.how} {self.seen_at:%Y-%m-%d}"
