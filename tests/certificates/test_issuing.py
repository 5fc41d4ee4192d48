from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as with_changes
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from certificates import checking, issuing, serials, tokens
from certificates.issuing import Award, MayNotIssue
from certificates.keys import make_token_key
from certificates.models import KEPT_HALF, Certificate, Revocation, VerificationKey
from certificates.normal import NameRefused
from certificates.tokens import Kind, NoSigningKey
from tests.factories import SIGNING_KEY, CertificateFactory, LearnerFactory

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
AWARD = Award(
    course_key="7a4d0c5e-0001-4000-8000-000000000001",
    course_title="Tandem: two of you, and the person",
    course_version=3,
    kind=Kind.SELF_STUDY,
    completed_on=date(2026, 10, 14),
    hours=Decimal("3.5"),
    online_minutes=210,
    modules=("One pattern, many forms", "Stories before arguments"),
    language="en",
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]


def test_learner_gets_a_certificate_that_says_what_was_awarded():
    learner = LearnerFactory()

    certificate = issuing.issue(AWARD, learner, "  Agnieszka Wiśniewska ", NOW)

    certificate.refresh_from_db()
    assert certificate.name == "Agnieszka Wiśniewska"
    assert certificate.completed_on == date(2026, 10, 14)
    assert certificate.month == "2026-10"
    assert certificate.modules == ["One pattern, many forms", "Stories before arguments"]
    assert certificate.learner == learner


def test_token_of_a_new_certificate_is_genuine_and_says_the_same():
    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    claims = tokens.read(bytes(certificate.token), checking.public_keys())

    assert serials.number_of(claims.serial) == certificate.number
    assert (claims.name, claims.completed_on, claims.hours) == ("Anna", date(2026, 10, 14), Decimal("3.5"))


def test_learner_who_asks_again_gets_the_first_certificate():
    learner = LearnerFactory()
    first = issuing.issue(AWARD, learner, "Anna", NOW)

    again = issuing.issue(AWARD, learner, "Somebody Else", NOW)

    assert (again.pk, again.name) == (first.pk, "Anna")


@pytest.mark.django_db(transaction=True)
def test_four_claims_at_once_make_one_certificate():
    learner = LearnerFactory()
    together = Barrier(4)

    def claim(name: str) -> int:
        try:
            together.wait()
            return issuing.issue(AWARD, learner, name, NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        issued = set(pool.map(claim, ["Anna", "Bea", "Cleo", "Dora"]))

    assert issued == set(Certificate.objects.values_list("pk", flat=True))
    assert len(issued) == 1


def test_newer_course_version_gets_a_certificate_of_its_own():
    learner = LearnerFactory()
    issuing.issue(AWARD, learner, "Anna", NOW)

    issuing.issue(with_changes(AWARD, course_version=4), learner, "Anna", NOW)

    assert Certificate.objects.visible_to(learner).count() == 2


def test_second_kind_cannot_be_claimed_yet():
    with pytest.raises(MayNotIssue, match="practice"):
        issuing.issue(with_changes(AWARD, kind=Kind.WITH_PRACTICE), LearnerFactory(), "Anna", NOW)

    assert not Certificate.objects.exists()


def test_nothing_is_issued_for_a_day_to_come():
    with pytest.raises(MayNotIssue, match="future"):
        issuing.issue(with_changes(AWARD, completed_on=date(2026, 11, 21)), LearnerFactory(), "Anna", NOW)


def test_refused_name_issues_nothing():
    with pytest.raises(NameRefused):
        issuing.issue(AWARD, LearnerFactory(), "Anna\u202e", NOW)

    assert not Certificate.objects.exists()


def test_without_a_key_nothing_is_issued(settings, tmp_path):
    settings.TANDEM_SIGNING_KEY_FILE = str(tmp_path / "absent.pem")

    with pytest.raises(NoSigningKey):
        issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    assert not Certificate.objects.exists()


def test_public_key_is_on_record_once():
    issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)
    issuing.issue(AWARD, LearnerFactory(), "Bea", NOW)

    keys = list(VerificationKey.objects.values_list("public_key", "first_used_on"))

    assert keys == [(SIGNING_KEY.public_key().public_bytes_raw().hex(), date(2026, 11, 20))]


def test_certificate_signed_before_a_rotation_still_checks(signing_key):
    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)
    make_token_key(signing_key, former="former")

    issuing.issue(AWARD, LearnerFactory(), "Bea", NOW)

    assert tokens.read(bytes(certificate.token), checking.public_keys()).name == "Anna"
    assert VerificationKey.objects.count() == 2


def test_withdrawn_certificate_stays_withdrawn():
    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    first = issuing.revoke(certificate, NOW)
    again = issuing.revoke(certificate, NOW)

    assert (first.pk, first.reason, first.on) == (again.pk, Revocation.Reason.WITHDRAWN, date(2026, 11, 20))


def test_corrected_name_replaces_the_certificate():
    learner = LearnerFactory()
    old = issuing.issue(AWARD, learner, "Ana", NOW)

    new = issuing.replace(old, "Anna", NOW)

    old.refresh_from_db()
    assert (old.replaced, old.revocation.reason, old.name) == (True, "replaced", "Ana")
    assert (new.replaced, new.name, new.course_version) == (False, "Anna", 3)
    assert new.number != old.number
    assert issuing.issue(AWARD, learner, "Anybody", NOW).pk == new.pk


@pytest.mark.parametrize("trait", ["withdrawn", "superseded", "let_go"])
def test_certificate_that_does_not_hold_is_not_replaced(trait):
    certificate = CertificateFactory(**{trait: True})

    with pytest.raises(MayNotIssue):
        issuing.replace(certificate, "Anna", NOW)

    assert Certificate.objects.count() == 1


def test_refused_correction_leaves_the_old_certificate_as_it_is():
    old = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    with pytest.raises(NameRefused):
        issuing.replace(old, "🦉", NOW)

    assert not Certificate.objects.get().replaced
    assert not Revocation.objects.exists()


def test_letting_go_empties_the_kept_half_of_all_certificates():
    learner = LearnerFactory()
    old = issuing.issue(AWARD, learner, "Ana", NOW)
    issuing.replace(old, "Anna", NOW)
    other = CertificateFactory()

    let_go = issuing.let_go(learner)

    emptied = Certificate.objects.exclude(pk=other.pk).values_list(*KEPT_HALF)
    assert let_go == 2
    assert list(emptied) == [(None,) * 5] * 2
    assert Certificate.objects.get(pk=other.pk).name == other.name


def test_learner_cannot_be_deleted_before_letting_go():
    learner = CertificateFactory().learner

    with pytest.raises(ProtectedError):
        learner.delete()

    issuing.let_go(learner)
    learner.delete()


@pytest.mark.parametrize("field", KEPT_HALF)
def test_kept_half_is_whole_or_empty(field):
    certificate = CertificateFactory()

    with pytest.raises(IntegrityError, match="kept_half"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**{field: None})


def test_second_certificate_for_one_version_and_kind_breaks_the_rule():
    certificate = CertificateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(learner=certificate.learner)
