"""How allauth behaves here."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from training.accounts import second_factor
from training.models.people import User
from training.models.people import UserManager


class AccountAdapter(DefaultAccountAdapter):
    """E-mail addresses in one normal form; no messages, since messages need a session."""

    def clean_email(self, email: str) -> str:
        """The address as it is stored and compared."""
        return str(super().clean_email(UserManager.normalize_email(email)))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what happened."""

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

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return second_factor.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; "" if no key of the site opens it."""
        return second_factor.opened(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app shows."""
        return user.email

    def get_totp_issuer(self) -> str:
        """What an authenticator app groups by."""
        return str(settings.MFA_TOTP_ISSUER)
