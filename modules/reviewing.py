"""Who may let a page go live, and by what right. The gate itself stands in the pages' `save()` (`models/gate.py`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from wagtail.models import Page

from modules.models import Release, Right, gate
from modules.models.content import content_hash as content_hash
from modules.models.gate import Grant
from modules.review_rule import Person


def authors(page: Page) -> list[Person]:
    """Everybody who saved another content of this page since it went live last. Four queries."""
    return gate.authors(page, gate.standing(page).release)


def may_go_live(page: Page) -> bool:
    """Whether the content that this page has in memory may be published now."""
    return gate.is_free(page)


def newest_release(page: Page) -> Release | None:
    """By what right the page went live last. One query."""
    return Release.objects.filter(page_key=page.translation_key, language=page.locale.language_code).last()


@contextmanager
def starter(on: date) -> Iterator[None]:
    """Inside, pages go live as starter content: a named, logged, visible exception to the two approvals."""
    with gate.granting(Grant(Right.STARTER, on=on)):
        yield


@contextmanager
def bypassing(page: Page, user: Any, reason: str, on: date) -> Iterator[None]:
    """Inside, this one page goes live without review. The reason is shown."""
    with gate.granting(Grant(Right.BYPASS, on=on, page=page.pk, by=user, reason=reason)):
        yield
