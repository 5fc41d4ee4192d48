"""The admin for people who write content: what is in the menu, what is hidden, and what publishing in bulk refuses."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from modules import reviewing
from modules.editor import review_hooks
from modules.editor import urls as editor_urls
from modules.editor.balance_hooks import refuse_together, warn_about_course
from modules.editor.buttons import question_buttons, text_buttons
from modules.editor.compare_links import compare_button, page_views
from modules.editor.play_buttons import play_buttons
from modules.editor.questions import IMPORTED as IMPORTED_QUESTIONS
from modules.editor.stories import IMPORTED
from modules.models import (
    CountryCard,
    EditorialNote,
    GlossaryTerm,
    LessonPage,
    Principle,
    ReferenceCard,
    Source,
)

HIDDEN = frozenset({"help"})  # leads to another site


class CountryCards(SnippetViewSet):
    """Country cards: drafted and published, with an entry per role."""

    model = CountryCard
    icon = "globe"
    list_display = ["__str__", "country", "language", "sample", "reviewed_on"]
    menu_order = 10


class ReferenceCards(SnippetViewSet):
    """Pages about services, methods and texts."""

    model = ReferenceCard
    icon = "doc-full"
    list_display = ["title", "kind", "key"]
    menu_order = 20


class Principles(SnippetViewSet):
    """The ideas of the sources, one per key."""

    model = Principle
    icon = "key"
    list_display = ["key", "text", "binds"]
    list_filter = ["source", "binds"]
    menu_order = 30


class Sources(SnippetViewSet):
    """The texts that the course rests on."""

    model = Source
    icon = "openquote"
    list_display = ["key", "title", "year"]
    menu_order = 40


class Notes(SnippetViewSet):
    """Where sources clash, and what was decided."""

    model = EditorialNote
    icon = "comment"
    list_display = ["key", "text"]
    menu_order = 50


class Glossary(SnippetViewSet):
    """The words of the field."""

    model = GlossaryTerm
    icon = "list-ul"
    list_display = ["term", "status"]
    menu_order = 60


class Reference(SnippetViewSetGroup):
    """What lessons lean on, as one entry of the menu below the pages."""

    items = (CountryCards, ReferenceCards, Principles, Sources, Notes, Glossary)
    menu_label = _("Reference")
    menu_icon = "snippet"
    menu_order = 200
    add_to_admin_menu = True


register_snippet(Reference)


def name_log_actions(actions: Any) -> None:
    """What was read from a file has a name in the history of a page."""
    actions.register_action(IMPORTED, _("Import a story"), _("Read from a text; what it lost is listed"))
    actions.register_action(
        IMPORTED_QUESTIONS, _("Import questions"), _("Questions of a file were added; what they lost is listed")
    )


def hide_unused(_request: HttpRequest, menu_items: list[Any]) -> None:
    """Only what leads somewhere on this site."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]


def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Pages with problems or without two approvals are not published in bulk either; the list says which and why."""
    if action_type != "publish" or request.method != "POST":
        return None
    with_children = bool(request.POST.get("include_descendants"))
    refused = {
        draft.get_admin_display_title(): why
        for draft in _drafts(objects, with_children=with_children)
        if (why := _why_not(draft))
    }
    for title, why in refused.items():
        messages.error(request, f"{title}: {' '.join(why)}")
    if not refused:
        return None
    messages.error(request, _t("Nothing was published."))
    return redirect(action_class_instance.next_url)


def _why_not(draft: Page) -> list[str]:
    problems: list[str] = draft.problems() if hasattr(draft, "problems") else []
    return problems or ([] if reviewing.may_go_live(draft) else [reviewing.not_reviewed()])


def _drafts(objects: Iterable[Any], *, with_children: bool) -> list[Page]:
    pages = [page for page in objects if isinstance(page, Page)]
    if with_children:
        pages += [child for page in list(pages) for child in page.get_descendants().not_live()]
    return [page.specific.get_latest_revision_as_object() for page in pages]


def give_new_keys(_request: HttpRequest, _page: Page, new_page: Page) -> None:
    """The questions of a copied lesson are questions of their own: an answer to one does not answer the other."""
    for lesson in LessonPage.objects.descendant_of(new_page, inclusive=True):
        blocks = list(lesson.body.get_prep_value())
        lesson.body = [{**block, "id": str(uuid4())} for block in blocks]
        lesson.save_revision(clean=False)
        lesson.save(clean=False)


def editor_addresses() -> list[URLPattern | URLResolver]:
    """The editor's own views stand behind Wagtail's gate."""
    return [path("content/", include(editor_urls))]


hooks.register("register_admin_urls", editor_addresses)
hooks.register("register_log_actions", name_log_actions)
hooks.register("register_log_actions", review_hooks.name_log_actions)
hooks.register("before_publish_page", review_hooks.refuse_to_publish)
hooks.register("construct_page_action_menu", review_hooks.shape_menu)
hooks.register("construct_homepage_panels", review_hooks.put_on_dashboard)
hooks.register("register_admin_menu_item", review_hooks.menu_entry)
hooks.register("register_page_header_buttons", text_buttons)
hooks.register("register_page_listing_more_buttons", text_buttons)
hooks.register("register_page_header_buttons", question_buttons)
hooks.register("register_page_listing_more_buttons", question_buttons)
hooks.register("register_page_header_buttons", compare_button)
hooks.register("register_page_listing_more_buttons", compare_button)
hooks.register("register_admin_viewset", page_views)
hooks.register("construct_main_menu", hide_unused)
hooks.register("before_bulk_action", refuse_in_bulk)
hooks.register("after_copy_page", give_new_keys)
hooks.register("register_page_header_buttons", play_buttons)
hooks.register("register_page_listing_more_buttons", play_buttons)
hooks.register("before_bulk_action", refuse_together)
for after in ("after_unpublish_page", "after_delete_page", "after_move_page"):
    hooks.register(after, warn_about_course)
