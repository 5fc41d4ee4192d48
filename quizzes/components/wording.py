"""Words that a scenario leaves open for the reader's country, and quotation marks of the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

EMERGENCY, LOCAL_LAW = "{EMERGENCY}", "{LOCAL_LAW}"


@dataclass(frozen=True)
class Wording:
    """What stands for the open words: the country's emergency number and its law."""

    emergency: str
    local_law: str

    def fill(self, text: str) -> str:
        """The text without open words."""
        if "{" not in text:
            return text
        return text.replace(EMERGENCY, self.emergency).replace(LOCAL_LAW, self.local_law)

    def said(self, words: str) -> str:
        """The words as somebody's speech."""
        return _("“%(words)s”") % {"words": self.fill(words)}

    def choice(self, text: str, *, spoken: bool) -> str:
        """A choice: in quotation marks if it is said, without if it is done."""
        return self.said(text) if spoken else self.fill(text)
