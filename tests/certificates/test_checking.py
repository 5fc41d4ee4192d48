import json
from datetime import date
from decimal import Decimal

import pytest

from certificates import checking, issuing, tokens
from certificates.checking import State, Status
from certificates.keys import make_token_key
from tests.factories import SIGNING_KEY, CertificateFactory

pytestmark = pytest.mark.django_db
PUBLIC_KEY = SIGNING_KEY.public_key().public_bytes_raw()


def test_number_tells_the_course_and_the_month():
    certificate = CertificateFactory()

    status = checking.status_of(certificate.number)

    assert status == Status(
        state=State.VALID,
        course_title="Tandem: two of you, and the person",
        course_version=1,
        kind="self-study",
        month=date(2026, 10, 1),
        hours=Decimal("3.5"),
        language="en",
    )


def test_number_is_found_as_people_type_it():
    certificate = CertificateFactory()

    status = checking.status_of(certificate.number.lower().replace("-", " "))

    assert status.state == State.VALID


@pytest.mark.parametrize(("trait", "state"), [("withdrawn", State.WITHDRAWN), ("superseded", State.REPLACED)])
def test_revoked_certificate_says_so(trait, state):
    certificate = CertificateFactory(**{trait: True})

    status = checking.status_of(certificate.number)

    assert (status.state, status.revoked_on) == (state, date(2026, 11, 2))


def test_erased_holder_changes_nothing():
    certificate = CertificateFactory()
    number = certificate.number
    before = checking.status_of(number)

    issuing.let_go(certificate.learner)

    assert checking.status_of(number) == before


@pytest.mark.parametrize(
    "number", ["TD-0000-0000-0000-0000-0", "TD-0000-0000-0000-0000-1", "", "Ж\x00\ud800", "x" * 10_000]
)
def test_unknown_and_mistyped_numbers_take_the_same_way(number, django_assert_num_queries):
    CertificateFactory()

    with django_assert_num_queries(1):
        status = checking.status_of(number)

    assert status == checking.UNKNOWN


def test_list_of_numbers_takes_one_query(django_assert_num_queries):
    one, other = CertificateFactory(), CertificateFactory(withdrawn=True)

    with django_assert_num_queries(1):
        found = checking.statuses([one.number, other.number, "nonsense"])

    states = {number: status.state for number, status in found.items()}
    assert states == {one.number: State.VALID, other.number: State.WITHDRAWN, "nonsense": State.UNKNOWN}


def test_number_under_another_pepper_is_unknown(settings):
    certificate = CertificateFactory()

    settings.TANDEM_CERTIFICATE_PEPPER = "another"

    assert checking.status_of(certificate.number) == checking.UNKNOWN


def test_published_keys_hold_old_and_present_ones(signing_key):
    CertificateFactory(known=True)
    present = make_token_key(signing_key, former="former").public_key().public_bytes_raw()

    published = checking.published()

    assert published["keys"] == {
        tokens.key_id_of(PUBLIC_KEY): PUBLIC_KEY.hex(),
        tokens.key_id_of(present): present.hex(),
    }


@pytest.mark.usefixtures("signing_key")
def test_published_titles_are_signed_and_name_no_person():
    CertificateFactory(known=True)
    CertificateFactory()
    CertificateFactory(course_version=2, course_title="Tandem, second edition")

    courses = checking.published()["courses"]

    key = CertificateFactory.course_key
    assert json.loads(courses["table"]) == [
        [key, 1, "en", "Tandem: two of you, and the person"],
        [key, 2, "en", "Tandem, second edition"],
    ]
    assert tokens.table_is_signed(courses["table"].encode(), bytes.fromhex(courses["signature"]), PUBLIC_KEY)


def test_site_without_a_key_publishes_the_old_ones(settings, tmp_path):
    settings.TANDEM_SIGNING_KEY_FILE = str(tmp_path / "absent.pem")
    CertificateFactory(known=True)

    published = checking.published()

    assert published["keys"] == {tokens.key_id_of(PUBLIC_KEY): PUBLIC_KEY.hex()}
    assert published["courses"] is None
