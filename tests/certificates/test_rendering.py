import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, reject
from hypothesis import strategies as some
from PIL import Image
from pypdf import PdfReader

from certificates import page, rendering, tokens
from certificates.models import Certificate
from certificates.normal import NameRefused, printed_name, width_of
from certificates.pdf import name_steps
from certificates.rendering import LetGo
from tests.factories import SIGNING_KEY, CertificateFactory, LearnerFactory

SITE = "https://training.example.org"
LONG = (
    "María Guadalupe Esperanza de los Ángeles Fernández-Villaverde y Montgomery-Oikonomopoulou von Hohenstein-Bartholdy"
)
NAMES = {
    "latin": "Agnieszka Wiśniewska",
    "long": LONG,
    "greek": "Ελένη Παπαδοπούλου-Χατζηκωνσταντίνου",
    "cyrillic": "Олександра Володимирівна Шевченко-Коваленко",
    "arabic": "فاطمة الزهراء بنت عبد الرحمن العلوي",
    "combining": "Nguyễn Thị Ánh Q\u0307ōt\u0331",
    "mixed": "Fatima فاطمة",
    "widest": "W" * 120,
    "markup": "<img src='file:///etc/passwd'> & Ann",
}
pytestmark = pytest.mark.django_db  # a template may be in the database
BIDI = str.maketrans("", "", "\u202a\u202b\u202c\u202d\u202e\u200e\u200f")
EVERY_NAME = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)


def certificate(name: str, **fields: Any) -> Certificate:
    """A row that was never saved: drawing needs no database."""
    return CertificateFactory.build(learner=LearnerFactory.build(), name=name, **fields)


def run(*command: str, content: bytes) -> bytes:
    """What a program of poppler makes of a PDF."""
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def text_of(content: bytes) -> str:
    return run("pdftotext", "-", "-", content=content).decode().translate(BIDI)


@pytest.fixture(params=[rendering.pdf, rendering.slow_pdf], ids=["fast", "slow"])
def draw(request: Any) -> Any:
    """Both ways to draw. A name that the fast one leaves alone takes the slow one."""
    return request.param


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.TANDEM_SITE_URL = SITE
    settings.TANDEM_ISSUER_NAME = "Exit Training Network"


@EVERY_NAME
def test_name_is_read_from_the_pdf_as_it_was_typed(draw, name):
    content = draw(certificate(name))

    lines = [" ".join(line.split()) for line in text_of(content).splitlines()]

    assert set(name_steps.printed(name).lines) <= set(lines)
    assert "".join(name_steps.printed(name).lines).replace(" ", "") == name.replace(" ", "")


@EVERY_NAME
def test_name_stands_above_the_text_below_it_and_inside_the_page(draw, name):
    content = draw(certificate(name))

    words = run("pdftotext", "-bbox-layout", "-", "-", content=content).decode()
    blocks = re.findall(
        r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', words, re.DOTALL
    )
    places = {" ".join(re.findall(r">([^<]+)</word>", body)): tuple(map(float, box)) for *box, body in blocks}
    kind = places["Record of self-study"]
    did = places["has completed the self-paced course"]
    between = [box for box in places.values() if kind[3] <= (box[1] + box[3]) / 2 <= did[1]]

    assert max(box[3] for box in between) <= did[1] + 6  # the box of a face is taller than its letters
    assert max(box[2] for box in between) <= 48.2 + name_steps.WIDTH + 4


def test_facts_stand_in_reading_order(draw):
    content = draw(certificate("Anna", modules=["One pattern", "Stories first"], course_version=3))

    spoken = run("pdfinfo", "-struct-text", "-", content=content).decode()

    assert [line.strip().strip('"').strip() for line in spoken.splitlines() if line.strip().startswith('"')] == [
        "Tandem",
        "Record of self-study",
        "Anna",
        "has completed the self-paced course",
        "Tandem: two of you, and the person",
        "Course version 3, taken in English",
        "Extent",
        "3.5 hours",
        "Mode",
        "210 minutes of self-study online",
        "Modules",
        "One pattern; Stories first",
        "Completed on",
        "14 October 2026",
        "Issued by Exit Training Network",
        PdfReader(io.BytesIO(content)).metadata.title.removeprefix("Record of self-study "),
        "training.example.org/check/",
        "",
        "This record shows learning time. It is not a licence, not a vetting, and does not qualify anyone to assess "
        "risk, do exit work or therapy. Online",
        "study does not replace face-to-face training and supervision.",
        "Anyone can check it at the address above.",
        "We do not record who asks.",
    ]


def test_pdf_is_tagged_and_says_its_title_language_and_dates(draw):
    row = certificate("Anna")

    reader = PdfReader(io.BytesIO(draw(row)))

    catalog = reader.root_object
    assert catalog["/MarkInfo"] == {"/Marked": True}
    assert catalog["/Lang"] == "en"
    assert reader.metadata.title == f"Record of self-study {row.number}"
    assert reader.metadata.author == "Exit Training Network"
    assert reader.metadata.creation_date.date() == reader.metadata.modification_date.date() == row.completed_on
    assert "pdfuaid:part" in reader.xmp_metadata.rdf_root.toxml()


@pytest.mark.parametrize(
    ("name", "language"), [("Ελένη", "el"), ("فاطمة", "ar"), ("Олександра", "und-Cyrl"), ("Anna", "und-Latn")]
)
def test_name_is_tagged_with_how_it_is_read(draw, name, language):
    reader = PdfReader(io.BytesIO(draw(certificate(name))))

    main = reader.root_object["/StructTreeRoot"]["/K"][0].get_object()["/K"][0].get_object()["/K"][1].get_object()
    paragraph = main["/K"][1].get_object()

    assert paragraph["/Lang"] == language


def test_code_is_a_link_and_a_picture_with_words(draw):
    row = certificate("Anna")

    reader = PdfReader(io.BytesIO(draw(row)))

    link = reader.pages[0]["/Annots"][0].get_object()
    figures = [element for element in map(reader.get_object, range(1, 200)) if is_figure(element)]
    assert link["/A"]["/URI"] == rendering.check_address(row)
    assert link["/Contents"] == "QR code: check this certificate"
    assert [figure["/Alt"] for figure in figures] == ["QR code: check this certificate"]
    assert [float(edge) for edge in figures[0]["/A"]["/BBox"]] == pytest.approx(
        [708.66, 93.54, 793.70, 178.58], abs=0.01
    )


def is_figure(element: Any) -> bool:
    return isinstance(element, dict) and element.get("/S") == "/Figure"


@pytest.mark.parametrize("name", [NAMES["latin"], NAMES["cyrillic"], LONG, "ш" * 120], ids=["v9", "v11", "v12", "v15"])
def test_code_is_read_from_a_print_of_150_dots_per_inch(draw, name):
    row = certificate(name)

    picture = run("pdftoppm", "-r", "150", "-png", "-singlefile", "-", content=draw(row))

    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert [code.text for code in codes] == [rendering.check_address(row)]


def test_address_is_in_capitals_and_the_token_behind_the_hash():
    row = certificate("Anna")

    address = rendering.check_address(row)

    assert address.startswith("HTTPS://TRAINING.EXAMPLE.ORG/V#")
    assert tokens.token_of(address) == row.token


def test_token_is_read_back_from_the_file(draw, tmp_path):
    row = certificate(NAMES["arabic"])
    file = tmp_path / "certificate.pdf"
    file.write_bytes(draw(row))

    public_key = SIGNING_KEY.public_key().public_bytes_raw()
    claims = tokens.read(tokens.token_in(str(file)), {tokens.key_id_of(public_key): public_key})

    assert claims.name == NAMES["arabic"]


DRAW = """
import django
django.setup()
import hashlib, os
from django.conf import settings
settings.TANDEM_SIGNING_KEY_FILE = os.environ["KEY"]
from datetime import date
from decimal import Decimal
from certificates import rendering
from certificates.models import Certificate
row = Certificate(number="TD-0000-0000-0000-0000-0", name="Ελένη فاطمة", token=bytes(range(130)), course_title="Tandem",
    course_version=1, kind="self-study", completed_on=date(2026, 10, 14), hours=Decimal("3.5"), online_minutes=210,
    modules=["One", "Two"], language="en", status_list=1, status_index=7)
print(hashlib.sha256(rendering.fast_pdf(row)).hexdigest(), hashlib.sha256(rendering.slow_pdf(row)).hexdigest())
"""


def digests(**environment: str) -> list[str]:
    """The digests of one row's PDF, drawn both ways by a fresh process."""
    return subprocess.run(
        [sys.executable, "-c", DRAW],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "training.settings.test", **environment},
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()


def test_same_row_gives_the_same_bytes_in_every_process(signing_key):
    here = digests(TZ="UTC", PYTHONHASHSEED="1", LANG="C.UTF-8", KEY=str(signing_key))
    there = digests(
        TZ="Pacific/Auckland", PYTHONHASHSEED="2", LANG="de_DE.UTF-8", SOURCE_DATE_EPOCH="1", KEY=str(signing_key)
    )

    assert here == there
    assert [len(digest) for digest in here] == [64, 64]


def test_document_drawn_before_changes_no_byte(draw):
    row = certificate("Anna")

    first = hashlib.sha256(draw(row)).hexdigest()
    draw(certificate(NAMES["arabic"]))

    assert hashlib.sha256(draw(row)).hexdigest() == first


def test_certificate_that_was_let_go_is_not_drawn(draw):
    with pytest.raises(LetGo):
        draw(CertificateFactory.build(let_go=True))


def test_second_kind_says_how_the_hours_were_spent():
    html = rendering.html_of(certificate("Anna", with_practice=True))

    assert "<p>210 minutes of self-study online, 270 minutes face to face</p>" in html
    assert "<p>8 hours</p>" in html
    assert "has completed the course, self-paced and face to face" in html


def test_certificate_in_a_right_to_left_language_is_mirrored():
    html = rendering.html_of(certificate("Anna", language="ar"))

    assert '<html lang="ar" dir="rtl">' in html
    assert "14 أكتوبر 2026" in html


def test_course_title_is_escaped():
    html = rendering.html_of(certificate("Anna", course_title="<script>1</script>"))

    assert "<h1>&lt;script&gt;1&lt;/script&gt;</h1>" in html


WRITTEN = {
    "course_title": "危険 zone ქართული",
    "line": "Տող 😀 on\u202e top \uffff",
    "modules": ["Ὀδύσσεια", "漢", "סוף"],
}
PACKAGED = {"Lit", "Com", "ComB", "Heb", "Geo", "Arm", "Literata", "Commissioner"}  # as both ways name them


def test_sign_that_no_packaged_font_has_becomes_a_question_mark(draw):
    content = draw(certificate("Anna", **WRITTEN))

    lines = [" ".join(line.split()) for line in text_of(content).splitlines()]
    assert {"?? zone ქართული", "Տող ? on top ?", "Ὀδύσσεια; ?; סוף"} <= set(lines)


def test_no_font_of_this_machine_steps_in(draw):
    content = draw(certificate("Anna", **WRITTEN))

    embedded = run("pdffonts", "-", content=content).decode().splitlines()[2:]
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in embedded} <= PACKAGED


def test_both_ways_read_the_same_where_signs_were_replaced(signing_key):
    row = certificate("Anna", **WRITTEN)

    assert text_of(rendering.fast_pdf(row)) == text_of(rendering.slow_pdf(row))


def test_certificate_speaks_english_too_where_the_course_does_not():
    german = page.Said("Umfang", "Extent")

    html = page.render_to_string("certificates/said.html", {"said": german})

    assert " ".join(html.split()) == 'Umfang <span class="english" lang="en" dir="ltr">Extent</span>'.replace("  ", " ")


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("Anna", 34, 1),
        (NAMES["greek"], 24, 1),
        (NAMES["cyrillic"], 24, 2),
        (LONG, 16, 2),
        ("W" * 120, 8, 3),
        ("Donaudampfschifffahrtsgesellschaft", 27, 1),
        ("Wo" * 24, 12, 1),
    ],
)
def test_name_steps_down_and_then_takes_two_lines(name, size, lines):
    printed = name_steps.printed(name)

    assert (printed.size, len(printed.lines)) == (size, lines)


@given(some.text(some.sampled_from("Wiш ﷲǆМ-’ل"), min_size=1, max_size=120))
def test_every_name_that_is_accepted_fits(text):
    name = accepted(text)

    printed = name_steps.printed(name)

    assert "".join(printed.lines).replace(" ", "") == name.replace(" ", "")
    assert max(map(width_of, printed.lines)) * printed.size <= name_steps.WIDTH


def accepted(text: str) -> str:
    """The text as a name; texts that are refused are not looked at."""
    try:
        return printed_name(text)
    except NameRefused:
        reject()
