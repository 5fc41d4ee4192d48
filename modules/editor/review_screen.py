"""What the pages of the review show: who said what, and what stands in somebody's way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from modules import reviewing
from modules.editor.review_form import LABELS, SheetForm
from modules.models import Release, ReviewSheet
from modules.review_rule import NOT_YET, Obstacle
from modules.reviewing import Outcome, Review
from quizzes.labels import FORMS, ROLES, Label
from quizzes.terms import Role

OBSTACLES: Mapping[Obstacle, Label] = {
    Obstacle.ROLE: _("You do not hold the role of a reviewer."),
    Obstacle.PROFESSION: _("Your account names no profession, so your approval would not count. Ask an operator."),
    Obstacle.AUTHOR: _("You wrote a part of this, or stand in for somebody who did. Others review it."),
    Obstacle.STAND_IN: _("You stand in for somebody who has approved this, or they for you. A third person is needed."),
    Obstacle.SAME_PROFESSION: _("Somebody of your profession has approved this. Now another one is needed."),
    Obstacle.DONE: _("You have approved this. Now somebody of another profession is needed."),
}
OUTCOMES: Mapping[Outcome, Label] = {
    Outcome.FIRST: _("Your approval is kept. Learners get it once somebody of another profession has approved, too."),
    Outcome.RELEASED: _("Two people have approved. It is published, or goes live on the day that its author chose."),
    Outcome.STILL_DRAFT: _("Two people have approved, but something keeps it a draft. The editor says what."),
    Outcome.RETURNED: _("It is back with its author, together with your proposal."),
}


@dataclass(frozen=True)
class Row:
    """A page in review. `obstacle`: why this reader cannot approve it; empty if nothing is in the way."""

    page: Page
    address: str
    approvals: int
    obstacle: Label
    awaits_you: bool


@dataclass(frozen=True)
class SheetView:
    """A sheet as it is read. `name`: for those who write alone; `lacking`: the questions answered with "not yet"."""

    sheet: ReviewSheet
    profession: Label
    name: str
    counts: bool
    is_of_these_words: bool
    lacking: list[Label]


def listed(user: Any) -> list[Row]:
    """What is in review and this account may open, longest first."""
    rows = []
    for page in reviewing.in_review():
        if not page.permissions_for_user(user).can_edit():
            continue
        review = reviewing.of(page)
        found = review.obstacle(user)
        address = reverse("editor:review", args=[page.pk])
        rows.append(
            Row(review.page, address, len(review.approvals), OBSTACLES[found] if found else "", review.awaits(user))
        )
    return rows


def screen(request: HttpRequest, review: Review, form: SheetForm) -> dict[str, Any]:
    """Everything that the page of a review shows to this reader."""
    page, user = review.page, request.user
    permissions = page.permissions_for_user(user)
    found = review.obstacle(user)
    return {
        "page": page,
        "review": review,
        "form": form if review.awaits(user) else None,
        "obstacle": OBSTACLES[found] if found else "",
        "sheets": _sheets(review, with_names=permissions.can_publish()),
        "release": review.standing.release,
        "is_released": review.standing.is_released,
        "released_by": released_by(review.standing.release),
        "named_form": FORMS[review.form_in_title] if review.form_in_title else "",
        "may_submit": permissions.can_submit_for_moderation(),
        "may_bypass": user.is_superuser,
        "compare": _address("editor:compare", page.pk),
        "play": _address("editor:play", page.pk) if hasattr(page, "scenes") else "",
    }


def released_by(release: Release | None) -> list[Label]:
    """The professions of the two who approved what is live."""
    return [ROLES[Role(profession)] for profession in release.professions] if release else []


def _sheets(review: Review, *, with_names: bool) -> list[SheetView]:
    now = review.standing.content_hash
    counting = {(opinion.person.key, opinion.content) for opinion in review.approvals}
    newest = review.standing.release.sheet if review.standing.release else 0
    return [
        SheetView(
            sheet=sheet,
            profession=ROLES[Role(sheet.profession)],
            name=str(sheet.reviewer or "") if with_names else "",
            counts=sheet.approves and sheet.pk > newest and (sheet.reviewer_id, sheet.content_hash) in counting,
            is_of_these_words=sheet.content_hash == now,
            lacking=[LABELS[key] for key, answer in sheet.answers.items() if answer == NOT_YET and key in LABELS],
        )
        for sheet in reviewing.sheets_of(review.page)
    ]


def _address(name: str, key: int) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:  # this part of the editor is not there
        return ""
