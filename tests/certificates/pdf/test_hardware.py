"""A key in SoftHSM, the PKCS #11 token in software, imported there by its own tool."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.sign.timestamps import TimeStamper

from certificates import keys, stamping
from certificates.pdf import sealed, sealing, signing
from certificates.pdf.signing import SealUnusable
from certificates.stamping import StampRefused
from tests.certificates import seals
from tests.certificates.seals import ISSUED_ON, ISSUER, ROOT, ROOTS, SEALED_ON
from tests.factories import CertificateFactory

MODULES = [
    path
    for folder in (
        "/usr/lib/softhsm",
        "/usr/lib/x86_64-linux-gnu/softhsm",
        "/usr/local/lib/softhsm",
        "/opt/homebrew/lib/softhsm",
    )
    if (path := Path(folder) / "libsofthsm2.so").exists()
]
PIN = "1234-5678"
pytestmark = pytest.mark.skipif(
    not MODULES or not shutil.which("softhsm2-util"), reason="SoftHSM is not installed: apt-get install softhsm2"
)


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """The folder of a token with three keys: `seal` (P-256), `bought` (RSA), `stranger` (P-256)."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    (folder / "pin").write_text(PIN + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        _tool("--init-token", "--free", "--label", "tandem", "--so-pin", PIN)
        _import(folder, "seal", seals.KEY, number="01")
        _import(folder, "bought", RSA_KEY, number="02")
        _import(folder, "stranger", ec.generate_private_key(ec.SECP256R1()), number="03")
        yield folder


@pytest.fixture
def hardware(settings, token):
    pkcs11.lib(str(MODULES[0])).reinitialize()  # nobody is logged in
    settings.TANDEM_SEAL_MODULE = str(MODULES[0])
    settings.TANDEM_SEAL_TOKEN = "tandem"
    settings.TANDEM_SEAL_KEY_LABEL = "seal"
    settings.TANDEM_SEAL_PIN_FILE = str(token / "pin")
    settings.TANDEM_SEAL_CERTIFICATES_FILE = str(chain_file(token, seals.CERTIFICATE))
    signing.forget()
    yield settings
    signing.forget()


RSA_KEY = rsa.generate_private_key(65537, 2048)


def chain_file(folder: Path, certificate: x509.Certificate) -> Path:
    path = folder / f"{certificate.serial_number}.pem"
    path.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in (certificate, ROOT.certificate)))
    return path


def rsa_certificate() -> x509.Certificate:
    """As a trust service signs it: another kind of key, begun in the middle of a day."""
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bought")]))
        .issuer_name(ROOT.certificate.subject)
        .public_key(RSA_KEY.public_key())
        .serial_number(77)
        .not_valid_before(seals.CERTIFICATE.not_valid_before_utc.replace(hour=13))
        .not_valid_after(seals.CERTIFICATE.not_valid_after_utc)
        .add_extension(keys._usage("digital_signature", "content_commitment"), critical=True)
        .sign(ROOT.key, hashes.SHA384())
    )


def test_key_in_hardware_seals_as_a_key_in_a_file_does(hardware):
    seal = signing.seal_in_use()

    content = sealing.sealed(seals.plain_pdf(), seal, on=SEALED_ON, identifier="TD-1")

    verdict = sealed.judge(content, ROOTS)
    assert (verdict.state, verdict.signer, verdict.sealed_on) == (sealed.State.SEALED, ISSUER, SEALED_ON)
    assert (seal.key_id, seal.issued_on, seal.chain) == (seals.SEAL.key_id, ISSUED_ON, seals.CHAIN)
    assert len(seal.cms(hashlib.sha256(b"a file").digest())) <= seal.room


def test_bought_rsa_seal_holds_when_its_own_certificate_is_trusted(hardware, token):
    hardware.TANDEM_SEAL_KEY_LABEL = "bought"
    hardware.TANDEM_SEAL_CERTIFICATES_FILE = str(chain_file(token, rsa_certificate()))

    seal = signing.seal_in_use()
    content = sealing.sealed(seals.plain_pdf(), seal, on=SEALED_ON, identifier="TD-1")

    assert sealed.judge(content, [seal.chain[0]]).signer == "Bought"
    assert seal.issued_on == ISSUED_ON.replace(day=2)


def test_seal_answers_again_after_its_session_was_lost(hardware):
    seal = signing.seal_in_use()
    digest = hashlib.sha256(b"a file").digest()
    seal._key.session.close()

    assert digest in seal.cms(digest)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("TANDEM_SEAL_TOKEN", "", "TANDEM_SEAL_MODULE needs TANDEM_SEAL_TOKEN, too"),
        ("TANDEM_SEAL_TOKEN", "absent", "no key 'seal' in 'absent'"),
        ("TANDEM_SEAL_KEY_LABEL", "absent", "no key 'absent' in 'tandem'"),
        ("TANDEM_SEAL_KEY_LABEL", "stranger", "the key 'stranger' belongs to another certificate"),
        ("TANDEM_SEAL_PIN_FILE", "/absent", "TANDEM_SEAL_PIN_FILE: /absent cannot be read"),
        ("TANDEM_SEAL_CERTIFICATES_FILE", "/absent", "TANDEM_SEAL_MODULE: /absent cannot be read"),
        ("TANDEM_SEAL_MODULE", "/absent.so", "TANDEM_SEAL_MODULE: no key 'seal' in 'tandem' through /absent.so"),
    ],
)
def test_wrong_setting_is_named(hardware, setting, value, words):
    setattr(hardware, setting, value)

    with pytest.raises(SealUnusable, match=words):
        signing.seal_in_use()


def test_wrong_pin_is_named_and_not_repeated(hardware, tmp_path):
    (tmp_path / "pin").write_text("9999-9999")
    hardware.TANDEM_SEAL_PIN_FILE = str(tmp_path / "pin")

    with pytest.raises(SealUnusable, match="PinIncorrect") as refused:
        signing.seal_in_use()

    assert "9999" not in str(refused.value)


def _tool(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments, "--pin", PIN], check=True, capture_output=True)


def _import(folder: Path, label: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, number: str) -> None:
    path = folder / f"{label}.key"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _tool("--import", str(path), "--token", "tandem", "--label", label, "--id", number)


@pytest.mark.django_db
def test_stamp_that_would_fit_no_later_file_is_not_asked_for(hardware, signing_key):
    hardware.TANDEM_TIMESTAMP_URL = "https://stamps.example.org"

    with pytest.raises(StampRefused, match="another way each time"):
        stamping.stamp(CertificateFactory(), TimeStamper())
