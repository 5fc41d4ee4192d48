"""Texts of Moodle as plain text, with a list of what did not survive. One pass, whatever the text is."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.questions.moodle import Format, Text

NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:-]*")
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s=>"'/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?""")
GAP = re.compile(r"\{\d{0,3}:[A-Z_]{2,20}:")  # {1:MULTICHOICE:…
FORMULA = re.compile(r"\$\$|\\\(|\\\[")
DIGITS = re.compile(r"&#\d{8,}+;?|&#[xX][0-9a-fA-F]{8,}+;?")  # far beyond any sign; too many stop int()

BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
HARMLESS = frozenset({  # nothing is missed without them
    "article", "body", "br", "div", "font", "html", "li", "main", "nolink", "ol", "p", "section", "span",
    "tbody", "ul", "wbr",
})  # fmt: skip
UNSHOWN = frozenset({"script", "style", "head", "title", "template", "noscript"})
MEDIA = frozenset({
    "applet", "audio", "canvas", "embed", "iframe", "math", "object", "source", "svg", "track", "video",
})  # fmt: skip


@dataclass
class Traces:
    """What plain text could not keep: each in order, once. Filled while texts are read."""

    formatting: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    has_script: bool = False
    has_markdown: bool = False
    has_formula: bool = False
    has_gap: bool = False


def plain(text: Text, traces: Traces) -> str:
    """The text as it can stand in a question: no tags, lines kept. What was lost is noted in `traces`."""
    if text.format in {Format.PLAIN, Format.MARKDOWN}:
        read = text.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        traces.has_markdown = traces.has_markdown or (text.format is Format.MARKDOWN and bool(read))
    else:
        read = _tidy("".join(_pieces(text.text, traces, keeps_lines=text.format is Format.AUTO)))
    traces.has_formula = traces.has_formula or bool(FORMULA.search(read))
    traces.has_gap = traces.has_gap or bool(GAP.search(read))
    return read


def _pieces(text: str, traces: Traces, *, keeps_lines: bool) -> Iterator[str]:
    """Runs of text, with line breaks in place of tags that make some."""
    at = 0
    while (opened := text.find("<", at)) >= 0:
        yield _words(text[at:opened], keeps_lines=keeps_lines)
        name = NAME.match(text, opened + 1)
        if name:
            attributes, at = _attributes(text, name.end())
        elif text.startswith("<!--", opened):
            at = _remark(text, opened, traces)
        elif text.startswith(("<!", "<?"), opened):
            at = text.find(">", opened) + 1
        else:
            yield "<"  # no tag: smaller than
            at = opened + 1
            continue
        if not at:  # the tag is never closed: the rest is what it looks like
            yield text[opened:]
            return
        if name:
            yield _in_place_of(name.group().lower(), attributes, traces)
            at = _behind_unshown(text, name.group().lower(), at, traces)
    yield _words(text[at:], keeps_lines=keeps_lines)


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag and the place behind it, or 0 if it is never closed."""
    found: dict[str, str] = {}
    while at < len(text):
        if text[at] == ">":
            return found, at + 1
        attribute = ATTRIBUTE.match(text, at)
        if attribute:
            value = attribute[2] or attribute[3] or attribute[4] or ""
            found.setdefault(attribute[1].lower(), _unescaped(value))
            at = attribute.end()
        else:
            at += 1
    return found, 0


def _remark(text: str, opened: int, traces: Traces) -> int:
    end = text.find("-->", opened + 4)
    if end < 0:
        return 0
    traces.remarks[_short(text[opened + 4 : end])] = None
    return end + 3


def _behind_unshown(text: str, tag: str, at: int, traces: Traces) -> int:
    """The place behind a script or style, which no reader sees."""
    if tag not in UNSHOWN:
        return at
    traces.has_script = True
    closing = re.compile(rf"</{tag}\b", re.IGNORECASE).search(text, at)
    return (text.find(">", closing.end()) + 1 if closing else 0) or len(text)


def _in_place_of(tag: str, attributes: dict[str, str], traces: Traces) -> str:
    """What stands in the text where this tag stood."""
    opened = tag.lstrip("/")
    if tag == "img":
        name = _short(attributes.get("alt") or _file_name(attributes.get("src", "")))
        traces.pictures[name or "?"] = None
    elif tag == "a":
        if attributes.get("href"):
            traces.links[_short(attributes["href"])] = None
    elif tag in MEDIA:
        traces.media[_short(_file_name(attributes.get("src", "")) or tag)] = None
    elif not tag.startswith("/") and opened not in HARMLESS | UNSHOWN and opened != "a":
        traces.formatting[opened[:20]] = None
    if tag == "li":
        return "\n– "
    if opened in {"td", "th"}:
        return " "
    return "\n" if opened in BREAKS else ""


def _file_name(source: str) -> str:
    return "" if source.startswith("data:") else source.rpartition("/")[2]


def _words(text: str, *, keeps_lines: bool) -> str:
    text = _unescaped(text)
    return text if keeps_lines else text.replace("\n", " ")


def _unescaped(text: str) -> str:
    return html.unescape(DIGITS.sub("\ufffd", text))


def _tidy(text: str) -> str:
    """Lines without spaces around them, and at most one empty line between two."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip()


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:199]}…"
