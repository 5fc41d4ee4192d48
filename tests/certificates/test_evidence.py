import io
import json
import sys

import pikepdf
import pytest

from certificates import achievements, checking, evidence, offline, rendering, tokens
from certificates.evidence import Finding
from certificates.pdf import sealed, signing
from tests.certificates import seals
from tests.factories import CertificateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings, tmp_path, signing_key):
    """The file of Anna's certificate, sealed."""
    settings.TANDEM_KEYS_FOLDER = tmp_path
    seals.write(tmp_path)
    path = tmp_path / "anna.pdf"
    path.write_bytes(rendering.slow_pdf(CertificateFactory(name="Anna", known=True)))
    yield path
    signing.forget()


@pytest.fixture
def unsealed(settings, tmp_path, signing_key):
    """The file of Anna's certificate from a site without a seal."""
    settings.TANDEM_KEYS_FOLDER = tmp_path / "none"
    path = tmp_path / "anna.pdf"
    path.write_bytes(rendering.slow_pdf(CertificateFactory(name="Anna", known=True)))
    return path


def attach(path, content):
    """Puts another credential in the place of the attached one."""
    pdf = pikepdf.open(io.BytesIO(path.read_bytes()))
    pdf.Root.AF[0].EF.F.write(content)
    pdf.save(path)


def examined(path):
    return evidence.examine(str(path), checking.public_keys(), roots=seals.ROOTS)


def words(found):
    return {finding.part: finding.words for finding in found.findings}


def test_three_proofs_agree(paper):
    found = examined(paper)

    assert found.holds
    assert found.claims.name == "Anna"
    assert words(found)["Seal"] == f"unbroken, of {seals.ISSUER}, 2026-10-14"
    assert words(found)["Credential"] == "genuine, and says the same"


def test_text_of_a_code_is_examined_alone(signing_key):
    certificate = CertificateFactory(known=True)

    found = evidence.examine(tokens.text_of(certificate.token), checking.public_keys(), roots=[])

    assert (found.holds, found.findings) == (True, ())


def test_changed_file_with_a_genuine_code_does_not_hold(paper):
    paper.write_bytes(paper.read_bytes() + b"\n")

    found = examined(paper)

    assert not found.holds
    assert words(found)["Seal"] == "something was added after the file was sealed"


def test_file_without_a_seal_accuses_nobody(unsealed):
    found = examined(unsealed)

    assert found.holds
    assert words(found)["Seal"] == "the file carries no seal"


def test_credential_of_another_certificate_is_found(unsealed):
    bea = CertificateFactory(name="Bea", known=True)
    attach(unsealed, achievements.credential_of(bea))

    found = examined(unsealed)

    assert (
        Finding(part="Credential", words="genuine, but of another certificate: the number differs", against=True)
        in found.findings
    )


def test_forged_credential_is_found(unsealed):
    credential = sealed.attached(unsealed.read_bytes(), "credential.json")
    attach(unsealed, credential.replace(b"2026-10-14", b"2026-10-13"))

    found = examined(unsealed)

    assert not found.holds
    assert words(found)["Credential"].startswith("not genuine: ")


def test_offline_check_looks_at_the_whole_file(paper, tmp_path, capsys):
    published = tmp_path / "keys.json"
    published.write_text(json.dumps(checking.published()))

    assert offline.main([str(paper), "--keys", str(published)]) == 0
    assert "Seal: unbroken" in capsys.readouterr().out

    paper.write_bytes(paper.read_bytes() + b"\n")
    assert offline.main([str(paper), "--keys", str(published)]) == 1
    assert "Not genuine as a file" in capsys.readouterr().out


def test_offline_check_without_pyhanko_says_what_it_did_not_look_at(paper, monkeypatch):
    monkeypatch.setitem(sys.modules, "certificates.pdf.sealed", None)
    monkeypatch.delattr("certificates.pdf.sealed")

    found = examined(paper)

    assert found.holds
    assert words(found)["Seal"] == "not looked at, because pyhanko is not installed"


def test_page_that_somebody_drew_around_a_genuine_code_is_not_called_genuine(tmp_path, signing_key):
    certificate = CertificateFactory(name="Anna", known=True)
    drawn = pikepdf.new()
    drawn.add_blank_page()
    drawn.docinfo["/Keywords"] = f"#{tokens.text_of(certificate.token)}"
    drawn.save(tmp_path / "bea.pdf")

    found = examined(tmp_path / "bea.pdf")

    assert str(found).startswith("The code is genuine, the page around it unproven: ")
