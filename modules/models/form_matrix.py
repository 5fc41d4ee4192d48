"""The form matrix of a course: which forms of extremism its cases touch, module by module, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from modules import cross_extremism
from modules.cross_extremism import FEWEST_FORMS, MOST_SHARE, names_one_form
from modules.models import balance
from modules.models.balance import Case
from quizzes.labels import FORMS
from quizzes.terms import Form


@dataclass(frozen=True)
class CaseLink:
    """A case with the address of its form. `count`: how many of one kind the step has."""

    title: str
    kind: str
    address: str
    count: int = 1


@dataclass(frozen=True)
class Row:
    """A form of extremism: its cases by module, how many of all, and a word where something is wrong."""

    label: str
    cells: tuple[tuple[CaseLink, ...], ...]
    count: int
    share: str
    remark: str


@dataclass(frozen=True)
class Title:
    """A title that names a single form."""

    text: str
    form: str
    address: str


@dataclass(frozen=True)
class FormMatrix:
    """Everything that authors see about the forms of a course.

    `is_live`: as learners meet it; otherwise as it would be if every draft went live.
    """

    is_live: bool
    modules: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    problems: tuple[str, ...]
    titles: tuple[Title, ...]

    @property
    def most(self) -> str:
        """The greatest share of a named form, in words."""
        return percent(MOST_SHARE)

    @property
    def fewest(self) -> int:
        """How many named forms a course needs."""
        return FEWEST_FORMS


def form_matrix(course: Page, *, drafts: bool) -> FormMatrix:
    """The matrix of a course, as learners meet it or with every draft. Four queries, with drafts one more for each."""
    cases = balance.drafted_cases(course) if drafts else balance.live_cases(course)
    modules = _modules(course)
    mix = cross_extremism.mix(case.form for case in cases)
    return FormMatrix(
        is_live=not drafts,
        modules=tuple(module.title for module in modules),
        rows=tuple(_row(form, mix, cases, modules) for form in Form),
        total=mix.total,
        problems=tuple(balance.sentence(found) for found in cross_extremism.problems(case.form for case in cases)),
        titles=tuple(_titles(course, [course, *modules, *dict.fromkeys(case.step for case in cases)])),
    )


def percent(share: Fraction) -> str:
    """A share in words, exact to a tenth."""
    return _("%(number)s %%") % {"number": f"{float(share * 100):.1f}".removesuffix(".0")}


def _modules(course: Page) -> list[Page]:
    modules = apps.get_model("modules", "ModulePage").objects.child_of(course)
    return sorted(modules, key=lambda module: (module.number, str(module.path)))


def _row(form: Form, mix: cross_extremism.Mix, cases: Sequence[Case], modules: Sequence[Page]) -> Row:
    touching = [case for case in cases if case.form is form]
    return Row(
        label=capfirst(str(FORMS[form])),
        cells=tuple(_links(case for case in touching if case.step.path.startswith(module.path)) for module in modules),
        count=len(touching),
        share=percent(mix.share(form)),
        remark=_remark(form, mix),
    )


def _remark(form: Form, mix: cross_extremism.Mix) -> str:
    if form in mix.heavy:
        return _("too many")
    return _("missing") if form is Form.UNNAMED and not mix.counts.get(form) else ""


def _links(cases: Iterable[Case]) -> tuple[CaseLink, ...]:
    found: dict[tuple[int, bool], CaseLink] = {}
    for case in cases:
        key = (case.step.pk, case.is_scenario)
        kind = _("scenario") if case.is_scenario else _("case")
        count = found[key].count + 1 if key in found else 1
        found[key] = CaseLink(case.step.get_admin_display_title(), kind, _form_of(case.step), count)
    return tuple(found.values())


def _titles(course: Page, pages: Iterable[Page]) -> Iterable[Title]:
    language = course.locale.language_code
    for page in pages:
        form = names_one_form(page.title, language)
        if form is not None:
            yield Title(page.title, str(FORMS[form]), _form_of(page))


def _form_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
