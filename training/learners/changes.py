"""What changed since a certificate: for its holder, who asked. Nothing is recorded, and nobody else is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from certificates.models import Certificate
from modules import catalogue, changes
from modules.models import CourseVersion, LessonVersion
from modules.outline import Outline, Step, StepKind, is_for
from quizzes.models import ScenarioVersion
from quizzes.terms import Role
from training.models import CourseStart

MONTHS_TO_REFRESH = 24  # curriculum, part F: from then on a refresher is offered even if little changed

MINUTES_TO_REFRESH = 30
STEPS_THAT_CAME_OR_WENT = frozenset({"lesson-added", "lesson-removed", "scenario-added", "scenario-removed"})


@dataclass(frozen=True)
class ChangedStep:
    """A lesson or scenario. `notes`: what its authors said of the newer words, oldest first.

    `slug`: where it stands in the holder's own place; empty where it does not.
    """

    step: Step
    notes: tuple[str, ...] = ()
    slug: str = ""


@dataclass(frozen=True)
class Since:
    """What changed since a certificate. `newest`: the version of the course today, None if there is no such course.

    `slug`: of the course today; `place`: of the course in which the holder has a place, empty if there is none.
    `course`: sentences about the course as a whole.
    """

    certificate: Certificate
    newest: CourseVersion | None
    slug: str = ""
    place: str = ""
    added: tuple[Step, ...] = ()
    removed: tuple[Step, ...] = ()
    changed: tuple[ChangedStep, ...] = ()
    course: tuple[str, ...] = ()
    refresher: tuple[ChangedStep, ...] = ()

    @property
    def is_newer(self) -> bool:
        """Whether the course itself has a newer version."""
        return self.newest is not None and self.newest.number > self.certificate.course_version

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.course)

    @property
    def minutes(self) -> int:
        """How long the refresher takes."""
        return sum(one.step.minutes for one in self.refresher)


def since(certificate: Certificate, role: Role | None, on: date) -> Since:
    """What changed since this certificate, for a holder with this role. Four queries, however much changed."""
    found = _versions(certificate)
    if not found:
        return Since(certificate, None)
    old, new = catalogue.outline_of(found[0]), catalogue.outline_of(found[-1])
    place = _place(certificate)
    changed = tuple(_changed(certificate, old, new, place))
    return Since(
        certificate=certificate,
        newest=found[-1],
        slug=new.slug,
        place=place.slug if place else "",
        added=tuple(step for step in new.steps if step.key not in old.steps_by_key),
        removed=tuple(step for step in old.steps if step.key not in new.steps_by_key),
        changed=changed,
        course=tuple(_of_course(old, new)),
        refresher=_refresher(changed, place, role, is_due=_months(certificate, on) >= MONTHS_TO_REFRESH),
    )


def _versions(certificate: Certificate) -> list[CourseVersion]:
    """The certificate's version of the course and the newest one; one of them where that is the same. One query."""
    if not _is_key(certificate.course_key):
        return []
    versions = CourseVersion.objects.filter(key=certificate.course_key, language=certificate.language)
    newest = versions.order_by("-number").values("number")[:1]
    wanted = Q(number=certificate.course_version) | Q(number=Subquery(newest))
    return list(versions.filter(wanted, number__gte=certificate.course_version).order_by("number"))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _place(certificate: Certificate) -> Outline | None:
    """The outline of the holder's place in the course, if it is still there. One query."""
    mine = CourseStart.objects.select_related("version").filter(learner=certificate.learner_id)
    start = mine.filter(course_key=certificate.course_key).first()
    return catalogue.outline_of(start.version) if start else None


def _of_course(old: Outline, new: Outline) -> Iterator[str]:
    """What else changed in the order of the course, beside the steps that came and went."""
    for group in changes.compare_outlines(old, new).groups:
        yield from (changes.sentence(change) for change in group.changes if change.code not in STEPS_THAT_CAME_OR_WENT)


def _changed(certificate: Certificate, old: Outline, new: Outline, place: Outline | None) -> Iterator[ChangedStep]:
    """The steps that were there then and are there now, in newer words. Two queries."""
    notes = _notes(LessonVersion, certificate, new) | _notes(ScenarioVersion, certificate, new)
    for step in new.steps:
        if step.key in notes and step.key in old.steps_by_key:
            yield ChangedStep(step, notes[step.key], _slug_in(place, step))


def _slug_in(place: Outline | None, step: Step) -> str:
    mine = place.steps_by_key.get(step.key) if place else None
    return mine.slug if mine else ""


def _notes(model: Any, certificate: Certificate, outline: Outline) -> dict[str, tuple[str, ...]]:
    """By key, what was said of the versions that were published after the day of the certificate. One query."""
    rows = model.objects.filter(
        key__in=[UUID(step.key) for step in outline.steps],
        language=certificate.language,
        published_on__gt=certificate.completed_on,
        number__gt=1,  # the first words of a step are no newer ones
    )
    found: dict[str, tuple[str, ...]] = {}
    # A version without a note differs in nothing that can be read.
    for key, note in rows.exclude(note="").order_by("number").values_list("key", "note"):
        found[str(key)] = (*found.get(str(key), ()), note)
    return found


def _months(certificate: Certificate, on: date) -> int:
    done = certificate.completed_on or on
    return (on.year - done.year) * 12 + on.month - done.month - (on.day < done.day)


def _refresher(
    changed: Sequence[ChangedStep], place: Outline | None, role: Role | None, *, is_due: bool
) -> tuple[ChangedStep, ...]:
    """Changed lessons and one scenario, half an hour together: a changed one first, and one for the role."""
    if place is None or not (changed or is_due):
        return ()
    scenarios = [one for one in changed if one.slug and one.step.kind is StepKind.SCENARIO]
    scenarios += [ChangedStep(step, slug=step.slug) for step in place.steps if step.kind is StepKind.SCENARIO]
    scenarios.sort(key=lambda one: not is_for(one.step, role))
    scenarios = scenarios[:1]
    left = MINUTES_TO_REFRESH - sum(one.step.minutes for one in scenarios)
    lessons = [one for one in changed if one.slug and one.step.kind is StepKind.LESSON]
    together = accumulate(one.step.minutes for one in lessons)
    fitting = [one for one, minutes in zip(lessons, together, strict=True) if minutes <= left]
    return (*(fitting or lessons[:1]), *scenarios)
