"""What operators find in the admin: organisations, their codes and their coordinators. Nobody else is shown these."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from training.accounts.user_viewset import BULK_ACTIONS
from training.coordinators.appointing import CoordinatorForm, OrganisationForm
from training.models.organisations import Coordinator, Organisation, OrganisationCode
from training.models.people import User
from training.operators.withdrawals import acting as withdrawals
from training.operators.withdrawals import hooks as withdrawal_hooks
from training.trainers import urls as trainer_urls
from training.trainers.specimen.buttons import specimen_button


class OnlyRead(ModelPermissionPolicy):  # Wagtail has no types
    """Nobody writes here by hand: codes are made with their organisation and rotated by its coordinators."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Operators look."""
        return action == "view" and user.is_superuser

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        """Operators look."""
        return "view" in actions and user.is_superuser


register_permission_policy(OrganisationCode, OnlyRead(OrganisationCode))


class Organisations(ModelViewSet):
    """Services and their offices."""

    model = Organisation
    name = url_prefix = "organisations"
    icon = "group"
    list_display = ["name", "parent"]
    search_fields = ["name"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseForm]:
        """The form that also makes the first code."""
        return OrganisationForm


class Coordinators(ModelViewSet):
    """Who sees what was shared with which organisation. Deleting a row ends the role with the next request."""

    model = Coordinator
    name, url_prefix = "appointments", "coordinators"  # `coordinators:` is the name of their own pages
    icon = "user"
    list_display = ["user", "organisation"]
    list_filter = ["organisation"]
    search_fields = ["user__email", "organisation__name"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.BaseForm]:
        """The form in which an address is typed."""
        return CoordinatorForm


class Codes(ModelViewSet):
    """The codes that work now and those that did."""

    model = OrganisationCode
    name = url_prefix = "organisation-codes"
    icon = "key"
    form_fields = ["organisation"]
    list_display = ["organisation", "code", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["code", "organisation__name"]
    copy_view_enabled = False


class OrganisationGroup(ModelViewSetGroup):
    """The entry in the menu."""

    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 300
    items = (Organisations, Coordinators, Codes)


def trainer_addresses() -> list[URLPattern | URLResolver]:
    """What trainers open beside the pages, behind Wagtail's gate."""
    return [path("", include(trainer_urls))]


class PracticeSheetItem(MenuItem):
    """Shown to those who may read the sheet."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the entry leads anywhere for this person."""
        return bool(request.user.has_perm("modules.view_practicesheet"))


def practice_sheet_item() -> PracticeSheetItem:
    """The practice sheet in the menu of reports."""
    return PracticeSheetItem(_("Practice sheet"), reverse("trainers:practice_sheet"), icon_name="form", order=950)


class AnswersItem(MenuItem):
    """Shown to those who may read answers in aggregate."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the entry leads anywhere for this person."""
        return bool(request.user.has_perm("training.view_snapshot"))


def answers_item() -> AnswersItem:
    """Answers in aggregate in the menu of reports."""
    return AnswersItem(_("Answers in aggregate"), reverse("trainers:answers"), icon_name="view", order=940)


hooks.register("register_admin_urls", trainer_addresses)
hooks.register("register_admin_urls", withdrawal_hooks.addresses)
hooks.register("register_admin_menu_item", withdrawal_hooks.menu_entry)
hooks.register("construct_homepage_panels", withdrawal_hooks.put_on_dashboard)
hooks.register("register_log_actions", withdrawals.name_log_actions)
hooks.register("register_page_header_buttons", specimen_button)
hooks.register("register_page_listing_more_buttons", specimen_button)
hooks.register("register_reports_menu_item", answers_item)
hooks.register("register_reports_menu_item", practice_sheet_item)
# Shown to whom the permissions allow it: operators.
hooks.register("register_admin_viewset", OrganisationGroup)

for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's: the last one of a name counts
