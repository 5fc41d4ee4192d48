"""The floor: what no program that makes this file can leave out, each step by the cheapest way that we know.

A step is measured alone, on what it has to do for one certificate, and the floor is the sum. Nothing that Python adds
is in it: no formatting of numbers, no object of ours, no look-up of a template.
"""

import hashlib
import io
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TURNS = 200


def steps(row: Any, content: bytes, scratch: Path) -> dict[str, Callable[[], object]]:
    """What is measured, by name, on the row and its file. The last one is for files only."""
    from certificates.normal import Face, faces_for  # noqa: PLC0415 -- settings first
    from certificates.pdf import qr  # noqa: PLC0415
    from certificates.pdf.fonts import slot_face  # noqa: PLC0415
    from certificates.rendering import check_address  # noqa: PLC0415

    site, _hash, text = check_address(row).partition("#")
    face = slot_face(faces_for(str(row.name))[0])
    assert isinstance(face.face, Face)
    font = hb.Font(face.harfbuzz)
    glyphs = _glyphs(font, str(row.name))
    seal, token_key = ec.generate_private_key(ec.SECP256R1()), Ed25519PrivateKey.generate()
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    drawn, program, credential = _streams(content)
    statements = credential * 2  # as N-Quads the credential is about twice as long
    own = 12_000  # bytes of the file that differ from certificate to certificate
    half = hashlib.sha256(content[:-own])
    pieces = [content[:-own], *(content[place : place + 500] for place in range(len(content) - own, len(content), 500))]
    parts = [credential[place : place + 200].decode(errors="replace") for place in range(0, len(credential), 200)]
    file = scratch / "floor.pdf"
    return {
        "P-256 signature (RFC 6979)": lambda: seal.sign(content[:120], algorithm),
        "Ed25519 signature": lambda: token_key.sign(content[:64]),
        "shaping name, day, number": lambda: [_glyphs(font, str(words)) for words in (row.name, row.month, row.number)],
        "subset of the name's font": lambda: face.subset(glyphs),
        "QR code by sums of tables": lambda: qr.symbol(site, text),
        "credential as JSON": lambda: "".join(parts).encode(),
        "SHA-256 of its statements": lambda: hashlib.sha256(statements).digest(),
        "MD5 of the attachment": lambda: hashlib.md5(credential, usedforsecurity=False).digest(),
        "deflating page, font, credential": lambda: [zlib.compress(data, 6) for data in (drawn, program, credential)],
        "SHA-256 from the shared part on": lambda: _continued(half, content[-own:]),
        "joining the bytes": lambda: b"".join(pieces),
        "writing a file": lambda: file.write_bytes(content),
    }


def measured(todo: dict[str, Callable[[], object]]) -> dict[str, float]:
    """CPU microseconds of each step."""
    found = {}
    for name, step in todo.items():
        begun = time.process_time()
        for _ in range(TURNS):
            step()
        found[name] = (time.process_time() - begun) / TURNS * 1e6
    return found


def _glyphs(font: Any, text: str) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [info.codepoint for info in buffer.glyph_infos]


def _continued(half: Any, rest: bytes) -> bytes:
    whole = half.copy()
    whole.update(rest)
    digest: bytes = whole.digest()
    return digest


def _streams(content: bytes) -> tuple[bytes, bytes, bytes]:
    """The page's own operators, the smallest font of the page (the name's), the credential."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page: Any = pdf.pages[0]
        drawn = page.Contents[-1].read_bytes()
        fonts = [font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in page.Resources.Font.values()]
        return drawn, min(fonts, key=len), pdf.Root.AF[0].EF.F.read_bytes()
