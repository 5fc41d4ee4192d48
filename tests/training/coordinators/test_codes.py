from time import time

import pytest
from django.urls import reverse

from certificates.normal import typed_code
from tests.factories import PASSWORD, OrganisationFactory, ShareFactory
from training.access import branch_of
from training.coordinators import codes
from training.models.organisations import OrganisationCode

ROTATE = reverse("coordinators:rotate_code")


def open_codes(organisation):
    return list(OrganisationCode.objects.filter(organisation=organisation, is_open=True).values_list("code", flat=True))


def test_a_new_code_is_already_in_its_normal_form():
    code = codes.new_code()

    assert (len(code), typed_code(code), typed_code(codes.shown(code).lower())) == (8, code, code)


def test_an_organisation_gets_one_first_code(db):
    organisation = OrganisationFactory()

    codes.first_code(organisation)
    codes.first_code(organisation)

    assert len(open_codes(organisation)) == 1


def test_the_page_shows_the_codes_of_the_branch_own_first(as_cora, cora):
    OrganisationFactory(parent=cora.organisation, name="A first office", code="FFFF1111")
    OrganisationFactory(name="Another service", code="XXXX1111")

    screen = as_cora.get(reverse("coordinators:completions")).context["screen"]

    assert [code.shown for code in screen.codes] == ["K7QF-93MX", "FFFF-1111"]


def test_rotating_kills_the_old_code_and_keeps_the_shares(as_cora, cora):
    share = ShareFactory(organisation=cora.organisation)

    response = as_cora.post(ROTATE, {"code": "k7qf-93mx"})

    (new,) = open_codes(cora.organisation)
    rows = as_cora.get(reverse("coordinators:completions")).context["screen"].rows
    assert (response.status_code, new != "K7QF93MX", [row.share_id for row in rows]) == (302, True, [share.public_id])


def test_a_second_click_changes_nothing_more(as_cora, cora):
    as_cora.post(ROTATE, {"code": "K7QF93MX"})
    after_the_first = open_codes(cora.organisation)

    response = as_cora.post(ROTATE, {"code": "K7QF93MX"})

    assert (response.status_code, open_codes(cora.organisation)) == (302, after_the_first)


@pytest.mark.parametrize(
    "code", ["XXXX1111", "YYYY2222", "", "x" * 10_000, "\x00"], ids=["foreign", "unknown", "", "long", "nul"]
)
def test_a_code_of_another_organisation_is_as_unknown_as_none(as_cora, code):
    other = OrganisationFactory(code="XXXX1111")

    response = as_cora.post(ROTATE, {"code": code})

    assert (response.status_code, open_codes(other)) == (404, ["XXXX1111"])


def test_rotating_after_fifteen_minutes_asks_who_it_is_and_then_goes_on(as_cora, cora):
    session = as_cora.session
    session["signed_in_at"] = int(time()) - 901
    session.save()

    asked = as_cora.post(ROTATE, {"code": "K7QF93MX"})
    before = open_codes(cora.organisation)
    after = as_cora.post(asked["Location"], {"password": PASSWORD, "next": ROTATE})

    assert (asked.status_code, before) == (302, ["K7QF93MX"])
    assert (after["Location"], open_codes(cora.organisation) != ["K7QF93MX"]) == (
        reverse("coordinators:completions"),
        True,
    )


def test_rotate_knows_only_codes_of_the_branch(cora):
    OrganisationFactory(code="XXXX1111")

    assert (codes.rotate(branch_of(cora.user), "XXXX1111"), codes.rotate(branch_of(cora.user), "K7QF93MX")) == (
        False,
        True,
    )
