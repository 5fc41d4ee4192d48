"""The passages of a story, out of Twee source or a page that Twine published. Nothing here looks into a passage."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from quizzes.engine.twee.messages import Note, TweeError, shown
from quizzes.engine.twee.passages import SIZE_LIMIT, kept_lines

PAGE_LIMIT = 5_000_000  # bytes of a published page: most of it is the code of the story format
PASSAGE_LIMIT = 500
MARK_LIMIT = 2_000  # of stories and passages in a page; several stories may stand there
LINE_LIMIT = 20_000
NOTED = 200
STORY_VALUES = frozenset({"start", "format", "name"})
PLACES = frozenset({"position", "size"})
# No two of these ever try the same sign twice: each stops where the next could begin.
ATTRIBUTES = r"""((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)"""
MARK = re.compile(rf"<tw-(storydata|passagedata)\b{ATTRIBUTES}>", re.IGNORECASE)
CLOSE = re.compile("</tw-passagedata", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"<]*)"|'([^'<]*)')""")
HEADER = re.compile(r"((?:\\.|[^\\\[\]{}])*+)(?:\[([^\]]*+)\][ \t]*+)?(\{.*\})?")


@dataclass(frozen=True)
class Told:
    """A passage as it stands in the file.

    `line`: of its header, `first`: of its text. `values`: what the header says beside name, tags and place on the map.
    """

    line: int
    first: int
    name: str
    tags: tuple[str, ...]
    text: str
    is_placed: bool = False
    values: tuple[str, ...] = ()

    def note(self, code: str, words: str = "", line: int = 0, **parameters: str) -> Note:
        told = {"words": shown(" ".join(words.split()), NOTED)} if words else {}
        return Note(line or self.line, code, shown(self.name, NOTED), {**told, **parameters})


@dataclass
class Story:
    """A story before it becomes a scenario. `start`: a name; `style`: of the story format, in lower case, or ""."""

    title: str = ""
    start: str = ""
    style: str = ""
    passages: list[Told] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def take_values(self, line: int, values: Mapping[str, Any]) -> None:
        """Keeps the start and the format; notes the rest."""
        self.start = str(values.get("start") or "")
        self.style = str(values.get("format") or "").strip().lower()
        others = [
            f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            for name, value in values.items()
            if name not in STORY_VALUES and value
        ]
        if self.style:
            others.insert(0, f"format: {values['format']}")
        if others:
            self.notes.append(Note(line, "story-values", "", {"words": shown(", ".join(others), NOTED)}))


def decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of a file, with a note if it is not UTF-8. Raises TweeError where it cannot be read."""
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TweeError(line, "encoding")
    try:
        return content.decode("cp1252"), (Note(line, "windows-1252"),)
    except UnicodeDecodeError as error:
        raise TweeError(content.count(b"\n", 0, error.start) + 1, "encoding") from error


def opened(text: str) -> Story:
    """The story in this text. Raises TweeError for text that is too much or holds no story. Linear in the text."""
    story = _published(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else _written(text)
    if len(story.passages) > PASSAGE_LIMIT:
        raise TweeError(story.passages[PASSAGE_LIMIT].line, "too-many-passages", limit=f"{PASSAGE_LIMIT:,}")
    if not story.passages:
        raise TweeError(1, "nothing-played")
    for told in story.passages:
        for place, line in enumerate(told.text.split("\n"), start=told.first):
            if len(line) > LINE_LIMIT:
                raise TweeError(place, "long-line", limit=f"{LINE_LIMIT:,}")
    placed = sum(told.is_placed for told in story.passages)
    if placed:
        story.notes.append(Note(1, "positions", "", {"count": str(placed)}))
    return story


# ---- Twee source


def _written(text: str) -> Story:
    lines = kept_lines(text, SIZE_LIMIT)
    starts = [index for index, line in enumerate(lines) if line.startswith("::")]
    if not starts:
        raise TweeError(1, "no-passage")
    if len(starts) > MARK_LIMIT:
        raise TweeError(starts[MARK_LIMIT] + 1, "too-many-passages", limit=f"{PASSAGE_LIMIT:,}")
    story = Story()
    before = " ".join(" ".join(lines[: starts[0]]).split())
    if before:
        story.notes.append(Note(1, "before-first", "", {"words": shown(before, NOTED)}))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        _take(story, _told(story, start + 1, lines[start], lines[start + 1 : end]))
    return story


def _told(story: Story, line: int, header: str, body: Sequence[str]) -> Told:
    found = HEADER.fullmatch(header[2:].strip(" \t"))
    text = "\n".join(row[1:] if row.startswith("\\::") else row for row in body)
    if found is None:
        name = header[2:].strip(" \t")
        story.notes.append(Note(line, "header", shown(name, NOTED)))
        return Told(line, line + 1, name, (), text)
    values = _json(found[3] or "{}")
    others = tuple(name for name in values if name not in PLACES)
    name = re.sub(r"\\(.)", r"\1", found[1].strip(" \t"))
    return Told(line, line + 1, name, tuple((found[2] or "").split()), text, bool(PLACES & values.keys()), others)


def _json(text: str) -> dict[str, Any]:
    """The mapping that is written there; of anything else, one that says that it was not read."""
    try:
        values = json.loads(text.strip() or "{}")
    except (ValueError, RecursionError):
        values = None
    return values if isinstance(values, dict) else {shown(text.strip()): True}


def _take(story: Story, told: Told) -> None:
    """Puts a passage where it belongs: the title and the values of the story, or what is played."""
    if told.name == "StoryTitle" and not story.title:
        story.title = " ".join(told.text.split())
    elif told.name == "StoryData" and not story.style and not story.start:
        story.take_values(told.line, _json(told.text))
    else:
        story.passages.append(told)


# ---- pages that Twine published


def _published(text: str) -> Story:
    kept_lines(text, PAGE_LIMIT)
    marks = list(islice(MARK.finditer(text), MARK_LIMIT))
    if len(marks) == MARK_LIMIT:
        raise TweeError(text.count("\n", 0, marks[-1].start()) + 1, "too-many-passages", limit=f"{PASSAGE_LIMIT:,}")
    # The code of a story format may speak of stories, too; a story is followed by its passages.
    stories = [place for place in range(len(marks) - 1) if _is_story(marks[place]) and not _is_story(marks[place + 1])]
    if not stories:
        raise TweeError(1, "no-story")
    opening = marks[stories[0]]
    line = text.count("\n", 0, opening.start()) + 1
    end = marks[stories[1]].start() if len(stories) > 1 else len(text)
    own = [mark for mark in marks[stories[0] + 1 :] if mark.start() < end and not _is_story(mark)]
    numbered = dict(_passages(text, opening, own, line, end))
    values = _attributes(opening[2])
    story = Story(" ".join(values.pop("name", "").split()))
    first = numbered.get(values.pop("startnode", ""))
    story.take_values(line, {**values, "start": first.name if first else ""})
    if len(stories) > 1:
        story.notes.append(Note(line, "other-stories", "", {"count": str(len(stories) - 1)}))
    if "<tw-tag" in text[opening.end() : own[0].start()].lower():
        story.notes.append(Note(line, "tag-colours"))
    story.passages = [*numbered.values(), *_frame(text, opening.end(), own[0].start())]
    if sum(len(told.text) for told in story.passages) > SIZE_LIMIT:
        raise TweeError(line, "too-long", limit=f"{SIZE_LIMIT:,}")
    return story


def _is_story(mark: re.Match[str]) -> bool:
    return mark[1].lower() == "storydata"


def _passages(
    text: str, opening: re.Match[str], marks: Sequence[re.Match[str]], line: int, end: int
) -> Iterator[tuple[str, Told]]:
    """The passages by their number, or by their place where a number is missing or used twice."""
    seen: set[str] = set()
    at = opening.start()
    for mark, following in zip(marks, [*(mark.start() for mark in marks[1:]), end], strict=True):
        line += text.count("\n", at, mark.start())
        at = mark.start()
        close = CLOSE.search(text, mark.end(), following)
        inside = html.unescape(text[mark.end() : close.start() if close else following])
        values = _attributes(mark[2])
        number = values.get("pid", "")
        if not number or number in seen:
            number = f"#{len(seen)}"
        seen.add(number)
        name, tags = values.get("name", "").strip(), tuple(values.get("tags", "").split())
        others = tuple(name for name in values if name not in {"pid", "name", "tags", *PLACES})
        told = inside.replace("\r\n", "\n").replace("\r", "\n")
        yield number, Told(line, line, name, tags, told, bool(PLACES & values.keys()), others)


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): html.unescape(found[2] or found[3] or "") for found in ATTRIBUTE.finditer(text)}


def _frame(text: str, start: int, end: int) -> Iterator[Told]:
    """The author's own styles and scripts, which stand before the passages; they are noted as left out."""
    head = text[start:end]
    for tag, kind in (("style", "stylesheet"), ("script", "script")):
        opening = re.search(rf"<{tag}\b[^<>]*+>", head, re.IGNORECASE)
        if opening is not None:
            close = head.lower().find(f"</{tag}", opening.end())
            inside = head[opening.end() : close if close >= 0 else len(head)]
            line = text.count("\n", 0, start + opening.start()) + 1
            if inside.strip():
                yield Told(line, line, f"Story {kind}", (kind,), inside)
