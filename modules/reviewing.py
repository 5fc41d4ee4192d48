"""The review in tandem: who may say what about which content, and by what right a page goes live.

The gate itself stands in the pages' `save()` (`models/gate.py`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from modules import cross_extremism
from modules.models import Release, ReviewSheet, Right, TandemReview, gate
from modules.models.content import content_hash as content_hash
from modules.models.gate import Grant, NotReviewed, Standing
from modules.models.gate import not_reviewed as not_reviewed
from modules.review_rule import Obstacle, Opinion, Person, obstacle
from modules.review_rule import standing as approvals
from quizzes.terms import Form

STARTER = "modules.starter"  # the log entries of what went live without two approvals
BYPASS = "modules.bypass"
NOT_RELEASED = gate.NOT_RELEASED


class Outcome(StrEnum):
    """What a sheet has led to."""

    FIRST = "first"
    RELEASED = "released"
    STILL_DRAFT = "still-draft"
    RETURNED = "returned"


class CannotReview(Exception):
    """This person's approval would not count. `obstacle`: why; None if the page is not in review."""

    def __init__(self, found: Obstacle | None) -> None:
        super().__init__(found or "not in review")
        self.obstacle = found


class Changed(Exception):
    """The content is another one than the reviewer has read."""


@dataclass(frozen=True)
class Said:
    """What a reviewer put on the sheet. `content`: the hash of what was read."""

    content: str
    approves: bool
    answers: Mapping[str, str] = field(default_factory=dict)
    remarks: str = ""
    proposal: str = ""
    dissent: str = ""
    about_title: str = ""


@dataclass(frozen=True)
class Review:
    """Where the newest draft of a page stands in its review."""

    page: Page
    standing: Standing
    task_state: TaskState | None

    @cached_property
    def authors(self) -> list[Person]:
        """Who wrote what is in review. Three queries."""
        return gate.authors(self.page)

    @cached_property
    def approvals(self) -> list[Opinion]:
        """The approvals that count for the present words."""
        return approvals(self.standing.opinions, content=self.standing.content_hash, authors=self.authors)

    @property
    def form_in_title(self) -> Form | None:
        """The one form that the title names; then both reviewers say why."""
        return cross_extremism.names_one_form(self.page.title, self.page.locale.language_code)

    def obstacle(self, user: Any) -> Obstacle | None:
        """Why this account cannot approve now. One query."""
        person = gate.people_of([user])[user.pk]
        opinions, content = self.standing.opinions, self.standing.content_hash
        return obstacle(person, opinions, content=content, authors=self.authors)

    def awaits(self, user: Any) -> bool:
        """Whether this account could approve it now."""
        return self.task_state is not None and self.obstacle(user) is None


def of(page: Page) -> Review:
    """The review of the newest draft of this page."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()  # whoever saved meanwhile counts
    return Review(draft, gate.standing(draft), _task_state(page))


def _task_state(page: Page) -> TaskState | None:
    """The step of the workflow that waits for sheets; None if the page is not in review."""
    states = TaskState.objects.for_instance(page).filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    found = states.filter(task__in=TandemReview.objects.filter(active=True)).order_by("pk").last()
    return found if isinstance(found, TaskState) else None


def in_review() -> list[Page]:
    """The pages that wait for sheets, longest first. One query."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=TandemReview.objects.filter(active=True),
    )
    keys = [int(key) for key in states.order_by("pk").values_list("workflow_state__object_id", flat=True)]
    pages = Page.objects.in_bulk(keys)
    return [pages[key] for key in keys if key in pages]


def sheets_of(page: Page) -> list[ReviewSheet]:
    """Everything that was said about this page, newest first. One query."""
    sheets = ReviewSheet.objects.filter(page_key=page.translation_key, language=page.locale.language_code)
    return list(sheets.select_related("reviewer").order_by("-pk"))


@transaction.atomic
def fill_in(page: Page, user: Any, said: Said, on: date) -> Outcome:
    """Keeps a sheet. With the second approval the page goes live, with a "not yet" it goes back to its author.

    Raises CannotReview, or Changed when the page is no longer what was read.
    """
    Page.objects.select_for_update().get(pk=page.pk)  # two who approve at once come one after the other
    review = of(page)
    if review.task_state is None:
        raise CannotReview(None)
    if found := review.obstacle(user):
        raise CannotReview(found)
    if said.content != review.standing.content_hash:
        raise Changed
    _keep(review, user, said, on)
    if not said.approves:
        review.task_state.reject(user=user, comment=said.proposal)
        return Outcome.RETURNED
    if of(page).standing.tandem is None:
        return Outcome.FIRST
    review.task_state.approve(user=user)
    return Outcome.RELEASED if _is_out(page) else Outcome.STILL_DRAFT


def _keep(review: Review, user: Any, said: Said, on: date) -> None:
    ReviewSheet.objects.create(
        task_state=review.task_state,
        page_key=review.page.translation_key,
        language=review.page.locale.language_code,
        reviewer=user,
        profession=user.profession,
        content_hash=said.content,
        approves=said.approves,
        answers=dict(said.answers),
        remarks=said.remarks,
        proposal=said.proposal,
        dissent=said.dissent,
        about_title=said.about_title,
        filled_on=on,
    )


def _is_out(page: Page) -> bool:
    """Whether the newest draft is live or waits for its day."""
    fresh = Page.objects.get(pk=page.pk)
    return bool((fresh.live and not fresh.has_unpublished_changes) or fresh.approved_schedule)


def authors(page: Page) -> list[Person]:
    """Everybody who saved another content of this page since it was released last, and not by a bypass."""
    return gate.authors(page)


def may_go_live(page: Page) -> bool:
    """Whether the content that this page has in memory may be published now."""
    return not isinstance(page, gate.Guarded) or gate.is_free(page)


def newest_release(page: Page) -> Release | None:
    """By what right the page went live last. One query."""
    return Release.objects.filter(page_key=page.translation_key, language=page.locale.language_code).last()


@contextmanager
def starter(on: date) -> Iterator[None]:
    """Inside, pages go live as starter content: a named, logged, visible exception to the two approvals."""
    with gate.granting(Grant(Right.STARTER, on=on)):
        yield


@transaction.atomic
def bypass(page: Page, user: Any, reason: str, on: date) -> None:
    """Publishes the newest draft without review, as an operator may. The reason is kept with the page and shown.

    Raises NotReviewed for anybody else, ValidationError where a step has problems.
    """
    if not user.is_superuser or not reason.strip():
        raise NotReviewed
    draft = Page.objects.get(pk=page.pk).specific
    revision = draft.get_latest_revision() or draft.save_revision(user=user, clean=False)
    with gate.granting(Grant(Right.BYPASS, on=on, page=page.pk, by=user, reason=reason)):
        revision.publish(user=user)
    log(instance=draft, action=BYPASS, user=user, revision=revision, data={"reason": reason})
