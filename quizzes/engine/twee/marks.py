"""The signs of the text form: how words, keys and lines are written so that none is taken for another."""

import re
from collections.abc import Iterable

from quizzes.engine.graph import Line

KEY_SIGNS = " ,:()[]{}|<>"
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|([nrte\\]))")
PLAIN = {"n": "\n", "r": "\r", "t": "\t", "e": "", "\\": "\\"}
NAMED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
KEY_NAMED = str.maketrans({sign: f"\\x{ord(sign):02x}" for sign in KEY_SIGNS})
STORY_PASSAGES = frozenset({"StoryTitle", "StoryData"})
# Possessive, so that a hostile line is tried once and not from each of its blanks.
LINE = re.compile(r"(?P<head>[^():]*+)(?:\((?P<direction>[^()]*+)\))?[ ]*+(?P<words>:.*)?")


def escaped(words: str, signs: str = "") -> str:
    """`words` on one line: line breaks, links, comment ends and outer spaces cannot be misread. Also hides `signs`."""
    text = words.translate(NAMED).replace("[[", r"[\x5b").replace("]]", r"]\x5d").replace("-->", r"--\x3e")
    for sign in signs:
        text = text.replace(sign, f"\\x{ord(sign):02x}")
    if text.endswith(" "):
        text = rf"{text[:-1]}\x20"
    return rf"\x20{text[1:]}" if text.startswith(" ") else text


def unescaped(text: str) -> str:
    """The words that `escaped` wrote. A backslash that hides nothing stands for itself."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else PLAIN[found[2]], text.strip(" \t"))


def first_sign_escaped(text: str) -> str:
    """Escaped `text` that cannot be misread as a header, comment or link at the beginning of a line."""
    return f"\\x{ord(text[0]):02x}{text[1:]}" if text[:1] in (":", "<", "[") else text


def key_text(key: str, reserved: Iterable[str] = STORY_PASSAGES) -> str:
    """`key` as one word, different from the reserved ones."""
    text = key.translate(NAMED).translate(KEY_NAMED)
    if text in reserved:
        return f"\\x{ord(text[0]):02x}{text[1:]}"
    return text or r"\e"


def keys_text(keys: Iterable[str]) -> str:
    """Several keys as a list."""
    return ", ".join(key_text(key) for key in keys)


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of a list; empty places count for nothing."""
    return tuple(unescaped(part) for part in text.split(",") if part.strip(" \t"))


def line_text(line: Line) -> str:
    """A line as `mira aside to you (half aloud): words`; what is not there is left out."""
    parts = [key_text(line.speaker, ("to", "aside"))] if line.speaker else []
    parts += ["aside"] if line.aside else []
    parts += [f"to {keys_text(line.to)}"] if line.to else []
    parts += [f"({escaped(line.direction, '()')})"] if line.direction else []
    head = " ".join(parts)
    if line.words:
        return f"{head}: {escaped(line.words)}"
    # Without anything in brackets a colon shows that this is no stage direction.
    return head if line.direction else f"{head}:"


def line_of(text: str) -> Line:
    """The line that `line_text` wrote. Other text is a stage direction."""
    found = LINE.fullmatch(text)
    head = _head(found["head"]) if found and (found["direction"] is not None or found["words"]) else None
    if found is None or head is None:
        return Line(direction=unescaped(text))
    speaker, aside, to = head
    words, direction = (found["words"] or ":")[1:], found["direction"] or ""
    return Line(unescaped(speaker), to, unescaped(words), unescaped(direction), aside)


def _head(text: str) -> tuple[str, bool, tuple[str, ...]] | None:
    """Who speaks, whether aside, and to whom; None if these words say something else."""
    words = [word for word in text.split(" ") if word]
    speaker = words.pop(0) if words and words[0] not in ("aside", "to") else ""
    aside = words[:1] == ["aside"]
    rest = words[1:] if aside else words
    names = " ".join(rest[1:]) if rest[:1] == ["to"] else ""
    if (rest and not names) or any(" " in name.strip(" ") for name in names.split(",")):
        return None
    return speaker, aside, keys_of(names)
