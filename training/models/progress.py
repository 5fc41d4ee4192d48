"""What a learner did in a course. Only the learner ever sees it (promise 3); leaving deletes it (promise 2)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.base import DOOR_CHOICES, ROLE_CHOICES, AppendOnly


class CourseStart(models.Model):
    """A learner's place in a course, pinned to the version that was begun.

    Personal data: key, version, course_key; until the learner leaves the course, erases or is idle.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey("training.Learner", models.CASCADE, related_name="+")
    version = models.ForeignKey("modules.CourseVersion", models.PROTECT, related_name="+")
    course_key = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="course_started_once")]
        verbose_name = _("course start")
        verbose_name_plural = _("course starts")

    def __str__(self) -> str:
        return str(self.key)


class LessonOpened(AppendOnly):
    """A lesson that the learner went on from.

    Personal data: lesson; until the learner leaves the course, erases or is idle.
    """

    start = models.ForeignKey(CourseStart, models.CASCADE, related_name="+")
    lesson = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["start", "lesson"], name="lesson_opened_once")]
        verbose_name = _("lesson opened")
        verbose_name_plural = _("lessons opened")

    def __str__(self) -> str:
        return f"lesson {self.lesson}"


class StepSkipped(AppendOnly):
    """A scenario with a content notice that the learner chose to skip.

    Personal data: step; until the learner leaves the course, erases or is idle.
    """

    start = models.ForeignKey(CourseStart, models.CASCADE, related_name="+")
    step = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["start", "step"], name="step_skipped_once")]
        verbose_name = _("step skipped")
        verbose_name_plural = _("steps skipped")

    def __str__(self) -> str:
        return f"step {self.step}"


class QuestionAnswered(AppendOnly):
    """One thing that was picked at a question; the same pick twice is one row.

    `picked`: keys in the normal form of `quizzes.questions.marking.read`, joined by spaces. `confidence`: 0 to 3.

    Personal data: question, picked, right, confidence; until the learner leaves the course, erases or is idle.
    """

    start = models.ForeignKey(CourseStart, models.CASCADE, related_name="+")
    question = models.UUIDField()
    picked = models.CharField(max_length=900)
    right = models.BooleanField()
    confidence = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["start", "question", "picked"], name="answer_written_once")]
        verbose_name = _("question answered")
        verbose_name_plural = _("questions answered")

    def __str__(self) -> str:
        return f"question {self.question}"


class CourseDone(AppendOnly):
    """The day on which everything that counts was done. Never taken back by exploring further.

    Personal data: completed_on; until the learner leaves the course, erases or is idle.
    """

    start = models.OneToOneField(CourseStart, models.CASCADE, related_name="+")
    completed_on = models.DateField()

    class Meta:
        verbose_name = _("course done")
        verbose_name_plural = _("courses done")

    def __str__(self) -> str:
        return self.completed_on.isoformat()


class Attempt(models.Model):
    """One run through a scenario, pinned to the version and the role it began with.

    `number` counts the attempts at this scenario from 1. `from_scene`: where a replay began; empty: at the start.

    Personal data: version, scenario, number, role, from_scene; until the learner leaves the course, erases or is idle.
    """

    start = models.ForeignKey(CourseStart, models.CASCADE, related_name="+")
    version = models.ForeignKey("quizzes.ScenarioVersion", models.PROTECT, related_name="+")
    scenario = models.UUIDField()
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    from_scene = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["start", "scenario", "number"], name="attempt_number_once"),
        ]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"attempt {self.number}"


class Turn(AppendOnly):
    """One answer in an attempt. `choice` empty: a step back. `number` counts from 1.

    Personal data: number, scene, choice; until the learner leaves the course, erases or is idle.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    scene = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="turn_written_once")]
        ordering = ["attempt", "number"]
        verbose_name = _("turn")
        verbose_name_plural = _("turns")

    def __str__(self) -> str:
        return f"turn {self.number}"


class EndingReached(AppendOnly):
    """An ending that an attempt reached.

    Personal data: ending, door; until the learner leaves the course, erases or is idle.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    ending = models.CharField(max_length=40)
    door = models.CharField(max_length=10, choices=DOOR_CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "ending"], name="ending_reached_once")]
        verbose_name = _("ending reached")
        verbose_name_plural = _("endings reached")

    def __str__(self) -> str:
        return self.ending


class DebriefRead(AppendOnly):
    """The learner went on from the debrief of an attempt.

    Personal data: that it was read; until the learner leaves the course, erases or is idle.
    """

    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("debrief read")
        verbose_name_plural = _("debriefs read")

    def __str__(self) -> str:
        return f"debrief of {self.attempt_id}"
