import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates import achievements, checking, identity
from modules.models import CoursePage
from tests.certificates import judges
from tests.factories import COURSE_KEY, CertificateFactory

pytestmark = pytest.mark.django_db
LIST = "/check/status-list/1"


def test_credential_points_at_addresses_that_the_site_answers() -> None:
    document = json.loads(achievements.credential_of(CertificateFactory(status_list=3)))
    site = document["issuer"]["id"].removeprefix("did:web:").replace("%3A", ":")

    status_list = document["credentialStatus"]["statusListCredential"]
    course = document["credentialSubject"]["achievement"]["criteria"]["id"]

    assert status_list == f"http://{site}{reverse('verifiers:status_list', kwargs={'number': 3})}"
    assert course == f"http://{site}{reverse('verifiers:course', kwargs={'key': COURSE_KEY})}"


def test_anybody_gets_the_whole_list_and_leaves_nothing(client: Client) -> None:
    certificate = CertificateFactory(withdrawn=True)

    response = client.get(LIST)

    assert (response["Content-Type"], response["Cache-Control"]) == ("application/vc", "public, max-age=300")
    assert not response.cookies
    credential, keys = achievements.credential_of(certificate), checking.public_keys()
    with pytest.raises(judges.Refused, match="'revocation' is set"):
        judges.verified(credential, identity.document("http://localhost:8000", keys), response.content)


def test_credential_is_verified_with_nothing_but_what_the_site_publishes(client: Client) -> None:
    credential = achievements.credential_of(CertificateFactory())

    found = judges.verified(credential, client.get("/.well-known/did.json").json(), client.get(LIST).content)

    assert found.name == "Tandem: two of you, and the person"


def test_list_takes_two_queries_and_one_for_the_next_who_asks(client: Client, django_assert_num_queries: Any) -> None:
    CertificateFactory(withdrawn=True)

    with django_assert_num_queries(2):
        first = client.get(LIST)
    with django_assert_num_queries(1):
        next_one = client.get(LIST)
    assert next_one.content == first.content


@pytest.mark.parametrize("number", ["0", "2", "99999", "9" * 20, "9" * 300], ids=len)
def test_list_that_there_is_not_is_a_missing_page(client: Client, number: str) -> None:
    CertificateFactory(status_list=1)

    assert client.get(f"/check/status-list/{number}").status_code == 404


def test_site_without_a_key_publishes_no_list(client: Client, settings: Any) -> None:
    CertificateFactory()
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"

    response = client.get(LIST)

    assert response.status_code == 503
    assert "public" not in response["Cache-Control"]


def test_key_of_a_course_leads_to_where_it_stands_now(small_site: None, client: Client) -> None:
    course = CoursePage.objects.live().get()

    response = client.get(f"/check/course/{course.translation_key}/")

    assert response["Location"] == f"/courses/{course.slug}/"
    assert client.get(response["Location"]).status_code == 200


def test_key_of_no_course_is_a_missing_page(client: Client) -> None:
    assert client.get(f"/check/course/{COURSE_KEY}/").status_code == 404
