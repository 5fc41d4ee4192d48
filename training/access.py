"""Who may do what: a predicate per sentence of security.md, and the rows that go with it."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from training.models import Coordinator, Organisation, User


@dataclass(frozen=True)
class Branch:
    """What a coordinator coordinates: the own organisation and, for a service, its offices."""

    organisation: Organisation
    organisation_ids: tuple[int, ...]


def branch_of(user: User) -> Branch | None:
    """The branch of a coordinator; None for anybody else. Two queries.

    Somebody who coordinates several organisations sees the first by name; switching comes with invitations.
    """
    named = (
        Coordinator.objects.filter(user=user)
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
        .first()
    )
    if named is None:
        return None
    offices = Organisation.objects.filter(parent=named.organisation).order_by("name").values_list("pk", flat=True)
    return Branch(named.organisation, (named.organisation.pk, *offices))


def with_roles(users: QuerySet[User]) -> QuerySet[User]:
    """Accounts that know, from the same query, whether they are privileged and have a second factor."""
    return users.annotate(
        named_privileged=Exists(User.groups.through.objects.filter(user_id=OuterRef("pk")))
        | Exists(Coordinator.objects.filter(user_id=OuterRef("pk"))),
        named_factor=Exists(
            Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        ),
    )


def is_privileged(user: User | AnonymousUser) -> bool:
    """Whether this account opens more than an own place. No query for an account read by `with_roles`."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or user.is_staff or bool(_known(user).named_privileged)  # type: ignore[attr-defined]


def has_factor(user: User) -> bool:
    """Whether this account has a passkey or a one-time code. No query for an account read by `with_roles`."""
    return bool(_known(user).named_factor)  # type: ignore[attr-defined]


def _known(user: User) -> User:
    return user if hasattr(user, "named_privileged") else with_roles(User.objects.filter(pk=user.pk)).get()
