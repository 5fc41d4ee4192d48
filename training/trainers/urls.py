"""Addresses for trainers, below `/admin/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver

app_name = "trainers"
urlpatterns: list[URLPattern | URLResolver] = []
