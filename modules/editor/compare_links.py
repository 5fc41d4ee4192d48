"""The ways to the comparison that reads as a list: a button in the header, and Wagtail's own links."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from modules.editor.comparing import DRAFT, EARLIEST, LIVE
from modules.models import LessonPage, ScenarioPage, StepPage


class CompareInWords(RevisionsCompareView):
    """In the history, on the dashboard and in the status of a review, instead of a table of raw fields."""

    def get(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        """To our page, with the two states that were asked for."""
        names = {"live": LIVE, "latest": DRAFT, "earliest": EARLIEST}
        old, new = (names.get(side, f"revision-{side}") for side in (self.revision_id_a, self.revision_id_b))
        response = redirect("editor:compare", page=self.object.pk)
        response["Location"] += f"?old={old}&new={new}"
        return response


class LessonViews(PageViewSet):
    """Lessons."""

    model = LessonPage
    revisions_compare_view_class = CompareInWords


class ScenarioViews(PageViewSet):
    """Scenarios."""

    model = ScenarioPage
    revisions_compare_view_class = CompareInWords


def page_views() -> list[PageViewSet]:
    """The views of Wagtail that are ours for steps."""
    return [LessonViews(), ScenarioViews()]


def compare_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """“What changed” for a step, where this user may edit it."""
    if issubclass(page.cached_content_type.model_class(), StepPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("What changed"), reverse("editor:compare", args=[page.pk]), icon_name="history", priority=14)
