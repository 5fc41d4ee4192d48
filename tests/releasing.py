"""Publishing in tests that are not about the review: as if two people had approved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from wagtail.models import Page

from modules.models import Right, gate
from modules.models.gate import Grant

RELEASED_ON = date(2026, 11, 20)


@contextmanager
def approved() -> Iterator[None]:
    """Inside, whatever is published counts as approved by two people."""
    with gate.granting(Grant(Right.TANDEM, on=RELEASED_ON)):
        yield


def publish(page: Page) -> Any:
    """The revision with which the page, as it is in memory, has gone live."""
    with approved():
        revision = page.save_revision()
        revision.publish()
    return revision


def put_live(page: Page) -> Page:
    """The page, live as if it had been published long ago: for pages too bare to pass the checks."""
    type(page).objects.filter(pk=page.pk).update(live=True)
    page.live = True
    return page
