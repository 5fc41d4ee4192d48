"""What a block needs to know about its reader and place. Blocks ask for nothing themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.terms import Role


@dataclass(frozen=True)
class PrincipleView:
    """A principle with its source, as a page shows it."""

    key: str
    text: str
    source_title: str
    credit: str
    year: str = ""
    binds: bool = False


@dataclass(frozen=True)
class Around:
    """The reader's role, what the country's reviewed card says, and the principles by key.

    Without a reviewed card both texts are empty; the page then says the cautious thing. `at`: address of the step,
    below which its handouts have pages of their own; empty in previews.
    """

    role: Role | None = None
    emergency: str = ""
    local_law: str = ""
    principles: Mapping[str, PrincipleView] = field(default_factory=dict)
    at: str = ""

    def words(self) -> dict[str, str]:
        """What each placeholder reads here."""
        return {
            "{EMERGENCY}": self.emergency or _("your local emergency number"),
            "{LOCAL_LAW}": self.local_law or _("ask your lead first"),
        }

    def fill(self, text: str) -> str:
        """Plain text with its placeholders replaced."""
        for placeholder, words in self.words().items():
            text = text.replace(placeholder, words)
        return text

    def fill_html(self, html: str) -> SafeString:
        """Finished HTML with its placeholders replaced by escaped words."""
        for placeholder, words in self.words().items():
            html = html.replace(placeholder, escape(words))
        return SafeString(html)

    def known(self, keys: tuple[str, ...]) -> list[PrincipleView]:
        """The principles with these keys; a key that nobody knows is left out."""
        return [self.principles[key] for key in keys if key in self.principles]


def around_of(context: Mapping[str, Any]) -> Around:
    """What a rendering block was told; nothing in particular where nobody said so."""
    around = context.get("around")
    return around if isinstance(around, Around) else Around()
