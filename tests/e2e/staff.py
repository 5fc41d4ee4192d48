"""People with a login and a second factor, at the one login door."""

from datetime import UTC, datetime

from playwright.sync_api import Page

from tests.e2e import people
from training.accounts import second_factor


def sign_in(page: Page, work: str) -> None:
    """Types address, password and the code that the app of this demo person shows."""
    who = people.person(work)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(second_factor.code_at(who.totp_secret, datetime.now(UTC)))
    page.get_by_role("button", name="Sign in", exact=True).click()
