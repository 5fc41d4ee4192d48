"""How allauth behaves here."""

import time
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from training import access
from training.accounts import second_factor
from training.models.people import User, UserManager

# Nothing on login and logout, and nothing that would differ between known and unknown addresses.
SAID = {
    "account/messages/email_confirmed": _("Your address is confirmed."),
    "account/messages/password_changed": _("Your password is changed."),
    "account/messages/password_set": _("Your account has a password now."),
    "account/messages/email_deleted": _("The address is removed."),
    "account/messages/primary_email_set": _("Your address is changed."),
    "account/messages/cannot_delete_primary_email": _("An account needs an address. Add another one first."),
    "mfa/messages/totp_activated": _("The app is set up. You need it at the next sign-in."),
    "mfa/messages/totp_deactivated": _("The app is removed."),
    "mfa/messages/webauthn_added": _("The key is added."),
    "mfa/messages/webauthn_removed": _("The key is removed."),
    "mfa/messages/recovery_codes_generated": _("These are your recovery codes. Keep them on paper."),
}


class AccountAdapter(DefaultAccountAdapter):
    """E-mail addresses in one normal form, our words, one door back."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Address and password do not fit together. Check both, or choose a new password."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try once more."),
        "incorrect_password": _("That is not the present password."),
        "enter_current_password": _("Type the present password."),
    }

    def clean_email(self, email: str) -> str:
        """The address as it is stored and compared."""
        return str(super().clean_email(UserManager.normalize_email(email)))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Says in our words what was done; silent where the next page shows it anyway."""
        words = SAID.get((message_template or "").removesuffix(".txt"))
        if words:
            messages.add_message(request, level, str(words))

    def format_email_subject(self, subject: str) -> str:
        """One line that says who writes."""
        return f"Tandem: {subject}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where the work of this account lies."""
        if isinstance(request.user, User) and access.branch_of(request.user) is not None:
            return reverse("coordinators:completions")
        return reverse("wagtailadmin_home") if access.is_privileged(request.user) else reverse("mine:training")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The account's first page."""
        return reverse("account_email")

    def get_user_search_fields(self) -> list[str]:
        """The only field somebody is found by."""
        return ["email"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within 15 minutes of the login, which has just asked for everything."""
        signed_in_at = context.request.session.get("signed_in_at", 0)
        recently = time.time() - signed_in_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recently and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page."""
        return "/"


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: named for the site; secrets are encrypted with a key outside the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Wait for the next one, then type it."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return second_factor.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; "" if no key of the site opens it."""
        return second_factor.opened(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app shows."""
        return user.email

    def build_totp_svg(self, url: str) -> str:
        """The picture for the authenticator app, to stand in the page itself: our policy forbids data addresses."""
        return str(segno.make(url, error="m").svg_inline(omitsize=True))

    def get_totp_issuer(self) -> str:
        """What an authenticator app groups by."""
        return str(settings.MFA_TOTP_ISSUER)
