import re

import pytest
from django.test import Client
from django.urls import reverse

from certificates import issuing, serials, tokens
from certificates.models import Revocation
from tests.factories import SIGNING_KEY, CertificateFactory, LearnerFactory

pytestmark = pytest.mark.django_db
CHECK, SHORT, STATUS, KEYS = "/check/", "/V", "/check/status", "/check/keys.json"
UNKNOWN = "TD-0000-0000-0000-0000-0"


def shown(response) -> list[str]:
    """The verdicts that can be seen."""
    return re.findall(r'data-verdict="(\w+)" aria-labelledby="[\w-]+">', response.content.decode())


def test_pages_live_where_the_printed_code_points():
    assert (reverse("verifiers:check"), reverse("verifiers:check_short")) == (CHECK, SHORT)
    assert (reverse("verifiers:status"), reverse("verifiers:keys")) == (STATUS, KEYS)


@pytest.mark.parametrize("address", [CHECK, SHORT])
def test_page_asks_the_database_nothing_and_sets_no_cookie(client, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert shown(response) == []


def test_page_is_the_same_for_everybody(client):
    first = client.get(CHECK)
    CertificateFactory()

    assert client.get(CHECK).content == first.content == client.get(SHORT).content


def test_typed_number_tells_course_kind_and_month_and_no_name(client):
    certificate = CertificateFactory(name="Agnieszka Wiśniewska")

    response = client.post(CHECK, {"number": certificate.number.lower()})

    page = response.content.decode()
    assert shown(response) == ["valid"]
    assert page.count("Tandem: two of you, and the person, version 1") == 1
    assert "October 2026" in page
    assert "Record of self-study" in page
    assert "14 October" not in page
    assert "Wiśniewska" not in page


@pytest.mark.parametrize(("trait", "verdict"), [("withdrawn", "withdrawn"), ("superseded", "replaced")])
def test_revoked_certificate_says_so(client, trait, verdict):
    certificate = CertificateFactory(**{trait: True})

    typed = client.post(CHECK, {"number": certificate.number})
    asked = client.post(STATUS, {"number": certificate.number})

    assert shown(typed) == [verdict]
    assert (asked.json()["state"], asked.json()["revoked_on"]) == (verdict, "2026-11-02")


SAID = {
    "": "It was withdrawn.",
    "holder": "Its holder withdrew it.",
    "error": "It had been issued in error, and the issuer withdrew it.",
    "key": "The issuer no longer trusts the key that signed it.",
}


@pytest.mark.parametrize("because", SAID)
def test_withdrawn_certificate_says_why_in_words_without_a_script(client, because):
    certificate = CertificateFactory(withdrawn=True)
    Revocation.objects.update(because=because)

    page = client.post(CHECK, {"number": certificate.number}).content.decode()
    asked = client.post(STATUS, {"number": certificate.number}).json()

    (said,) = re.findall(r'<p data-because="\w*">([^<]+)</p>', page)
    assert said.startswith(SAID[because])
    assert asked.get("because", "") == because


def test_live_and_erased_holder_get_the_same_bytes(client):
    certificate = CertificateFactory()
    number, learner = certificate.number, certificate.learner
    typed, asked = client.post(CHECK, {"number": number}), client.post(STATUS, {"number": number})

    issuing.let_go(learner)
    learner.delete()

    assert client.post(CHECK, {"number": number}).content == typed.content
    assert client.post(STATUS, {"number": number}).content == asked.content


def test_unknown_and_mistyped_numbers_answer_alike(client):
    CertificateFactory()

    unknown = client.post(STATUS, {"number": UNKNOWN})
    mistyped = client.post(STATUS, {"number": "TD-0000-0000-0000-0000-1"})
    rubbish = client.post(STATUS, {"number": "Ж"})

    assert unknown.content == mistyped.content == rubbish.content == b'{"state": "unknown"}'
    assert unknown.status_code == mistyped.status_code == rubbish.status_code == 200
    assert unknown.headers == mistyped.headers == rubbish.headers


def test_unknown_and_mistyped_typed_numbers_differ_in_the_echo_only(client):
    unknown = client.post(CHECK, {"number": UNKNOWN}).content.decode()
    mistyped = client.post(CHECK, {"number": "TD-0000-0000-0000-0000-1"}).content.decode()

    assert unknown.replace(UNKNOWN, "") == mistyped.replace("TD-0000-0000-0000-0000-1", "")


def test_status_takes_one_query(client, django_assert_num_queries):
    certificate = CertificateFactory()

    with django_assert_num_queries(1):
        client.post(STATUS, {"number": certificate.number})


@pytest.mark.parametrize("address", [CHECK, STATUS])
@pytest.mark.parametrize("number", [UNKNOWN, "TD-0000-0000-0000-0000-1", "Ж", "x" * 64])
def test_unknown_and_mistyped_numbers_take_one_query_as_known_ones_do(
    client, django_assert_num_queries, address, number
):
    with django_assert_num_queries(1):
        client.post(address, {"number": number})


def test_number_in_an_address_is_not_looked_up(client):
    certificate = CertificateFactory()

    typed = client.get(CHECK, {"number": certificate.number})
    asked = client.get(STATUS, {"number": certificate.number})

    assert shown(typed) == []
    assert asked.status_code == 405


@pytest.mark.parametrize("number", ["", "x" * 65, "x" * 10_000, "TD\x00"])
def test_impossible_number_gets_a_clear_error(client, number):
    response = client.post(CHECK, {"number": number})

    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert shown(response) == []


@pytest.mark.parametrize(
    ("number", "code"), [("x" * 65, 400), ("x" * 10_000, 400), ("", 200), ("TD\x00", 200), ("\ud800", 200)]
)
def test_status_of_anything_is_unknown_and_never_an_error(client, number, code):
    body = b"number=" + number.encode("utf-8", "surrogatepass")

    response = client.post(STATUS, body, content_type="application/x-www-form-urlencoded")

    assert (response.status_code, response.json()) == (code, {"state": "unknown"})


def test_typed_markup_is_shown_as_text(client):
    response = client.post(CHECK, {"number": '"><script>1</script>'})

    assert "<script>1" not in response.content.decode()


def test_posts_need_no_token_because_they_use_no_cookie():
    strict = Client(enforce_csrf_checks=True)

    typed = strict.post(CHECK, {"number": UNKNOWN}, headers={"origin": "https://elsewhere.example"})
    asked = strict.post(STATUS, {"number": UNKNOWN}, headers={"origin": "https://elsewhere.example"})

    assert (typed.status_code, asked.status_code) == (200, 200)
    assert not strict.cookies


@pytest.mark.parametrize("address", [CHECK, STATUS])
def test_sixty_first_question_of_a_minute_waits(client, time_machine, address):
    time_machine.move_to("2026-11-20T09:30:05Z", tick=False)
    answers = [client.post(STATUS, {"number": UNKNOWN}) for _ in range(60)]

    waiting = client.post(address, {"number": UNKNOWN})
    other = client.post(address, {"number": UNKNOWN}, REMOTE_ADDR="192.0.2.9")
    time_machine.move_to("2026-11-20T09:31:05Z", tick=False)
    later = client.post(address, {"number": UNKNOWN})

    assert {answer.status_code for answer in answers} == {200}
    assert (waiting.status_code, other.status_code, later.status_code) == (429, 200, 200)


def test_published_keys_check_a_certificate(client, signing_key):
    certificate = CertificateFactory(known=True)

    published = client.get(KEYS).json()

    keys = {key_id: bytes.fromhex(key) for key_id, key in published["keys"].items()}
    claims = tokens.read(bytes(certificate.token), keys)
    assert serials.number_of(claims.serial) == certificate.number
    assert list(keys.values()) == [SIGNING_KEY.public_key().public_bytes_raw()]
    assert certificate.name not in client.get(KEYS).content.decode()


def test_page_of_a_learner_says_nothing_about_the_learner(client):
    CertificateFactory(learner=LearnerFactory(), name="Agnieszka Wiśniewska")

    assert "Wiśniewska" not in client.get(CHECK).content.decode()
