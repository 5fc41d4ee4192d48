from datetime import UTC, datetime
from time import time

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import PASSWORD, TOTP_SECRET, CoordinatorFactory, UserFactory, code_now
from training.accounts import second_factor

pytestmark = pytest.mark.django_db
FACTOR_PAGES = reverse("mfa_index")


def person(role):
    people = {
        "coordinator": lambda: CoordinatorFactory(user__factor=False).user,
        "trainer": lambda: UserFactory(trainer=True),
        "reviewer": lambda: UserFactory(reviewer=True),
        "operator": lambda: UserFactory(operator=True),
    }
    return people[role]()


# ---- Whoever opens more than an own place needs one (B2)


@pytest.mark.parametrize("role", ["coordinator", "trainer", "reviewer", "operator"])
@pytest.mark.parametrize(
    "path",
    ["/", "/coordinators/", "/coordinators/completions.csv", "/admin/", "/admin/pages/", "/mine/", "/accounts/email/",
     "/accounts/password/change/"],
)  # fmt: skip
def test_privileged_without_a_factor_get_the_factor_pages_only(client, role, path):
    client.force_login(person(role))

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, FACTOR_PAGES)


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout"])
def test_the_factor_pages_open_without_a_factor(client, name):
    client.force_login(person("coordinator"))

    assert client.get(reverse(name)).status_code == 200


def test_learners_with_an_account_need_none(client):
    client.force_login(UserFactory())

    assert client.get(reverse("account_email")).status_code == 200


def test_recovery_codes_alone_are_no_factor(client):
    user = person("coordinator")
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    client.force_login(user)

    assert client.get("/coordinators/")["Location"] == FACTOR_PAGES


def test_a_coordinator_sets_up_the_app_and_sees_the_list(client, time_machine):
    time_machine.move_to("2026-11-20 09:30:10", tick=False)
    client.force_login(person("coordinator"))
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    assert client.get("/coordinators/").status_code == 200


def test_removing_the_factor_closes_everything_again(client):
    coordinator = CoordinatorFactory()
    client.force_login(coordinator.user)
    before = client.get("/coordinators/").status_code

    client.post(reverse("mfa_deactivate_totp"))

    assert (before, client.get("/coordinators/").status_code) == (200, 302)


def test_changing_roles_asks_again_who_it_is_after_fifteen_minutes(client):
    client.force_login(UserFactory(operator=True, factor=True))
    session = client.session
    session["signed_in_at"] = int(time()) - 901
    session.save()

    answers = [client.get(path) for path in ("/admin/users/", "/admin/coordinators/new/")]

    assert [answer["Location"].partition("?")[0] for answer in answers] == ["/accounts/reauthenticate/"] * 2


def test_showing_again_who_it_is_lasts(client):
    client.force_login(CoordinatorFactory().user)
    session = client.session
    session["signed_in_at"] = int(time()) - 901
    session.save()

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("coordinators:export")).status_code == 200


# ---- What is kept of it


def test_the_secret_is_sealed_in_the_database():
    user = UserFactory(factor=True)

    stored = Authenticator.objects.get(user=user).data["secret"]

    assert TOTP_SECRET not in stored
    assert second_factor.opened(stored) == TOTP_SECRET


def test_a_rotated_key_of_the_site_still_opens_old_secrets():
    stored = second_factor.sealed(TOTP_SECRET)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["for tests only"]):
        assert second_factor.opened(stored) == TOTP_SECRET


@pytest.mark.parametrize(
    "stored",
    ["", "not sealed", Fernet(Fernet.generate_key()).encrypt(b"x").decode()],
    ids=["nothing", "not sealed", "another key"],  # the same name in every process
)
def test_a_secret_that_no_key_opens_fits_no_code(stored):
    assert second_factor.opened(stored) == ""


def test_a_secret_that_no_key_opens_is_no_error_page(client):
    user = UserFactory(factor=True)
    Authenticator.objects.filter(user=user).update(data={"secret": "not sealed"})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    response = client.post(reverse("mfa_authenticate"), {"code": "123456"})

    assert response.status_code == 200


def test_codes_are_those_of_the_standard():
    # RFC 6238, appendix B, the SHA-1 rows, last six digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    codes = [
        second_factor.code_at(secret, datetime.fromtimestamp(moment, UTC)) for moment in (59, 1111111109, 2000000000)
    ]

    assert codes == ["287082", "081804", "279037"]


def test_the_picture_of_the_secret_stands_in_the_page_without_styles(client):
    client.force_login(UserFactory())

    page = client.get(reverse("mfa_activate_totp"))

    assert "<svg" in page.context["totp_svg"]
    assert "style=" not in page.content.decode()
    assert "data:" not in page.content.decode()


def test_pages_of_factors_keep_nothing_in_caches(client):
    client.force_login(UserFactory())

    assert "no-store" in client.get(reverse("mfa_activate_totp"))["Cache-Control"]


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_a_get_changes_no_factor(name):
    client, user = Client(), UserFactory(factor=True)
    client.force_login(user)
    before = list(Authenticator.objects.values_list("pk", "data"))

    client.get(reverse(name))

    assert list(Authenticator.objects.values_list("pk", "data")) == before
