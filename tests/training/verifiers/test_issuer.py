import json

import pytest
from cryptography import x509

from certificates import keys, tokens
from certificates.models import SealChain
from certificates.pdf import signing
from tests.certificates import seals
from tests.factories import SIGNING_KEY, CertificateFactory

pytestmark = pytest.mark.django_db
SIGNING_KEY_ID = tokens.key_id_of(SIGNING_KEY.public_key().public_bytes_raw())


@pytest.fixture
def seal(settings, tmp_path):
    settings.TANDEM_KEYS_FOLDER = tmp_path
    seals.write(tmp_path)
    yield seals.SEAL
    signing.forget()


@pytest.fixture
def former_seal():
    root = keys.new_root("Former Network", seals.ISSUED_ON)
    _key, certificate = keys.new_seal(root, "Former Network", on=seals.ISSUED_ON)
    pem = b"".join(one.public_bytes(keys.Encoding.PEM) for one in (certificate, root.certificate)).decode()
    return SealChain.objects.create(key_id="former", certificates=pem, first_used_on=seals.ISSUED_ON)


def test_root_is_published_under_its_fingerprint(client, seal):
    response = client.get("/check/root.pem")

    assert response["Content-Type"] == "application/x-pem-file"
    assert x509.load_pem_x509_certificates(response.content) == [seals.ROOT.certificate]
    assert f"SHA-256 {keys.fingerprint(seals.CHAIN[1])}" in response.content.decode()


def test_former_root_stays_published(client, seal, former_seal):
    roots = x509.load_pem_x509_certificates(client.get("/check/root.pem").content)

    assert {root.subject for root in roots} == {
        seals.ROOT.certificate.subject,
        x509.load_pem_x509_certificates(former_seal.certificates.encode())[1].subject,
    }


def test_site_without_a_seal_has_no_root_and_does_not_speak_of_one(client):
    page = client.get("/check/").content.decode()

    assert client.get("/check/root.pem").status_code == 404
    assert "/check/root.pem" not in page
    assert "/.well-known/jwks.json" in page


def test_check_page_leads_to_the_root(client, seal):
    assert "/check/root.pem" in client.get("/check/").content.decode()


def test_every_key_that_ever_signed_is_in_the_key_set(client, seal, former_seal):
    CertificateFactory(known=True)

    key_set = json.loads(client.get("/.well-known/jwks.json").content)

    assert {key["kid"]: key["kty"] for key in key_set["keys"]} == {
        SIGNING_KEY_ID: "OKP",
        seal.key_id: "EC",
        "former": "EC",
    }


def test_identity_is_open_to_programs_elsewhere(client):
    CertificateFactory(known=True)

    response = client.get("/.well-known/did.json")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=300"
    assert json.loads(response.content)["assertionMethod"] == [f"did:web:localhost%3A8000#{SIGNING_KEY_ID}"]


def test_published_keys_bring_the_root_along(client, seal):
    published = json.loads(client.get("/check/keys.json").content)

    assert x509.load_pem_x509_certificate(published["roots"][0].encode()) == seals.ROOT.certificate


def test_seal_that_cannot_be_used_does_not_stop_the_public_pages(client, settings, tmp_path, former_seal):
    settings.TANDEM_SEAL_KEY_FILE = str(tmp_path / "absent.pem")

    assert [client.get(address).status_code for address in ("/check/", "/check/root.pem")] == [200, 200]
