"""The certificates of the list as one file."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from certificates import rendering
from tests.certificates.conftest import signing_key
from tests.factories import NOW, CertificateFactory, OrganisationFactory, ShareFactory
from training.access import branch_of
from training.coordinators import bundles
from training.coordinators.completions import Wanted
from training.models.sharing import Share, ShareSeen

__all__ = ["signing_key"]
pytestmark = pytest.mark.usefixtures("signing_key")
BUNDLE, EXPORT, LIST = (reverse(f"coordinators:{name}") for name in ("certificates_zip", "export", "completions"))


def archive_of(response) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_bundle_holds_the_list_and_the_file_of_each_visible_row(as_cora, cora):
    own = ShareFactory(organisation=cora.organisation, certificate__name="Mara Lind").certificate
    withdrawn = ShareFactory(
        organisation=OrganisationFactory(parent=cora.organisation), certificate__name="Zoe", certificate__withdrawn=True
    ).certificate
    ShareFactory(organisation=cora.organisation, hidden=True)
    ShareFactory()
    CertificateFactory()

    response = as_cora.post(BUNDLE)

    archive = archive_of(response)
    exported = b"".join(as_cora.get(EXPORT).streaming_content)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/zip", "no-store")
    assert response["Content-Disposition"] == 'attachment; filename="certificates.zip"'
    assert archive.namelist() == ["list.csv", f"Mara Lind {own.number}.pdf", f"Zoe {withdrawn.number}.pdf"]
    assert archive.read("list.csv") == exported
    assert archive.read(f"Mara Lind {own.number}.pdf") == rendering.pdf(own)
    assert b"withdrawn" in exported


def test_bundle_has_the_filters_and_order_of_the_screen(as_cora, cora):
    for name in ("Anna", "Bram"):
        ShareFactory(organisation=cora.organisation, certificate__name=name)
    ShareFactory(organisation=cora.organisation, certificate__name="Left out", certificate__kind="with-practice")

    names = archive_of(as_cora.post(f"{BUNDLE}?kind=self-study&sort=-name")).namelist()

    assert [name[:4] for name in names] == ["list", "Bram", "Anna"]


def test_every_row_is_logged_as_exported_before_the_file_begins(as_cora, cora):
    shares = ShareFactory.create_batch(2, organisation=cora.organisation)

    as_cora.post(BUNDLE)  # nothing of the file is read

    assert {(seen.share, seen.how) for seen in ShareSeen.objects.all()} == {(share, "export") for share in shares}


def test_certificate_of_a_share_that_ends_meanwhile_is_left_out(cora):
    staying = ShareFactory(organisation=cora.organisation, certificate__name="Anna")
    ending = ShareFactory(organisation=cora.organisation, certificate__name="Bram")
    pieces = bundles.bundle(branch_of(cora.user), Wanted(), cora.user, NOW)
    begun = next(pieces)

    Share.objects.filter(pk=ending.pk).delete()

    found = ZipFile(io.BytesIO(begun + b"".join(pieces))).namelist()
    assert found == ["list.csv", f"Anna {staying.certificate.number}.pdf"]


def test_branch_without_a_share_gets_the_list_alone(as_cora):
    assert archive_of(as_cora.post(BUNDLE)).namelist() == ["list.csv"]


def test_link_alone_takes_nothing(as_cora, cora):
    ShareFactory(organisation=cora.organisation)

    assert as_cora.get(BUNDLE).status_code == 405
    assert not ShareSeen.objects.exists()


def test_filters_that_cannot_be_read_lead_back_and_log_nobody(as_cora, cora):
    ShareFactory(organisation=cora.organisation)

    response = as_cora.post(f"{BUNDLE}?sort=-id")

    assert response.headers["Location"] == LIST
    assert not ShareSeen.objects.exists()


def test_proof_older_than_fifteen_minutes_is_asked_for_and_leads_back_to_the_list(as_cora, cora):
    ShareFactory(organisation=cora.organisation)
    session = as_cora.session
    session["signed_in_at"] -= 1000
    session.save()

    response = as_cora.post(f"{BUNDLE}?kind=self-study")

    assert response["Location"] == "/accounts/reauthenticate/?next=%2Fcoordinators%2F%3Fkind%3Dself-study"
    assert not ShareSeen.objects.exists()


def test_missing_key_says_so_and_logs_nobody(as_cora, cora, settings):
    ShareFactory(organisation=cora.organisation)
    settings.TANDEM_SIGNING_KEY_FILE = "/nowhere/signing.pem"

    response = as_cora.post(BUNDLE)

    assert response.status_code == 503
    assert "nothing was logged" in response.content.decode()
    assert not ShareSeen.objects.exists()


def test_eleventh_bundle_of_an_hour_waits(as_cora, time_machine):
    time_machine.move_to("2026-11-20T09:30:05Z", tick=False)
    answers = [as_cora.post(BUNDLE).status_code for _ in range(10)]

    assert (set(answers), as_cora.post(BUNDLE).status_code) == ({200}, 429)


def test_list_offers_the_bundle_with_its_filters(as_cora, cora):
    ShareFactory(organisation=cora.organisation)

    page = as_cora.get(LIST, {"kind": "self-study"}).content.decode()

    assert f'<form method="post" action="{BUNDLE}?kind=self-study">' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_bundle_needs_four_queries_before_it_draws(cora, rows, django_assert_num_queries):
    ShareFactory.create_batch(rows, organisation=cora.organisation)
    branch = branch_of(cora.user)

    with django_assert_num_queries(4):
        next(bundles.bundle(branch, Wanted(), cora.user, NOW))


def test_seal_that_cannot_be_used_is_said_before_the_file_begins(as_cora, cora, settings):
    ShareFactory(organisation=cora.organisation)
    settings.TANDEM_SEAL_KEY_FILE = "/nowhere/seal.pem"

    response = as_cora.post(BUNDLE)

    assert response.status_code == 503
    assert not ShareSeen.objects.exists()
