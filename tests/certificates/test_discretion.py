"""A certificate's file tells nothing of the machine that made it, and of nobody but by the printed name."""

import getpass
import io
import re
import sys
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.conf import settings

from certificates import emblems, rendering
from certificates.models import Certificate, Emblem
from tests.certificates.pictures import drawn, file
from tests.factories import CertificateFactory, LearnerFactory

SITE = "https://training.example.org"
# What standards name things by; nobody asks these hosts for anything.
STANDARDS = {"www.w3.org", "ns.adobe.com", "purl.org", "www.aiim.org", "w3id.org", "purl.imsglobal.org"}
BOTH_WAYS = pytest.mark.parametrize("draw", [rendering.fast_pdf, rendering.slow_pdf], ids=["fast", "slow"])
BOTH_KINDS = pytest.mark.parametrize(
    ("practice", "kind"),
    [(False, "Record of self-study"), (True, "Record of self-study and face-to-face practice")],
    ids=["alone", "with practice"],
)


@pytest.fixture
def row(settings, signing_key) -> Certificate:
    """A certificate with all that a course can add."""
    settings.TANDEM_SITE_URL = SITE
    found = emblems.picture(file(drawn()))
    emblem = Emblem(digest="d" * 64, name="Probation Academy", png=found.png, width=found.width, height=found.height)
    return CertificateFactory.build(learner=LearnerFactory.build(), line="Part of the induction", emblem=emblem)


def opened(content: bytes) -> bytes:
    """Everything in the file, unpacked, in small letters."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        pictures = [thing for thing in streams if thing.get("/Subtype") == "/Image"]
        words = [thing.read_bytes() for thing in streams if thing not in pictures]
        return b"\n".join([*(thing.unparse(resolved=True) for thing in pdf.objects), *words]).lower()


@BOTH_WAYS
def test_file_names_neither_this_machine_nor_its_folders(draw, row):
    everything = opened(draw(row))

    ours = [str(settings.BASE_DIR), str(settings.VAR_DIR), sys.prefix, "picture:", "file:"]
    assert [word for word in ours if word.lower().encode() in everything] == []
    assert f"/{getpass.getuser()}/".encode() not in everything


@BOTH_WAYS
def test_file_names_no_host_but_the_site(draw, row):
    everything = opened(draw(row))

    addresses = re.findall(rb"https?://[a-z0-9.:-]+", everything)
    assert {urlsplit(address).hostname.decode() for address in addresses} - STANDARDS == {"training.example.org"}


@BOTH_KINDS
@BOTH_WAYS
def test_title_of_the_file_is_kind_and_number(draw, practice, kind, row):
    with_practice = CertificateFactory.build(
        learner=LearnerFactory.build(), with_practice=practice, serial=b"0123456789"
    )

    with pikepdf.open(io.BytesIO(draw(with_practice))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == pdf.docinfo["/Title"] == f"{kind} {with_practice.number}"


@BOTH_WAYS
def test_picture_of_a_partner_has_words_and_its_place(draw, row):
    with pikepdf.open(io.BytesIO(draw(row))) as pdf:
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]

        told = {str(figure.Alt): [float(edge) for edge in figure.A.BBox] for figure in figures}

    left, low, right, high = told["Offered with Probation Academy"]
    assert set(told) == {"Offered with Probation Academy", "QR code: check this certificate"}
    assert (round(left, 1), round(right - left, 1) <= 130.4, round(high - low, 1) <= 45.4) == (48.2, True, True)
