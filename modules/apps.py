"""The app of pages: what is taught, in which order."""

from django.apps import AppConfig


class ModulesConfig(AppConfig):
    """Courses, modules, lessons and scenarios as Wagtail pages."""

    name = "modules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modules import receivers  # noqa: F401, PLC0415 -- connected once the models are there
