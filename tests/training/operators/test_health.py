"""The health page and security.txt."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_health_is_ok_after_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_health_is_503_and_tells_nothing_when_the_database_does_not_answer(client, monkeypatch):
    def broken(*args: object) -> None:
        raise OperationalError("could not connect to 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", broken)

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"unavailable\n")


def test_security_txt_names_the_contact_and_an_end(client, settings, time_machine):
    time_machine.move_to(datetime(2026, 11, 20, tzinfo=UTC))
    settings.TANDEM_SECURITY_CONTACT = "mailto:security@example.org"
    settings.TANDEM_SITE_URL = "https://training.example.org"

    response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:security@example.org",
        "Expires: 2027-05-19T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://training.example.org/.well-known/security.txt",
    ]


def test_security_txt_does_not_exist_without_a_contact(client):
    assert client.get("/.well-known/security.txt").status_code == 404
