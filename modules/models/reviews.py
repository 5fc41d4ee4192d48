"""The review in tandem: the sheets that two people fill in, and the right by which a content went live."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


class TandemReview(Task):
    """The one task of the workflow: it waits until two people of different professions have approved.

    Personal data: none.
    """

    class Meta:
        verbose_name = _("review in tandem")
        verbose_name_plural = _("reviews in tandem")
        permissions = [("review_in_tandem", "Can review in tandem")]


class ReviewSheet(models.Model):
    """What one reviewer thinks of one content. Append-only: who thinks again fills in a new one.

    `profession`: of the reviewer on that day. `content_hash`: 64 hex digits (`reviewing.content_hash`).
    `answers`: "yes" or "not-yet" by key of the question (`review_rule.QUESTIONS`). `dissent`: where the two disagree;
    kept with the page, and both views may stand. `about_title`: why a title may name a single form.

    Personal data: profession, answers, remarks, proposal, dissent, about_title, filled_on; until some time after the
    role ends.
    """

    task_state = models.ForeignKey(TaskState, models.CASCADE, related_name="+")
    page_key = models.UUIDField(_("page"), db_index=True)
    language = models.CharField(_("language"), max_length=12)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    profession = models.CharField(_("profession"), max_length=20)
    content_hash = models.CharField(_("content"), max_length=64)
    approves = models.BooleanField(_("approves"))
    answers = models.JSONField(_("answers"), default=dict)
    remarks = models.TextField(_("remarks"), blank=True)
    proposal = models.TextField(_("proposal"), blank=True)
    dissent = models.TextField(_("where we two disagree"), blank=True)
    about_title = models.TextField(_("about the title"), blank=True)
    filled_on = models.DateField(_("filled in on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task_state", "content_hash", "reviewer"],
                condition=Q(approves=True),
                name="review_sheet_one_approval_each",
                violation_error_message=_("You have approved this already."),
            ),
        ]
        ordering = ["pk"]
        verbose_name = _("review sheet")
        verbose_name_plural = _("review sheets")

    def __str__(self) -> str:
        return f"{self.page_key} {self.profession}"


class Right(models.TextChoices):
    """By what right a content went live."""

    TANDEM = "tandem", _("two approvals")
    BYPASS = "bypass", _("without review, by an operator")
    STARTER = "starter", _("starter content")


class Release(models.Model):
    """One content of a page that was let go live, and by what right. Append-only.

    `professions`: of those who approved, in the order of their approvals. `by`, `reason`: of a bypass.
    `revision`, `sheet`: the newest ones of the page on that day; who wrote or reviewed since then is counted from them.

    Personal data: reason, released_on; until some time after the role ends.
    """

    page_key = models.UUIDField(_("page"), db_index=True)
    language = models.CharField(_("language"), max_length=12)
    content_hash = models.CharField(_("content"), max_length=64)
    right = models.CharField(_("right"), max_length=10, choices=Right.choices)
    professions = models.JSONField(_("professions"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveBigIntegerField(_("revision"), default=0)
    sheet = models.PositiveBigIntegerField(_("sheet"), default=0)
    released_on = models.DateField(_("released on"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.page_key} {self.right}"
