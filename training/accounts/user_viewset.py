"""The admin's views of users, limited to people with a role there. A learner's account is as unknown as none."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_list_or_404
from wagtail.admin.views.generic import UsageView
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import DeleteView, EditView, HistoryView, IndexView, UserViewSet

from training.accounts.admin_users import staff_only
from training.models.people import Learner, User


class StaffIndexView(IndexView):
    """The list."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(super().get_base_queryset())


class StaffEditView(EditView):
    """The form."""

    def get_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(self.model.objects.all())


def has_place(user: User) -> bool:
    """Whether this person learns here, too: then only they delete the account, with what they choose to keep or not."""
    return Learner.objects.filter(user=user).exists()


class StaffDeleteView(DeleteView):
    """The deletion."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses an account with a place."""
        if has_place(self.get_object()):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(self.model.objects.all())


class OnlyStaff:
    """For views that look their account up by themselves."""

    def get_object(self, *args: Any, **kwargs: Any) -> User:
        """The account, if it has a role in the admin. Raises Http404."""
        found: User = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view that this is mixed into
        if not staff_only(User.objects.filter(pk=found.pk)).exists():
            raise Http404
        return found


class StaffHistoryView(OnlyStaff, HistoryView):
    """What was changed in an account."""


class StaffUsageView(OnlyStaff, UsageView):
    """Where an account is named."""


class StaffViewSet(UserViewSet):
    """Users in the admin."""

    index_view_class = StaffIndexView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    usage_view_class = StaffUsageView
    copy_view_enabled = False


class _ManyStaff:
    """For acts on many accounts at once: "all" means all with a role in the admin, never the learners."""

    @classmethod
    def get_queryset(cls, model: type[User], object_ids: Iterable[Any]) -> list[User]:
        """These accounts, as far as they have a role in the admin. Raises Http404 when none has."""
        return get_list_or_404(staff_only(model.objects.filter(pk__in=object_ids)))


class DeleteStaff(_ManyStaff, DeleteBulkAction):
    """Deletes accounts."""

    def check_perm(self, obj: User) -> bool:
        """Whether this one may go."""
        return bool(super().check_perm(obj)) and not has_place(obj)


class AssignRoleToStaff(_ManyStaff, AssignRoleBulkAction):
    """Puts accounts into a group."""


class SetActiveStateOfStaff(_ManyStaff, SetActiveStateBulkAction):
    """Lets accounts sign in or not."""


# They take the places of Wagtail's own, which know every account.
BULK_ACTIONS = (AssignRoleToStaff, DeleteStaff, SetActiveStateOfStaff)
