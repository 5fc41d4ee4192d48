"""What seals the PDF files of this site: a key in a file, or one that never leaves its hardware.

A seal makes ETSI.CAdES.detached signatures of baseline B-B (ETSI EN 319 142-1). The same file gets the same signature
from a file key (RFC 6979); a key in hardware may draw a random number each time.
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from certificates import keys
from certificates.pdf.cms import Algorithm, Envelope

_FILE = "seal.pem"
STAMP_ROOM = 12_000  # bytes for the answer of a time-stamping service with its certificates
_LONGEST_P256 = 72  # bytes of an ECDSA-Sig-Value (RFC 3279, 2.2.3)


class Seal(Protocol):
    """What seals a PDF file."""

    @property
    def key_id(self) -> str:
        """The short name of the seal; another certificate has another one."""

    @property
    def issued_on(self) -> date:
        """The first day that begins (UTC) with the signing certificate valid: no file says it was sealed before."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER certificates, signing certificate first, root last."""

    @property
    def room(self) -> int:
        """Bytes to reserve for one signature (DER); more when time stamps are on."""

    def cms(self, digest: bytes) -> bytes:
        """The detached signature (DER) over the SHA-256 of a ByteRange."""


class SealUnusable(RuntimeError):
    """The settings name a seal that cannot be used. The message names the setting and says why."""


class FileSeal:
    """A P-256 key in a private file. About 50 µs a signature; may be used by several threads."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, chain: Sequence[bytes], *, stamp_room: int = 0) -> None:
        """`chain`: DER certificates, the key's own first. `stamp_room`: bytes kept for a time stamp."""
        self.chain = tuple(chain)
        self.key_id = keys.seal_id(self.chain[0])
        self.issued_on = keys.first_whole_day(self.chain[0])
        self._key = key
        self._algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        self._envelope = Envelope(self.chain, Algorithm.ECDSA, longest=_LONGEST_P256)
        self.room = self._envelope.size + stamp_room

    def cms(self, digest: bytes) -> bytes:
        """The detached signature; the same for the same digest."""
        envelope = self._envelope
        return envelope.filled(digest, self._key.sign(envelope.to_sign(digest), self._algorithm))


class Wanted(NamedTuple):
    """What the settings say about the seal, and when its files last changed, so that a new seal is found at once."""

    key: str
    named: bool
    certificates: str
    changed: tuple[int, int]
    module: str
    token: str
    label: str
    pin: str
    stamped: bool

    def for_hardware(self) -> dict[str, str]:
        """The settings without which a key in hardware is not found."""
        return {
            "TANDEM_SEAL_TOKEN": self.token,
            "TANDEM_SEAL_KEY_LABEL": self.label,
            "TANDEM_SEAL_PIN_FILE": self.pin,
            "TANDEM_SEAL_CERTIFICATES_FILE": self.certificates,
        }


def seal_in_use() -> Seal | None:
    """The seal of this site, or None if it has none: files are unsigned then. Read again only when it has changed.

    Raises SealUnusable if the settings name a seal that is not there or does not work.
    """
    named = settings.TANDEM_SEAL_KEY_FILE
    key = named or os.path.join(settings.TANDEM_KEYS_FOLDER, _FILE)  # noqa: PTH118 -- for every file; Path is slower
    changed = _changed(key)
    if not (changed or named or settings.TANDEM_SEAL_MODULE):
        return None
    certificates = settings.TANDEM_SEAL_CERTIFICATES_FILE
    wanted = Wanted(
        key,
        bool(named),
        certificates,
        (changed, _changed(certificates) if certificates else 0),
        settings.TANDEM_SEAL_MODULE,
        settings.TANDEM_SEAL_TOKEN,
        settings.TANDEM_SEAL_KEY_LABEL,
        settings.TANDEM_SEAL_PIN_FILE,
        bool(settings.TANDEM_TIMESTAMP_URL),
    )
    return _seal(wanted, os.getpid())


def own_file() -> Path:
    """Where `make_keys` keeps the key of the seal with its certificates."""
    return Path(settings.TANDEM_SEAL_KEY_FILE or settings.TANDEM_KEYS_FOLDER / _FILE)


def forget() -> None:
    """Lets the next question read the keys anew, as after a rotation in the same process."""
    _seal.cache_clear()


@lru_cache(maxsize=4)  # by process: a session with hardware does not survive a fork
def _seal(wanted: Wanted, process: int) -> Seal:
    room = STAMP_ROOM if wanted.stamped else 0
    if wanted.module:
        return _hardware_seal(wanted, room)
    try:
        key, chain = keys.read_seal(Path(wanted.key), Path(wanted.certificates) if wanted.certificates else None)
    except keys.KeyUnusable as error:
        setting = "TANDEM_SEAL_KEY_FILE" if wanted.named else "TANDEM_KEYS_FOLDER"
        raise SealUnusable(f"{setting}: {error}") from error
    return FileSeal(key, [keys.der(certificate) for certificate in chain], stamp_room=room)


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 -- as above
    except OSError:
        return 0


def _hardware_seal(wanted: Wanted, room: int) -> Seal:
    missing = [name for name, value in wanted.for_hardware().items() if not value]
    if missing:
        raise SealUnusable(f"TANDEM_SEAL_MODULE needs {', '.join(missing)}, too")
    try:
        from certificates.pdf import hardware  # noqa: PLC0415 -- an extra that few sites install
    except ImportError as error:
        raise SealUnusable("TANDEM_SEAL_MODULE: python-pkcs11 is missing, install the extra `hsm`") from error
    try:
        pin = Path(wanted.pin).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SealUnusable(f"TANDEM_SEAL_PIN_FILE: {wanted.pin} cannot be read ({error.strerror})") from error
    place = hardware.Place(module=wanted.module, token=wanted.token, label=wanted.label, pin=pin)
    try:
        return hardware.Pkcs11Seal(place, hardware.chain_of(Path(wanted.certificates)), stamp_room=room)
    except keys.KeyUnusable as error:
        raise SealUnusable(f"TANDEM_SEAL_MODULE: {error}") from error
