"""The review in tandem: the sheets that two people fill in, and the right by which a content went live."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState


class ReviewLock(WorkflowLock):
    """Between the two approvals whoever only reviews reads; who writes may go on, and the approvals lapse."""

    def get_message(self, user: Any) -> str:
        """The sentence above the editor."""
        if self.for_user(user):
            return _t("Somebody has approved this. Until the review is over, reviewers read it and change nothing.")
        return _t(
            "This is in review. You may go on writing: whoever approved before then reads again, because an approval"
            " holds for the words that were read."
        )

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        """What the side panel says."""
        return self.get_message(user)


class TandemReview(Task):
    """The one task of the workflow: it waits until two people of different professions have approved.

    It offers none of Wagtail's actions: what people say goes through the review sheet (`reviewing.fill_in`).

    Personal data: none.
    """

    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review in tandem")
        verbose_name_plural = _("reviews in tandem")
        permissions = [("review_in_tandem", "Can review in tandem")]

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Whether this person reads only: once somebody approved, reviewers change nothing."""
        return not obj.permissions_for_user(user).can_publish() and obj.has_an_approval()

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Nobody approves past the review sheet."""
        raise PermissionDenied

    @classmethod
    def get_description(cls) -> str:
        """What the task is, in the list of tasks."""
        return _t("Two people of different professions approve, neither of them an author.")


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
