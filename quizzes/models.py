"""Published scenarios, frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScenarioVersion(models.Model):
    """A scenario as it was published once; an attempt keeps the version it began with. Append-only.

    `content`: the graph as `quizzes.engine.codec.to_json` writes it.

    Personal data: none.
    """

    key = models.UUIDField(_("key"))
    language = models.CharField(_("language"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    digest = models.CharField(_("digest"), max_length=64)
    content = models.JSONField(_("content"))
    published_on = models.DateField(_("published on"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "number"], name="scenario_version_number_once"),
        ]
        ordering = ["key", "language", "number"]
        verbose_name = _("scenario version")
        verbose_name_plural = _("scenario versions")

    def __str__(self) -> str:
        return f"{self.content.get('title', self.key)} ({self.language}, {self.number})"
