from datetime import UTC, date, datetime

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier

from certificates import keys, tokens
from certificates.keys import KeyUnusable

ON = date(2026, 9, 1)
NAME = "European Practitioner Training Network"
PASSPHRASE = b"correct horse battery"
ROOT = keys.new_root(NAME, ON)


@pytest.fixture
def seal():
    return keys.new_seal(ROOT, NAME, on=ON)


def test_root_signs_seals_and_no_further_authority():
    constraints = ROOT.certificate.extensions.get_extension_for_class(BasicConstraints)
    usage = ROOT.certificate.extensions.get_extension_for_class(KeyUsage).value

    assert constraints.critical
    assert constraints.value == BasicConstraints(ca=True, path_length=0)
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)
    assert ROOT.certificate.not_valid_after_utc.year == 2046


def test_seal_is_for_documents_only_and_hangs_on_the_root(seal):
    _key, certificate = seal
    extension = certificate.extensions.get_extension_for_class
    usage = extension(KeyUsage).value

    certificate.verify_directly_issued_by(ROOT.certificate)
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert list(extension(ExtendedKeyUsage).value) == [keys.DOCUMENT_SIGNING]
    assert (
        extension(AuthorityKeyIdentifier).value.key_identifier
        == ROOT.certificate.extensions.get_extension_for_class(SubjectKeyIdentifier).value.digest
    )


def test_seal_is_valid_from_the_first_moment_of_its_day_for_a_year_and_a_little(seal):
    _key, certificate = seal

    assert certificate.not_valid_before_utc == datetime(2026, 9, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(2027, 10, 6, tzinfo=UTC)


def test_long_name_of_an_issuer_is_cut_where_x509_ends():
    root = keys.new_root("N" * 100, ON)

    assert [len(part.value) for part in root.certificate.subject] == [64, 64]
    assert root.certificate.subject.rfc4514_string().startswith("CN=NNN")


def test_seal_file_holds_key_and_certificates_and_is_private(seal, tmp_path):
    key, certificate = seal
    path = tmp_path / "new" / "seal.pem"

    keys.write_seal(path, key, chain=(certificate, ROOT.certificate))

    read, chain = keys.read_seal(path)
    assert read.private_numbers() == key.private_numbers()
    assert chain == (certificate, ROOT.certificate)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["seal.pem"]


def test_certificates_are_put_in_order_and_may_have_a_file_of_their_own(seal, tmp_path):
    key, certificate = seal
    keys.write_seal(tmp_path / "seal.pem", key, chain=())
    chain_file = tmp_path / "chain.pem"
    chain_file.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in (ROOT.certificate, certificate)))

    _key, chain = keys.read_seal(tmp_path / "seal.pem", chain_file)

    assert chain == (certificate, ROOT.certificate)


def test_certificate_of_another_key_is_named_as_the_fault(seal, tmp_path):
    key, _certificate = seal
    _other_key, other = keys.new_seal(ROOT, NAME, on=ON)
    keys.write_seal(tmp_path / "seal.pem", key, chain=(other, ROOT.certificate))

    with pytest.raises(KeyUnusable, match=r"no certificate in .*seal\.pem belongs to the key"):
        keys.read_seal(tmp_path / "seal.pem")


def test_missing_root_is_named(seal, tmp_path):
    key, certificate = seal
    keys.write_seal(tmp_path / "seal.pem", key, chain=(certificate,))

    with pytest.raises(KeyUnusable, match=r"lacks the certificate of CN=.* root 2026"):
        keys.read_seal(tmp_path / "seal.pem")


def test_root_of_the_same_name_does_not_pass_for_the_root(seal, tmp_path):
    key, certificate = seal
    keys.write_seal(tmp_path / "seal.pem", key, chain=(certificate, keys.new_root(NAME, ON).certificate))

    with pytest.raises(KeyUnusable, match="lacks the certificate"):
        keys.read_seal(tmp_path / "seal.pem")


@pytest.mark.parametrize(
    "content", [b"", b"rubbish", b"-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n"]
)
def test_file_without_a_key_is_named(tmp_path, content):
    (tmp_path / "seal.pem").write_bytes(content)

    with pytest.raises(KeyUnusable, match=r"seal\.pem holds no private key"):
        keys.read_seal(tmp_path / "seal.pem")


def test_key_of_another_kind_is_refused(tmp_path):
    keys.make_token_key(tmp_path / "token.pem")

    with pytest.raises(KeyUnusable, match=r"token\.pem is no P-256 key"):
        keys.read_seal(tmp_path / "token.pem")


def test_root_opens_with_its_passphrase_only(tmp_path):
    path = tmp_path / "root.secret.pem"
    keys.write_root(path, ROOT, PASSPHRASE)

    assert keys.read_root(path, PASSPHRASE).certificate == ROOT.certificate
    with pytest.raises(KeyUnusable, match="does not open"):
        keys.read_root(path, b"another passphrase")


def test_passphrase_of_the_root_is_stretched_and_others_can_read_the_file(tmp_path):
    path = tmp_path / "root.secret.pem"
    keys.write_root(path, ROOT, PASSPHRASE)

    key = load_pem_private_key(path.read_bytes(), PASSPHRASE)

    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert (600_000).to_bytes(3) in pem.unarmor(path.read_bytes())[2]


def test_no_key_is_overwritten(tmp_path):
    path = tmp_path / "signing.pem"
    first = keys.make_token_key(path)

    with pytest.raises(FileExistsError):
        keys.make_token_key(path)

    assert tokens.load_key(path).private_bytes_raw() == first.private_bytes_raw()
    assert [file.name for file in tmp_path.iterdir()] == ["signing.pem"]


def test_former_key_stays_beside_the_new_one(tmp_path):
    path = tmp_path / "signing.pem"
    first = keys.make_token_key(path)

    second = keys.make_token_key(path, former="1a2b3c4d")

    assert tokens.load_key(path).private_bytes_raw() == second.private_bytes_raw()
    assert tokens.load_key(tmp_path / "signing.former-1a2b3c4d.pem").private_bytes_raw() == first.private_bytes_raw()
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_new_key_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "signing.pem"

    keys.make_token_key(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_fingerprint_is_written_as_people_compare_it():
    assert keys.fingerprint(b"certificate") == (
        "03:D6:6D:D0:88:35:C1:CA:3F:12:8C:CE:AC:D1:F3:1A:C9:41:63:09:6B:20:F4:45:AE:84:28:5B:C0:83:2D:72"
    )
