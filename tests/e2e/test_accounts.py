"""Accounts in a real browser: mail, one-time codes and passkeys, under the strict policy of the site."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, CoordinatorFactory, UserFactory
from training.accounts import second_factor
from training.models.people import User


@pytest.fixture
def passkeys(page: Page, settings: Any) -> None:
    """A device that vouches for its owner at once, and a site that takes it over plain http."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, user_email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(user_email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_somebody_makes_an_account_and_sets_up_one_time_codes(page: Page, slow_clock: None) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    link = re.search(r"http\S+", str(mail.outbox[0].body))
    page.goto(link.group() if link else "")
    page.get_by_role("button", name="Yes, confirm it").click()

    sign_in(page, "new@example.org")
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".secret").inner_text().strip()
    page.get_by_label("Authenticator code").fill(second_factor.code_at(secret, datetime.now(UTC)))
    page.get_by_role("button", name="Use this app from now on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)


def test_password_and_a_recovery_code_sign_in(page: Page, slow_clock: None) -> None:
    user = UserFactory()
    sign_in(page, user.email)
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".secret").inner_text().strip()
    page.get_by_label("Authenticator code").fill(second_factor.code_at(secret, datetime.now(UTC)))
    page.get_by_role("button", name="Use this app from now on").click()
    code = page.locator(".codes li").first.inner_text()
    sign_out(page)

    sign_in(page, user.email)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.goto("/accounts/email/")
    expect(page.get_by_role("main")).to_contain_text(user.email)


def test_a_coordinator_signs_in_with_a_passkey_alone(page: Page, passkeys: None) -> None:
    coordinator = CoordinatorFactory(user__factor=False, organisation__name="Probation Service North")
    sign_in(page, coordinator.user.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("work laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Probation Service North")


def test_a_passkey_is_the_second_factor_after_a_password(page: Page, passkeys: None) -> None:
    user: User = UserFactory()
    sign_in(page, user.email)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("small key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)

    sign_in(page, user.email)
    page.get_by_role("button", name="Use a passkey or security key").click()

    expect(page).to_have_url(re.compile(r"/mine/$"))
