"""Wagtail's list of users, without learners: the admin must not show what it need not know."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.users.apps import WagtailUsersAppConfig


class AdminUsersConfig(WagtailUsersAppConfig):
    """wagtail.users with a list that holds only people with a role in the admin."""

    user_viewset = "training.accounts.user_viewset.StaffViewSet"


def staff_only(users: QuerySet[Any]) -> QuerySet[Any]:
    """Accounts with a role in the admin."""
    return users.filter(Q(is_superuser=True) | Q(is_staff=True) | Q(groups__isnull=False)).distinct()
