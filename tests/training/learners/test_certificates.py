"""From done to a file in hand, to a share, and back."""

import re

import pytest
from django.test import Client

from certificates import badges, checking
from certificates.models import Certificate
from tests.builders import course_version, module_outline, open_in, start_of
from tests.factories import CertificateFactory, LearnerFactory, OrganisationFactory, ShareFactory
from training.models import CourseDone, Learner, Share

pytestmark = pytest.mark.django_db
CLAIM = "/learn/tandem/certificate/"


def without_tokens(page: bytes) -> bytes:
    """The page without what differs at every request: the forms' tokens."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


@pytest.fixture
def learner() -> Learner:
    return LearnerFactory()


@pytest.fixture
def finished(client: Client, learner: Learner) -> Client:
    start = start_of(learner, course_version(module_outline()))
    CourseDone.objects.create(start=start, completed_on="2026-10-14")
    return open_in(client, learner)


def test_unfinished_course_gives_no_certificate_whatever_is_sent(client: Client, learner: Learner) -> None:
    start_of(learner, course_version(module_outline()))
    open_in(client, learner)

    response = client.post(CLAIM, {"name": "Mara", "done": "1", "completed_on": "2026-01-01"})

    assert response.status_code == 409
    assert not Certificate.objects.exists()


def test_certificate_names_version_day_and_name_exactly(finished: Client) -> None:
    finished.post(CLAIM, {"name": "Ελένη Παπαδοπούλου"})

    certificate = Certificate.objects.get()
    assert certificate.name == "Ελένη Παπαδοπούλου"
    assert str(certificate.completed_on) == "2026-10-14"
    assert certificate.course_version == 1


def test_name_sent_twice_makes_one_certificate_with_the_first_name(finished: Client) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    finished.post(CLAIM, {"name": "Somebody Else"})

    assert [certificate.name for certificate in Certificate.objects.all()] == ["Mara"]


@pytest.mark.parametrize("name", ["", "a" * 10_000, "Anna \u202earimA", "Anna\x00", "😀", "123", "Anna\ue000"])
def test_name_that_cannot_be_printed_gets_a_sentence_and_is_still_there(finished: Client, name: str) -> None:
    response = finished.post(CLAIM, {"name": name})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Certificate.objects.exists()


def test_naming_page_says_that_the_name_can_be_corrected(finished: Client) -> None:
    assert "You can correct it later; the old certificate then no longer holds." in finished.get(CLAIM).content.decode()


def test_page_of_a_withdrawn_certificate_does_not_call_it_valid(finished: Client) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    before = finished.get(CLAIM).content.decode()
    finished.post(f"/mine/certificates/{Certificate.objects.get().pk}/withdraw/")

    after = finished.get(CLAIM).content.decode()

    assert ("stays valid" in before, "does not hold" in before) == (True, False)
    assert ("stays valid" in after, "does not hold" in after) == (False, True)


def test_file_is_a_pdf_that_no_cache_keeps(finished: Client) -> None:
    finished.post(CLAIM, {"name": "Mara"})

    response = finished.get(f"/mine/certificates/{Certificate.objects.get().pk}.pdf")

    assert response.content.startswith(b"%PDF-")
    assert response["Cache-Control"] == "no-store"
    assert "Mara" not in response["Content-Disposition"]


def test_credential_is_a_file_for_wallets_that_no_cache_keeps_and_without_the_name(finished: Client) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    certificate = Certificate.objects.get()

    response = finished.get(f"/mine/certificates/{certificate.pk}.json")

    assert badges.verify(response.content, checking.public_keys()).completed_on == certificate.completed_on
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/vc", "no-store")
    assert response["Content-Disposition"] == f'attachment; filename="tandem-certificate-{certificate.number}.json"'
    assert b"Mara" not in response.content


def test_credential_without_a_key_is_put_off(finished: Client, settings: object) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"  # type: ignore[attr-defined]

    response = finished.get(f"/mine/certificates/{Certificate.objects.get().pk}.json")

    assert response.status_code == 503
    assert "No certificate just now" in response.content.decode()


def test_file_without_a_seal_that_can_be_used_is_put_off(finished: Client, settings: object) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    settings.TANDEM_SEAL_KEY_FILE = "/nowhere/seal.pem"  # type: ignore[attr-defined]

    response = finished.get(f"/mine/certificates/{Certificate.objects.get().pk}.pdf")

    assert response.status_code == 503
    assert "No certificate just now" in response.content.decode()


def test_file_of_somebody_else_is_as_missing_as_one_that_never_was(finished: Client) -> None:
    foreign = finished.get(f"/mine/certificates/{CertificateFactory().pk}.pdf")
    missing = finished.get("/mine/certificates/999999.pdf")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_tokens(foreign.content) == without_tokens(missing.content)


def test_download_needs_four_queries(finished: Client, django_assert_max_num_queries: object) -> None:
    finished.post(CLAIM, {"name": "Mara"})
    address = f"/mine/certificates/{Certificate.objects.get().pk}.pdf"

    with django_assert_max_num_queries(4):  # type: ignore[operator]
        finished.get(address)


def test_learner_sees_exactly_what_will_be_seen_before_agreeing(finished: Client, learner: Learner) -> None:
    certificate = CertificateFactory(learner=learner, name="Mara Lind")
    service = OrganisationFactory(name="Service North")
    OrganisationFactory(name="Office East", parent=service, code="K7QF93MX")

    page = finished.post(f"/mine/certificates/{certificate.pk}/share/", {"code": "k7qf 93mx"}).content.decode()

    assert "Office East and of Service North" in page
    assert "Mara Lind" in page
    assert not Share.objects.exists()


def test_agreeing_shares_once(finished: Client, learner: Learner) -> None:
    certificate = CertificateFactory(learner=learner)
    OrganisationFactory(code="K7QF93MX")
    address = f"/mine/certificates/{certificate.pk}/share/"

    finished.post(address, {"code": "K7QF93MX", "agreed": "on"})
    finished.post(address, {"code": "K7QF93MX", "agreed": "on"})

    assert Share.objects.count() == 1


@pytest.mark.parametrize("code", ["", "NOPE", "x" * 10_000, "\x00", "\u202e"])
def test_code_of_no_organisation_gets_a_sentence(finished: Client, learner: Learner, code: str) -> None:
    certificate = CertificateFactory(learner=learner)

    response = finished.post(f"/mine/certificates/{certificate.pk}/share/", {"code": code, "agreed": "on"})

    assert response.status_code == 422
    assert not Share.objects.exists()


def test_nobody_shares_the_certificate_of_somebody_else(finished: Client) -> None:
    OrganisationFactory(code="K7QF93MX")
    address = f"/mine/certificates/{CertificateFactory().pk}/share/"

    assert finished.post(address, {"code": "K7QF93MX", "agreed": "on"}).status_code == 404


def test_my_training_shows_courses_certificates_shares_and_who_looked(finished: Client, learner: Learner) -> None:
    share = ShareFactory(certificate=CertificateFactory(learner=learner), seen=True)

    page = finished.get("/mine/").content.decode()

    assert share.organisation.name in page
    assert share.certificate.number in page
    assert "seen in the list" in page
    assert "⚠undefined" not in page


def test_my_training_needs_no_more_queries_for_three_shares_than_for_one(
    finished: Client, learner: Learner, django_assert_max_num_queries: object
) -> None:
    certificate = CertificateFactory(learner=learner)
    ShareFactory(certificate=certificate, seen=True)
    ShareFactory(certificate=certificate, seen=True)
    ShareFactory(certificate=certificate, seen=True)

    finished.get("/mine/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        finished.get("/mine/")


def test_my_data_holds_what_is_known_and_no_secret(finished: Client, learner: Learner) -> None:
    ShareFactory(certificate=CertificateFactory(learner=learner, name="Mara Lind"))

    held = finished.get("/mine/download.json").json()

    assert held["certificates"][0]["name"] == "Mara Lind"
    assert "hash" not in str(held)


def test_my_data_can_be_read_as_a_page(finished: Client, learner: Learner) -> None:
    CertificateFactory(learner=learner, name="Mara Lind")

    assert "Mara Lind" in finished.get("/mine/download/").content.decode()


def test_site_without_a_key_says_so_and_keeps_everything(finished: Client, settings: object) -> None:
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"  # type: ignore[attr-defined]

    response = finished.post(CLAIM, {"name": "Mara"})

    assert response.status_code == 503
    assert CourseDone.objects.exists()
