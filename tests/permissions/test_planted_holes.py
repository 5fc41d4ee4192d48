"""The matrix is able to fail: each hole, planted on purpose, turns a cell of it red."""

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import QuerySet
from django.shortcuts import get_list_or_404

from certificates.models import CertificateQuerySet
from modules import catalogue
from modules.models import CourseVersion
from tests.permissions import addresses, matrix
from tests.permissions.test_admin import answers
from tests.permissions.world import World
from training import access, devices
from training.accounts import user_viewset
from training.coordinators import codes, completions
from training.learners import place, resuming, sharing
from training.middleware import PrivilegedNeedsFactor
from training.models import (
    CourseStart,
    Learner,
    LessonOpened,
    Organisation,
    OrganisationCode,
    Share,
    ShareHidden,
    ShareSeen,
)
from training.privacy import exporting

Plant = Callable[[pytest.MonkeyPatch], None]


def without_gate(name: str) -> Plant:
    """The view behind its decorator, for everybody."""
    pattern = addresses.named()[name]
    inside = inspect.unwrap(pattern.callback)

    def view(*args: Any, **kwargs: Any) -> Any:
        return inside(*args, **kwargs)

    view.audience = pattern.callback.audience  # type: ignore[attr-defined]
    return lambda patch: patch.setattr(pattern, "callback", view)


def instead(owner: Any, name: str, hole: Callable[..., Any]) -> Plant:
    """A function of the site that forgot to ask whose something is."""
    return lambda patch: patch.setattr(owner, name, hole)


def anybodys_place(learner: Learner, course: str) -> place.Place:
    return place.Place.of(learner, get_list_or_404(CourseStart, version__content__slug=course)[0])


def anybodys_branch(user: object) -> access.Branch:
    organisation = Organisation.objects.earliest("pk")
    return access.Branch(organisation, (organisation.pk,))


def place_that_is_noted(learner: Learner, course: str, step: str, kind: object = None) -> place.StepPlace:
    found = place.find(learner, course)
    LessonOpened.objects.create(start=found.start, lesson=found.outline.steps[0].key)
    return place.StepPlace(found, found.outline.steps_by_slug[step], found.outline.modules[0])


def rotated_for_anybody(branch: access.Branch, code: str) -> bool:
    return bool(OrganisationCode.objects.filter(code=code).update(is_open=False))


def everybodys_rows(model: Any, path: str, columns: tuple[str, ...], learner: Learner) -> list[Any]:
    return list(model.objects.values_list(*columns))


def everybodys_codes(branch: access.Branch) -> list[codes.OpenCode]:
    rows = OrganisationCode.objects.select_related("organisation")
    return [codes.OpenCode(row.organisation.name, row.code, codes.shown(row.code)) for row in rows]


def somebody() -> Learner:
    learner = Share.objects.earliest("pk").certificate.learner
    assert isinstance(learner, Learner)
    return learner


def somebodys_device(request: object, now: object) -> Learner:
    return somebody()


def somebodys_code(typed: str, now: object) -> resuming.Resumed:
    return resuming.Resumed(somebody())


def stopped_for_anybody(learner: Learner, public_id: object) -> bool:
    return bool(Share.objects.filter(public_id=public_id).delete()[0])


def everybodys_certificates(rows: CertificateQuerySet, learner: object) -> CertificateQuerySet:
    return rows.all()


def everybodys_shares(branch: access.Branch) -> QuerySet[Share]:
    return Share.objects.all()


def drafts_too(slug: str, language: str) -> CourseVersion | None:
    return CourseVersion.objects.filter(content__slug=slug).first()


HOLES: dict[str, tuple[Plant, str, str, str]] = {
    "lesson without the gate of learners": (without_gate("learn:step"), "learn:step", "visitor", "get"),
    "code without the gate of learners": (without_gate("mine:recovery_code"), "mine:recovery_code", "trainer", "post"),
    "claim without the gate of accounts": (without_gate("mine:claim"), "mine:claim", "visitor", "get"),
    "list without the gate of coordinators": (
        without_gate("coordinators:completions"), "coordinators:completions", "account", "get",
    ),
    "branch for everybody": (
        instead(access, "branch_of", anybodys_branch), "coordinators:completions", "account", "get",
    ),
    "branch for operators": (instead(access, "branch_of", anybodys_branch), "coordinators:export", "operator", "get"),
    "certificates visible to all": (
        instead(CertificateQuerySet, "visible_to", everybodys_certificates), "mine:certificate_pdf", "learner", "get",
    ),
    "certificates shared by all": (
        instead(CertificateQuerySet, "visible_to", everybodys_certificates), "mine:share", "account", "post",
    ),
    "share stopped by whoever knows its id": (
        instead(sharing, "stop", stopped_for_anybody), "mine:stop_sharing", "learner", "post",
    ),
    "shares of all on one page": (
        instead(sharing, "shares_of", lambda learner: list(Share.objects.all())), "mine:training", "learner", "get",
    ),
    "list without the filter by branch": (
        instead(completions, "_of", everybodys_shares), "coordinators:completions", "coordinator", "get",
    ),
    "file without the filter by branch": (
        instead(completions, "_of", everybodys_shares), "coordinators:export", "coordinator", "get",
    ),
    "bundle without the filter by branch": (
        instead(completions, "_of", everybodys_shares), "coordinators:certificates_zip", "coordinator", "post",
    ),
    "bundle that is not logged": (
        instead(completions, "_log", lambda *looked: None), "coordinators:certificates_zip", "coordinator", "post",
    ),
    "name corrected on anybody's certificate": (
        instead(CertificateQuerySet, "visible_to", everybodys_certificates), "mine:correct_name", "learner", "post",
    ),
    "anybody's certificate withdrawn": (
        instead(CertificateQuerySet, "visible_to", everybodys_certificates), "mine:withdraw", "account", "post",
    ),
    "row hidden without the filter by branch": (
        instead(completions, "_of", everybodys_shares), "coordinators:hide", "coordinator", "post",
    ),
    "hidden rows still shown": (
        instead(completions, "ShareHidden", SimpleNamespace(objects=ShareHidden.objects.none())),
        "coordinators:completions", "coordinator", "get",
    ),
    "looks that are not logged": (
        instead(completions, "_log", lambda *looked: None), "coordinators:completions", "coordinator", "get",
    ),
    "codes of all services": (
        instead(codes, "open_codes", everybodys_codes), "coordinators:completions", "coordinator", "get",
    ),
    "code rotated by whoever knows it": (
        instead(codes, "rotate", rotated_for_anybody), "coordinators:rotate_code", "coordinator", "post",
    ),
    "place of somebody else": (instead(place, "find", anybodys_place), "learn:step", "learner", "get"),
    "course left for somebody else": (instead(place, "find", anybodys_place), "mine:leave_course", "account", "post"),
    "lesson that notes who reads it": (
        instead(place, "find_step", place_that_is_noted), "learn:step", "learner", "get",
    ),
    "export with the rows of all": (
        instead(exporting, "_rows", everybodys_rows), "mine:download_json", "learner", "get",
    ),
    "draft shown like a published course": (
        instead(catalogue, "course_by_slug", drafts_too),
        "courses:course", "visitor", "get",
    ),
    "browser without the secret of its device": (
        instead(devices, "learner_of", somebodys_device), "mine:training", "visitor", "get",
    ),
    "any code opens a place": (instead(resuming, "resume", somebodys_code), "resume", "visitor", "post"),
}  # fmt: skip


@pytest.mark.parametrize("hole", HOLES)
def test_hole_turns_its_cell_red(world: World, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    plant, *cell = HOLES[hole]
    plant(monkeypatch)

    with pytest.raises((AssertionError, AttributeError)):
        matrix.assert_cell(world, *cell)


def test_log_of_looks_is_what_a_get_may_write() -> None:
    assert ShareSeen.__name__ in matrix.expected("coordinators:completions", "coordinator", "get").writes


@pytest.mark.usefixtures("wagtails_own_templates")
def test_missing_question_for_a_factor_is_seen_in_the_admin(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrivilegedNeedsFactor, "process_view", lambda *request: None)

    found = answers(world, "operator without factor", "/admin/organisations/")

    assert found["/admin/organisations/"][0] == "200"


@pytest.mark.usefixtures("wagtails_own_templates")
def test_learners_in_the_list_of_users_are_seen_in_the_admin(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_viewset, "staff_only", lambda users: users)

    found = answers(world, "operator", "/admin/users/")

    assert "account_email" in world.canaries_in(found["/admin/users/"][1])
