"""What learners answered, in aggregate. Rounded before it is written; no figure is about fewer than ten of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.base import AppendOnly


class Snapshot(AppendOnly):
    """What those who finished a course version did at one scenario or question, frozen for everybody in that week.

    `week`: its Monday; who had finished before is in it. `key`: of the scenario or question; `number`: of the scenario
    version, 0 for questions, which the course version pins. `learners`: who finished, and `figures`: tables by name as
    `training.trainers.rounding.to_json` writes them; both rounded, so nobody is in them.

    Personal data: none.
    """

    class Subject(models.TextChoices):
        """What the figures are about."""

        SCENARIO = "scenario", _("scenario")
        QUESTION = "question", _("question")

    course = models.ForeignKey("modules.CourseVersion", models.PROTECT, related_name="+")
    week = models.DateField()
    subject = models.CharField(max_length=10, choices=Subject.choices)
    key = models.UUIDField()
    number = models.PositiveIntegerField(default=0)
    learners = models.PositiveIntegerField()
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "week", "subject", "key", "number"], name="snapshot_frozen_once"),
            models.CheckConstraint(
                condition=models.Q(learners__gte=10),
                name="snapshot_of_ten_at_least",
                violation_error_message=_("Figures need at least ten learners who finished."),
            ),
        ]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return f"{self.subject} {self.key}, {self.week}"
