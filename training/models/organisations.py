"""Services whose staff learn, and who sees what was shared with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A service, or an office of one. One level deep.

    Personal data: none.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Coordinator(models.Model):
    """An account that may see the completions shared with one organisation.

    Personal data: user, organisation; until the role ends.
    """

    user = models.ForeignKey("training.User", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="coordinator_named_once")]
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")

    def __str__(self) -> str:
        return f"coordinator {self.pk}"


class OrganisationCode(models.Model):
    """The code that learners type to share. Rotating closes the open one and makes another.

    Personal data: none.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=20, unique=True)
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_open=True), name="one_open_code_each"
            ),
        ]
        verbose_name = _("code of an organisation")
        verbose_name_plural = _("codes of organisations")

    def __str__(self) -> str:
        return self.code
