"""The keys of an issuer: made, kept in private files, read again.

Two kinds: an Ed25519 key that signs tokens and credentials, and a P-256 key with certificates that seals PDF files.
The second is signed by a root (RFC 5280) whose key stays offline; programs that trust the root trust every yearly seal.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from asn1crypto import pem
from asn1crypto.core import OctetString
from asn1crypto.keys import EncryptedPrivateKeyInfo
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

ROOT_DAYS = 20 * 365
SEAL_DAYS = 400  # a year, and five weeks in which the yearly appointment may slip
SHORTEST_PASSPHRASE = 12  # letters
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LONGEST_NAME = 64  # letters of an X.520 name
_ROUNDS = 600_000


class KeyUnusable(RuntimeError):
    """A key or a certificate cannot be used. The message names the file and says why."""


@dataclass(frozen=True, kw_only=True)
class Root:
    """The offline root: what signs the certificates of seals, and nothing else."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def make_token_key(path: Path, *, former: str = "") -> Ed25519PrivateKey:
    """A new key that signs tokens and credentials; `former`: the id of the one it replaces, which is set aside.

    Raises FileExistsError if there is a key and `former` is not given: none is ever overwritten.
    """
    key = Ed25519PrivateKey.generate()
    _write(path, _pem(key), former)
    return key


def new_root(issuer: str, on: date) -> Root:
    """A root of this name, valid for twenty years from the day's first moment (UTC). P-384; below it no further CA."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = _name(issuer, f"certificates root {on.year}")
    builder = _certificate(name, name, key=key.public_key(), on=on, days=ROOT_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return Root(key=key, certificate=builder.sign(key, hashes.SHA384()))


def new_seal(root: Root, issuer: str, *, on: date) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A P-256 key and its certificate for signing documents, from the day's first moment (UTC). RFC 5280, RFC 9336."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(issuer, f"certificates seal {on.year}")
    builder = _certificate(name, root.certificate.subject, key=key.public_key(), on=on, days=SEAL_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(authority, critical=False)
    return key, builder.sign(root.key, hashes.SHA384())


def write_root(path: Path, root: Root, passphrase: bytes) -> None:
    """The root in one file, its key encrypted (RFC 5958, RFC 8018). Raises FileExistsError."""
    write_private(path, _encrypted(root.key, passphrase) + root.certificate.public_bytes(Encoding.PEM))


def read_root(path: Path, passphrase: bytes) -> Root:
    """The root of a file that `write_root` wrote. Raises KeyUnusable."""
    try:
        key = load_pem_private_key(_content(path), passphrase)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"{path} does not open: another passphrase, or no file of a root") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnusable(f"{path} holds no root")
    return Root(key=key, certificate=ordered(read_certificates(path), key.public_key(), named=path)[0])


def write_seal(
    path: Path, key: ec.EllipticCurvePrivateKey, *, chain: Iterable[x509.Certificate], former: str = ""
) -> None:
    """A seal's key and its certificates in one private file, so that one never stands there without the other.

    `former`: as for `make_token_key`. Raises FileExistsError.
    """
    certificates = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)
    _write(path, _pem(key) + certificates, former)


def read_seal(
    key_path: Path, certificates_path: Path | None = None
) -> tuple[ec.EllipticCurvePrivateKey, tuple[x509.Certificate, ...]]:
    """The key of a seal and its certificates, signing certificate first, root last. Raises KeyUnusable.

    Without `certificates_path` the certificates stand in the file of the key.
    """
    try:
        key = load_pem_private_key(_content(key_path), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"{key_path} holds no private key in PEM without a passphrase") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnusable(f"the key in {key_path} is no P-256 key")
    certificates = read_certificates(certificates_path or key_path)
    return key, ordered(certificates, key.public_key(), named=certificates_path or key_path)


def read_certificates(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file, in its order. Raises KeyUnusable."""
    try:
        return x509.load_pem_x509_certificates(_content(path))
    except ValueError as error:
        raise KeyUnusable(f"{path} holds no certificate in PEM") from error


def ordered(
    certificates: Iterable[x509.Certificate], key: CertificatePublicKeyTypes, *, named: Path
) -> tuple[x509.Certificate, ...]:
    """The certificates from the key's own to the root. Raises KeyUnusable if one is missing or none fits the key."""
    waiting = list(certificates)
    own = next((certificate for certificate in waiting if spki(certificate.public_key()) == spki(key)), None)
    if own is None:
        raise KeyUnusable(f"no certificate in {named} belongs to the key")
    chain = [own]
    while chain[-1].issuer != chain[-1].subject:
        above = next((certificate for certificate in waiting if _issued(chain[-1], certificate)), None)
        if above is None or len(chain) > len(waiting):
            raise KeyUnusable(f"{named} lacks the certificate of {chain[-1].issuer.rfc4514_string()}")
        chain.append(above)
    if not _issued(chain[-1], chain[-1]):
        raise KeyUnusable(f"the root in {named} is damaged: its own signature does not fit")
    return tuple(chain)


def write_private(path: Path, content: bytes) -> None:
    """A new file that its owner alone can read, whole or not there. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, content)
    try:
        os.link(draft, path)  # unlike a rename it refuses to replace
    finally:
        draft.unlink()


def replace_private(path: Path, content: bytes, *, former: str) -> Path:
    """Puts a new file in the place of a former one, which stays beside it under its id. Where that is.

    There is no moment without a whole file. The former can be brought back, or destroyed.
    """
    aside = path.with_name(f"{path.stem}.former-{former}{path.suffix}")
    if not aside.exists():
        os.link(path, aside)
    draft = _draft(path, content)
    draft.replace(path)
    return aside


def seal_id(certificate: bytes) -> str:
    """The short name of a seal: the first bytes of the SHA-256 of its signing certificate (DER), in hexadecimal."""
    return hashlib.sha256(certificate).digest()[:8].hex()


def first_whole_day(certificate: bytes) -> date:
    """The first day (UTC) that begins with a certificate (DER) valid."""
    begin = x509.load_der_x509_certificate(certificate).not_valid_before_utc
    whole = begin == datetime.combine(begin.date(), time(), UTC)
    return begin.date() if whole else begin.date() + timedelta(days=1)


def last_whole_day(certificate: bytes) -> date:
    """The last day (UTC) that begins with a certificate (DER) valid."""
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc.date()


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate (DER) as people compare it: pairs of hexadecimal digits with colons."""
    return hashlib.sha256(certificate).digest().hex(":").upper()


def spki(key: CertificatePublicKeyTypes) -> bytes:
    """A public key in its one comparable form."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def der(certificate: x509.Certificate) -> bytes:
    """A certificate's bytes."""
    return certificate.public_bytes(Encoding.DER)


def _write(path: Path, content: bytes, former: str) -> None:
    if former:
        replace_private(path, content, former=former)
    else:
        write_private(path, content)


def _draft(path: Path, content: bytes) -> Path:
    """The content in a hidden file beside the place it is for, safely on disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _encrypted(key: ec.EllipticCurvePrivateKey, passphrase: bytes) -> bytes:
    """The key in PEM under a passphrase. By hand, as `cryptography` stretches passphrases 2,048 times only."""
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    salt, start = os.urandom(16), os.urandom(16)
    stretched = hashlib.pbkdf2_hmac("sha256", passphrase, salt, _ROUNDS, 32)
    padder, cipher = PKCS7(128).padder(), Cipher(AES(stretched), CBC(start)).encryptor()
    derivation = {"salt": OctetString(salt), "iteration_count": _ROUNDS, "prf": {"algorithm": "sha256"}}
    scheme = {
        "key_derivation_func": {"algorithm": "pbkdf2", "parameters": derivation},
        "encryption_scheme": {"algorithm": "aes256_cbc", "parameters": start},
    }
    envelope = {
        "encryption_algorithm": {"algorithm": "pbes2", "parameters": scheme},
        "encrypted_data": cipher.update(padder.update(plain) + padder.finalize()) + cipher.finalize(),
    }
    content: bytes = pem.armor("ENCRYPTED PRIVATE KEY", EncryptedPrivateKeyInfo(envelope).dump())
    return content


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be read ({error.strerror})") from error


def _name(issuer: str, what: str) -> x509.Name:
    """An X.520 name: the organisation, and what this certificate is to it."""
    common = f"{issuer[: _LONGEST_NAME - len(what) - 1]} {what}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer[:_LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, *, key: ec.EllipticCurvePublicKey, on: date, days: int
) -> x509.CertificateBuilder:
    """What every certificate of ours has: a random number, its validity, the identifier of its key."""
    begin = datetime.combine(on, time(), UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*purposes: str) -> x509.KeyUsage:
    """RFC 5280, 4.2.1.3."""
    unused = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**dict.fromkeys(unused, False) | dict.fromkeys(purposes, True))


def _issued(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
