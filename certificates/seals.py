"""The seals of this site as others may know them: the one in use, and every former one."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone

from certificates import keys
from certificates.models import SealChain
from certificates.pdf import signing
from certificates.pdf.signing import Seal


def record(now: datetime) -> None:
    """Notes the certificates of the seal in use, so that they stay published after it was changed. Two queries at most.

    Raises SealUnusable.
    """
    seal = signing.seal_in_use()
    if seal is None:
        return
    SealChain.objects.get_or_create(
        key_id=seal.key_id,
        defaults={
            "certificates": b"".join(map(_pem, seal.chain)).decode(),
            "first_used_on": timezone.localtime(now).date(),
        },
    )


def present() -> Seal | None:
    """The seal in use; None, too, if it cannot be used: a check of the site says so, and the public pages go on."""
    try:
        return signing.seal_in_use()
    except signing.SealUnusable:
        return None


class NoSuchSeal(ValueError):
    """No seal of this id is on record."""


def distrust(key_id: str, now: datetime) -> None:
    """Takes a stolen seal off the list for good: what it sealed, before or after, is not believed any more. One query.

    Raises NoSuchSeal.
    """
    if not SealChain.objects.filter(key_id=key_id).update(distrusted_on=timezone.localtime(now).date()):
        raise NoSuchSeal(key_id)


def chains() -> dict[str, tuple[bytes, ...]]:
    """The certificates (DER, signing certificate first) of every seal that is believed, by its id. One query."""
    return _recorded()[0]


def trusted() -> list[bytes]:
    """The certificates (DER) that a file's seal has to hang on, each once, in a fixed order. One query.

    An organisation that is its own authority is known by its root. One that bought its seal is known by the seal's own
    certificate: the root signs for others, too. So are the other seals of a root above a stolen one.
    """
    believed, stolen = _recorded()
    spoiled = {chain[-1] for chain in stolen}
    return sorted({chain[0] if chain[-1] in spoiled else _trusted(chain) for chain in believed.values()})


def trusted_for_stamps() -> list[bytes]:
    """The certificates (DER) that time stamps have to hang on: the operator's choice. None if they cannot be read."""
    path = settings.TANDEM_TIMESTAMP_ROOTS_FILE
    try:
        return [keys.der(root) for root in keys.read_certificates(Path(path))] if path else []
    except keys.KeyUnusable:
        return []


def pem_of(certificates: list[bytes]) -> str:
    """The certificates as one PEM text."""
    return b"".join(map(_pem, certificates)).decode()


def _recorded() -> tuple[dict[str, tuple[bytes, ...]], list[tuple[bytes, ...]]]:
    """The chains that are believed by id, the present one among them, and those that are not."""
    believed, stolen = {}, []
    for row in SealChain.objects.all():
        chain = tuple(map(keys.der, x509.load_pem_x509_certificates(row.certificates.encode())))
        if row.distrusted_on:
            stolen.append(chain)
        else:
            believed[row.key_id] = chain
    seal = present()
    if seal is not None and seal.chain not in stolen:
        believed[seal.key_id] = seal.chain
    return believed, stolen


def _trusted(chain: tuple[bytes, ...]) -> bytes:
    return chain[-1] if _organisations(chain[0]) == _organisations(chain[-1]) else chain[0]


def _organisations(certificate: bytes) -> list[str]:
    subject = x509.load_der_x509_certificate(certificate).subject
    return [str(part.value) for part in subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)]


def _pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
