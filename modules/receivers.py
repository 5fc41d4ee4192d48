"""The one place that listens to Wagtail: what is published is frozen, what changes a course's order is noticed."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.timezone import localdate  # noqa: TID251 -- like a view: Wagtail hands over no clock
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from modules import cards, publishing
from modules.models import (
    CountryCard,
    CountryCardEntry,
    CoursePage,
    LessonPage,
    ModulePage,
    Principle,
    ScenarioPage,
    Source,
)

OURS = (CoursePage, ModulePage, LessonPage, ScenarioPage)


@receiver(page_published)
def freeze(instance: Page, **_kwargs: Any) -> None:
    """A version is written when a page of a course is published."""
    if isinstance(instance, OURS):
        publishing.page_published(instance, localdate())


@receiver(page_unpublished)
@receiver(page_slug_changed)
def refresh(instance: Page, **_kwargs: Any) -> None:
    """A step that goes away or changes its address changes the outline."""
    if isinstance(instance, OURS):
        publishing.outline_changed(instance, localdate())


@receiver(post_page_move)
def refresh_both(sender: type[Page], parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """A step that moves changes the outline of the course it leaves and of the one it comes to."""
    if sender in OURS:  # the instance that comes along is a plain page
        for parent in {parent_page_before.pk: parent_page_before, parent_page_after.pk: parent_page_after}.values():
            publishing.outline_changed(parent, localdate())


def refresh_after_deletion(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """A step that is deleted leaves the outline; what learners began with stays in its version."""
    if sender in OURS and instance.live and not isinstance(instance, CoursePage):
        parent = Page.objects.filter(path=instance.path[: -instance.steplen]).first()
        if parent is not None:
            publishing.outline_changed(parent, localdate())


post_delete.connect(refresh_after_deletion)


@receiver([post_save, post_delete])
def read_cards_anew(sender: type[Any], **_kwargs: Any) -> None:
    """Cards and principles that were changed here are seen here at once."""
    if sender in {CountryCard, CountryCardEntry, Principle, Source}:
        cards.forget()
