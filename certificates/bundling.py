"""Certificates as one ZIP file that is sent while it is made. Takes keys of certificates, knows nobody who asks."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from certificates import rendering, tokens
from certificates.models import Certificate
from certificates.pdf import signing

CHUNK = 50  # rows that are read at once
LONGEST_NAME = 150  # bytes; with number and ending still less than any file system allows
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file knows: same files, same bytes
_REGULAR_FILE = 0o100644 << 16
_NOT_IN_FILE_NAMES = frozenset('\\/:*?"<>|')


class _Sink:
    """A file that only takes. ZipFile finds no `tell` here and so never goes back to what was sent."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits: `taken` gives out all there is."""

    def taken(self) -> bytes:
        content = b"".join(self._parts)
        self._parts.clear()
        return content


def make_sure_they_can_be_drawn() -> None:
    """Before the first byte is sent: afterwards there is no page to say it on. Raises one of rendering.NO_KEYS."""
    tokens.load_key(Path(settings.TANDEM_SIGNING_KEY_FILE))
    signing.seal_in_use()


def files(keys: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """File name and PDF of each certificate, in this order, one at a time; those that were let go are left out.

    One query for fifty. Drawn when it is asked for: nothing is kept.
    """
    waiting = iter(keys)
    while chunk := list(islice(waiting, CHUNK)):
        found = Certificate.objects.select_related("emblem").filter(number__isnull=False).in_bulk(chunk)
        for key in chunk:
            if key in found:
                certificate = found[key]
                yield file_name(str(certificate.name), str(certificate.number)), rendering.pdf(certificate)


def zipped(contents: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP file in pieces, one for each file and one for the table at its end. Same contents, same bytes.

    Nothing is packed: a PDF is packed already. As lengths follow their file (APPNOTE 4.4.4, bit 3), nothing waits.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]  # it needs no more than a sink has
        for name, content in contents:
            entry = ZipInfo(name, _BEGINNING)
            entry.create_system, entry.external_attr = 3, _REGULAR_FILE
            archive.writestr(entry, content)
            yield sink.taken()
    yield sink.taken()


def file_name(name: str, number: str) -> str:
    """`Mara Lind TD-….pdf`: no path, no invisible or forbidden sign, short enough for every file system."""
    signs = (_in_file_name(sign) for sign in unicodedata.normalize("NFC", name))
    words = " ".join("".join(signs).split()).strip(". ")
    while len(words.encode()) > LONGEST_NAME:
        words = words[:-1]
    return f"{words.rstrip()} {number}.pdf".lstrip()


def _in_file_name(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign in _NOT_IN_FILE_NAMES or kind[0] == "Z" or kind == "Cc":
        return " "
    return "" if kind[0] == "C" else sign
