"""Every address, asked by everybody: the answer, what it shows and what it writes are those of matrix.yaml."""

import pytest

from tests.permissions import addresses, matrix
from tests.permissions.world import World

# Who reads this list reads what anybody may see without a word about who they are.
PUBLIC = {
    "home",
    "resume",
    "courses:course",
    "courses:module",
    "courses:start",
    "mine:training",
    "mine:leave_device",
    "about:kept",
    "about:accessibility",
    "about:help",
    "about:near_you",
    "about:network",
    "about:request_training",
    "about:reminders",
    "about:sources",
    "about:principles",
    "about:glossary",
    "about:card",
    "about:source_code",
    "verifiers:check",
    "verifiers:check_short",
    "verifiers:status",
    "verifiers:keys",
    "verifiers:root",
    "verifiers:key_set",
    "verifiers:identity",
    "verifiers:status_list",
    "verifiers:course",
    "verifiers:worker",
    "verifiers:manifest",
    "health",
    "picture",
    "security_txt",
}
# Signing out, proving who one is, confirming an address.
BEFORE_THE_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_confirm_email",
}
WITHOUT_TOKEN = {"verifiers:check", "verifiers:check_short", "verifiers:status"}


@pytest.mark.parametrize(("name", "audience", "method"), list(matrix.cells()))
def test_address_answers_as_the_matrix_says(world: World, name: str, audience: str, method: str) -> None:
    matrix.assert_cell(world, name, audience, method)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(matrix.rows()) == set(addresses.named())


def test_every_view_of_ours_declares_the_audience_of_its_row() -> None:
    declared = {name: getattr(pattern.callback, "audience", None) for name, pattern in addresses.named().items()}

    assert declared == {name: row.get("audience") for name, row in matrix.rows().items()}


def test_public_addresses_are_these() -> None:
    declared = {name for name, row in matrix.rows().items() if row.get("audience") == "public"}

    assert declared == PUBLIC


def test_forms_without_a_token_are_these() -> None:
    exempt = {name for name, pattern in addresses.named().items() if getattr(pattern.callback, "csrf_exempt", False)}

    assert exempt == WITHOUT_TOKEN


def test_view_without_an_audience_is_refused_before_it_runs(client, monkeypatch, db) -> None:
    monkeypatch.delattr(addresses.named()["about:help"].callback, "audience")

    with pytest.raises(Exception, match="names no audience"):
        client.get("/about/help/")


@pytest.mark.parametrize(
    "audience", ["coordinator without factor", "trainer without factor", "operator without factor"]
)
def test_privileged_account_without_a_factor_reaches_the_pages_of_factors_only(world: World, audience: str) -> None:
    reached = {
        name
        for name in addresses.named()
        for target in [addresses.targets(name, audience, world)["own"]]
        if matrix.ask(world, name, audience, "get", target).cell.to != "mfa_index"
    }

    assert {name for name in reached if not name.startswith("mfa_")} == BEFORE_THE_FACTOR
