"""What each file of the folder holds, as values. Names are those of the files; unknown and missing ones are refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quizzes.questions.kinds import Kind
from quizzes.terms import Form, Role


class Profession(StrEnum):
    """Who has to read something before real use."""

    LAWYER = "lawyer"
    CLINICIAN = "clinician"


class Figure(StrEnum):
    """A drawing on a handout."""

    WHEEL = "wheel"


@dataclass(frozen=True)
class CourseHours:
    """Hours as text, for instance 3.5."""

    self_study: str
    practice: str = "0"
    with_practice: str = "0"
    optional_each: str = "0"


@dataclass(frozen=True)
class CertificateKind:
    """A kind of record. Only its words are here; the rules are in the code."""

    key: str
    title: str
    hours: str
    text: str


@dataclass(frozen=True)
class CertificateWords:
    """What the certificate says and does not say."""

    kinds: tuple[CertificateKind, ...] = ()
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    statement: str = ""


@dataclass(frozen=True)
class HomeWords:
    """The first sentences of the site."""

    title: str
    lead: str


@dataclass(frozen=True)
class CourseEntry:
    """course.yaml."""

    slug: str
    title: str
    lead: str
    audience: str
    hours: CourseHours
    outcomes: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    done_note: str = ""
    certificate: CertificateWords = field(default_factory=CertificateWords)
    language: str = "en"
    review_note: str = ""
    licence: str = ""
    home: HomeWords | None = None


@dataclass(frozen=True)
class ModuleMinutes:
    """On screen."""

    lessons: int
    scenario: int
    items: int


@dataclass(frozen=True)
class PracticeMinutes:
    """In a room with other people."""

    face_to_face: int = 0
    tandem: int = 0


@dataclass(frozen=True)
class ModuleEntry:
    """One of modules.yaml."""

    number: int
    slug: str
    title: str
    topic: str
    lead: str
    minutes: ModuleMinutes
    counts: bool
    practice_minutes: PracticeMinutes = field(default_factory=PracticeMinutes)
    aims: tuple[str, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    replay: tuple[str, ...] = ()
    replay_hint: str = ""


@dataclass(frozen=True)
class SourceNote:
    """Why a lesson is there, in our words."""

    text: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Vignette:
    """An invented case."""

    text: str
    form: Form
    form_note: str = ""


@dataclass(frozen=True)
class Task:
    """Something to do with somebody."""

    title: str
    text: str
    minutes: int


@dataclass(frozen=True)
class LessonEntry:
    """One of lessons.yaml. The first paragraph of `text` is its lead."""

    id: str
    module: int
    slug: str
    title: str
    minutes: int
    text: str
    source: SourceNote
    why: tuple[str, ...]
    callout: str = ""
    notice: str = ""
    vignette: Vignette | None = None
    more_vignettes: tuple[Vignette, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    reflect: str = ""
    check: tuple[str, ...] = ()
    tandem: Task | None = None
    offline: Task | None = None
    handout: str = ""
    needs_law: bool = False
    review: tuple[Profession, ...] = ()

    @property
    def vignettes(self) -> tuple[Vignette, ...]:
        """All case vignettes in order."""
        return (*((self.vignette,) if self.vignette else ()), *self.more_vignettes)


@dataclass(frozen=True)
class OptionEntry:
    """t: text, ok: it fits, fb: what is said when it is picked."""

    t: str
    fb: str
    ok: bool = False


@dataclass(frozen=True)
class ItemEntry:
    """One of items.yaml."""

    id: str
    type: Kind
    prompt: str
    why: tuple[str, ...]
    options: tuple[OptionEntry, ...] = ()
    sequence: tuple[str, ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()
    scale: tuple[str, ...] = ()
    about: str = ""
    fb: str = ""


@dataclass(frozen=True)
class HandoutSection:
    """A part of a handout. `lines`: empty lines to write on."""

    heading: str
    text: str = ""
    items: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class HandoutEntry:
    """One of handouts.yaml."""

    key: str
    lesson: str
    title: str
    about: str
    sections: tuple[HandoutSection, ...]
    figure: Figure | None = None
    pages: int = 1
    review: tuple[Profession, ...] = ()


@dataclass(frozen=True)
class SourceEntry:
    """A source of principles.yaml, by key."""

    title: str
    credit: str
    year: str = ""
    note: str = ""


@dataclass(frozen=True)
class PrincipleEntry:
    """One idea of a source. The key begins with the key of the source: S4-26."""

    key: str
    text: str
    binds: bool = False


@dataclass(frozen=True)
class NoteEntry:
    """Where sources clash or err, and what was decided."""

    key: str
    text: str


@dataclass(frozen=True)
class FactEntry:
    """A figure or a date."""

    label: str
    value: str


@dataclass(frozen=True)
class LinkEntry:
    """A place to read on."""

    label: str
    external: bool = True
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class CardEntry:
    """One of cards.yaml."""

    key: str
    kind: str
    title: str
    text: str
    why: tuple[str, ...]
    facts: tuple[FactEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    credits: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class TermEntry:
    """One of glossary.yaml."""

    key: str
    term: str
    meaning: str
    translations: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    note: str = ""
    status: str = ""


@dataclass(frozen=True)
class CountryRoleEntry:
    """What holds in a country for one role."""

    duty_to_report: str = ""
    confidentiality: str = ""
    testimony: str = ""
    local_services: tuple[str, ...] = ()
    exit_service: str = ""
    emergency_number: str = ""


@dataclass(frozen=True)
class CountryEntry:
    """One of country.yaml."""

    code: str
    name: str
    emergency_number: str
    roles: Mapping[Role, CountryRoleEntry]
    sample: bool = False
    languages: tuple[str, ...] = ("en",)
    reviewed_on: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True)
class ScenarioPlace:
    """What a scenario file says about its page; the rest is the scenario."""

    id: str
    module: int
    slug: str
    form_note: str = ""
    review: tuple[Profession, ...] = ()
