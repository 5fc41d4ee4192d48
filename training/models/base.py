"""What the models of this app share."""

from typing import Any

from django.db import models

from quizzes.labels import DOORS, ROLE_GROUPS

# Plain strings, so that migrations do not depend on the enumerations.
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_GROUPS.items()]
DOOR_CHOICES = [(door.value, label) for door, label in DOORS.items()]


class AppendOnlyError(TypeError):
    """Somebody tried to change a row that is only ever added or erased."""


class AppendOnly(models.Model):
    """A row that is written once. Facts are appended, status is derived, erasure is the only deletion."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts the row. Raises AppendOnlyError for one that exists already."""
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)
