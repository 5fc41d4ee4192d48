"""What the loader brought in last, so that it neither repeats itself nor overwrites what a trainer wrote since."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CurriculumLoad(models.Model):
    """One page or row as the loader left it.

    `name`: kind and key, for instance lesson/2.2. `digest`: of what the files said. `mark`: what the page or row was
    then: the id of its revision, or a digest of its fields.

    Personal data: none.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    mark = models.CharField(_("mark"), max_length=64)

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")

    def __str__(self) -> str:
        return self.name
