"""What changes with a publication, in the author's words: when it is asked for, and when it was said already."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from modules.models.content import content_hash
from quizzes import shapes


class Noted:
    """A step whose versions are frozen, each with a sentence about what changed."""

    change_note: str
    translation_key: Any
    locale: Any
    version_model: Any  # of the versions of this kind of step

    def frozen_content(self) -> dict[str, Any]:
        """What a version of this step holds. No query."""
        raise NotImplementedError

    def newest_version(self) -> Any:
        """The version that learners have now; None before the first. One query."""
        return self.versions().order_by("-number").first()

    def versions(self) -> Any:
        """All versions of this step. No query yet."""
        return self.version_model.objects.filter(key=self.translation_key, language=self.locale.language_code)

    def note_problem(self) -> str:
        """What to do when learners would get something new without a word about it; "" if nothing. Up to two queries.

        The sentence of the version before says nothing about this one.
        """
        last = self.newest_version()
        if last is None or self.change_note.strip() not in {"", last.note}:
            return ""
        if last.digest == hashlib.sha256(shapes.canonical(self.frozen_content())).hexdigest() or self._is_as_live():
            return ""
        return _("Say in one sentence what changes. Learners who finished an older version read it.")

    def _is_as_live(self) -> bool:
        """Whether learners have this content already, though a form stores it a little differently than a loader."""
        live = type(self)._default_manager.filter(pk=self.pk, live=True).first()  # type: ignore[attr-defined]  # a page
        return live is not None and content_hash(live) == content_hash(self)

    def note_to_write(self) -> str:
        """The sentence to go on with in a form: empty once a version has been published with it. One query."""
        last = self.newest_version() if self.change_note else None
        return "" if last is not None and last.note == self.change_note else self.change_note


def note_panel() -> FieldPanel:
    """Where the author says what changes, near the buttons."""
    return FieldPanel("change_note")
