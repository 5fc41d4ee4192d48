from datetime import UTC, date, datetime

import pytest

from certificates import checking, issuing, withdrawing
from certificates.checking import State
from certificates.issuing import MayNotIssue
from certificates.models import Certificate, Revocation, Withdrawal
from certificates.withdrawing import (
    AnotherCertificate,
    AskedAlready,
    DecidedAlready,
    NothingToWithdraw,
    SecondPersonNeeded,
)
from tests.factories import CertificateFactory, UserFactory

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
UNKNOWN = "TD-0000-0000-0000-0000-0"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]


@pytest.fixture
def olga():
    return UserFactory(operator=True)


@pytest.fixture
def olaf():
    return UserFactory(operator=True)


@pytest.fixture
def certificate():
    return CertificateFactory()


@pytest.fixture
def asked(certificate, olga):
    return withdrawing.ask(certificate.number, Revocation.Because.ERROR, olga, NOW)


def status_of(certificate):
    found = checking.status_of(certificate.number)
    return found.state, found.because, found.revoked_on


def test_holder_withdraws_alone_and_at_once(certificate):
    withdrawing.withdraw_own(certificate, NOW)

    assert status_of(certificate) == (State.WITHDRAWN, "holder", date(2026, 11, 20))


def test_certificate_holds_until_a_second_operator_confirms(certificate, asked, olaf):
    before = status_of(certificate)

    decided = withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    assert before == (State.VALID, "", None)
    assert status_of(certificate) == (State.WITHDRAWN, "error", date(2026, 11, 20))
    assert (decided.state, decided.decided_by, decided.decided_on) == ("confirmed", olaf, date(2026, 11, 20))
    assert withdrawing.open_requests() == []


def test_whoever_asked_does_not_confirm(certificate, asked, olga):
    with pytest.raises(SecondPersonNeeded):
        withdrawing.confirm(asked.pk, olga, NOW, number=certificate.number)

    assert status_of(certificate)[0] is State.VALID


@pytest.mark.parametrize("lost", [{"is_superuser": False}, {"is_active": False}], ids=str)
def test_request_of_somebody_who_is_no_operator_any_more_is_not_confirmed(certificate, asked, olga, olaf, lost):
    type(olga).objects.filter(pk=olga.pk).update(**lost)

    with pytest.raises(SecondPersonNeeded):
        withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    assert status_of(certificate)[0] is State.VALID


def test_request_of_a_deleted_account_is_not_confirmed_but_can_be_declined(certificate, asked, olga, olaf):
    olga.delete()

    with pytest.raises(SecondPersonNeeded):
        withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    assert withdrawing.decline(asked.pk, olaf, NOW).state == "declined"


def test_somebody_who_is_no_operator_is_no_second_person(certificate, asked):
    with pytest.raises(SecondPersonNeeded):
        withdrawing.confirm(asked.pk, UserFactory(trainer=True), NOW, number=certificate.number)


def test_declined_request_changes_nothing_and_another_may_be_made(certificate, asked, olga, olaf):
    withdrawing.decline(asked.pk, olaf, NOW)

    again = withdrawing.ask(certificate.number, Revocation.Because.KEY, olga, NOW)

    assert status_of(certificate)[0] is State.VALID
    assert [request.pk for request in withdrawing.open_requests()] == [again.pk]


def test_whoever_asked_takes_the_request_back(asked, olga):
    assert withdrawing.decline(asked.pk, olga, NOW).decided_by == olga


def test_certificate_has_one_open_request(certificate, asked, olaf):
    with pytest.raises(AskedAlready):
        withdrawing.ask(certificate.number, Revocation.Because.KEY, olaf, NOW)

    assert Withdrawal.objects.count() == 1


def test_decided_request_is_not_decided_again(certificate, asked, olaf):
    withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    with pytest.raises(DecidedAlready):
        withdrawing.confirm(asked.pk, UserFactory(operator=True), NOW, number=certificate.number)
    with pytest.raises(DecidedAlready):
        withdrawing.decline(asked.pk, UserFactory(operator=True), NOW)


@pytest.mark.parametrize("typed", ["another", UNKNOWN, "rubbish", ""])
def test_number_of_another_certificate_confirms_nothing(certificate, asked, olaf, typed):
    alike = CertificateFactory()

    with pytest.raises(AnotherCertificate):
        withdrawing.confirm(asked.pk, olaf, NOW, number=typed.replace("another", alike.number))

    assert status_of(certificate)[0] is State.VALID
    assert status_of(alike)[0] is State.VALID


def test_number_confirms_however_it_is_typed_and_after_an_erasure(certificate, asked, olaf):
    issuing.let_go(certificate.learner)

    withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number.lower().replace("-", ""))

    assert status_of(certificate)[0] is State.WITHDRAWN


@pytest.mark.parametrize("number", [UNKNOWN, "TD-0000-0000-0000-0000-1", "", "Ж"])
def test_number_that_nothing_has_cannot_be_asked_for(certificate, olga, number):
    with pytest.raises(NothingToWithdraw):
        withdrawing.ask(number, Revocation.Because.ERROR, olga, NOW)


def test_withdrawn_certificate_cannot_be_asked_for(olga):
    with pytest.raises(NothingToWithdraw):
        withdrawing.ask(CertificateFactory(withdrawn=True).number, Revocation.Because.ERROR, olga, NOW)


def test_number_is_found_as_people_type_it_and_after_erasure(certificate, olga):
    number = certificate.number.lower().replace("-", " ")
    issuing.let_go(certificate.learner)

    assert withdrawing.ask(number, Revocation.Because.ERROR, olga, NOW).certificate == certificate


def test_corrected_name_is_no_way_out_of_an_open_request(certificate, asked, olaf):
    new = issuing.replace(certificate, "Somebody Else", NOW)

    withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    assert status_of(new)[:2] == (State.WITHDRAWN, "error")
    assert status_of(certificate)[:2] == (State.REPLACED, "")


def test_number_of_a_replaced_certificate_leads_to_the_one_in_its_place(certificate, olga):
    new = issuing.replace(certificate, "Somebody Else", NOW)

    assert withdrawing.ask(certificate.number, Revocation.Because.ERROR, olga, NOW).certificate == new


def test_certificate_is_made_anew_after_a_lost_key_and_the_old_number_stays_withdrawn(certificate):
    issuing.revoke(certificate, NOW, because=Revocation.Because.KEY)

    new = issuing.replace(certificate, certificate.name, NOW)

    assert status_of(certificate)[:2] == (State.WITHDRAWN, "key")
    assert status_of(new)[0] is State.VALID


@pytest.mark.parametrize("because", ["", "holder", "error"])
def test_certificate_is_not_made_anew_after_another_withdrawal(certificate, because):
    issuing.revoke(certificate, NOW, because=because)

    with pytest.raises(MayNotIssue):
        issuing.replace(certificate, certificate.name, NOW)

    assert Certificate.objects.count() == 1


def test_list_of_requests_takes_one_query(asked, django_assert_num_queries):
    CertificateFactory.create_batch(2)

    with django_assert_num_queries(1):
        assert [str(request.asked_by) for request in withdrawing.open_requests()] != []


def test_certificate_that_is_replaced_just_now_is_no_way_out(certificate):
    seen_before = Certificate.objects.get(pk=certificate.pk)
    corrected = issuing.replace(certificate, "Bea", NOW)

    withdrawing.withdraw_standing(seen_before, NOW, because=Revocation.Because.ERROR)

    assert status_of(corrected) == (State.WITHDRAWN, "error", date(2026, 11, 20))


def test_corrected_name_and_erasure_together_are_no_way_out(certificate, olga, olaf):
    number = certificate.number
    corrected = issuing.replace(issuing.replace(certificate, "Bea", NOW), "Cleo", NOW)
    issuing.let_go(corrected.learner)

    request = withdrawing.ask(number, Revocation.Because.ERROR, olga, NOW)
    withdrawing.confirm(request.pk, olaf, NOW, number=number)

    assert request.certificate == corrected
    assert status_of(corrected)[:2] == (State.WITHDRAWN, "error")


def test_request_finds_the_certificate_that_was_corrected_and_erased_meanwhile(certificate, asked, olaf):
    corrected = issuing.replace(certificate, "Bea", NOW)
    issuing.let_go(corrected.learner)

    withdrawing.confirm(asked.pk, olaf, NOW, number=certificate.number)

    assert status_of(corrected)[:2] == (State.WITHDRAWN, "error")
