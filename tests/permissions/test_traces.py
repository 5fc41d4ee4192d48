"""Asking for a password again keeps nothing about the browser that was asked."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import CoordinatorFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS, BROWSER = "203.0.113.77", "CanaryBrowser/7.7"


def signed_in_long_ago() -> Client:
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)
    client.force_login(CoordinatorFactory().user)
    session = client.session
    session["signed_in_at"] -= 1000
    session.save()
    return client


def test_stranger_leaves_no_session_behind_at_a_door_for_accounts() -> None:
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)

    response = client.post("/accounts/2fa/totp/activate/", {"code": "1" * 900_000})

    assert response.headers["Location"].startswith("/accounts/login/?next=")
    assert not Session.objects.exists()


def test_form_that_waits_for_the_password_holds_no_address_and_no_browser() -> None:
    client = signed_in_long_ago()

    response = client.post("/coordinators/code/rotate", {"code": "ABCDEFGH"})

    kept = json.loads(client.session["account_reauthentication_state"]["request"])
    assert response.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert kept["POST"] == "code=ABCDEFGH"
    assert ADDRESS not in json.dumps(kept)
    assert BROWSER not in json.dumps(kept)
    assert "HTTP_COOKIE" not in kept["META"]


def test_form_goes_on_where_it_waited() -> None:
    client = signed_in_long_ago()
    asking = client.post("/coordinators/code/rotate", {"code": "ABCDEFGH"}).headers["Location"]

    response = client.post(asking, {"password": "a long walk by the river"})

    assert response.status_code == 404  # the code was never theirs: the form itself has answered


def test_idle_account_is_asked_to_sign_in_again() -> None:
    client = Client()
    client.force_login(UserFactory())
    session = client.session
    session["signed_in_at"] -= 3 * 3600
    session.save()

    response = client.get("/accounts/email/")

    assert response.headers["Location"] == "/accounts/login/?next=%2Faccounts%2Femail%2F"
