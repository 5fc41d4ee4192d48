"""A module for print, as data: its newest words, the questions of one course version, and where they come from.

Everybody gets the same handbook but for what the country's reviewed card says: nothing in it is about a learner.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Exists, OuterRef

from modules import cards
from modules.blocks import paper
from modules.blocks.around import Around, PrincipleView
from modules.blocks.paper import Check, Part, Picture, Sheet, SourceNote
from modules.cards import LawView
from modules.models import CoursePage, GlossaryTerm, LessonPage, LessonVersion, ModulePage
from modules.outline import ModuleOutline, Outline, Step
from quizzes.blocks.keys import keys_in
from quizzes.labels import ROLE_GROUPS, Label
from quizzes.terms import Role


@dataclass(frozen=True)
class Chapter:
    """A lesson. `key` is its anchor; `missing_reviews`: lawyer or clinician who still have to read it.

    `needs_law`: what to call and what to report stands in front of it.
    """

    key: str
    label: str
    title: str
    minutes: int
    lead: str
    parts: tuple[Part, ...]
    needs_law: bool = False
    missing_reviews: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """The check questions, in order."""
        return tuple(part for part in self.parts if isinstance(part, Check))


@dataclass(frozen=True)
class Conversation:
    """A scenario: it is played, so the handbook only says that it is there. `role`: whom it is written for."""

    label: str
    title: str
    minutes: int
    role: Label


@dataclass(frozen=True)
class Origin:
    """A source with those of its principles that the handbook names."""

    title: str
    year: str
    credit: str
    principles: tuple[PrincipleView, ...]


@dataclass(frozen=True)
class Word:
    """A word of the field that the handbook uses. `said`: language code and word in other languages."""

    term: str
    meaning: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Handbook:
    """Everything that stands in it, in order. `as_of`: the day of its newest words."""

    course: str
    language: str
    number: int
    title: str
    topic: str
    lead: str
    minutes: int
    version: int
    as_of: date
    licence: str
    law: LawView
    aims: tuple[str, ...]
    jobs: tuple[tuple[Label, str], ...]
    chapters: tuple[Chapter, ...]
    conversations: tuple[Conversation, ...]
    sheets: tuple[Sheet, ...]
    origins: tuple[Origin, ...]
    words: tuple[Word, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of all chapters."""
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, Picture))

    @property
    def checks(self) -> tuple[Check, ...]:
        """The check questions of all chapters."""
        return tuple(check for chapter in self.chapters for check in chapter.checks)


def handbook(
    outline: Outline, module: ModuleOutline, published_on: date, *, country: str, role: Role | None
) -> Handbook:
    """The handbook of a module with the questions of this version. Four queries, and one for each kind of file.

    `published_on`: of the course version; `country` and `role`: whose reviewed card fills the open words.
    """
    around = cards.around(country, role, with_principles=True)
    versions = _newest([step.key for step in module.lessons], outline.language)
    chapters, sheets = _chapters(module, versions, around, seed=outline.key)
    page = ModulePage.objects.filter(
        translation_key=module.key, locale__language_code=outline.language, live=True
    ).first()
    course = CoursePage.objects.filter(
        translation_key=outline.key, locale__language_code=outline.language, live=True
    ).first()
    return Handbook(
        course=outline.title,
        language=outline.language,
        number=module.number,
        title=module.title,
        topic=module.topic,
        lead=page.lead if page else "",
        minutes=module.minutes,
        version=outline.number,
        as_of=max([published_on, *(version.published_on for version in versions.values())]),
        licence=course.licence if course else "",
        law=cards.law(country, role),
        aims=tuple(str(aim.value) for aim in page.aims) if page else (),
        jobs=tuple((ROLE_GROUPS[one], text) for one in Role if (text := page.text_for(one))) if page else (),
        chapters=chapters,
        conversations=tuple(
            Conversation(step.label, step.title, step.minutes, ROLE_GROUPS[step.role] if step.role else "")
            for step in module.scenarios
        ),
        sheets=sheets,
        origins=_origins(chapters, versions.values(), around),
        words=_words(chapters, sheets),
    )


def sheet(version: LessonVersion, key: str, *, country: str, role: Role | None) -> Sheet | None:
    """The handout with this id in a lesson, on paper; None when there is none. No query but for its file."""
    body = LessonPage.body.field.to_python(version.content["body"])
    printer = paper.Printer(cards.around(country, role), "")
    list(printer.parts((child for child in body if child.block_type == "handout" and child.id == key), {}))
    return printer.sheets[0] if printer.sheets else None


def _newest(keys: Sequence[str], language: str) -> Mapping[str, LessonVersion]:
    newer = LessonVersion.objects.filter(key=OuterRef("key"), language=language, number__gt=OuterRef("number"))
    found = LessonVersion.objects.filter(~Exists(newer), key__in=keys, language=language).order_by("key")
    return {str(version.key): version for version in found}


def _chapters(
    module: ModuleOutline, versions: Mapping[str, LessonVersion], around: Around, *, seed: str
) -> tuple[tuple[Chapter, ...], tuple[Sheet, ...]]:
    """The lessons, and the sheets to copy that they offer. A lesson without a version is left out."""
    printer = paper.Printer(around, seed)
    chapters = [_chapter(step, versions[step.key], printer, around) for step in module.lessons if step.key in versions]
    return tuple(chapters), tuple(printer.sheets)


def _chapter(step: Step, version: LessonVersion, printer: paper.Printer, around: Around) -> Chapter:
    content = version.content
    body = LessonPage.body.field.to_python(content["body"])
    return Chapter(
        key=step.key,
        label=content["label"],
        title=content["title"],
        minutes=content["minutes"],
        lead=around.fill(content.get("lead", "")),
        parts=tuple(printer.parts(body, {question.key: question for question in step.questions})),
        needs_law=content.get("needs_law", False),
        missing_reviews=tuple(content.get("missing_reviews", ())),
    )


def _origins(chapters: Iterable[Chapter], versions: Iterable[LessonVersion], around: Around) -> tuple[Origin, ...]:
    """The sources in their order, each with the principles that the lessons name."""
    named = {key for version in versions for key in keys_in(version.content.get("principles", ""))}
    named |= {
        principle.key
        for chapter in chapters
        for part in chapter.parts
        if isinstance(part, SourceNote)
        for principle in part.principles
    }
    found: dict[tuple[str, str, str], list[PrincipleView]] = {}
    for key, principle in around.principles.items():
        if key in named:
            found.setdefault((principle.source_title, principle.year, principle.credit), []).append(principle)
    return tuple(Origin(*source, tuple(principles)) for source, principles in found.items())


def _words(chapters: Iterable[Chapter], sheets: Iterable[Sheet]) -> tuple[Word, ...]:
    """The glossary's words that stand in the text, by alphabet. One query."""
    text = " ".join(
        chain(
            (paper.plain(part) for chapter in chapters for part in chapter.parts),
            (section.text for sheet in sheets for section in sheet.sections),
        )
    )
    return tuple(
        Word(
            term=term.term,
            meaning=term.meaning,
            said=tuple((one.value["language"], one.value["word"]) for one in term.translations),
        )
        for term in GlossaryTerm.objects.order_by("term")
        if re.search(rf"\b{re.escape(term.term)}", text, re.IGNORECASE)
    )
