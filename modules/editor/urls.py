"""Addresses of the editor, below `/admin/content/`. Each has a row in tests/permissions/admin.yaml."""

from django.urls import URLPattern, URLResolver, path

from modules.editor.views import checking

app_name = "editor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("scenarios/<int:page>/check/", checking.check, name="check"),
    path("modules/<int:page>/check-new-scenario/", checking.check_new, name="check_new"),
]
