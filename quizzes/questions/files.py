"""A file of questions as text: how large it may be, in which encoding, and which signs it may hold."""

import re

from quizzes.questions.notes import Note, RefusedFile

MOST_BYTES = 2_000_000
MOST_QUESTIONS = 300
MOST_ANSWERS = 50
LONGEST_TEXT = 10_000  # of one text, without its tags
MOST_TEXT = 300_000  # of all questions together: they travel through a form

# Controls, halves of a pair, and places that never hold a sign; GIFT's escapes are kept in the last while reading.
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of a file, and a note if it is not in UTF-8. Raises RefusedFile."""
    if len(content) > MOST_BYTES:
        raise RefusedFile("too-large", limit=f"{MOST_BYTES // 1_000_000} MB")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        raise RefusedFile("encoding")
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (Note("windows-1252"),)
    except UnicodeDecodeError as error:
        raise RefusedFile("encoding") from error


def checked(text: str) -> str:
    """The text with one kind of line break and no mark before it. Raises RefusedFile if something in it is no text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_BYTES:
        raise RefusedFile("too-large", limit=f"{MOST_BYTES // 1_000_000} MB")
    if found := NO_TEXT.search(text):
        raise RefusedFile("not-text", text.count("\n", 0, found.start()) + 1, sign=f"U+{ord(found.group()):04X}")
    if not text.strip():
        raise RefusedFile("empty")
    return text
