"""A seal whose key never leaves its hardware: a smart card, a USB token or a network HSM, through PKCS #11.

Needs the extra `hsm` (python-pkcs11). An organisation's own seal, also a qualified one, is used this way.
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Mechanism, ObjectClass, PKCS11Error, UserAlreadyLoggedIn

from certificates import keys
from certificates.keys import KeyUnusable
from certificates.pdf.cms import Algorithm, Envelope


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the key is. `module`: path of the PKCS #11 library; `token` and `label` as the tool of its maker shows."""

    module: str
    token: str
    label: str
    pin: str


class Pkcs11Seal:
    """An EC key (P-256, P-384) or RSA key in hardware. One signature at a time; milliseconds to seconds each.

    The hardware may draw a random number for each signature: the same file then gets another signature each time.
    """

    def __init__(self, place: Place, chain: Sequence[bytes], *, stamp_room: int = 0) -> None:
        """`chain`: DER certificates, the key's own first. Raises KeyUnusable if the key is not there or another one."""
        self.chain = tuple(chain)
        self.key_id = keys.seal_id(self.chain[0])
        self.issued_on = keys.first_whole_day(self.chain[0])
        self._place = place
        self._public = x509.load_der_x509_certificate(self.chain[0]).public_key()
        algorithm, longest = _algorithm(self._public)
        self._envelope = Envelope(self.chain, algorithm, longest=longest)
        self.room = self._envelope.size + stamp_room
        self._one_at_a_time = threading.Lock()
        self._key = _opened(place)
        self._prove()

    def cms(self, digest: bytes) -> bytes:
        """The detached signature. Raises KeyUnusable if the hardware does not answer, also after a new login."""
        signed = self._envelope.to_sign(digest)
        with self._one_at_a_time:
            try:
                signature = self._signature(signed)
            except PKCS11Error:  # asleep, or plugged in anew
                self._key = _opened(self._place)
                signature = self._signature(signed)
        return self._envelope.filled(digest, signature)

    def _signature(self, signed: bytes) -> bytes:
        """The signature value over the SHA-256 of the bytes; hardware gives r and s side by side (PKCS #11, 2.3.1)."""
        if isinstance(self._public, rsa.RSAPublicKey):
            return bytes(self._key.sign(signed, mechanism=Mechanism.SHA256_RSA_PKCS))
        pair = bytes(self._key.sign(hashlib.sha256(signed).digest(), mechanism=Mechanism.ECDSA))
        half = len(pair) // 2
        return encode_dss_signature(int.from_bytes(pair[:half]), int.from_bytes(pair[half:]))

    def _prove(self) -> None:
        """Raises KeyUnusable unless the key fits the certificate."""
        probe = b"does the key fit the certificate"
        try:
            if isinstance(self._public, rsa.RSAPublicKey):
                self._public.verify(self._signature(probe), probe, padding.PKCS1v15(), hashes.SHA256())
            elif isinstance(self._public, ec.EllipticCurvePublicKey):
                self._public.verify(self._signature(probe), probe, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise KeyUnusable(f"the key {self._place.label!r} belongs to another certificate") from None
        except PKCS11Error as error:
            raise KeyUnusable(f"the key {self._place.label!r} does not sign: {type(error).__name__}") from error


def chain_of(path: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of a PEM file, whose first is the seal's own, put in order. Raises KeyUnusable."""
    certificates = keys.read_certificates(path)
    return tuple(map(keys.der, keys.ordered(certificates, certificates[0].public_key(), named=path)))


def _opened(place: Place) -> Any:
    """The key after a login. Raises KeyUnusable."""
    try:
        token = pkcs11.lib(place.module).get_token(token_label=place.token)
        try:
            session = token.open(user_pin=place.pin)
        except UserAlreadyLoggedIn:  # a login is the process's, not the session's (PKCS #11, 2.6.4)
            session = token.open()
        return session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=place.label)
    except PKCS11Error as error:
        where = f"no key {place.label!r} in {place.token!r}"
        raise KeyUnusable(f"{where} through {place.module}: {type(error).__name__} {error}".rstrip()) from error


def _algorithm(public: CertificatePublicKeyTypes) -> tuple[Algorithm, int]:
    """How the key signs, and the bytes of its longest signature value (RFC 3279, 2.2.3)."""
    if isinstance(public, rsa.RSAPublicKey):
        return Algorithm.RSA, (public.key_size + 7) // 8
    if isinstance(public, ec.EllipticCurvePublicKey):
        half = (public.key_size + 7) // 8 + 1
        return Algorithm.ECDSA, 2 * (half + 2) + 3
    raise KeyUnusable("a seal has an EC or RSA key")
