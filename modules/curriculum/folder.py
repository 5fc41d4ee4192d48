"""The whole folder as values, each with its place. Every file is read before anything is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from modules.curriculum.reading import Document, Place, Problem, Refused, read
from modules.curriculum.shapes import (
    CardEntry,
    CountryEntry,
    CourseEntry,
    HandoutEntry,
    ItemEntry,
    LessonEntry,
    ModuleEntry,
    NoteEntry,
    PrincipleEntry,
    ScenarioPlace,
    SourceEntry,
    TermEntry,
)
from quizzes import shapes
from quizzes.engine.content import OF_THE_PAGE, from_yaml_mapping
from quizzes.engine.graph import Graph

Entry = TypeVar("Entry")
FILES = (
    "course.yaml", "modules.yaml", "principles.yaml", "lessons.yaml", "items.yaml", "handouts.yaml", "cards.yaml",
    "glossary.yaml", "country.yaml",
)  # fmt: skip


@dataclass(frozen=True)
class Placed(Generic[Entry]):
    """An entry and where it stands."""

    entry: Entry
    document: Document
    place: Place = ()

    def problem(self, reason: str, *inside: object) -> Problem:
        """A problem of this entry, or of a part inside it."""
        return Problem(self.document.file, self.document.line((*self.place, *inside)), reason)


@dataclass
class Curriculum:
    """Everything that the folder says."""

    course: Placed[CourseEntry]
    modules: list[Placed[ModuleEntry]] = field(default_factory=list)
    sources: dict[str, Placed[SourceEntry]] = field(default_factory=dict)
    principles: list[Placed[PrincipleEntry]] = field(default_factory=list)
    notes: list[Placed[NoteEntry]] = field(default_factory=list)
    lessons: list[Placed[LessonEntry]] = field(default_factory=list)
    items: list[Placed[ItemEntry]] = field(default_factory=list)
    handouts: list[Placed[HandoutEntry]] = field(default_factory=list)
    cards: list[Placed[CardEntry]] = field(default_factory=list)
    terms: list[Placed[TermEntry]] = field(default_factory=list)
    countries: list[Placed[CountryEntry]] = field(default_factory=list)
    scenarios: list[Placed[tuple[ScenarioPlace, Graph]]] = field(default_factory=list)


def read_folder(folder: Path) -> Curriculum:
    """The content folder. Raises Refused with every problem that the files have by themselves."""
    reader = _Reader(folder)
    curriculum = reader.curriculum()
    if reader.problems or curriculum is None:
        raise Refused(sorted(reader.problems))
    return curriculum


class _Reader:
    """Reads file after file and gathers what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def curriculum(self) -> Curriculum | None:
        documents = {name: self.document(name) for name in FILES}
        self.refuse_strangers()
        course = self.entry(CourseEntry, documents["course.yaml"], (), prepare=_numbers_as_text)
        principles = documents["principles.yaml"]
        result = Curriculum(
            course=course or Placed(_NO_COURSE, Document("course.yaml", {})),
            modules=self.list_of(ModuleEntry, documents["modules.yaml"]),
            sources=self.sources(principles),
            principles=self.list_of(PrincipleEntry, principles, ("principles",)),
            notes=self.list_of(NoteEntry, principles, ("notes",)) if _has(principles, "notes") else [],
            lessons=self.list_of(LessonEntry, documents["lessons.yaml"]),
            items=self.items(documents["items.yaml"]),
            handouts=self.list_of(HandoutEntry, documents["handouts.yaml"]),
            cards=self.list_of(CardEntry, documents["cards.yaml"]),
            terms=self.list_of(TermEntry, documents["glossary.yaml"]),
            countries=self.list_of(CountryEntry, documents["country.yaml"], prepare=_nothing_as_text),
            scenarios=self.scenarios(),
        )
        return result if course else None

    def document(self, name: str) -> Document | None:
        try:
            return read(self.folder / name, name)
        except Refused as refused:
            self.problems += refused.problems
            return None

    def refuse_strangers(self) -> None:
        for path in sorted(self.folder.glob("*.y*ml")):
            if path.name not in FILES:
                self.problems.append(Problem(path.name, 1, f"nothing reads this file; known are {', '.join(FILES)}"))

    def entry(
        self,
        shape: type[Entry],
        document: Document | None,
        place: Place,
        *,
        prepare: Callable[[Any], Any] | None = None,
    ) -> Placed[Entry] | None:
        if document is None:
            return None
        value = document.at(place)
        try:
            return Placed(shapes.read(shape, prepare(value) if prepare else value), document, place)
        except shapes.BadShape as error:
            self.bad(document, error, place)
            return None

    def bad(self, document: Document, error: shapes.BadShape, place: Place) -> None:
        reason = f"{error.path}: {error.problem}" if error.path else error.problem
        at = document.place_of(error.path, place)
        unknown = error.problem.removeprefix("unknown name: ")
        if (*at, unknown) in document.lines:
            at = (*at, unknown)
        self.problems.append(document.problem(reason, *at))

    def list_of(
        self,
        shape: type[Entry],
        document: Document | None,
        place: Place = (),
        *,
        prepare: Callable[[Any], Any] | None = None,
    ) -> list[Placed[Entry]]:
        if document is None:
            return []
        values = self.part(document, place)
        if not isinstance(values, list):
            self.problems.append(document.problem("a list expected", *place))
            return []
        entries = [self.entry(shape, document, (*place, number), prepare=prepare) for number in range(len(values))]
        return [entry for entry in entries if entry is not None]

    def part(self, document: Document, place: Place) -> Any:
        try:
            return document.at(place)
        except (KeyError, TypeError, IndexError):
            return None

    def sources(self, document: Document | None) -> dict[str, Placed[SourceEntry]]:
        values = self.part(document, ("sources",)) if document else {}
        if document is None or not isinstance(values, dict):
            return {}
        self.only(document, {"sources", "principles", "notes"})
        entries = {key: self.entry(SourceEntry, document, ("sources", key), prepare=_year_as_text) for key in values}
        return {str(key): entry for key, entry in entries.items() if entry is not None}

    def items(self, document: Document | None) -> list[Placed[ItemEntry]]:
        values = self.part(document, ("modules",)) if document else {}
        if document is None:
            return []
        if not isinstance(values, dict):
            self.problems.append(document.problem("modules: a mapping by the number of the module expected"))
            return []
        self.only(document, {"modules"})
        return [entry for number in values for entry in self.list_of(ItemEntry, document, ("modules", number))]

    def only(self, document: Document, known: set[str]) -> None:
        for name in document.value:
            if name not in known:
                self.problems.append(document.problem(f"unknown name: {name}", name))

    def scenarios(self) -> list[Placed[tuple[ScenarioPlace, Graph]]]:
        paths = sorted((self.folder / "scenarios").glob("*.yaml"))
        found = [self.scenario(path) for path in paths]
        return [scenario for scenario in found if scenario is not None]

    def scenario(self, path: Path) -> Placed[tuple[ScenarioPlace, Graph]] | None:
        document = self.document(f"scenarios/{path.name}")
        if document is None:
            return None
        place = self.entry(ScenarioPlace, document, (), prepare=_of_the_page)
        try:
            graph = from_yaml_mapping(document.value)
        except shapes.BadShape as error:
            self.bad(document, error, ())
            return None
        return Placed((place.entry, graph), document) if place else None


_NO_COURSE = shapes.read(
    CourseEntry, {"slug": "", "title": "", "lead": "", "audience": "", "hours": {"self_study": "0"}}
)


def _has(document: Document | None, name: str) -> bool:
    return bool(document and isinstance(document.value, dict) and name in document.value)


def _of_the_page(value: Any) -> Any:
    return {name: part for name, part in value.items() if name in OF_THE_PAGE} if isinstance(value, Mapping) else value


def _numbers_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _numbers_as_text(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_numbers_as_text(part) for part in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _year_as_text(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    year = value.get("year")
    return {**value, "year": str(year) if isinstance(year, int) else year or ""}


def _nothing_as_text(value: Any) -> Any:
    return {name: "" if part is None else part for name, part in value.items()} if isinstance(value, dict) else value


def repeated(entries: Iterable[Placed[Any]], key: Callable[[Any], str], name: str) -> list[Problem]:
    """A problem for each entry whose key was used before it."""
    first: dict[str, Placed[Any]] = {}
    found = []
    for placed in entries:
        value = key(placed.entry)
        if value in first:
            where = first[value]
            line = where.document.line(where.place)
            found.append(placed.problem(f"{name} “{value}” is used twice; first in {where.document.file}:{line}", name))
        first.setdefault(value, placed)
    return found
