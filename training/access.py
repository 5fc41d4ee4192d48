"""Who may do what: a predicate per sentence of security.md, and the rows that go with it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from training.models.organisations import Coordinator, Organisation
from training.models.people import User


@dataclass(frozen=True)
class Branch:
    """What a coordinator coordinates: the own organisation and, for a service, its offices."""

    organisation: Organisation
    organisation_ids: tuple[int, ...]


def branch_of(user: User) -> Branch | None:
    """The branch of a coordinator; None for anybody else. One query.

    Somebody who coordinates several organisations sees the first by name; switching comes with invitations.
    """
    named = Coordinator.objects.filter(user=user)
    found = list(
        Organisation.objects.annotate(is_named=Exists(named.filter(organisation=OuterRef("pk"))))
        .filter(Q(is_named=True) | Q(parent__in=named.values("organisation")))
        .order_by("name", "pk")
    )
    own = next((organisation for organisation in found if organisation.is_named), None)
    if own is None:
        return None
    offices = [organisation.pk for organisation in found if organisation.parent_id == own.pk]
    return Branch(own, (own.pk, *offices))


def login_page(request: HttpRequest) -> str:
    """The address of the login, which goes on to the page that was asked for."""
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"


def with_roles(users: QuerySet[User]) -> QuerySet[User]:
    """Accounts that know, from the same query, what they may open and whether they have a second factor."""
    return users.annotate(
        named_coordinator=Exists(Coordinator.objects.filter(user_id=OuterRef("pk"))),
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


def is_coordinator(user: User | AnonymousUser) -> bool:
    """Whether this account coordinates an organisation. No query for an account read by `with_roles`."""
    return isinstance(user, User) and bool(_known(user).named_coordinator)  # type: ignore[attr-defined]


def has_factor(user: User) -> bool:
    """Whether this account has a passkey or a one-time code. No query for an account read by `with_roles`."""
    return bool(_known(user).named_factor)  # type: ignore[attr-defined]


def _known(user: User) -> User:
    return user if hasattr(user, "named_privileged") else with_roles(User.objects.filter(pk=user.pk)).get()
