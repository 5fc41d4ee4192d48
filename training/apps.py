"""The app of people and what they do."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Learners, coordinators, accounts and the public site."""

    name = "training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks and the two receivers that third-party apps need."""
        from training import checks  # noqa: PLC0415, F401 -- apps must be loaded first
        from training.accounts import receivers  # noqa: PLC0415 -- apps must be loaded first

        receivers.connect()
