"""What each page and row must hold, from the entries of the folder. Plain values; nothing is written here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from django.utils.html import escape

from modules.curriculum.folder import Curriculum, Placed
from modules.curriculum.questions import asked_in, key_of, question_of
from modules.curriculum.shapes import (
    CountryEntry,
    CourseEntry,
    HandoutEntry,
    ItemEntry,
    LessonEntry,
    ModuleEntry,
    Profession,
    ScenarioPlace,
    Vignette,
)
from quizzes import shapes
from quizzes.authoring import scenarios
from quizzes.authoring.questions import to_block
from quizzes.authoring.raw import Raw, items, stored
from quizzes.blocks.keys import join_keys
from quizzes.engine.graph import Graph
from quizzes.questions.kinds import Kind, Question
from quizzes.terms import Role

HOME_TITLE = "Practise the conversation before you have it"
HOME_SLUG = "tandem"


@dataclass(frozen=True)
class PlannedPage:
    """A page as it shall be. `parent`: name of the page above it. `lists`: sentences that are child rows."""

    name: str
    kind: str
    key: UUID
    parent: str
    fields: Mapping[str, Any]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    placed: Placed[Any] | None = None

    @property
    def digest(self) -> str:
        return _digest([self.fields, self.lists])


@dataclass(frozen=True)
class PlannedRow:
    """A row as it shall be. `by`: the fields that find it. `entries`: rows that belong to it."""

    name: str
    kind: str
    by: Mapping[str, Any]
    fields: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...] = ()
    placed: Placed[Any] | None = None

    @property
    def digest(self) -> str:
        return _digest([self.by, self.fields, self.entries])


def _digest(value: Any) -> str:
    return hashlib.sha256(shapes.canonical(_plain(value))).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal | date | UUID) else value


# ---- pages


def planned_pages(curriculum: Curriculum) -> list[PlannedPage]:
    """Every page from the top down, brothers in their order."""
    course = curriculum.course.entry
    pages = [_home(curriculum.course), _course(curriculum.course)]
    for module in curriculum.modules:
        pages.append(_module(module, course))
        pages += [
            _lesson(lesson, curriculum) for lesson in curriculum.lessons if lesson.entry.module == module.entry.number
        ]
        pages += [
            _scenario(scenario, course)
            for scenario in curriculum.scenarios
            if scenario.entry[0].module == module.entry.number
        ]
    return pages


def _home(placed: Placed[CourseEntry]) -> PlannedPage:
    words = placed.entry.home
    fields = {
        "title": words.title if words else HOME_TITLE,
        "slug": HOME_SLUG,
        "lead": words.lead if words else placed.entry.lead,
    }
    return PlannedPage("home", "home", key_of("", "home", placed.entry.language), "", fields, placed=placed)


def _course(placed: Placed[CourseEntry]) -> PlannedPage:
    entry = placed.entry
    fields = {
        "title": entry.title,
        "slug": entry.slug,
        "lead": entry.lead,
        "audience": entry.audience,
        "not_this": _sentences("not_this", entry.not_this),
        "done": _sentences("done", entry.done),
        "done_note": entry.done_note,
        "hours": Decimal(entry.hours.self_study),
        "hours_practice": Decimal(entry.hours.practice),
        "hours_optional": Decimal(entry.hours.optional_each),
        "certificate_says": _sentences("says", entry.certificate.says),
        "certificate_says_not": _sentences("says_not", entry.certificate.says_not),
        "certificate_statement": entry.certificate.statement,
        "licence": entry.licence,
        "review_note": entry.review_note or "Starter content, not yet reviewed in tandem.",
    }
    name = course_name(entry)
    key = key_of(entry.slug, "course", "")
    return PlannedPage(name, "course", key, "home", fields, {"outcomes": entry.outcomes}, placed)


def _module(placed: Placed[ModuleEntry], course: CourseEntry) -> PlannedPage:
    entry = placed.entry
    fields = {
        "title": entry.title,
        "slug": entry.slug,
        "number": entry.number,
        "topic": entry.topic,
        "lead": entry.lead,
        "counts": entry.counts,
        "minutes_lessons": entry.minutes.lessons,
        "minutes_scenario": entry.minutes.scenario,
        "minutes_questions": entry.minutes.items,
        "minutes_face_to_face": entry.practice_minutes.face_to_face,
        "minutes_tandem": entry.practice_minutes.tandem,
        "aims": _sentences("aims", entry.aims),
        **_by_role(entry.roles),
        # The loader puts the page in the place of its name: a page has no id before it is there.
        "replay": [stored("scenario", f"replay/{key}", _name(course, "scenario", key)) for key in entry.replay],
        "replay_hint": entry.replay_hint,
    }
    name = _name(course, "module", str(entry.number))
    return PlannedPage(
        name, "module", key_of(course.slug, "module", str(entry.number)), course_name(course), fields, placed=placed
    )


def _lesson(placed: Placed[LessonEntry], curriculum: Curriculum) -> PlannedPage:
    entry, course = placed.entry, curriculum.course.entry
    lead, *_rest = _paragraphs(entry.text)
    handout = next((handout.entry for handout in curriculum.handouts if handout.entry.key == entry.handout), None)
    fields = {
        "title": entry.title,
        "slug": entry.slug,
        "label": entry.id,
        "minutes": entry.minutes,
        "lead": lead,
        "principles": join_keys(entry.why),
        "needs_law": entry.needs_law,
        "body": _body(entry, curriculum, handout),
        **_reviews({*entry.review, *(handout.review if handout else ())}),
    }
    name, module = _name(course, "lesson", entry.id), _name(course, "module", str(entry.module))
    return PlannedPage(name, "lesson", key_of(course.slug, "lesson", entry.id), module, fields, placed=placed)


def _scenario(placed: Placed[tuple[ScenarioPlace, Graph]], course: CourseEntry) -> PlannedPage:
    place, graph = placed.entry
    fields = {
        **scenarios.to_fields(graph),
        "slug": place.slug,
        "form_note": place.form_note,
        **_reviews(set(place.review)),
    }
    name, module = _name(course, "scenario", place.id), _name(course, "module", str(place.module))
    return PlannedPage(name, "scenario", key_of(course.slug, "scenario", place.id), module, fields, placed=placed)


def course_name(course: CourseEntry) -> str:
    """The name of the course's page among the planned ones."""
    return f"{course.slug}/course"


def _name(course: CourseEntry, kind: str, key: str) -> str:
    return f"{course.slug}/{kind}/{key}"


def _reviews(professions: set[Profession]) -> dict[str, bool]:
    return {
        "needs_lawyer": Profession.LAWYER in professions,
        "needs_clinician": Profession.CLINICIAN in professions,
    }


def _by_role(roles: Mapping[Role, str]) -> dict[str, str]:
    return {role.value.replace("-", "_"): roles.get(role, "") for role in Role}


def _sentences(path: str, sentences: tuple[str, ...]) -> list[Raw]:
    return [stored("sentence", f"{path}/{number}", text) for number, text in enumerate(sentences)]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _body(entry: LessonEntry, curriculum: Curriculum, handout: HandoutEntry | None) -> list[Raw]:
    _lead, *rest = _paragraphs(entry.text)
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in rest)
    questions = _questions(entry, curriculum)
    parts: list[tuple[str, Any]] = [
        ("notice", {"text": entry.notice} if entry.notice else None),
        ("source", {"text": entry.source.text, "principles": join_keys(entry.source.why)}),
        ("text", html),
        ("callout", {"text": entry.callout} if entry.callout else None),
        *_vignettes(entry.vignettes),
        ("role_text", _by_role(entry.roles) if entry.roles else None),
    ]
    path = f"lessons/{entry.id}"
    after: list[tuple[str, Any]] = [
        ("tandem", _task(entry.tandem)),
        ("face_to_face", _task(entry.offline)),
        ("handout", _handout(handout)),
    ]
    blocks = [stored(name.partition("/")[0], f"{path}/{name}", value) for name, value in parts if value]
    blocks += [to_block(question) for question in questions]
    return blocks + [stored(kind, f"{path}/{kind}", value) for kind, value in after if value]


def _questions(entry: LessonEntry, curriculum: Curriculum) -> list[Question]:
    course = curriculum.course.entry.slug
    entries: dict[str, ItemEntry] = {item.entry.id: item.entry for item in curriculum.items}
    questions = [question_of(entries[key], course) for key in asked_in(curriculum)[entry.id]]
    if entry.reflect:
        own = str(key_of(course, "reflection", entry.id))
        questions.append(Question(own, Kind.REFLECTION, entry.reflect))
    return questions


def _vignettes(vignettes: Iterable[Vignette]) -> list[tuple[str, Raw]]:
    """The cases with their names: "vignette", "vignette/2"."""
    names = ("vignette" if number == 1 else f"vignette/{number}" for number in count(1))
    values = (
        {"text": vignette.text, "form": vignette.form.value, "form_note": vignette.form_note} for vignette in vignettes
    )
    return list(zip(names, values, strict=False))


def _task(task: Any) -> Raw | None:
    return {"title": task.title, "text": task.text, "minutes": task.minutes} if task else None


def _handout(handout: HandoutEntry | None) -> Raw | None:
    if handout is None:
        return None
    path = f"handouts/{handout.key}"
    sections = [
        (
            str(number),
            {
                "heading": section.heading,
                "text": section.text,
                "items": items(f"{path}/{number}", ((str(place), text) for place, text in enumerate(section.items))),
                "lines": section.lines,
            },
        )
        for number, section in enumerate(handout.sections)
    ]
    return {
        "title": handout.title,
        "about": handout.about,
        "sections": items(path, sections),
        "figure": handout.figure.value if handout.figure else "",
        "pages": handout.pages,
        "document": None,
    }


# ---- rows


def planned_rows(curriculum: Curriculum) -> list[PlannedRow]:
    """Every source, principle, note, card, term and country card, what is needed first coming first."""
    return [
        *(
            PlannedRow(f"source/{key}", "source", {"key": key}, vars(placed.entry), placed=placed)
            for key, placed in curriculum.sources.items()
        ),
        *(_principle(number, placed) for number, placed in enumerate(curriculum.principles)),
        *(
            PlannedRow(
                f"note/{placed.entry.key}",
                "note",
                {"key": placed.entry.key},
                {"text": placed.entry.text, "position": number},
                placed=placed,
            )
            for number, placed in enumerate(curriculum.notes)
        ),
        *(_card(number, placed) for number, placed in enumerate(curriculum.cards)),
        *(_term(placed) for placed in curriculum.terms),
        *(_country(placed, language) for placed in curriculum.countries for language in placed.entry.languages),
    ]


def _principle(number: int, placed: Placed[Any]) -> PlannedRow:
    entry = placed.entry
    fields = {"source": entry.key.split("-")[0], "text": entry.text, "binds": entry.binds, "position": number}
    return PlannedRow(f"principle/{entry.key}", "principle", {"key": entry.key}, fields, placed=placed)


def _card(number: int, placed: Placed[Any]) -> PlannedRow:
    entry = placed.entry
    path = f"cards/{entry.key}"
    fields = {
        "kind": entry.kind,
        "title": entry.title,
        "text": entry.text,
        "principles": join_keys(entry.why),
        "facts": [stored("fact", f"{path}/facts/{at}", dict(vars(fact))) for at, fact in enumerate(entry.facts)],
        "links": [stored("link", f"{path}/links/{at}", dict(vars(link))) for at, link in enumerate(entry.links)],
        "credits": [stored("credit", f"{path}/credits/{at}", text) for at, text in enumerate(entry.credits)],
        "note": entry.note,
        "position": number,
    }
    return PlannedRow(f"card/{entry.key}", "card", {"key": entry.key}, fields, placed=placed)


def _term(placed: Placed[Any]) -> PlannedRow:
    entry = placed.entry
    translations = [
        stored(
            "translation",
            f"glossary/{entry.key}/{language}",
            {"language": language, "word": word, "unsure": language in entry.unsure},
        )
        for language, word in entry.translations.items()
    ]
    fields = {
        "term": entry.term,
        "meaning": entry.meaning,
        "translations": translations,
        "note": entry.note,
        "status": entry.status,
    }
    return PlannedRow(f"term/{entry.key}", "term", {"key": entry.key}, fields, placed=placed)


def _country(placed: Placed[CountryEntry], language: str) -> PlannedRow:
    entry = placed.entry
    fields = {
        "name": entry.name,
        "sample": entry.sample,
        "emergency_number": entry.emergency_number,
        "reviewed_on": date.fromisoformat(entry.reviewed_on) if entry.reviewed_on else None,
        "reviewers": entry.reviewed_by,
    }
    roles = tuple(
        {
            "role": role.value,
            "duty_to_report": words.duty_to_report,
            "confidentiality": words.confidentiality,
            "testimony": words.testimony,
            "services": "\n".join(words.local_services),
            "exit_service": words.exit_service,
            "emergency_number": words.emergency_number,
        }
        for role, words in entry.roles.items()
    )
    by = {"country": entry.code, "language": language}
    return PlannedRow(f"country/{entry.code}/{language}", "country", by, fields, roles, placed)
