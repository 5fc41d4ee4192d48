"""Where operators find withdrawals in the admin: the menu and, when one waits for them, the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from training.operators.withdrawals import screens, urls


def addresses() -> list[URLPattern | URLResolver]:
    """Behind Wagtail's gate."""
    return [path("certificates/withdrawals/", include(urls))]


class WithdrawalsItem(MenuItem):
    """Shown to operators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the entry leads anywhere for this person."""
        return bool(request.user.is_superuser)


def menu_entry() -> MenuItem:
    """Withdrawals in the menu."""
    return WithdrawalsItem(_("Withdrawals"), reverse("withdrawals:requests"), icon_name="clipboard-list", order=310)


class AwaitingPanel(Component):
    """On the dashboard: withdrawals that wait for you as the second operator."""

    name = "awaiting_withdrawal"
    template_name = "training/operators/awaiting.html"
    order = 95

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """How many this account could confirm now. One query."""
        user = parent_context["request"].user
        return {"waiting": sum(request.may_confirm for request in screens.open_requests(user))}


def put_on_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Operators see what waits."""
    if request.user.is_superuser:
        panels.append(AwaitingPanel())
