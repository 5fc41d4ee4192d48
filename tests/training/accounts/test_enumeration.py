"""Known and unknown addresses look the same from outside (B3): bytes, and whether a mail was sent."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "other@example.org"


def asked(name, sent):
    """What a new browser gets, before and after a redirect: status, address, names of cookies, page without token."""
    client = Client()
    client.get(reverse(name))
    first = client.post(reverse(name), sent)
    last = client.get(first["Location"]) if first.status_code == 302 else first
    return [
        (
            answer.status_code,
            answer.headers.get("Location"),
            sorted(answer.cookies),
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
            .replace(KNOWN, "address")
            .replace(UNKNOWN, "address"),
        )
        for answer in (first, last)
    ]


@pytest.fixture
def known():
    return UserFactory(email=KNOWN)


def test_sign_up_does_not_tell_whether_there_is_an_account(known):
    answers = [
        asked("account_signup", {"email": email, "password1": PASSWORD, "password2": PASSWORD})
        for email in (KNOWN, UNKNOWN)
    ]

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_a_new_password_does_not_tell_whether_there_is_an_account(known):
    answers = [asked("account_reset_password", {"email": email}) for email in (KNOWN, UNKNOWN)]

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]


@pytest.mark.parametrize("password", [PASSWORD + " not", "x"])
def test_login_does_not_tell_whether_there_is_an_account(known, password):
    answers = [asked("account_login", {"login": email, "password": password}) for email in (KNOWN, UNKNOWN)]

    assert answers[0] == answers[1]
    assert mail.outbox == []
