"""Published courses and lessons, frozen. Learners read these, never the pages that trainers edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseVersion(models.Model):
    """A course as it was published once; a start pins it. Append-only.

    `content`: `modules.outline.to_json`: modules, steps and the questions that count.

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
            models.UniqueConstraint(fields=["key", "language", "number"], name="course_version_number_once"),
        ]
        ordering = ["key", "language", "number"]
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")

    def __str__(self) -> str:
        return f"{self.content.get('title', self.key)} ({self.language}, {self.number})"


class LessonVersion(models.Model):
    """A lesson as it was published once. Everybody reads the newest, with the questions of the own course version.

    `content`: title, minutes, principles and the body as Wagtail stores a stream.

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
            models.UniqueConstraint(fields=["key", "language", "number"], name="lesson_version_number_once"),
        ]
        ordering = ["key", "language", "number"]
        verbose_name = _("lesson version")
        verbose_name_plural = _("lesson versions")

    def __str__(self) -> str:
        return f"{self.content.get('title', self.key)} ({self.language}, {self.number})"
