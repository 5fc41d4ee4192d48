"""The app of scenes, choices and questions."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Scenarios and check questions."""

    name = "quizzes"
    default_auto_field = "django.db.models.BigAutoField"
