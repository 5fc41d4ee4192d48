"""Keys in forms: made by the site, picked by title, never translated, and strict only when something is published."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.picking import OwnKey, Pick

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class KeyBlock(blocks.CharBlock):
    """One key: letters, digits, hyphens, at most 40. A draft may hold anything."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value).strip()
        if value and not self.is_deferred_validation and not KEY.fullmatch(value):
            raise ValidationError(_("This names nothing that exists. Choose another."))
        return value

    # Translation tools ask blocks for their text. A key that is translated no longer fits its target.
    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value

    class Meta:
        icon = "key"


class OwnKeyBlock(KeyBlock):
    """The key of the block itself: hidden, and made by the site. `like` says how: N1, E1, a, or a word of a name.

    Nobody can mend a hidden field, so it refuses nothing: what cannot be a key is replaced on saving.
    """

    def __init__(self, like: str = "N", **kwargs: Any) -> None:
        super().__init__(required=False, label=_("Key"), **kwargs)
        self.field.widget = OwnKey(like)

    def clean(self, value: Any) -> Any:
        return blocks.CharBlock.clean(self, value).strip()


class PickBlock(KeyBlock):
    """The key of something else in this form, picked by its title. `of`: what can be picked, in the words of `Pick`."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget = Pick(of)


class KeysBlock(KeyBlock):
    """Several keys in one line, with spaces or commas between them."""

    def clean(self, value: Any) -> Any:
        value = join_keys(keys_in(blocks.CharBlock.clean(self, value)))
        if not self.is_deferred_validation and not all(KEY.fullmatch(key) for key in keys_in(value)):
            raise ValidationError(_("One of these names nothing that exists. Take it out, or choose another."))
        return value


class PicksBlock(KeysBlock):
    """Several keys of other things, each picked by its title."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget = Pick(of, many=True)


def keys_in(text: str) -> tuple[str, ...]:
    """The keys in a line of a form, in order, each once."""
    return tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip()))) if text.strip() else ()


def join_keys(keys: Iterable[str]) -> str:
    """The line of a form that holds these keys."""
    return " ".join(keys)
