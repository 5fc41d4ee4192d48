import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.factories import PASSWORD, CoordinatorFactory, UserFactory, code_now
from training.models.people import User

LOGIN = reverse("account_login")
pytestmark = pytest.mark.django_db


def is_signed_in(client):
    return "_auth_user_id" in client.session


# ---- One door (B1)


def test_the_admins_own_login_leads_to_the_one_door(client):
    response = client.get("/admin/login/?next=/admin/pages/")

    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next=/admin/pages/")


def test_password_sent_to_the_admins_own_login_opens_nothing(client):
    user = UserFactory(operator=True, factor=True)

    client.post("/admin/login/", {"username": user.email, "password": PASSWORD, "email": user.email}, follow=True)

    assert not is_signed_in(client)


def test_the_admins_own_password_reset_sends_nothing(client):
    user = UserFactory(operator=True)

    response = client.post("/admin/password_reset/", {"email": user.email})

    assert (response["Location"], mail.outbox) == (reverse("account_reset_password"), [])


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/users/", "/coordinators/", "/documents/1/x.pdf"])
def test_basic_authentication_opens_nothing(client, path):
    user = UserFactory(operator=True)
    credentials = f"{user.email}:{PASSWORD}".encode()

    client.get(path, headers={"Authorization": f"Basic {credentials.hex()}"})

    assert not is_signed_in(client)


def test_password_alone_does_not_sign_in_somebody_with_a_second_factor(client):
    user = UserFactory(factor=True)

    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert (response["Location"], is_signed_in(client)) == (reverse("mfa_authenticate"), False)


def test_password_and_code_sign_in(client, time_machine):
    time_machine.move_to("2026-11-20 09:30:10", tick=False)
    user = CoordinatorFactory().user
    client.post(LOGIN, {"login": user.email.upper(), "password": PASSWORD})

    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert (response["Location"], is_signed_in(client)) == (reverse("coordinators:completions"), True)


def test_a_code_works_once(client, time_machine):
    time_machine.move_to("2026-11-20 09:30:10", tick=False)
    user = UserFactory(factor=True)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.logout()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert not is_signed_in(client)


def test_an_address_that_is_not_confirmed_does_not_sign_in(client):
    user = UserFactory(address=False)

    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert (response["Location"], is_signed_in(client)) == (reverse("account_email_verification_sent"), False)


@pytest.mark.parametrize(
    ("traits", "name"),
    [({}, "mine:training"), ({"operator": True}, "mfa_index"), ({"trainer": True}, "mfa_index")],
    ids=["learner", "operator", "trainer"],
)
def test_login_leads_to_where_the_work_lies(client, traits, name):
    user = UserFactory(**traits)

    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)

    assert response.redirect_chain[-1] == (reverse(name), 302)


# ---- Making an account


def test_somebody_signs_up_confirms_the_address_and_signs_in(client):
    client.post(reverse("account_signup"), {"email": "New@Example.org", "password1": PASSWORD, "password2": PASSWORD})
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    client.post(link)

    client.post(LOGIN, {"login": "new@example.org", "password": PASSWORD})

    assert User.objects.get(pk=client.session["_auth_user_id"]).email == "new@example.org"


def test_nothing_but_month_and_address_is_kept_about_a_new_account(client):
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})

    user = User.objects.get()
    assert (user.first_name, user.last_name, user.profession, user.date_joined.day, user.last_login) == (
        "",
        "",
        "",
        1,
        None,
    )
    assert EmailAddress.objects.get().email == "new@example.org"


@pytest.mark.parametrize("password", ["short words", "qwerty123456", "new@example.org", "123456123456"])
def test_weak_passwords_are_refused(client, password):
    response = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": password, "password2": password}
    )

    assert (response.status_code, User.objects.count()) == (200, 0)


# ---- Only own addresses after login (B6)


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "/%0d%0aSet-Cookie:x=1", "javascript:alert(1)"],
)
def test_login_leads_nowhere_else(client, wanted):
    user = UserFactory()

    response = client.post(f"{LOGIN}?next={wanted}", {"login": user.email, "password": PASSWORD, "next": wanted})

    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
    assert "evil" not in response["Location"]
    assert not response.has_header("Set-Cookie:x")


def test_login_goes_on_to_the_page_that_was_asked_for_with_its_filters(client):
    response = client.get("/coordinators/?name=%CE%B5%CE%BB%CE%AD%CE%BD%CE%B7&page=2")

    assert (
        response["Location"]
        == f"{LOGIN}?next=%2Fcoordinators%2F%3Fname%3D%25CE%25B5%25CE%25BB%25CE%25AD%25CE%25BD%25CE%25B7%26page%3D2"
    )
