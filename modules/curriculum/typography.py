"""Quotation marks and apostrophes as print has them. The files are typed with straight ones, as keyboards have them."""

import re

_OPENS = re.compile(r"(^|[\s(\[{/–—“‘-])\"")  # a mark after nothing, a space or an opening sign opens
_OPENS_SINGLE = re.compile(r"(^|[\s(\[{/–—“])'(?=\w)")


def curly(text: str) -> str:
    """The text with English quotation marks and apostrophes. Idempotent; linear."""
    if '"' in text:
        text = _OPENS.sub("\\1“", text).replace('"', "”")
    if "'" in text:
        text = _OPENS_SINGLE.sub("\\1‘", text).replace("'", "’")
    return text
