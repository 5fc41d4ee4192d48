"""Technical keys in forms: never translated, and strict only when something is published."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class KeyBlock(blocks.CharBlock):
    """One key: letters, digits, hyphens, at most 40. A draft may hold anything."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value).strip()
        if value and not self.is_deferred_validation and not KEY.fullmatch(value):
            raise ValidationError(_("Use up to 40 letters, digits and hyphens, without spaces."))
        return value

    # Translation tools ask blocks for their text. A key that is translated no longer fits its target.
    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value

    class Meta:
        icon = "key"


class KeysBlock(KeyBlock):
    """Several keys in one line, with spaces or commas between them."""

    def clean(self, value: Any) -> Any:
        value = join_keys(keys_in(blocks.CharBlock.clean(self, value)))
        if not self.is_deferred_validation and not all(KEY.fullmatch(key) for key in keys_in(value)):
            raise ValidationError(_("Write keys with spaces between them, each of letters, digits and hyphens."))
        return value


def keys_in(text: str) -> tuple[str, ...]:
    """The keys in a line of a form, in order, each once."""
    return tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip()))) if text.strip() else ()


def join_keys(keys: Iterable[str]) -> str:
    """The line of a form that holds these keys."""
    return " ".join(keys)
