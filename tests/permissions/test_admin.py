"""The admin and its documents: nobody gets in by another door, and what learners have is not there at all."""

import re
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import resolve

from tests.factories import CertificateFactory, LearnerFactory
from tests.permissions import addresses
from tests.permissions.world import CANARIES, World
from training.models import User

pytestmark = pytest.mark.usefixtures("wagtails_own_templates")
# Icons and translated words of the editor: the same for everybody, about nobody.
WITHOUT_CONTENT = {"/admin/sprite/", "/admin/jsi18n/"}
# Redirects, so that a password alone opens nothing.
WAGTAILS_DOORS = {"/admin/login/", "/admin/password_reset/"}
FAILS_ON_PURPOSE = "/admin/failwhale/"
DOOR, FACTORS = "account_login", "mfa_index"
LEARNERS = {
    "own_name",
    "account_name",
    "foreign_name",
    "unshared_name",
    "hidden_name",
    "ended_name",
    "account_email",
    "foreign_email",
}
FILLED = {
    "app": "modules",
    "model": "lessonpage",
    "action": "delete",
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "filter": "max-100x100",
}
ARGUMENT = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^)]*\)|\([^)?][^)]*\)")


def paths() -> list[str]:
    """Every address below /admin/ and /documents/, with something put into each place."""
    found = {_filled(path) for path, _name, _pattern in addresses.patterns() if path.startswith(addresses.WAGTAIL)}
    return sorted(found - {FAILS_ON_PURPOSE})


def _filled(path: str) -> str:
    path = path.replace("^.*/$", "anything/").replace(r"\.\.\.", "...")
    path = ARGUMENT.sub(_value, GROUP.sub(lambda found: f"<{found['name'] or 'pk'}>", path))
    return "/" + path.replace("^", "").replace("$", "")


def _value(found: re.Match[str]) -> str:
    if found["kind"] in {None, "int", "str"} and found["name"] not in FILLED and "_name" not in found["name"]:
        return next((value for part, value in FILLED.items() if part in found["name"]), "1")
    return next((value for part, value in FILLED.items() if part in found["name"]), "x")


def answers(world: World, audience: str, *asked: str) -> dict[str, tuple[str, str]]:
    """Status, with the name of the address that a redirect leads to, and the text, of these paths or of every one."""
    found = {}
    for path in asked or paths():
        cache.clear()
        client = world.client(audience)  # a new one, as the address for logging out takes the cookie away
        response = client.get(path)
        to = response.headers.get("Location", "").split("?")[0]
        if to in WAGTAILS_DOORS:
            to = client.get(to).headers["Location"].split("?")[0]
        status = f"{response.status_code} {resolve(to).view_name}" if to else str(response.status_code)
        found[path] = (status, "" if response.streaming else response.content.decode(errors="replace"))
    return found


def test_every_address_of_wagtail_is_tried() -> None:
    assert len(paths()) > 200
    assert "/admin/pages/1/edit/" in paths()
    assert "/admin/pages/add/modules/lessonpage/1/" in paths()
    assert "/documents/1/1" in paths()


def test_visitor_meets_the_one_login_door_everywhere(world: World) -> None:
    assert kinds(world, "visitor") == {f"302 {DOOR}", "302 account_reset_password", "404"}


def test_learner_meets_the_one_login_door_everywhere(world: World) -> None:
    assert kinds(world, "learner") == {f"302 {DOOR}", "302 account_reset_password", "404"}


@pytest.mark.parametrize("audience", ["account", "coordinator"])
def test_account_without_a_role_in_the_admin_finds_nothing_there(world: World, audience: str) -> None:
    assert kinds(world, audience) <= {f"302 {DOOR}", "302 account_reset_password", "403", "404"}


@pytest.mark.parametrize(
    "audience", ["trainer without factor", "operator without factor", "coordinator without factor"]
)
def test_privileged_account_without_a_factor_is_led_to_add_one(world: World, audience: str) -> None:
    assert set(Counter(status for status, _text in answers(world, audience).values())) == {f"302 {FACTORS}"}


@pytest.mark.parametrize("audience", ["trainer", "reviewer", "operator"])
def test_nothing_of_learners_is_in_the_admin(world: World, audience: str) -> None:
    found = answers(world, audience)

    seen = {path: world.canaries_in(text) & LEARNERS for path, (_status, text) in found.items()}
    assert {path: names for path, names in seen.items() if names} == {}
    assert found["/admin/"][0] == "200"


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/sites/", "/admin/groups/"])
def test_operator_opens_the_lists_of_the_admin(world: World, path: str) -> None:
    assert world.client("operator").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/users/results/", "/admin/coordinators/"])
def test_search_of_the_admin_finds_no_learner(world: World, path: str) -> None:
    text = world.client("operator").get(path, {"q": "canary.example"}).content.decode()

    assert world.canaries_in(text) & LEARNERS == set()
    assert "other_coordinator_email" in world.canaries_in(text) or path.startswith("/admin/users/")


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
@pytest.mark.parametrize("chosen", ["id=all", "id={pk}"])
def test_act_on_many_accounts_reaches_no_learner(world: World, action: str, chosen: str) -> None:
    learner = User.objects.get(email=CANARIES["account_email"])
    client = world.client("operator")
    path = f"/admin/bulk/training/user/{action}/?{chosen.format(pk=learner.pk)}"

    text = client.get(path).content.decode()
    client.post(path, {"mark_as_active": "", "role": Group.objects.earliest("pk").pk})

    assert world.canaries_in(text) & LEARNERS == set()
    learner.refresh_from_db()
    assert learner.is_active
    assert not learner.groups.exists()


@pytest.mark.parametrize("path", ["/admin/users/delete/{pk}/", "/admin/bulk/training/user/delete/?id={pk}"])
def test_account_with_a_place_is_deleted_by_its_learner_only(world: World, path: str) -> None:
    trainer = User.objects.get(email=CANARIES["other_trainer_email"])
    CertificateFactory(learner=LearnerFactory(user=trainer))

    world.client("operator").post(path.format(pk=trainer.pk))

    assert User.objects.filter(pk=trainer.pk).exists()


def test_account_without_a_place_is_deleted_by_an_operator(world: World) -> None:
    trainer = User.objects.get(email=CANARIES["other_trainer_email"])

    world.client("operator").post(f"/admin/users/delete/{trainer.pk}/")

    assert not User.objects.filter(pk=trainer.pk).exists()


def kinds(world: World, audience: str) -> set[str]:
    """What the paths answer, but for the two files that are about nobody."""
    return {status for path, (status, _text) in answers(world, audience).items() if path not in WITHOUT_CONTENT}
