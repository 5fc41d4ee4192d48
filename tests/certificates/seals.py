"""A root and a seal for tests, made once per process; and a plain PDF file to seal."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from certificates import keys
from certificates.pdf import signing, weasy
from certificates.pdf.signing import FileSeal

ISSUER = "European Practitioner Training Network"
ISSUED_ON = date(2026, 9, 1)
SEALED_ON = date(2026, 10, 14)
ROOT = keys.new_root(ISSUER, ISSUED_ON)
KEY, CERTIFICATE = keys.new_seal(ROOT, ISSUER, on=ISSUED_ON)
CHAIN = (keys.der(CERTIFICATE), keys.der(ROOT.certificate))
SEAL = FileSeal(KEY, CHAIN)
ROOTS = [CHAIN[-1]]


@cache
def plain_pdf() -> bytes:
    """A tagged PDF/A-3a file with a link and an attachment."""
    html = """<!DOCTYPE html><html lang="en"><head><title>A record</title>
        <meta name="dcterms.created" content="2026-10-14"><meta name="dcterms.modified" content="2026-10-14"></head>
        <body><h1>Record of self-study</h1><p>Anna <a href="https://example.org" aria-label="check">check</a></p></body>
        </html>"""
    attached = weasy.AttachedFile(
        name="credential.json",
        content=b'{"name": "Anna"}',
        media_type="application/ld+json",
        description="the credential",
        on=SEALED_ON,
    )
    stylesheet = settings.BASE_DIR / "static" / "certificates" / "certificate.css"
    return weasy.pdf(html, stylesheet=stylesheet, identifier="5" * 32, attachments=[attached])


def write(folder: Path) -> Path:
    """The seal in its file in `folder`, as `make_keys` writes it."""
    path = folder / "seal.pem"
    keys.write_seal(path, KEY, chain=(CERTIFICATE, ROOT.certificate))
    signing.forget()
    return path
