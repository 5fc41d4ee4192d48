"""A trainer says what changes; whoever holds a certificate about the version before reads it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from modules.models import LessonPage
from tests import releasing
from tests.e2e import people

pytestmark = pytest.mark.usefixtures("demo_site", "slow_clock", "wagtails_own_templates")
NOTE = "The first sentence says why there are two of you."


@pytest.fixture
def holder(page: Page, let_in: Callable[[Page, Client], Page]) -> Page:
    """The browser of somebody who finished the course a month ago."""
    client, place = people.holder()
    mine = Certificate.objects.get(learner=place.learner)
    Certificate.objects.filter(pk=mine.pk).update(completed_on=mine.completed_on - timedelta(days=30))
    return let_in(page, client)


def test_holder_reads_what_the_trainer_says_of_the_newer_version(tomas: Page, holder: Page) -> None:
    lesson = LessonPage.objects.get(slug="what-this-course-is")
    holder.goto("/mine/")
    holder.get_by_role("link", name="What changed since").click()
    expect(holder.get_by_text("Nothing has changed since then.")).to_be_visible()

    tomas.goto(f"/admin/pages/{lesson.pk}/edit/")
    tomas.locator("#id_lead").fill("Two of you see more than one.")
    tomas.get_by_role("textbox", name="What changes with this publication").fill(NOTE)
    tomas.get_by_role("button", name="Save draft").click()
    expect(tomas.get_by_text("has been updated").first).to_be_visible()
    tomas.goto(f"/admin/content/pages/{lesson.pk}/compare/")
    expect(tomas.get_by_role("heading", name="The lesson as a whole")).to_be_visible()
    expect(tomas.locator("ins").filter(has_text="Two of you see more than one.")).to_be_visible()
    expect(tomas.get_by_text(NOTE)).to_be_visible()
    releasing.publish(LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object())  # two people approved

    holder.reload()
    expect(holder.get_by_text(NOTE)).to_be_visible()
    expect(holder.get_by_text("It stays valid as the record of that version.")).to_be_visible()
    holder.get_by_role("region", name="A short refresher").get_by_role("link").first.click()
    expect(holder.get_by_text("Two of you see more than one.")).to_be_visible()
