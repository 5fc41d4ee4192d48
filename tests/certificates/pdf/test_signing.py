import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from certificates import keys
from certificates.pdf import signing
from certificates.pdf.cms import Algorithm, Envelope
from certificates.pdf.signing import SealUnusable
from tests.certificates import seals

DIGEST = hashlib.sha256(b"a file").digest()


def signer_info(signature):
    return cms.ContentInfo.load(signature, strict=True)["content"]["signer_infos"][0]


@pytest.fixture
def keys_folder(settings, tmp_path):
    settings.TANDEM_KEYS_FOLDER = tmp_path
    signing.forget()
    yield tmp_path
    signing.forget()


def test_signature_is_the_same_each_time_and_another_for_another_file():
    assert seals.SEAL.cms(DIGEST) == seals.SEAL.cms(DIGEST)
    assert seals.SEAL.cms(DIGEST) != seals.SEAL.cms(hashlib.sha256(b"another").digest())


def test_signature_is_canonical_der():
    signature = seals.SEAL.cms(DIGEST)

    assert cms.ContentInfo.load(signature, strict=True).dump(force=True) == signature


def test_signature_names_the_digest_and_the_certificate_and_no_time():
    attributes = {
        attribute["type"].native: attribute["values"]
        for attribute in signer_info(seals.SEAL.cms(DIGEST))["signed_attrs"]
    }

    assert attributes.keys() == {"content_type", "message_digest", "signing_certificate_v2"}
    (named,) = attributes["signing_certificate_v2"]
    assert attributes["message_digest"].native == [DIGEST]
    assert isinstance(named, tsp.SigningCertificateV2)
    assert named["certs"][0]["cert_hash"].native == hashlib.sha256(seals.CHAIN[0]).digest()


def test_key_has_signed_the_attributes():
    info = signer_info(seals.SEAL.cms(DIGEST))

    seals.KEY.public_key().verify(
        info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256())
    )


def test_every_signature_fits_its_room():
    sizes = {len(seals.SEAL.cms(hashlib.sha256(bytes([number])).digest())) for number in range(200)}

    assert max(sizes) <= seals.SEAL.room
    assert seals.SEAL.room - max(sizes) < 3


def test_room_for_a_time_stamp_is_kept_when_they_are_on(settings, keys_folder):
    seals.write(keys_folder)
    settings.TANDEM_TIMESTAMP_URL = "https://stamps.example"

    assert signing.seal_in_use().room == seals.SEAL.room + signing.STAMP_ROOM


def test_rsa_key_signs_the_same_attributes():
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Bought")])
    begin = datetime(2026, 9, 1, 13, 45, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 128)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    envelope = Envelope([keys.der(certificate)], Algorithm.RSA, longest=256)

    signature = envelope.filled(DIGEST, key.sign(envelope.to_sign(DIGEST), padding.PKCS1v15(), hashes.SHA256()))

    info = signer_info(signature)
    assert info["signature_algorithm"].signature_algo == "rsassa_pkcs1v15"
    assert info["sid"].chosen["serial_number"].native == 128
    assert len(signature) == envelope.size
    assert cms.ContentInfo.load(signature, strict=True).dump(force=True) == signature


@pytest.mark.parametrize(
    ("begin", "day"),
    [
        (datetime(2026, 9, 1, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 9, 1, 0, 0, 1, tzinfo=UTC), date(2026, 9, 2)),
    ],
)
def test_first_day_of_a_certificate_is_its_first_whole_one(begin, day):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )

    assert keys.first_whole_day(keys.der(certificate)) == day


def test_site_without_keys_has_no_seal(keys_folder):
    assert signing.seal_in_use() is None


def test_seal_in_the_folder_of_keys_is_used_and_read_once(keys_folder):
    seals.write(keys_folder)

    seal = signing.seal_in_use()

    assert (seal.key_id, seal.issued_on, seal.chain) == (seals.SEAL.key_id, seals.ISSUED_ON, seals.CHAIN)
    assert seal.cms(DIGEST) == seals.SEAL.cms(DIGEST)
    assert signing.seal_in_use() is seal


def test_seal_that_the_settings_name_must_be_there(settings, keys_folder):
    settings.TANDEM_SEAL_KEY_FILE = str(keys_folder / "absent.pem")

    with pytest.raises(SealUnusable, match=r"TANDEM_SEAL_KEY_FILE: .*absent\.pem cannot be read"):
        signing.seal_in_use()


def test_damaged_seal_is_named_with_its_setting(keys_folder):
    (keys_folder / "seal.pem").write_text("rubbish")

    with pytest.raises(SealUnusable, match=r"TANDEM_KEYS_FOLDER: .*seal\.pem holds no private key"):
        signing.seal_in_use()
