"""The forms of pictures and documents: a file that lies there stays what it is.

Pages name a file by its number. Another one behind the same number would reach learners unreviewed, those on older
versions, too.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class _KeepsItsFile:
    """Refuses another file for what is already there."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]  # of the form beside it
        if self.instance.pk and "file" in self.changed_data:  # type: ignore[attr-defined]
            self.add_error(  # type: ignore[attr-defined]
                "file",
                _(
                    "A file stays as it is: pages that two people approved show it."
                    " Add the other one as a new file, choose it on the page and send the page to review."
                ),
            )
        return cleaned


class PictureForm(_KeepsItsFile, BaseImageForm):
    """A picture with its title and description."""

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(_KeepsItsFile, BaseDocumentForm):
    """A document with its title."""

    class Meta(BaseDocumentForm.Meta):
        pass
