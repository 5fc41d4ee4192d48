"""What the problems panel of the scenario editor says about a form that nobody has saved yet. Nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlock
from wagtail.models import Page

from modules.models import Principle, ScenarioPage
from modules.models.page_forms import SCENARIO_FIELDS
from quizzes.authoring import scenarios
from quizzes.authoring.errors import sentence, unknown_principles
from quizzes.authoring.places import Path, place_of
from quizzes.engine import checking
from quizzes.engine.checking import Severity
from quizzes.engine.graph import Graph

MOST = 200  # problems that one answer names; whoever has more does not read on


class Unreadable(Exception):
    """What was sent is no form of a scenario."""


@dataclass(frozen=True)
class Found:
    """A problem as the panel shows it.

    `where`: the scene, ending or field in words. `field`: the beginning of the names of the controls it lies at.
    """

    severity: str
    sentence: str
    where: str
    field: str


def answer(page: ScenarioPage, parent: Page, sent: QueryDict, user: Any) -> dict[str, Any]:
    """The problems of this form as JSON: errors first, then warnings, with a headline. About ten queries.

    `page` takes on what was sent and must not be saved afterwards.
    """
    try:
        found = list(_found(page, parent, sent, user))
    except (
        KeyError,
        ValueError,
        TypeError,
    ) as cause:  # Wagtail's blocks trust the counts and orders that they are sent
        raise Unreadable from cause
    found.sort(key=lambda problem: problem.severity != Severity.ERROR)
    errors = sum(problem.severity == Severity.ERROR for problem in found)
    return {
        "headline": _headline(errors, len(found) - errors),
        "errors": errors,
        "problems": [asdict(problem) for problem in found[:MOST]],
    }


def _headline(errors: int, warnings: int) -> str:
    if errors:
        words = ngettext("%(n)s thing to mend before you publish", "%(n)s things to mend before you publish", errors)
        return words % {"n": errors}
    if warnings:
        words = ngettext(
            "Nothing stands in the way of publishing. You may want to look at %(n)s thing again.",
            "Nothing stands in the way of publishing. You may want to look at %(n)s things again.",
            warnings,
        )
        return words % {"n": warnings}
    return _("Nothing stands in the way of publishing.")


def _found(page: ScenarioPage, parent: Page, sent: QueryDict, user: Any) -> Iterator[Found]:
    form_class = page.get_edit_handler().get_form_class()
    # As a draft is saved: gaps are allowed, so that the rules of scenarios see all that is there.
    draft = form_class(sent, instance=page, parent_page=parent, for_user=user)
    draft.defer_required_fields()
    draft.is_valid()
    graph = _graph(draft.cleaned_data, sent)
    said: set[Path] = set()
    if graph:
        unknown = Principle.unknown(scenarios.principles_in(graph))
        problems = [
            (problem.severity, place_of(graph, problem), sentence(problem)) for problem in checking.problems(graph)
        ]
        problems += [(Severity.ERROR, *principle) for principle in unknown_principles(graph, unknown)]
        for severity, path, text in problems:
            said.add(path)
            yield _shown(severity, text, path, sent, draft, graph)
    # As it is published: what else the form itself refuses.
    strict = form_class(sent, instance=page, parent_page=parent, for_user=user)
    for path, text in _errors_of(strict):
        if path not in said:
            yield _shown(Severity.ERROR, text, path, sent, strict, graph)
    for text in missing_translations(page, parent):
        yield Found(Severity.WARNING.value, text, _("Translations"), "")


def _graph(cleaned: Mapping[str, Any], sent: QueryDict) -> Graph | None:
    """The scenario of a form; None where its blocks hold what no block can."""
    if any(name not in cleaned for name in scenarios.STREAMS):
        return None
    return scenarios.to_graph(
        {name: cleaned.get(name, sent.get(name, "")) for name in SCENARIO_FIELDS} | _minutes(cleaned)
    )


def _minutes(cleaned: Mapping[str, Any]) -> dict[str, int]:
    return {"minutes": cleaned.get("minutes") or 0}


def missing_translations(page: ScenarioPage, parent: Page) -> list[str]:
    """A sentence for each language in which the course can be read and this scenario cannot. Three queries."""
    course = parent.get_parent()
    wanted = course.get_translations(inclusive=True).live().select_related("locale") if course else ()
    there = {page.locale_id or parent.locale_id}
    if page.pk:
        there |= set(page.get_translations(inclusive=True).values_list("locale_id", flat=True))
    missing = {other.locale for other in wanted if other.locale_id not in there}
    return [
        _("The course can be read in %(language)s, this scenario cannot. Translate it.") % {"language": name}
        for name in sorted(locale.get_display_name() for locale in missing)
    ]


# ---- What the form itself refuses


def _errors_of(form: Any) -> Iterator[tuple[Path, str]]:
    for name, errors in form.errors.as_data().items():
        for error in errors:
            yield from _flat(error, (name,))
    for name, formset in form.formsets.items():
        if not formset.is_valid():
            yield (name,), _("This part cannot be read. Load the page again.")


def _flat(error: ValidationError, path: Path) -> Iterator[tuple[Path, str]]:
    inside, own = getattr(error, "block_errors", None), getattr(error, "non_block_errors", None)
    if inside is None and own is None:
        yield path, " ".join(error.messages)
        return
    for message in own.as_data() if own else ():
        yield (*path, ""), " ".join(message.messages)
    for step, part in (inside or {}).items():
        yield from _flat(part, (*path, step))


# ---- Where it is


def _shown(severity: Severity, text: str, path: Path, sent: QueryDict, form: Any, graph: Graph | None) -> Found:
    return Found(severity.value, text, _where(path, form, graph), input_name(path, sent))


def _where(path: Path, form: Any, graph: Graph | None) -> str:
    field = str(path[0])
    if graph and len(path) > 1 and isinstance(path[1], int):
        number = path[1]
        if field == "scenes" and number < len(graph.scenes):
            scene = graph.scenes[number]
            return _("Scene %(number)s, %(title)s") % {"number": number + 1, "title": scene.title or scene.key}
        if field == "endings" and number < len(graph.endings):
            ending = graph.endings[number]
            return _("Ending %(number)s, %(title)s") % {"number": number + 1, "title": ending.title or ending.key}
    label = str(form.fields[field].label or field) if field in form.fields else _("This scenario")
    inside = _label(form.fields[field], path) if field in form.fields else ""
    return f"{label}, {inside}" if inside else label


def _label(field: Any, path: Path) -> str:
    """The name of the block's field that a path leads to; empty where it leads to a whole block or a plain field."""
    block: Any = getattr(field, "block", None)
    for step in path[1:]:
        if isinstance(step, int):  # each of our streams holds one kind of block
            block = next(iter(block.child_blocks.values())) if isinstance(block, StreamBlock) else block.child_block
        elif step:
            block = block.child_blocks[step]
    return str(block.label) if block and len(path) > 2 and path[-1] else ""


def input_name(path: Path, sent: QueryDict) -> str:
    """The beginning of the names of the controls at this path: numbers count what is kept, in its order of now."""
    if path[0] == NON_FIELD_ERRORS:
        return ""
    name = str(path[0])
    for step in path[1:]:
        if isinstance(step, int):
            name = f"{name}-{_kept(name, sent)[step]}-value"
        elif step:
            name = f"{name}-{step}"
    return name


def _kept(name: str, sent: QueryDict) -> list[int]:
    numbers = [at for at in range(int(str(sent[f"{name}-count"]))) if not sent[f"{name}-{at}-deleted"]]
    return sorted(numbers, key=lambda at: int(str(sent[f"{name}-{at}-order"])))
