"""Scenarios as text: what a text says, whether a page can hold it, and how it becomes a draft. Nothing publishes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from modules.models import ModulePage, Principle, ScenarioPage
from quizzes.authoring import scenarios
from quizzes.authoring.errors import no_principle, sentence
from quizzes.blocks.keys import KEY
from quizzes.engine import checking
from quizzes.engine.graph import Graph, Variant
from quizzes.engine.twee import ERRORS, NOTES, Note, Reading, TweeError, to_twee
from quizzes.engine.twine import PAGE_LIMIT, decoded, read_story

IMPORTED = "modules.import_story"  # the log entry that keeps what a story lost on its way
OURS = re.compile(r"::[^\[]*+\[(?:[^\]]*\s)?tandem[\s\]]")
REFUSED = "refused"
WITHOUT_US = gettext_noop(
    "No passage with the tag “tandem” says who is in the room and where. A story from elsewhere is read as a file."
)
NOTED = 200  # signs of a story that a note repeats


@dataclass(frozen=True)
class Finding:
    """Something to look at in a text, with its line. `severity`: refused, error, warning or note."""

    line: int
    sentence: str
    severity: str


@dataclass(frozen=True)
class Upload:
    """A file that was read. `graph`: of a story written elsewhere; None for a text in our own form."""

    text: str
    notes: tuple[Note, ...] = ()
    graph: Graph | None = None


class Moved(Exception):
    """The page has a newer revision than the one that the text was made from."""


# ---- reading


def uploaded(file: UploadedFile[bytes], default_title: str) -> Upload:
    """The text of a file, and the scenario of a story written elsewhere. Raises TweeError."""
    content = file.read(PAGE_LIMIT + 1)
    if len(content) > PAGE_LIMIT:
        raise TweeError(1, "too-long", limit=f"{PAGE_LIMIT:,}")
    text, notes = decoded(content)
    return understood(text, default_title, notes)


def understood(text: str, default_title: str, notes: tuple[Note, ...] = ()) -> Upload:
    """The text in our own form as it is; of a story written elsewhere, its scenario. Raises TweeError."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _is_ours(text):
        return Upload(text, notes)
    story = read_story(text, default_title)
    return Upload(to_twee(story.graph), (*notes, *story.notes), story.graph)


def _is_ours(text: str) -> bool:
    """Whether one passage says that it describes a scenario. Cheaper than reading, and never refuses."""
    return any(OURS.match(line) for line in text.split("\n"))


def into(draft: ScenarioPage, story: Graph) -> Graph:
    """The scenes of a story in the room of this draft, whose people, setting and threads it does not know."""
    old = draft.graph()
    return replace(old, title=story.title, start=story.start, scenes=story.scenes, endings=story.endings, variants=())


# ---- checking


def refusal(error: TweeError) -> Finding:
    """Why a text is refused, in the language of the reader."""
    return Finding(error.line, _(ERRORS[error.code]) % error.parameters, REFUSED)


def noted(note: Note) -> str:
    """What was changed or left out, in the language of the reader."""
    return _(NOTES[note.code]) % note.parameters


def findings(reading: Reading) -> list[Finding]:
    """What a page cannot hold, what keeps the scenario from being published, what to look at, and what was left out."""
    graph = reading.graph
    found = [*_unfit(reading), *_problems(reading)]
    unknown = Principle.unknown(scenarios.principles_in(graph))
    for scene in graph.scenes if unknown else ():
        for choice in scene.choices:
            line = reading.lines[(scene.key, choice.key)][0]
            found += [Finding(line, no_principle(key), "error") for key in choice.principles if key in unknown]
    found += [Finding(note.line, noted(note), "note") for note in reading.notes]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.line)


def _problems(reading: Reading) -> Iterator[Finding]:
    for problem in checking.problems(reading.graph):
        # A form has no place for such an effect: it would be lost there in silence.
        severity = REFUSED if problem.code == "effect-range" else problem.severity.value
        yield Finding(reading.line_of(problem), sentence(problem), severity)


def _unfit(reading: Reading) -> Iterator[Finding]:
    """What no form of a page could hold or show again."""
    graph = reading.graph
    whole = reading.passages.get("", 1)
    title_line = reading.passages.get("StoryTitle", whole)
    if "" not in reading.passages:
        yield Finding(1, _(WITHOUT_US), "warning")
    for line, key in _keys(reading, whole):
        if not KEY.fullmatch(key):
            said = _("“%(key)s” cannot be a key. Use up to 40 letters, digits and hyphens, without spaces.")
            yield Finding(line, said % {"key": key[:40]}, REFUSED)
    if not graph.title.strip():
        yield Finding(title_line, _("The scenario has no title. Write it below :: StoryTitle."), REFUSED)
    if not 0 <= graph.minutes <= 600:
        yield Finding(
            reading.passages.get(":minutes", whole), _("Write the minutes as a number from 0 to 600."), REFUSED
        )
    for line, words, limit in _limits(reading, whole, title_line):
        if len(words) > limit:
            values = {"words": f"{words[:40]}…", "limit": limit, "count": len(words)}
            said = _("“%(words)s” has %(count)s characters; at most %(limit)s fit here. Shorten or divide it.") % values
            yield Finding(line, said, REFUSED)


def _keys(reading: Reading, whole: int) -> Iterator[tuple[int, str]]:
    """Line and key of everything that has one: others name it, with spaces between."""
    graph = reading.graph
    yield from ((whole, person.key) for person in graph.cast)
    yield from ((whole, thread.key) for thread in graph.threads)
    for scene in graph.scenes:
        yield reading.lines[(scene.key, "")][0], scene.key
        yield from ((reading.lines[(scene.key, choice.key)][0], choice.key) for choice in scene.choices)
    yield from ((reading.lines[(ending.key, "")][0], ending.key) for ending in graph.endings)


def _limits(reading: Reading, whole: int, title_line: int) -> Iterator[tuple[int, str, int]]:
    """Line, words and most characters of everything whose length a form limits."""
    graph = reading.graph
    yield title_line, graph.title, 255
    yield reading.passages.get("StoryData", whole), graph.start, 40
    rooms: list[tuple[int, Graph | Variant]] = [(whole, graph)]
    rooms += [(reading.passages[variant.role.value], variant) for variant in graph.variants]
    for place, part in rooms:
        of_field = reading.passages if part is graph else {}
        yield of_field.get(":setting", place), part.setting, 500
        yield of_field.get(":you", place), part.you, 120
        yield from ((place, words, 80) for person in part.cast for words in (person.name, person.about))
    yield from ((whole, thread.title, 120) for thread in graph.threads)
    for scene in graph.scenes:
        line = reading.lines[(scene.key, "")][0]
        yield line, scene.title, 80
        yield from ((line, spoken.direction, 500) for spoken in scene.lines)
    for ending in graph.endings:
        yield reading.lines[(ending.key, "")][0], ending.title, 120
    for variant in graph.variants:
        line = reading.passages[variant.role.value]
        yield from ((line, title, 120) for title in (*variant.titles.values(), *variant.threads.values()))
        yield from ((line, wording.title, 120) for wording in variant.endings.values())
        yield from ((line, spoken.direction, 500) for lines in variant.scenes.values() for spoken in lines)


# ---- saving


def base_of(page: ScenarioPage) -> str:
    """What names the newest draft of the page: saving by itself keeps the number and changes the time."""
    newest: Revision | None = page.latest_revision
    return f"{newest.pk}-{int(newest.created_at.timestamp() * 1000)}" if newest else ""


def filled(page: ScenarioPage, graph: Graph) -> ScenarioPage:
    """The page, unsaved, with this scenario. What a text does not hold stays: address, reviews, notes."""
    for name, value in scenarios.to_fields(graph).items():
        setattr(page, name, value)
    return page


@transaction.atomic
def save_draft(page: ScenarioPage, graph: Graph, *, base: str, user: Any, notes: Iterable[Note] = ()) -> None:
    """A new draft of the page. Raises Moved if somebody saved another since `base`."""
    current = ScenarioPage.objects.select_for_update().get(pk=page.pk)
    if base_of(current) != base:
        raise Moved
    draft = filled(current.get_latest_revision_as_object(), graph)
    revision = draft.save_revision(user=user, log_action=True, clean=False)
    _keep(draft, notes, revision, user)


@transaction.atomic
def new_scenario(module: ModulePage, graph: Graph, *, user: Any, notes: Iterable[Note]) -> ScenarioPage:
    """A new scenario below the module, as a draft, with what its text lost on the way."""
    page = filled(ScenarioPage(live=False, locale=module.locale, owner=user), graph)
    page.slug = _free_address(page, module)
    module.add_child(instance=page)
    revision = page.save_revision(user=user, clean=False)
    _keep(page, notes, revision, user, always=True)
    return page


def _free_address(page: ScenarioPage, module: Page) -> str:
    word = slugify(page.title)[:80] or "story"
    number, address = 1, word
    while page.slug_taken(address, module):
        number += 1
        address = f"{word}-{number}"
    return address


# ---- what was lost


def _keep(page: ScenarioPage, notes: Iterable[Note], revision: Revision, user: Any, *, always: bool = False) -> None:
    kept = packed(notes)
    if kept or always:
        log(instance=page, action=IMPORTED, user=user, revision=revision, data={"notes": kept})


def packed(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """The notes as JSON values, for the log of the page or a form."""
    return [
        {"line": note.line, "code": note.code, "passage": note.passage, "parameters": dict(note.parameters)}
        for note in notes
    ]


def unpacked(values: object) -> tuple[Note, ...]:
    """The notes that `packed` wrote; whatever else it is counts for nothing."""
    rows = values if isinstance(values, list) else []
    return tuple(note for row in rows[:2_500] if isinstance(row, dict) and (note := _unpacked(row)))


def _unpacked(row: dict[str, Any]) -> Note | None:
    line, code, passage, parameters = (row.get(name) for name in ("line", "code", "passage", "parameters"))
    if not isinstance(line, int) or not isinstance(passage, str) or not isinstance(parameters, dict):
        return None
    if (
        not isinstance(code, str)
        or code not in NOTES
        or not all(isinstance(value, str) for value in parameters.values())
    ):
        return None
    note = Note(line, code, passage[:NOTED], {str(name): value[:NOTED] for name, value in parameters.items()})
    try:
        noted(note)
    except KeyError:  # a place of the sentence is empty
        return None
    return note


def report_of(page: Page) -> Any:
    """The newest entry of the page's log that says what a story lost; None if there is none. One query."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=IMPORTED)
    return entries.select_related("user").order_by("-timestamp").first()
