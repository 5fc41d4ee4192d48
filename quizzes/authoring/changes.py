"""Changes of a scenario as people read them: a sentence each, and one sentence for all."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.engine.change import SENTENCES, Change, Changes, How, Part
from quizzes.labels import COMPETENCES, DOORS, FORMS, ROLES, SEATS, Label
from quizzes.terms import Competence, Door, Form, Role, Seat

LABELS: Mapping[type[StrEnum], Mapping[Any, Label]] = {
    Competence: COMPETENCES,
    Door: DOORS,
    Form: FORMS,
    Role: ROLES,
    Seat: SEATS,
}


def sentence(change: Change, sentences: Mapping[str, str] = SENTENCES) -> str:
    """The change as a sentence in the language of the reader."""
    return _(sentences[change.code]) % {name: named(value) for name, value in change.parameters.items()}


def named(value: str | tuple[str, ...]) -> str:
    """A word, or several with commas between; words of the field by their label, nothing as “none”."""
    words = (value,) if isinstance(value, str) else value
    return ", ".join(str(LABELS[type(word)][word]) if isinstance(word, StrEnum) else word for word in words) or _(
        "none"
    )


def summary(changes: Changes) -> str:
    """All changes in one plain sentence, by number: "3 scenes changed, 1 ending added." Empty for no change."""
    found = ", ".join(_counts(changes))
    return f"{found[:1].upper()}{found[1:]}." if found else ""


def _counts(changes: Changes) -> Iterator[str]:
    for part in (Part.SCENE, Part.ENDING):
        for how in (How.ADDED, How.REMOVED, How.CHANGED):
            if number := changes.count(part, how):
                yield _count(part, how, number) % {"number": number}
    if changes.count(Part.PEOPLE, How.CHANGED):
        yield _("the people changed")
    if changes.count(Part.THREADS, How.CHANGED):
        yield _("the threads changed")
    if changes.count(Part.SCENARIO, How.CHANGED):
        yield _("the frame changed")
    if any(group.part is Part.VARIANT for group in changes.groups):
        yield _("words for another role changed")


def _count(part: Part, how: How, number: int) -> str:
    if part is Part.SCENE:
        return {
            How.ADDED: ngettext("%(number)s scene added", "%(number)s scenes added", number),
            How.REMOVED: ngettext("%(number)s scene taken out", "%(number)s scenes taken out", number),
            How.CHANGED: ngettext("%(number)s scene changed", "%(number)s scenes changed", number),
        }[how]
    return {
        How.ADDED: ngettext("%(number)s ending added", "%(number)s endings added", number),
        How.REMOVED: ngettext("%(number)s ending taken out", "%(number)s endings taken out", number),
        How.CHANGED: ngettext("%(number)s ending changed", "%(number)s endings changed", number),
    }[how]
