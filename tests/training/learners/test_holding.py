"""What holders do with their certificates: correct the name, withdraw, save."""

import re
from datetime import date

import pytest
from django.test import Client

from certificates import checking, issuing
from certificates.checking import State
from certificates.models import Certificate, Revocation
from tests.builders import open_in
from tests.certificates.conftest import signing_key
from tests.factories import NOW, CertificateFactory, CoordinatorFactory, LearnerFactory, ShareFactory
from training.models import Learner, Share

__all__ = ["signing_key"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key")]
MINE, OLD, NEW = "/mine/", "Mara Lind", "Mara Lindqvist"


@pytest.fixture
def learner() -> Learner:
    return LearnerFactory()


@pytest.fixture
def holder(client: Client, learner: Learner) -> Client:
    return open_in(client, learner)


@pytest.fixture
def certificate(learner: Learner) -> Certificate:
    return CertificateFactory(learner=learner, name=OLD)


def name_of(certificate: Certificate) -> str:
    return f"/mine/certificates/{certificate.pk}/name/"


def withdrawal_of(certificate: Certificate) -> str:
    return f"/mine/certificates/{certificate.pk}/withdraw/"


def status(certificate: Certificate) -> tuple[State, str]:
    found = checking.status_of(str(certificate.number))
    return found.state, found.because


def standing() -> Certificate:
    return Certificate.objects.get(replaced=False)


# ---- The name


def test_corrected_name_makes_a_new_certificate_and_the_old_number_says_replaced(
    holder: Client, certificate: Certificate
) -> None:
    response = holder.post(name_of(certificate), {"name": NEW})

    new = standing()
    assert response.headers["Location"] == MINE
    assert (new.name, new.completed_on, new.course_version) == (NEW, date(2026, 10, 14), 1)
    assert new.number != certificate.number
    assert (status(new)[0], status(certificate)[0]) == (State.VALID, State.REPLACED)


def test_page_says_first_what_ends_and_with_whom(holder: Client, certificate: Certificate) -> None:
    ShareFactory(certificate=certificate, organisation__name="Service North")

    page = holder.get(name_of(certificate)).content.decode()

    assert "You share the old one with: Service North." in page
    assert f'value="{OLD}"' in page
    assert status(certificate)[0] is State.VALID


def test_shares_of_the_old_certificate_end_without_a_trace(holder: Client, certificate: Certificate) -> None:
    cora = CoordinatorFactory()
    before = open_list(cora)
    ShareFactory(certificate=certificate, organisation=cora.organisation, seen=True)

    holder.post(name_of(certificate), {"name": NEW})

    assert not Share.objects.exists()
    assert open_list(cora) == before


def open_list(coordinator: object) -> str:
    """What the coordinator sees, without the token of a form."""
    client = Client()
    client.force_login(coordinator.user)  # type: ignore[attr-defined]
    return re.sub(r'token" value="\w+"', "", client.get("/coordinators/").content.decode())


def test_second_click_makes_no_second_certificate(holder: Client, certificate: Certificate) -> None:
    first = holder.post(name_of(certificate), {"name": NEW})
    second = holder.post(name_of(certificate), {"name": NEW})

    assert (first.status_code, second.headers["Location"]) == (302, MINE)
    assert Certificate.objects.count() == 2


def test_same_name_changes_nothing(holder: Client, certificate: Certificate) -> None:
    response = holder.post(name_of(certificate), {"name": f"  {OLD} "})

    assert response.status_code == 422
    assert "shows this name already" in response.content.decode()
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("name", ["", "a" * 10_000, "Anna \u202earimA", "😀"])
def test_name_that_cannot_be_printed_gets_a_sentence(holder: Client, certificate: Certificate, name: str) -> None:
    response = holder.post(name_of(certificate), {"name": name})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Certificate.objects.count() == 1


def test_fourth_correction_of_a_day_waits_until_the_next(
    holder: Client, certificate: Certificate, time_machine: object
) -> None:
    time_machine.move_to("2026-11-20T09:30:00Z", tick=False)  # type: ignore[attr-defined]
    answers = [holder.post(name_of(standing()), {"name": f"Mara {letter}"}).status_code for letter in "ABCD"]

    assert answers == [302, 302, 302, 422]
    assert standing().name == "Mara C"


def test_missing_key_changes_nothing_and_says_so(holder: Client, certificate: Certificate, settings: object) -> None:
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"  # type: ignore[attr-defined]
    ShareFactory(certificate=certificate)

    response = holder.post(name_of(certificate), {"name": NEW})

    assert (response.status_code, status(certificate)[0]) == (422, State.VALID)
    assert "Nothing was changed" in response.content.decode()
    assert Share.objects.count() == 1


def test_certificate_without_a_trusted_key_is_made_anew_with_the_same_name(
    holder: Client, certificate: Certificate
) -> None:
    issuing.revoke(certificate, NOW, because=Revocation.Because.KEY)
    offered = holder.get(MINE).content.decode()

    holder.post(name_of(certificate), {"name": OLD})

    assert "Make it anew" in offered
    assert (standing().name, status(standing())[0]) == (OLD, State.VALID)
    assert status(certificate) == (State.WITHDRAWN, "key")


# ---- Withdrawing


def test_holder_reads_what_it_means_and_withdraws_alone(holder: Client, certificate: Certificate) -> None:
    ShareFactory(certificate=certificate, organisation__name="Service North")
    page = holder.get(withdrawal_of(certificate)).content.decode()
    before = status(certificate)

    holder.post(withdrawal_of(certificate))

    assert "You share it with: Service North." in page
    assert (before, status(certificate)) == ((State.VALID, ""), (State.WITHDRAWN, "holder"))
    assert Share.objects.count() == 1


@pytest.mark.parametrize(("contact", "way"), [("Write to us@example.org.", "us@example.org"), ("", "/about/help/")])
def test_withdrawn_as_its_holder_asked_blames_nobody_and_says_whom_to_tell(
    holder: Client, certificate: Certificate, settings: object, contact: str, way: str
) -> None:
    settings.TANDEM_CONTACT = contact  # type: ignore[attr-defined]
    issuing.revoke(certificate, NOW, because=Revocation.Because.HOLDER)

    page = holder.get(MINE).content.decode()

    assert "as its holder asked" in page
    assert "withdrawn by you" not in page
    assert way in page[page.index("If that was not you") :].split("</p>")[0]


def test_one_current_certificate_and_what_it_replaced_in_a_fold(holder: Client, certificate: Certificate) -> None:
    holder.post(name_of(certificate), {"name": NEW})

    current, earlier = holder.get(MINE).content.decode().split("Earlier versions")

    assert (str(standing().number) in current, str(certificate.number) in current) == (True, False)
    assert "It does not hold any more: replaced" in earlier
    assert current.rindex("<details>") > current.rindex(str(standing().number))


def test_the_only_certificate_is_not_hidden_when_it_no_longer_holds(holder: Client, certificate: Certificate) -> None:
    issuing.revoke(certificate, NOW, because=Revocation.Because.ERROR)

    page = holder.get(MINE).content.decode()

    assert "<details open><summary>Earlier versions" in page
    assert "None yet" not in page


def test_withdrawn_certificate_is_neither_shared_nor_corrected_nor_made_again(
    holder: Client, certificate: Certificate
) -> None:
    holder.post(withdrawal_of(certificate))
    paths = [name_of(certificate), withdrawal_of(certificate), f"/mine/certificates/{certificate.pk}/share/"]

    answers = [holder.post(path, {"name": NEW, "code": "X", "agreed": "on"}).headers["Location"] for path in paths]

    assert answers == [MINE] * 3
    assert Certificate.objects.count() == 1
    assert [path for path in paths if path in holder.get(MINE).content.decode()] == []


@pytest.mark.parametrize("address", [name_of, withdrawal_of])
@pytest.mark.parametrize("method", ["get", "post"])
def test_certificate_of_somebody_else_is_as_missing_as_none(holder: Client, address: object, method: str) -> None:
    foreign = CertificateFactory()
    path = address(foreign)  # type: ignore[operator]

    answers = [
        getattr(holder, method)(asked, {"name": NEW}) for asked in (path, path.replace(str(foreign.pk), "987654"))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert status(foreign)[0] is State.VALID


def test_my_training_needs_no_more_queries_for_three_certificates(
    holder: Client, learner: Learner, django_assert_num_queries: object
) -> None:
    CertificateFactory(learner=learner, course_version=1, withdrawn=True)
    CertificateFactory(learner=learner, course_version=2, superseded=True)
    CertificateFactory(learner=learner, course_version=3)

    with django_assert_num_queries(5):  # type: ignore[operator]
        holder.get(MINE)


# ---- The file


def test_file_is_named_after_the_number_and_not_after_the_person(holder: Client, certificate: Certificate) -> None:
    response = holder.get(f"/mine/certificates/{certificate.pk}.pdf")

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="tandem-certificate-{certificate.number}.pdf"'
    )


def test_download_too_many_is_a_page_that_says_when_to_go_on(
    holder: Client, certificate: Certificate, time_machine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_machine.move_to("2026-11-20T09:30:00Z", tick=False)  # type: ignore[attr-defined]
    monkeypatch.setattr("training.learners.views.certificates.PDFS_PER_HOUR", 1)

    first, second = (holder.get(f"/mine/certificates/{certificate.pk}.pdf") for _count in range(2))

    assert (first.status_code, second.status_code, second["Retry-After"]) == (200, 429, "1800")
    assert "Try once more in 30 minutes." in second.content.decode()


def test_missing_key_leads_to_a_page_instead_of_a_file(
    holder: Client, certificate: Certificate, settings: object
) -> None:
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"  # type: ignore[attr-defined]

    assert holder.get(f"/mine/certificates/{certificate.pk}.pdf").status_code == 503


def test_link_and_button_lead_to_the_same_file(holder: Client, certificate: Certificate) -> None:
    page = holder.get(MINE).content.decode()

    assert f'href="/mine/certificates/{certificate.pk}.pdf">' in page  # no `download`: it would hide a refusal
    assert (
        f'data-save="/mine/certificates/{certificate.pk}.pdf" data-file="tandem-certificate-{certificate.number}.pdf"'
        in page
    )
