"""Where authors and reviewers find the page that tries a draft, and the forms of a course."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from modules.models import CoursePage, ScenarioPage


def play_buttons(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """“Play the draft” for a scenario, “Forms of extremism” for a course, where this user may edit or review it."""
    kind = page.cached_content_type.model_class()
    if not issubclass(kind, ScenarioPage | CoursePage) or not page.permissions_for_user(user).can_edit():
        return
    if issubclass(kind, ScenarioPage):
        yield Button(_("Play the draft"), reverse("editor:play", args=[page.pk]), icon_name="view", priority=11)
    else:
        yield Button(_("Forms of extremism"), reverse("editor:forms", args=[page.pk]), icon_name="table", priority=11)
