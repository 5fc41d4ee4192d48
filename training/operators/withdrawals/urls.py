"""Addresses for operators, below `/admin/certificates/withdrawals/`. Each has a row in tests/permissions/admin.yaml.

No number stands in an address: it would end up in logs and histories.
"""

from django.urls import URLPattern, URLResolver, path

from modules.editor import addresses  # noqa: F401 -- numbers in addresses
from training.operators.withdrawals import views

app_name = "withdrawals"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.requests, name="requests"),
    path("ask/", views.ask, name="ask"),
    path("<key:withdrawal>/", views.decide, name="decide"),
]
