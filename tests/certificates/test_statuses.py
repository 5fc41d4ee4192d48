import json
import secrets
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from certificates import achievements, badges, checking, identity, issuing, statuses
from certificates.keys import make_token_key
from certificates.models import Certificate
from tests.certificates import judges
from tests.certificates.test_issuing import AWARD
from tests.factories import CertificateFactory, LearnerFactory

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]


def revoked_places(number: int = 1) -> frozenset[int]:
    document = json.loads(statuses.status_list_credential(number))
    return set_indices(decode_encoded_list(document["credentialSubject"]["encodedList"]))


def identity_document() -> Any:
    return identity.document("http://localhost:8000", checking.public_keys())


def test_certificate_that_holds_is_verified_with_its_list() -> None:
    certificate = CertificateFactory()
    CertificateFactory(withdrawn=True)

    credential = achievements.credential_of(certificate)

    found = judges.verified(credential, identity_document(), statuses.status_list_credential(1))
    assert found.name == certificate.course_title


@pytest.mark.parametrize("trait", ["withdrawn", "superseded"])
def test_another_implementation_refuses_a_revoked_certificate(trait: str) -> None:
    certificate = CertificateFactory(**{trait: True})
    credential = achievements.credential_of(certificate)

    with pytest.raises(judges.Refused, match="'revocation' is set"):
        judges.verified(credential, identity_document(), statuses.status_list_credential(1))


def test_corrected_name_revokes_the_old_credential_only() -> None:
    old = issuing.issue(AWARD, LearnerFactory(), "Ana", NOW)

    new = issuing.replace(old, "Anna", NOW)

    assert revoked_places(old.status_list) == {old.status_index}
    assert new.status_index != old.status_index


def test_credential_of_somebody_who_erased_still_verifies_and_is_still_looked_up() -> None:
    learner = LearnerFactory()
    certificate = issuing.issue(AWARD, learner, "Anna", NOW)
    credential = achievements.credential_of(certificate)
    issuing.let_go(learner)

    judges.verified(credential, identity_document(), statuses.status_list_credential(1))
    issuing.revoke(certificate, NOW)

    with pytest.raises(judges.Refused, match="'revocation' is set"):
        judges.verified(credential, identity_document(), statuses.status_list_credential(1))


def test_certificate_that_was_let_go_has_no_credential_any_more() -> None:
    with pytest.raises(ValueError, match="let go"):
        achievements.credential_of(CertificateFactory(let_go=True))


def test_old_credentials_verify_after_the_key_was_changed(signing_key: Any) -> None:
    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)
    credential = achievements.credential_of(certificate)

    make_token_key(signing_key, former="former")

    judges.verified(credential, identity_document(), statuses.status_list_credential(1))
    assert badges.verify(credential, checking.public_keys()).completed_on == AWARD.completed_on


def test_list_is_the_same_until_something_changes() -> None:
    certificate = CertificateFactory()
    CertificateFactory(withdrawn=True)
    before = statuses.status_list_credential(1)

    CertificateFactory()
    assert statuses.status_list_credential(1) == before

    issuing.revoke(certificate, NOW)
    assert statuses.status_list_credential(1) != before


def test_list_is_dated_by_its_newest_revocation() -> None:
    issuing.revoke(CertificateFactory(), datetime(2026, 11, 18, tzinfo=UTC))
    issuing.revoke(CertificateFactory(), datetime(2026, 11, 20, tzinfo=UTC))

    assert json.loads(statuses.status_list_credential(1))["validFrom"] == "2026-11-20T00:00:00Z"


def test_list_without_revocations_is_dated_by_its_first_month() -> None:
    CertificateFactory(completed_on=date(2026, 10, 14))
    CertificateFactory(completed_on=date(2026, 9, 3))

    assert json.loads(statuses.status_list_credential(1))["validFrom"] == "2026-09-01T00:00:00Z"


def test_list_tells_of_its_own_places_only() -> None:
    CertificateFactory(status_list=1, status_index=5, withdrawn=True)
    CertificateFactory(status_list=2, status_index=6, withdrawn=True)

    assert (revoked_places(1), revoked_places(2)) == ({5}, {6})


@pytest.mark.parametrize("number", [0, 2, 99_999])
def test_list_that_nobody_is_in_does_not_exist(number: int) -> None:
    CertificateFactory(status_list=1)

    with pytest.raises(statuses.UnknownList):
        statuses.status_list_credential(number)


def test_new_key_signs_the_list_anew(signing_key: Any) -> None:
    CertificateFactory()
    statuses.status_list_credential(1)

    new = make_token_key(signing_key, former="former").public_key().public_bytes_raw()

    judges.verify_list(statuses.status_list_credential(1), new)


def test_place_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    CertificateFactory(status_list=1, status_index=7)
    draws = iter([7, 7, 9])
    monkeypatch.setattr(secrets, "randbelow", lambda most: next(draws))

    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    assert (certificate.status_list, certificate.status_index) == (1, 9)


def test_place_taken_between_the_look_and_the_write_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([7, 9])
    monkeypatch.setattr(secrets, "randbelow", lambda most: next(draws))

    with connection.execute_wrapper(SomebodyIsFaster(place=7)):
        certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    assert certificate.status_index == 9
    assert Certificate.objects.count() == 2


def test_correction_finds_another_place_when_somebody_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    old = issuing.issue(AWARD, LearnerFactory(), "Ana", NOW)
    draws = iter([7, 9])
    monkeypatch.setattr(secrets, "randbelow", lambda most: next(draws))

    with connection.execute_wrapper(SomebodyIsFaster(place=7)):
        new = issuing.replace(old, "Anna", NOW)

    assert (new.status_index, new.name) == (9, "Anna")


def test_list_that_is_half_full_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statuses, "PLACES", 4)
    monkeypatch.setattr(secrets, "randbelow", lambda most: most - 1)
    CertificateFactory(status_list=1, status_index=0)
    CertificateFactory(status_list=1, status_index=3)

    certificate = issuing.issue(AWARD, LearnerFactory(), "Anna", NOW)

    assert (certificate.status_list, certificate.status_index) == (2, 3)


class SomebodyIsFaster:
    """Right after the place was looked up and found free, somebody else's certificate takes it."""

    def __init__(self, place: int) -> None:
        self.place: int | None = place

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        looked = execute(sql, params, many, context)
        if self.place is not None and sql.startswith("SELECT") and '"status_index" =' in sql:
            place, self.place = self.place, None
            CertificateFactory(status_list=1, status_index=place)
        return looked
