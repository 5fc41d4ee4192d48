"""What the public pages show: courses and modules in their published words, and where a learner stands in them.

Without an open place every page takes at most four queries, however many modules, steps and sentences there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from certificates.page import limits_in
from modules import catalogue
from modules.catalogue import Released
from modules.models import CourseOutcome, CoursePage, CourseVersion, HomePage, ModulePage, Right
from modules.outline import ModuleOutline, Outline, Step, is_for
from quizzes.labels import ROLE_GROUPS, Label
from quizzes.terms import Role
from training.completion import Lack, ModuleDone
from training.learners import place
from training.learners.place import Place
from training.models import Learner

STITCH = 24  # width of one lesson in the row of stitches, gap included
READERS: Mapping[str, Label] = {"lawyer": _("a lawyer"), "clinician": _("a clinician")}
REVIEWERS: Mapping[Role, Label] = {
    Role.TEACHER: _("a teacher"),
    Role.POLICE: _("a police officer"),
    Role.SOCIAL_WORK: _("a social worker"),
    Role.PRISON_PROBATION: _("a prison or probation officer"),
}


class State(StrEnum):
    """Where a learner stands in a module."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Stitch:
    """A lesson in the row of stitches: where it is drawn, and whether it was read."""

    x: int
    is_read: bool


@dataclass(frozen=True)
class JobText:
    """What a module means in one job."""

    role: Role
    label: Label
    text: str


@dataclass(frozen=True)
class RoleOption:
    """A role in the start form."""

    role: Role
    label: Label
    is_chosen: bool


@dataclass(frozen=True)
class StepEntry:
    """A step in the list of a module. `role`: for a conversation, whom it is written for."""

    step: Step
    role: Label
    is_done: bool


@dataclass(frozen=True)
class ModuleEntry:
    """A module on a public page. `page`: its published words, None while it has none. `place`: the learner's."""

    module: ModuleOutline
    page: ModulePage | None
    place: Place | None = None

    @cached_property
    def done(self) -> ModuleDone | None:
        """How far the learner is; None without a place."""
        if self.place is None:
            return None
        return next(done for done in self.place.done.modules if done.module.key == self.module.key)

    @property
    def state(self) -> State | None:
        """Where the learner stands, None without a place."""
        if self.done is None or self.place is None:
            return None
        if self.done.is_done:
            return State.DONE
        begun = self.done.lessons_read or any(self.place.facts.attempts_at(step.key) for step in self.module.scenarios)
        return State.BEGUN if begun else State.NEW

    @property
    def next_step(self) -> Step | None:
        """The first open step of this module on the way of the learner's role; None when it needs nothing more."""
        if self.place is None or self.done is None:
            return None
        needs_scenario = bool({Lack.SCENARIO, Lack.DEBRIEF} & set(self.done.lacks))
        way = (*self.module.lessons, *(self.module.scenarios if needs_scenario else ()))
        role, done = self.place.role, self.place.done.steps
        return next((step for step in way if is_for(step, role) and step.key not in done), None)

    @property
    def practice_minutes(self) -> int:
        """Minutes in a room with others."""
        return self.page.minutes_face_to_face + self.page.minutes_tandem if self.page else 0

    @property
    def stitches(self) -> list[Stitch]:
        """A stitch per lesson, in order."""
        left = {step.key for step in self.done.lessons_left} if self.done else set()
        read = self.done is not None
        return [Stitch(STITCH * at, read and step.key not in left) for at, step in enumerate(self.module.lessons)]

    @property
    def width(self) -> int:
        """Width of the row of stitches."""
        return STITCH * len(self.module.lessons)

    @property
    def steps(self) -> list[StepEntry]:
        """The lessons, then the conversations, the learner's own first among them."""
        role = self.place.role if self.place else None
        done = self.place.done.steps if self.place else frozenset[str]()
        scenarios = sorted(self.module.scenarios, key=lambda step: not is_for(step, role))
        return [
            StepEntry(step, ROLE_GROUPS[step.role] if step.role else "", step.key in done)
            for step in (*self.module.lessons, *scenarios)
        ]

    @property
    def jobs(self) -> list[JobText]:
        """What the module means in each job that has a text."""
        texts = {role: self.page.text_for(role) for role in Role} if self.page else {}
        return [JobText(role, ROLE_GROUPS[role], text) for role, text in texts.items() if text]


@dataclass(frozen=True)
class CourseView:
    """A course on a public page. `page`: its published words, None for a course that was taken from the site.

    `place`: the learner's place in it. `elsewhere`: a place that is open in this browser, but only in another course.
    """

    outline: Outline
    page: CoursePage | None
    outcomes: tuple[str, ...]
    modules: tuple[ModuleEntry, ...]
    place: Place | None = None
    elsewhere: Place | None = None

    @property
    def counting(self) -> list[ModuleEntry]:
        """The modules that the certificate needs."""
        return [entry for entry in self.modules if entry.module.counts]

    @property
    def optional(self) -> list[ModuleEntry]:
        """The modules that may be added."""
        return [entry for entry in self.modules if not entry.module.counts]

    @property
    def language(self) -> str:
        """The language of the course, in that language."""
        return str(get_language_info(self.outline.language)["name_local"]).capitalize()

    @property
    def certificate_limits(self) -> str:
        """What its certificates print about what they are not, in their language."""
        return limits_in(self.outline.language).here

    @cached_property
    def next_step(self) -> Step | None:
        """Where the learner goes on; None without a place or when nothing is left."""
        return self.place.next_step() if self.place else None

    @property
    def next_module(self) -> ModuleOutline | None:
        """The module of the next step."""
        return self.outline.module_of(self.next_step) if self.next_step else None

    @property
    def is_done(self) -> bool:
        """Whether everything that counts is done."""
        return self.place is not None and self.place.done.is_done


@dataclass(frozen=True)
class ReviewNote:
    """Who has read a course. `is_whole`: two people approved everything that is live; `bypassed`: what nobody read."""

    is_whole: bool
    is_starter: bool
    reviewers: list[Label]
    steps_read: int
    steps: int
    bypassed: list[tuple[str, Released]]
    missing: list[tuple[str, list[Label]]]


@dataclass(frozen=True)
class Home:
    """The first page. `course`: the one that is shown with its modules; `others`: the rest, by title."""

    page: HomePage | None
    course: CourseView | None
    others: tuple[Outline, ...]


def home(language: str, learner: Learner | None) -> Home:
    """The first page. Four queries, two more with an open place.

    Shown with its modules is the course that the learner started last, for others the first by title.
    """
    outlines = [catalogue.outline_of(version) for version in catalogue.published_courses(language)]
    places = _places(learner)
    shown = places[-1].outline if places else next(iter(outlines), None)
    return Home(
        page=catalogue.home_page(language),
        course=_view(shown, places[-1:]) if shown else None,
        others=tuple(outline for outline in outlines if shown and outline.key != shown.key),
    )


def course(version: CourseVersion, learner: Learner | None) -> CourseView:
    """A course, in the learner's own version where a place is open. Two queries, four with an open place."""
    return _view(catalogue.outline_of(version), _places(learner))


def module(version: CourseVersion, slug: str, learner: Learner | None) -> tuple[Outline, ModuleEntry] | None:
    """A module and its course; None for an unknown address. One query, three with an open place."""
    outline, found = _own(catalogue.outline_of(version), _places(learner))
    wanted = tuple(module for module in outline.modules if module.slug == slug)
    return (outline, _entries(wanted, outline.language, found)[0]) if wanted else None


def role_options(learner: Learner | None) -> list[RoleOption]:
    """The roles of the start form, with the learner's own marked."""
    chosen = learner.role if learner else ""
    return [RoleOption(role, label, role == chosen) for role, label in ROLE_GROUPS.items()]


def review_note(view: CourseView) -> ReviewNote | None:
    """What the course page says about who has read the course; None for a course without a page. One query."""
    if view.page is None:
        return None
    found = catalogue.reviewed(view.page, view.outline.language)
    tandem = {release.key: release for release in found.releases if release.right == Right.TANDEM}
    keys = {step.key for step in view.outline.steps}
    titles = _titles(view.outline)
    return ReviewNote(
        is_whole=bool(tandem) and len(tandem) == len(found.releases) and keys <= tandem.keys(),
        is_starter=any(release.right == Right.STARTER for release in found.releases),
        reviewers=_professions(tandem.values()),
        steps_read=len(keys & tandem.keys()),
        steps=len(keys),
        bypassed=[
            (titles.get(release.key, view.outline.title), release)
            for release in found.releases
            if release.right == Right.BYPASS
        ],
        missing=[(step.title, [READERS[who] for who in step.who]) for step in found.missing],
    )


def _titles(outline: Outline) -> dict[str, str]:
    """The titles of modules and steps by key."""
    return {module.key: module.title for module in outline.modules} | {step.key: step.title for step in outline.steps}


def _professions(releases: Iterable[Released]) -> list[Label]:
    """The professions of those who approved, each once, in the order of the roles."""
    found = {profession for release in releases for profession in release.professions}
    return [REVIEWERS[role] for role in Role if role.value in found]


def _places(learner: Learner | None) -> list[Place]:
    return place.places_of(learner) if learner else []


def _own(outline: Outline, places: list[Place]) -> tuple[Outline, Place | None]:
    """The learner's own version of this course and the place in it, or the outline itself and None."""
    found = next((found for found in places if found.outline.key == outline.key), None)
    return (found.outline if found else outline), found


def _view(outline: Outline, places: list[Place]) -> CourseView:
    outline, found = _own(outline, places)
    page, outcomes = _words(outline)
    modules = tuple(_entries(outline.modules, outline.language, found))
    elsewhere = places[-1] if places and found is None else None
    return CourseView(outline, page, outcomes, modules, place=found, elsewhere=elsewhere)


def _words(outline: Outline) -> tuple[CoursePage | None, tuple[str, ...]]:
    """The published page and its outcomes: one query, two for a page without outcomes."""
    outcomes = list(
        CourseOutcome.objects.filter(
            course__translation_key=outline.key, course__locale__language_code=outline.language, course__live=True
        )
        .select_related("course")
        .order_by("sort_order", "pk")
    )
    if outcomes:
        return outcomes[0].course, tuple(outcome.text for outcome in outcomes)
    return catalogue.course_page(outline.slug, outline.language), ()


def _entries(modules: tuple[ModuleOutline, ...], language: str, found: Place | None) -> list[ModuleEntry]:
    """One query, however many modules."""
    pages = ModulePage.objects.filter(
        translation_key__in=[module.key for module in modules], locale__language_code=language, live=True
    )
    by_key = {str(page.translation_key): page for page in pages}
    return [ModuleEntry(module, by_key.get(module.key), found) for module in modules]
