"""Reads the account of a session together with its roles, so that gates cost no query of their own."""

from allauth.account.auth_backends import AuthenticationBackend

from training import access
from training.models.people import User


class RolesBackend(AuthenticationBackend):
    """allauth's backend; the account of a session comes with its roles. One query."""

    def get_user(self, user_id: int) -> User | None:
        """The active account, or None."""
        return access.with_roles(User.objects.filter(pk=user_id, is_active=True)).first()
