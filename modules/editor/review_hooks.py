"""Where the admin meets the review: clear sentences before the gate has to refuse, and ways to the review sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from modules import reviewing
from modules.models.gate import Guarded

PUBLISH = "action-publish"


def name_log_actions(actions: Any) -> None:
    """What happens around the two approvals has a name in the history of a page."""
    actions.register_action(
        reviewing.STARTER,
        _("Publish as starter content"),
        _("Published by the loader as starter content, not yet reviewed in tandem"),
    )
    actions.register_action(reviewing.BYPASS)(Bypassed)
    actions.register_action(reviewing.NOT_RELEASED)(NotReleased)


class Bypassed(LogFormatter):
    """Published without review, with the reason."""

    label = _("Publish without review")

    def format_message(self, log_entry: Any) -> str:
        """What the history of the page says."""
        return _t("Published without review: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


class NotReleased(LogFormatter):
    """Stopped by the gate where nobody looked."""

    label = _("Not published")

    def format_message(self, log_entry: Any) -> str:
        """What the history of the page says."""
        return _t("Not published: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft was saved a moment ago; what keeps it from learners is said above the editor."""
    if reviewing.may_go_live(page):
        return None
    messages.error(request, reviewing.not_reviewed())
    return redirect("wagtailadmin_pages:edit", page.pk)


class ReviewItem(ActionMenuItem):
    """From the editor to the review of this page."""

    name = "review"
    icon_name = "glasses"
    label = _("Review in tandem")

    def get_url(self, parent_context: Any) -> str:
        """The review of the page."""
        return reverse("editor:review", args=[parent_context["page"].pk])


class BypassItem(ReviewItem):
    """For operators alone."""

    name = "publish-without-review"
    icon_name = "warning"
    label = _("Publish without review")

    def get_url(self, parent_context: Any) -> str:
        """The form that asks for the reason."""
        return reverse("editor:bypass", args=[parent_context["page"].pk])


def shape_menu(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """No button that would be refused, and a way to the review."""
    page = context.get("page")
    if context["view"] == "create":
        menu_items[:] = [item for item in menu_items if item.name != PUBLISH]
        return
    if not isinstance(page, Guarded):
        return
    may = reviewing.may_go_live(page)
    if not may or context["view"] == "revisions_revert":
        menu_items[:] = [item for item in menu_items if item.name != PUBLISH]
    menu_items.append(ReviewItem(order=200))
    if request.user.is_superuser and not may:
        menu_items.append(BypassItem(order=210))


class AwaitingPanel(Component):
    """On the dashboard: what waits for your review."""

    name = "awaiting_review"
    template_name = "modules/review/awaiting.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The pages that this account could approve now."""
        user = parent_context["request"].user
        return {"reviews": [review for review in map(reviewing.of, reviewing.in_review()) if review.awaits(user)]}


def put_on_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Who holds the role of a reviewer sees what waits."""
    if request.user.has_perm("modules.review_in_tandem"):
        panels.append(AwaitingPanel())


def menu_entry() -> MenuItem:
    """The list of what is in review."""
    return MenuItem(_("Reviews"), reverse("editor:reviews"), name="reviews", icon_name="glasses", order=150)
