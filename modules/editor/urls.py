"""Addresses of the editor, below `/admin/content/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver

app_name = "editor"
urlpatterns: list[URLPattern | URLResolver] = []
