"""The admin's views of users, limited to people with a role there."""

from typing import Any

from django.db.models import QuerySet
from wagtail.users.views.users import DeleteView, EditView, IndexView, UserViewSet

from training.accounts.admin_users import staff_only


class StaffIndexView(IndexView):
    """The list."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(super().get_base_queryset())


class StaffEditView(EditView):
    """The form; a learner's account is as unknown as a missing one."""

    def get_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(self.model.objects.all())


class StaffDeleteView(DeleteView):
    """The deletion."""

    def get_queryset(self) -> QuerySet[Any]:
        """People with a role in the admin."""
        return staff_only(self.model.objects.all())


class StaffViewSet(UserViewSet):
    """Users in the admin."""

    index_view_class = StaffIndexView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
