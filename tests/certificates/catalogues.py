"""The catalogues of the certificate's words as a translator and as Django see them, and the words that need them."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from certificates.models import KINDS

PACKAGE = Path(__file__).resolve().parent.parent.parent / "certificates"
SPEAKING = ("page.py", "achievements.py")  # the modules whose sentences are printed or stand in the credential
CALLS = {"gettext": (0,), "gettext_lazy": (0,), "pgettext": (0, 1), "ngettext": (0, 1)}
MONTH = "alt. month"  # Django's own word, mended where it has a capital
# Keyed as Django keys them: a context and \x04 before the sentence; the first form of two.
Key = str


@dataclass(frozen=True)
class Entry:
    """One sentence of a catalogue with what stands for it, one per form of the plural."""

    sources: tuple[str, ...]
    said: tuple[str, ...]
    is_fuzzy: bool


def entries(language: str) -> dict[Key, Entry]:
    """What a translator wrote, without the header."""
    blocks = (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").read_text().split("\n\n")
    found = dict(map(_entry, filter(None, (block.strip() for block in blocks))))
    del found[""]
    return found


def compiled(language: str) -> dict[Key, tuple[str, ...]]:
    """What Django reads, without the header; one per form of the plural."""
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue: dict[str | tuple[str, int], str] = vars(gettext.GNUTranslations(file))["_catalog"]
    found: dict[Key, tuple[str, ...]] = {}
    for key, said in sorted(catalogue.items(), key=lambda item: str(item[0])):
        name = key if isinstance(key, str) else key[0]
        found[name] = (*found.get(name, ()), said)
    return {name: said for name, said in found.items() if name}


def languages() -> list[str]:
    return sorted(path.name for path in (PACKAGE / "locale").iterdir())


def needed() -> set[Key]:
    """The words of certificates, as the code has them."""
    kinds = {str(label) for _kind, label in KINDS}
    return kinds | {key for name in SPEAKING for key in _calls(ast.parse((PACKAGE / name).read_text()))}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s", text))


def _entry(block: str) -> tuple[Key, Entry]:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if match := re.match(r'(msg\w+(?:\[\d\])?) (".*")', line):
            name = match[1]
        if not line.startswith("#"):
            parts[name] = parts.get(name, "") + ast.literal_eval(line[line.index('"') :])
    said = tuple(text for key, text in parts.items() if key.startswith("msgstr"))
    sources = tuple(text for key, text in parts.items() if key.startswith("msgid"))
    context = f"{parts['msgctxt']}\x04" if "msgctxt" in parts else ""
    return context + sources[0], Entry(sources, said, "#, fuzzy" in block)


def _calls(tree: ast.AST) -> Iterator[Key]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            words = [str(ast.literal_eval(node.args[place])) for place in CALLS[node.func.id]]
            yield "\x04".join(words) if node.func.id == "pgettext" else words[0]
