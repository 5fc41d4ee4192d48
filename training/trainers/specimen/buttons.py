"""Where trainers and reviewers of a course find its specimen."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from certificates.tokens import Kind
from modules.models import CoursePage


def specimen_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """“Certificate of this course” where this user may edit or review it; the second kind if it has practice."""
    if not issubclass(page.cached_content_type.model_class(), CoursePage):
        return
    if page.permissions_for_user(user).can_edit():
        address = reverse("trainers:certificate_specimen", args=[page.pk])
        yield Button(_("Certificate of this course"), address, icon_name="doc-full", priority=12)
        if page.get_latest_revision_as_object().hours_practice:
            second = f"{address}?kind={Kind.WITH_PRACTICE.value}"
            yield Button(_("Certificate with practice"), second, icon_name="doc-full", priority=13)
