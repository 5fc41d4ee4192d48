"""Our own views in the admin, asked by everybody: they answer as admin.yaml says, and nobody else gets in."""

import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache as django_cache
from django.urls import resolve, reverse

from certificates import withdrawing
from certificates.models import Revocation
from modules.models import CoursePage, CourseVersion, LessonPage, ModulePage, ScenarioPage
from tests import lasting
from tests.factories import NOW, CertificateFactory
from tests.permissions import addresses
from tests.permissions.world import CANARIES, World
from tests.training.trainers import finished
from training.models import User

pytestmark = pytest.mark.usefixtures("wagtails_own_templates")
FILE = Path(__file__).with_name("admin.yaml")
SPACES = ("editor:", "trainers:", "withdrawals:")
INSIDE = ("trainer", "reviewer", "operator")
OUTSIDE = ("visitor", "learner", "account", "coordinator", "trainer without factor", "operator without factor")
NOTES = {"Session", "PageLogEntry", "ModelLogEntry"}
REFUSED = {"302 account_login", "302 mfa_index", "403", "404"}


@cache
def rows() -> dict[str, dict[str, Any]]:
    """The rows of the file by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text())["rows"]
    return found


def ours() -> set[str]:
    """The names of our addresses in the admin."""
    return {name for _path, name, _pattern in addresses.patterns() if name.startswith(SPACES)}


def cells(audiences: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Name, audience and method."""
    for name in rows():
        for audience in audiences:
            for method in ("get", "post"):
                yield name, audience, method


@pytest.fixture
def drafts(world: World) -> dict[str, Any]:
    """A draft of every kind by kind, the arguments that lead to figures and to a withdrawal, and a number."""
    course = CoursePage.objects.get(slug="draft")
    module = ModulePage.objects.child_of(course).get()
    scenario = ScenarioPage(
        title="A draft", slug="draft-scenario", minutes=5, role="teacher", setting="A room.", you="teacher",
        intro="You are in a room.", start="N1", live=False, translation_key=uuid.uuid4(),
    )  # fmt: skip
    module.add_child(instance=scenario)
    scenario.save_revision()
    lesson = LessonPage.objects.child_of(module).get()
    lesson.save_revision()
    version = CourseVersion.objects.get(content__slug="tandem")
    snapshot, _questions = finished.frozen(version)
    other = User.objects.get(email=CANARIES["other_operator_email"])
    certificate = CertificateFactory()
    asked = withdrawing.ask(certificate.number, Revocation.Because.ERROR, other, NOW)
    return {
        "course": course.pk, "module": module.pk, "lesson": lesson.pk, "scenario": scenario.pk,
        "answers": {"snapshot": snapshot.pk},
        "questions": {"course": version.pk, "week": snapshot.week.isoformat()},
        "withdrawal": {"withdrawal": asked.pk}, "the number asked for": certificate.number,
        "a number": world.mine["learner"].certificate.number,
    }  # fmt: skip


def ask(world: World, drafts: dict[str, Any], name: str, audience: str, method: str) -> tuple[str, set[str]]:
    """Status, with the name of the address that a refusal leads to, and the models that were written."""
    row = rows()[name]
    about = row.get("about", {})
    named = drafts[about] if isinstance(about, str) else about
    arguments = named if isinstance(named, dict) else {"page": named}
    fields = {field: drafts.get(value, value) for field, value in row.get("fields", {}).items()}
    django_cache.clear()
    with lasting.rolled_back(), lasting.writes() as written:
        response = getattr(world.client(audience), method)(reverse(name, kwargs=arguments), fields)
    to = response.headers.get("Location", "").split("?")[0]
    leads = resolve(to).view_name if to.startswith("/accounts/") else ""
    return f"{response.status_code} {leads}".strip(), {label.split(".")[-1] for label in written}


def test_every_address_of_ours_in_the_admin_has_a_row_and_every_row_an_address() -> None:
    assert set(rows()) == ours()


@pytest.mark.parametrize(("name", "audience", "method"), list(cells(INSIDE)))
def test_address_answers_as_the_file_says(
    world: World, drafts: dict[str, Any], name: str, audience: str, method: str
) -> None:
    status, written = ask(world, drafts, name, audience, method)

    writes = f" + {', '.join(sorted(written - NOTES))}" if written - NOTES else ""
    assert status + writes == str(rows()[name].get(method, {}).get(audience, 405))


@pytest.mark.parametrize(("name", "audience", "method"), list(cells(OUTSIDE)))
def test_nobody_else_gets_in(world: World, drafts: dict[str, Any], name: str, audience: str, method: str) -> None:
    status, written = ask(world, drafts, name, audience, method)

    assert status in REFUSED
    assert written <= {"Session"}
