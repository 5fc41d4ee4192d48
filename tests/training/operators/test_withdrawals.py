"""The pages on which one operator asks to withdraw a certificate and another confirms."""

import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from certificates import checking, issuing, withdrawing
from certificates.checking import State
from certificates.models import Revocation, Withdrawal
from tests.factories import NOW, CertificateFactory, ShareFactory, UserFactory
from training.operators.withdrawals import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_pages")]
LIST, ASK = "/admin/certificates/withdrawals/", "/admin/certificates/withdrawals/ask/"
NAME, UNKNOWN = "Agnieszka Kanarowa", "TD-0000-0000-0000-0000-0"


def operator_in(client: Client) -> Client:
    client.force_login(UserFactory(operator=True, factor=True))
    return client


@pytest.fixture
def olga(client):
    return operator_in(client)


@pytest.fixture
def olaf():
    return operator_in(Client())


@pytest.fixture
def certificate():
    return CertificateFactory(name=NAME)


@pytest.fixture
def asked(olga, certificate):
    olga.post(ASK, {"number": certificate.number, "because": "error"})
    return f"{LIST}{Withdrawal.objects.get().pk}/"


def main_of(response) -> str:
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_list_without_a_request_says_so_and_offers_the_field(olga):
    page = main_of(olga.get(LIST))

    assert "Nothing waits." in page
    assert 'name="number"' in page


def test_number_leads_to_course_month_kind_and_status_and_never_to_a_name(olga, certificate):
    page = main_of(olga.post(LIST, {"number": certificate.number.lower()}))

    facts = re.findall(r"<dd>([^<]+)</dd>", page)
    assert facts == ["Tandem: two of you, and the person, version 1", "Record of self-study", "October 2026", "valid"]
    assert NAME not in page
    assert [value for value in ("holder", "error", "key") if f'value="{value}"' in page] == ["holder", "error", "key"]


@pytest.mark.parametrize("number", [UNKNOWN, "TD-0000-0000-0000-0000-1", "Ж"])
def test_number_that_nothing_has_gets_a_sentence_and_stays_in_the_field(olga, certificate, number):
    response = olga.post(LIST, {"number": number})

    assert response.status_code == 422
    assert "We do not know this number." in main_of(response)
    assert f'value="{number}"' in main_of(response)


def test_certificate_that_does_not_hold_offers_no_reason(olga):
    page = main_of(olga.post(LIST, {"number": CertificateFactory(withdrawn=True).number}))

    assert "There is nothing to withdraw." in page
    assert 'name="because"' not in page


def test_request_waits_and_the_certificate_holds_until_another_operator_confirms(olga, olaf, certificate, asked):
    waiting = checking.status_of(certificate.number).state

    response = olaf.post(asked, {"verdict": "confirm", "number": certificate.number}, follow=True)

    status = checking.status_of(certificate.number)
    assert waiting is State.VALID
    assert "The certificate is withdrawn." in response.content.decode()
    assert (status.state, status.because) == (State.WITHDRAWN, "error")


def test_whoever_asked_cannot_confirm_even_by_hand(olga, certificate, asked):
    page = main_of(olga.get(asked))
    response = olga.post(asked, {"verdict": "confirm", "number": certificate.number}, follow=True)

    assert 'value="confirm"' not in page
    assert "Another operator than the one who asked has to confirm." in response.content.decode()
    assert checking.status_of(certificate.number).state is State.VALID


def test_whoever_asked_takes_it_back(olga, certificate, asked):
    page = main_of(olga.get(asked))

    olga.post(asked, {"verdict": "decline"})

    assert "Take it back" in page
    assert "Nothing waits." in main_of(olga.get(LIST))
    assert checking.status_of(certificate.number).state is State.VALID


def test_second_request_about_the_same_certificate_is_refused_in_words(olaf, certificate, asked):
    response = olaf.post(ASK, {"number": certificate.number, "because": "key"}, follow=True)

    assert "Somebody asked for this already." in response.content.decode()
    assert Withdrawal.objects.count() == 1


def test_request_without_a_reason_comes_back_with_the_facts(olga, certificate):
    response = olga.post(ASK, {"number": certificate.number})

    assert response.status_code == 422
    assert "Choose why." in main_of(response)
    assert "October 2026" in main_of(response)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"number": UNKNOWN}, {"number": "x" * 10_000, "because": "error"}], ids=len)
def test_request_about_nothing_changes_nothing(olga, fields):
    response = olga.post(ASK, fields, follow=True)

    assert "Nothing was changed." in response.content.decode()
    assert not Withdrawal.objects.exists()


def test_decided_request_says_so_for_reading_and_for_deciding(olga, olaf, certificate, asked):
    olaf.post(asked, {"verdict": "decline"})

    read = olga.get(asked, follow=True)
    decided = olga.post(asked, {"verdict": "confirm", "number": certificate.number}, follow=True)

    assert "This request was decided already." in read.content.decode()
    assert "not open any more" in decided.content.decode()
    assert olga.get(f"{LIST}999999/").status_code == 404


def test_second_operator_types_the_number_and_another_one_withdraws_nothing(olaf, certificate, asked):
    alike = CertificateFactory()

    response = olaf.post(asked, {"verdict": "confirm", "number": alike.number})

    assert 'name="number"' in main_of(olaf.get(asked))
    assert response.status_code == 422
    assert "This is not the certificate that was asked for." in main_of(response)
    assert not Revocation.objects.exists()


def test_second_operator_who_types_no_number_is_asked_for_it(olaf, certificate, asked):
    response = olaf.post(asked, {"verdict": "confirm"})

    assert response.status_code == 422
    assert "Type the number that is printed" in main_of(response)
    assert not Revocation.objects.exists()


def test_asking_repeats_the_number_that_was_typed(olga, certificate):
    page = main_of(olga.post(LIST, {"number": certificate.number.lower().replace("-", "")}))

    assert f"You typed <strong>{certificate.number}</strong>." in page


def test_verdict_that_is_none_leads_back(olaf, asked):
    response = olaf.post(asked, {"verdict": "maybe"})

    assert response.headers["Location"] == asked
    assert not Revocation.objects.exists()


def test_each_act_is_logged_with_who_did_it_and_without_number_or_name(olga, olaf, certificate, asked):
    olaf.post(asked, {"verdict": "confirm", "number": certificate.number})

    entries = list(ModelLogEntry.objects.order_by("pk"))
    assert [entry.action for entry in entries] == [acting.ASKED, acting.CONFIRMED]
    assert len({entry.user_id for entry in entries}) == 2
    written = " ".join(f"{entry.label} {entry.data}" for entry in entries)
    assert [word for word in (NAME, certificate.number, certificate.number[3:7]) if word in written] == []


def test_refused_confirmation_leaves_no_line_in_the_log(olga, certificate, asked):
    olga.post(asked, {"verdict": "confirm", "number": certificate.number})

    assert [entry.action for entry in ModelLogEntry.objects.all()] == [acting.ASKED]


def test_coordinator_sees_the_withdrawal_in_the_share(olaf, asked, certificate):
    share = ShareFactory(certificate=certificate)
    olaf.post(asked, {"verdict": "confirm", "number": certificate.number})

    assert checking.statuses([share.certificate.number])[certificate.number].state is State.WITHDRAWN


def test_proof_older_than_fifteen_minutes_is_asked_for_again(olga, olaf, certificate, asked):
    session = olaf.session
    session["signed_in_at"] -= 1000
    session.save()

    response = olaf.post(asked, {"verdict": "confirm", "number": certificate.number})

    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert checking.status_of(certificate.number).state is State.VALID


def test_sixty_first_number_of_a_minute_waits(olga, time_machine):
    time_machine.move_to("2026-11-20T09:30:05Z", tick=False)
    answers = [olga.post(LIST, {"number": UNKNOWN}).status_code for _ in range(60)]

    assert set(answers) == {422}
    assert olga.post(LIST, {"number": UNKNOWN}).status_code == 429


def test_menu_and_dashboard_lead_an_operator_there(olga, olaf, asked):
    own, other = olga.get("/admin/").content.decode(), olaf.get("/admin/").content.decode()

    assert (LIST in own, LIST in other) == (True, True)
    assert "waits for a second operator: you" not in own
    assert "1 withdrawal waits for a second operator: you" in other


def test_trainer_finds_no_entry_in_the_menu(client):
    client.force_login(UserFactory(trainer=True, factor=True))

    assert LIST not in client.get("/admin/").content.decode()


def test_erased_holder_is_withdrawn_like_a_living_one(olga, olaf, certificate):
    number = certificate.number
    issuing.let_go(certificate.learner)
    request = withdrawing.ask(number, Revocation.Because.KEY, UserFactory(operator=True), NOW)

    olaf.post(f"{LIST}{request.pk}/", {"verdict": "confirm", "number": certificate.number})

    assert checking.status_of(number).because == "key"
