"""The blocks of a lesson as they stand on paper: values that templates arrange (templates/print/parts/)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import nh3
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from modules.blocks import media
from modules.blocks.around import Around, PrincipleView
from modules.blocks.prose import ROLE_FIELDS, TAGS, safe_html
from quizzes.blocks.keys import keys_in
from quizzes.labels import ROLE_GROUPS, Label
from quizzes.questions import shuffling
from quizzes.questions.kinds import MARKED, Kind, Question

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG = 700  # signs, about a quarter of a page
_HEADING = re.compile(r"<(/?)h([23])>")
_EMPTY_HEADING = re.compile(r"<h([23])>\s*(?:<br>\s*)*</h\1>")
_SITE_SCHEMES = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True)
class Part:
    """A piece of a chapter. `template`: which file arranges it."""

    template: ClassVar[str]


@dataclass(frozen=True)
class Prose(Part):
    """Text with small headings and lists, as harmless HTML; its headings begin at level 3."""

    template = "print/parts/prose.html"
    html: SafeString


@dataclass(frozen=True)
class Notice(Part):
    """What is difficult here."""

    template = "print/parts/notice.html"
    text: str


@dataclass(frozen=True)
class SourceNote(Part):
    """Why this is here, with the principles behind it."""

    template = "print/parts/source.html"
    text: str
    principles: tuple[PrincipleView, ...]


@dataclass(frozen=True)
class Case(Part):
    """An invented case."""

    template = "print/parts/case.html"
    text: str

    @property
    def is_long(self) -> bool:
        """Whether it may be parted at the foot of a page."""
        return len(self.text) > LONG


@dataclass(frozen=True)
class Callout(Part):
    """A thought to keep."""

    template = "print/parts/callout.html"
    text: str


@dataclass(frozen=True)
class Picture(Part):
    """A picture. `address`: how it is handed over; `image`: the stored picture; `alt`: never empty."""

    template = "print/parts/picture.html"
    address: str
    image: Any
    alt: str
    caption: str


@dataclass(frozen=True)
class Recording(Part):
    """A sound or a film: what is said (and seen) in it."""

    template = "print/parts/recording.html"
    title: str
    is_film: bool
    transcript: SafeString


@dataclass(frozen=True)
class Jobs(Part):
    """What the lesson means in each job."""

    template = "print/parts/jobs.html"
    texts: tuple[tuple[Label, str], ...]


@dataclass(frozen=True)
class Task(Part):
    """An exercise for two at a desk, or a task in a room."""

    template = "print/parts/task.html"
    title: str
    text: str
    minutes: int
    is_face_to_face: bool


@dataclass(frozen=True)
class Reflection(Part):
    """A thought for oneself, with room to write."""

    template = "print/parts/reflection.html"
    prompt: str
    lines: range = range(6)


@dataclass(frozen=True)
class Section:
    """A part of a sheet. `lines`: how many empty ones to write on."""

    heading: str
    text: str
    items: tuple[str, ...]
    lines: range


@dataclass(frozen=True)
class Sheet:
    """A handout on paper of its own. `sectors`: of its wheel, if it has one."""

    key: str
    title: str
    about: str
    sections: tuple[Section, ...]
    sectors: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class SheetPointer(Part):
    """Where a lesson offers a sheet that stands at the end."""

    template = "print/parts/sheet_pointer.html"
    sheet: Sheet


@dataclass(frozen=True)
class Choice:
    """Something to pick or to put in its place. `mark`: letter or number in front. `feedback`: for the last pages."""

    mark: str
    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Check(Part):
    """A check question without its answer. `number`: through the handbook.

    `choices`: to pick from, or to put in order; `lefts`: to be matched with `choices`. `sure`: the steps from unsure to
    sure, where that is asked. `key`: the marks of the answer in order; for matching, one for each of `lefts`.
    """

    template = "print/parts/check.html"
    number: int
    kind: str
    prompt: str
    choices: tuple[Choice, ...]
    lefts: tuple[str, ...]
    sure: tuple[str, ...]
    key: tuple[str, ...]
    feedback: str

    @property
    def matched(self) -> list[tuple[str, str]]:
        """Each left side with the mark of what belongs to it."""
        return list(zip(self.lefts, self.key, strict=True)) if self.lefts else []


class Printer:
    """Turns lessons into parts, one after the other. Numbers questions and gathers sheets as it goes."""

    def __init__(self, around: Around, seed: str) -> None:
        self._around = around
        self._seed = seed
        self._number = 0
        self._deepest = self._level = 2
        self.sheets: list[Sheet] = []

    def parts(self, body: Iterable[Any], pinned: Mapping[str, Question]) -> Iterator[Part]:
        """The parts of one lesson. `pinned`: its questions in the version of the course, by key.

        As on the page: a question that the text no longer holds stands at the end, one that is new is left out.
        """
        waiting = {key: question for key, question in pinned.items() if question.kind in MARKED}
        sure = {question.about: question.scale for question in pinned.values() if question.kind is Kind.CONFIDENCE}
        self._deepest = 2  # the chapter's own heading
        for child in body:
            if child.block_type in MARKED:
                question = waiting.pop(child.id, None)
                if question is not None:
                    yield self._check(question, sure)
            elif made := self._made(child):
                yield made
        for question in waiting.values():
            yield self._check(question, sure)

    def _made(self, child: Any) -> Part | None:
        """The part of a block; None for what paper cannot show."""
        maker = getattr(self, f"_{child.block_type}", None)
        return maker(child) if maker else None

    def _text(self, child: Any) -> Part:
        return Prose(self._prose(safe_html(child.value)))

    def _notice(self, child: Any) -> Part:
        return Notice(self._around.fill(child.value["text"]))

    def _source(self, child: Any) -> Part:
        known = tuple(self._around.known(keys_in(child.value["principles"])))
        return SourceNote(self._around.fill(child.value["text"]), known)

    def _vignette(self, child: Any) -> Part:
        return Case(self._around.fill(child.value["text"]))

    def _callout(self, child: Any) -> Part:
        return Callout(self._around.fill(child.value["text"]))

    def _picture(self, child: Any) -> Part | None:
        image, caption = child.value["picture"], child.value["caption"]
        if image is None:
            return None
        alt = image.contextual_alt_text or caption
        return Picture(f"picture:{image.pk}", image, alt, caption) if alt else None  # what only decorates stays away

    def _audio(self, child: Any) -> Part:
        return self._recording(child, is_film=False)

    def _video(self, child: Any) -> Part:
        return self._recording(child, is_film=True)

    def _recording(self, child: Any, *, is_film: bool) -> Part:
        self._deepest = 3
        return Recording(child.value["title"], is_film, self._prose(safe_html(child.value["transcript"])))

    def _role_text(self, child: Any) -> Part:
        self._deepest = 3
        texts = ((ROLE_GROUPS[role], child.value[name]) for role, name in ROLE_FIELDS.items())
        return Jobs(tuple((label, self._around.fill(text)) for label, text in texts))

    def _tandem(self, child: Any) -> Part:
        return self._task(child, is_face_to_face=False)

    def _face_to_face(self, child: Any) -> Part:
        return self._task(child, is_face_to_face=True)

    def _task(self, child: Any, *, is_face_to_face: bool) -> Part:
        self._deepest = 3
        value = child.value
        return Task(value["title"], self._around.fill(value["text"]), value["minutes"], is_face_to_face)

    def _reflection(self, child: Any) -> Part:
        return Reflection(self._around.fill(child.value["prompt"]))

    def _handout(self, child: Any) -> Part:
        fill, value = self._around.fill, child.value
        sheet = Sheet(
            key=child.id,
            title=value["title"],
            about=fill(value["about"]),
            sections=tuple(
                Section(
                    heading=fill(section["heading"]),
                    text=fill(section["text"]),
                    items=tuple(fill(item) for item in section["items"]),
                    lines=range(section["lines"] or 0),
                )
                for section in value["sections"]
            ),
            sectors=tuple(media.wheel(media.areas(value)) if value["figure"] == "wheel" else ()),
        )
        self.sheets.append(sheet)
        return SheetPointer(sheet)

    def _prose(self, html: str) -> SafeString:
        """Its headings below those around it, never one skipped; its links complete, since paper has no site."""
        whole = nh3.clean(
            _EMPTY_HEADING.sub("", html), tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_whole, link_rel=None
        )
        return self._around.fill_html(_HEADING.sub(self._deeper, whole))

    def _deeper(self, tag: re.Match[str]) -> str:
        closing, level = tag[1], int(tag[2]) + 1
        if not closing:
            self._level = min(level, self._deepest + 1)
            self._deepest = self._level
        return f"<{closing}h{self._level}>"

    def _check(self, question: Question, sure: Mapping[str, tuple[str, ...]]) -> Check:
        self._number += 1
        shown = shuffling.shuffled(question, self._seed)
        choices = {
            Kind.ORDERING: [Choice(mark, item.text) for mark, item in zip(LETTERS, shown.items, strict=False)],
            Kind.MATCHING: [Choice(mark, pair.right) for mark, pair in zip(LETTERS, shown.rights, strict=False)],
        }.get(
            question.kind,
            [
                Choice(mark, option.text, option.right, option.feedback)
                for mark, option in zip(LETTERS, shown.options, strict=False)
            ],
        )
        return Check(
            number=self._number,
            kind=question.kind.value,
            prompt=question.prompt,
            choices=tuple(choices),
            lefts=tuple(pair.left for pair in shown.lefts),
            sure=sure.get(question.key, ()),
            key=_key(question, shown),
            feedback=question.feedback,
        )


def _key(question: Question, shown: shuffling.Shown) -> tuple[str, ...]:
    """The marks of the right answer: those that fit, or in the right order, or for each left side."""
    if question.kind is Kind.ORDERING:
        places = {item.key: mark for mark, item in zip(LETTERS, shown.items, strict=False)}
        return tuple(places[item.key] for item in question.items)
    if question.kind is Kind.MATCHING:
        places = {pair.key: mark for mark, pair in zip(LETTERS, shown.rights, strict=False)}
        return tuple(places[pair.key] for pair in question.pairs)
    return tuple(mark for mark, option in zip(LETTERS, shown.options, strict=False) if option.right)


def _whole(tag: str, name: str, value: str) -> str | None:
    """An address that works away from the site, or None."""
    if value.startswith("/") and not value.startswith("//"):
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{value}"
    return value if value.startswith(_SITE_SCHEMES) else None


def plain(part: Part) -> str:
    """The words of a part, for finding those of the glossary."""
    fields = (getattr(part, name) for name in part.__dataclass_fields__)
    return strip_tags(" ".join(value for value in fields if isinstance(value, str)))
