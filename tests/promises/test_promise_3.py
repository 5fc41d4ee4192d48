"""Your organisation sees completions that you shared, and nothing else.

W0: a person never existed. W1: the same person has any history, without a share to the coordinator's branch.
Whatever the coordinator asks for, both worlds answer with the same bytes, but for tokens.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from tests.factories import (
    CertificateFactory,
    CoordinatorFactory,
    LearnerFactory,
    OrganisationFactory,
    ShareFactory,
    UserFactory,
)
from training.coordinators import completions
from training.learners import leaving, sharing
from training.models.organisations import Coordinator
from training.models.people import Learner
from training.models.progress import CourseStart
from training.models.sharing import ShareHidden, ShareSeen

pytestmark = pytest.mark.django_db
NAME = "Zdzisława Kanarková"
LEARNER_ID, SHARE_ID = UUID(int=7), UUID(int=8)
LIST, FILE, BUNDLE = "/coordinators/", "/coordinators/completions.csv", "/coordinators/certificates.zip"
ASKED = [
    LIST,
    *(f"{LIST}?sort={sort}" for sort in ("name", "-name", "course", "-course", "date", "-date")),
    f"{LIST}?page=2",
    f"{LIST}?paper=on",
    f"{LIST}?name=Zdzis%C5%82awa",
    f"{LIST}?name=Anders",
    f"{LIST}?kind=self-study",
    f"{LIST}?course=unshared-course",
    f"{LIST}?from=2026-10-01&to=2026-10-31",
    FILE,
    f"{FILE}?excel=on",
    f"{FILE}?name=Zdzis%C5%82awa",
    BUNDLE,
    f"/coordinators/shares/{SHARE_ID}/hide",
]
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')


@pytest.fixture
def cora(monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    """Coordinates a service with an office; the list has two pages, one row is withdrawn, one hidden."""
    monkeypatch.setattr(completions, "PAGE", 3)
    cora = CoordinatorFactory(organisation__name="Probation Service North", organisation__code="K7QF93MX")
    office = OrganisationFactory(name="Harbour office", parent=cora.organisation, code="HARB0R3K")
    ShareFactory.create_batch(2, organisation=cora.organisation)
    ShareFactory(organisation=cora.organisation, certificate__name="Anders Østergård", certificate__withdrawn=True)
    ShareFactory(organisation=office, certificate__name="Juhani Mäkelä", certificate__completed_on=date(2026, 9, 3))
    ShareFactory(organisation=cora.organisation, hidden=True)
    return cora


@pytest.fixture
def as_cora(cora: Coordinator) -> Client:
    client = Client()
    client.force_login(cora.user)
    return client


def surfaces(client: Client) -> dict[str, Any]:
    """Every answer to the coordinator, without what is new in each: tokens, cookies' values, the date."""
    return {path: _answer(client.post(path) if path.startswith(BUNDLE) else client.get(path)) for path in ASKED}


def _answer(response: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name, value) for name, value in response.items() if name != "Date")
    return response.status_code, headers, TOKENS.sub(rb"\1", body)


def the_person(**traits: Any) -> Learner:
    return LearnerFactory(id=LEARNER_ID, **traits)


def with_certificate(**traits: Any) -> Certificate:
    return CertificateFactory(learner=the_person(finished=True), name=NAME, course_key="unshared-course", **traits)


# ---- Histories of a person without a share to the branch


def registered(cora: Coordinator) -> None:
    the_person(user=UserFactory(email="zdzislawa@probation-north.example"))


def started(cora: Coordinator) -> None:
    the_person(started=True)


def failed(cora: Coordinator) -> None:
    the_person(started=True, failed=True)


def left(cora: Coordinator) -> None:
    learner = the_person(started=True, failed=True)
    leaving.leave_course(CourseStart.objects.get(learner=learner))


def finished_unshared(cora: Coordinator) -> None:
    with_certificate()


def shared_and_ended(cora: Coordinator) -> None:
    certificate = with_certificate()
    ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)
    sharing.stop(certificate.learner, SHARE_ID)


def shared_seen_and_ended(cora: Coordinator) -> None:
    certificate = with_certificate()
    ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)
    client = Client()
    client.force_login(cora.user)
    surfaces(client)
    sharing.stop(certificate.learner, SHARE_ID)


def shared_elsewhere(cora: Coordinator) -> None:
    elsewhere = OrganisationFactory(parent=OrganisationFactory(), code="XXXX1111")
    ShareFactory(public_id=SHARE_ID, certificate=with_certificate(), organisation=elsewhere, seen=True)


def withdrawn(cora: Coordinator) -> None:
    with_certificate(withdrawn=True)


def erased(cora: Coordinator) -> None:
    certificate = with_certificate()
    ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)
    leaving.erase(certificate.learner)


def coordinates_elsewhere(cora: Coordinator) -> None:
    other = CoordinatorFactory()
    ShareFactory(organisation=other.organisation, certificate__learner=the_person(user=other.user), seen=True)


HISTORIES = [
    registered,
    started,
    failed,
    left,
    finished_unshared,
    shared_and_ended,
    shared_seen_and_ended,
    shared_elsewhere,
    withdrawn,
    erased,
    coordinates_elsewhere,
]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_a_history_without_a_share_changes_no_byte_for_the_coordinator(
    as_cora: Client, cora: Coordinator, history: Callable[[Coordinator], None], time_machine: Any
) -> None:
    time_machine.move_to("2026-11-20 09:30", tick=False)
    never_existed = surfaces(as_cora)

    history(cora)

    assert surfaces(as_cora) == never_existed
    assert mail.outbox == []


def test_the_comparison_notices_a_share(as_cora: Client, cora: Coordinator) -> None:
    before = surfaces(as_cora)
    certificate = with_certificate()

    ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)

    after = surfaces(as_cora)
    unchanged = {path for path in ASKED if after[path] == before[path]}
    assert unchanged == set()


def test_a_share_that_is_hidden_leaves_nothing_but_the_hiding(as_cora: Client, cora: Coordinator) -> None:
    before = surfaces(as_cora)
    ShareFactory(public_id=SHARE_ID, certificate=with_certificate(), organisation=cora.organisation)

    as_cora.post(f"/coordinators/shares/{SHARE_ID}/hide")

    assert surfaces(as_cora) == before


def test_ending_one_share_leaves_the_other_organisation_as_it_was(cora: Coordinator) -> None:
    other, client = CoordinatorFactory(), Client()
    certificate = with_certificate()
    ShareFactory(certificate=certificate, organisation=other.organisation)
    ended = ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)
    client.force_login(other.user)
    before = surfaces(client)

    sharing.stop(certificate.learner, ended.public_id)

    assert surfaces(client) == before


def test_what_a_coordinator_asks_for_reads_no_table_of_progress(as_cora: Client) -> None:
    tables = re.compile(
        r"training_(learner|coursestart|lessonopened|stepskipped|questionanswered|coursedone|attempt|turn|"
        r"endingreached|debriefread)\b"
    )

    with CaptureQueriesContext(
        connection,
    ) as queries:
        surfaces(as_cora)

    assert [query["sql"] for query in queries if tables.search(query["sql"])] == []


def test_the_person_sees_who_looked_and_when(as_cora: Client, cora: Coordinator) -> None:
    certificate = with_certificate()
    ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation)

    surfaces(as_cora)

    log = sharing.log_of(certificate.learner)
    assert sorted((entry.organisation, entry.how) for entry in log) == [
        ("Probation Service North", "exported"),
        ("Probation Service North", "seen in the list"),
    ]


def test_ending_a_share_ends_its_log(as_cora: Client, cora: Coordinator) -> None:
    certificate = with_certificate()
    share = ShareFactory(public_id=SHARE_ID, certificate=certificate, organisation=cora.organisation, hidden=True)
    as_cora.get(LIST)

    sharing.stop(certificate.learner, SHARE_ID)

    assert not ShareSeen.objects.filter(share_id=share.pk).exists()
    assert not ShareHidden.objects.filter(share_id=share.pk).exists()
