"""Buttons of the editor in the header and the list of pages."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from modules.models import LessonPage, ModulePage, ScenarioPage


def text_buttons(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """“As text” for a scenario, “Import a story” for a module, where this user may do it."""
    may = page.permissions_for_user(user)
    if issubclass(page.cached_content_type.model_class(), ScenarioPage) and may.can_edit() and not page.alias_of_id:
        yield Button(_("As text"), reverse("editor:text", args=[page.pk]), icon_name="code", priority=12)
    if issubclass(page.cached_content_type.model_class(), ModulePage) and may.can_add_subpage():
        yield Button(
            _("Import a story"), reverse("editor:import_story", args=[page.pk]), icon_name="upload", priority=16
        )


def question_buttons(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """“Import questions” for a lesson, where this user may edit it."""
    is_lesson = issubclass(page.cached_content_type.model_class(), LessonPage)
    if is_lesson and page.permissions_for_user(user).can_edit() and not page.alias_of_id:
        address = reverse("editor:import_questions", args=[page.pk])
        yield Button(_("Import questions"), address, icon_name="upload", priority=12)
