"""Certificates speak the language of their course, and English beside it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import escape
from pypdf import PdfReader

from certificates import emblems, languages, page, rendering
from certificates.models import Certificate, Emblem
from tests.certificates import catalogues
from tests.certificates.pictures import drawn, file
from tests.certificates.reading import Line, lines_of, meetings
from tests.factories import CertificateFactory, LearnerFactory

EVERY_LANGUAGE = pytest.mark.parametrize("language", catalogues.languages())


def test_certificates_speak_the_languages_of_the_interface_and_three_more():
    assert catalogues.languages() == ["ar", "de", "el", "fi", "fr", "it", "sv", "uk"]


@EVERY_LANGUAGE
def test_every_word_of_a_certificate_is_translated_and_nothing_else(language):
    found = catalogues.entries(language)

    said = {key for key, entry in found.items() if all(entry.said) and not key.startswith(catalogues.MONTH)}

    assert said == catalogues.needed()


@EVERY_LANGUAGE
def test_no_translation_is_left_to_be_looked_at(language):
    assert [key for key, entry in catalogues.entries(language).items() if entry.is_fuzzy] == []


@EVERY_LANGUAGE
def test_translations_have_the_places_of_the_sentence(language):
    found = catalogues.entries(language).values()

    wanted = [(entry.sources, {tuple(catalogues.placeholders(said)) for said in entry.said}) for entry in found]

    assert wanted == [(entry.sources, {tuple(catalogues.placeholders(entry.sources[0]))}) for entry in found]


@EVERY_LANGUAGE
def test_what_django_reads_is_what_the_translator_wrote(language):
    written = {key: entry.said for key, entry in catalogues.entries(language).items()}

    assert catalogues.compiled(language) == written


@EVERY_LANGUAGE
def test_every_letter_of_the_words_prints(language):
    said = "".join("".join(entry.said) for entry in catalogues.entries(language).values())

    assert emblems.strange_letters(said) == ""


@pytest.mark.parametrize(
    ("language", "spoken"), [("fi", "fi"), ("de-at", "de"), ("sv-FI", "sv"), ("en", "en"), ("pl", "en"), ("deu", "en")]
)
def test_certificate_speaks_english_where_its_words_are_not_translated(language, spoken):
    assert languages.spoken(language) == spoken


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("de", "14. Oktober 2026"),
        ("it", "14 ottobre 2026"),
        ("fi", "14. lokakuuta 2026"),
        ("sv", "14 oktober 2026"),
        ("fr", "14 octobre 2026"),
        ("el", "14 Οκτωβρίου 2026"),
        ("uk", "14 жовтня 2026 р."),
        ("ar", "14 أكتوبر 2026"),
        ("pl", "14 October 2026"),
    ],
)
def test_day_is_written_as_people_write_it(language, day):
    html = page.html_of(certificate(language=language))

    assert f'data-slot="day">{day}</p>' in html


@pytest.mark.parametrize(
    ("language", "hours"), [("de", "3,5 Stunden"), ("uk", "3,5\xa0год"), ("ar", "عدد الساعات: 3,5")]
)
def test_hours_have_the_comma_of_the_language(language, hours):
    assert f"{hours} <span" in page.html_of(certificate(language=language))


def test_course_in_a_language_without_words_keeps_its_own_tagged():
    html = page.html_of(certificate(language="he", course_title="טנדם", modules=["אחת"], line="שורה"))

    assert '<html lang="en" dir="ltr">' in html
    assert '<h1 lang="he" dir="rtl">טנדם</h1>' in html
    assert '<p class="line" lang="he" dir="rtl">שורה</p>' in html
    assert '<p lang="he" dir="rtl">אחת</p>' in html
    assert 'class="english"' not in html


# ---- on the page

LONGEST = {
    "course_title": "Tandem: Gesprächsführung zu zweit mit Menschen, die sich lösen wollen, in Schule und Vollzug",
    "line": "Teil der Einführung neuer Kolleginnen und Kollegen der Bewährungshilfe an der Justizakademie des Landes, "
    "mit Unterstützung des Ministeriums",
    "modules": ["Ein Muster, viele Formen", "Erzählen statt streiten", "Zu zweit im Gespräch"],
}
OF_THE_FIRST_KIND = {"Record of self-study", "has completed the self-paced course"}
SENTENCES = sorted(
    key for key in catalogues.needed() - OF_THE_FIRST_KIND if key.endswith(".") or key.startswith(("Record", "has"))
)


def certificate(**fields: Any) -> Certificate:
    """A row that was never saved."""
    return CertificateFactory.build(learner=LearnerFactory.build(), name="Agnieszka Wiśniewska", **fields)


@pytest.fixture
def emblem(signing_key: Path, settings: Any) -> Emblem:
    """The largest emblem that fits its place, on a site with a long name."""
    settings.TANDEM_ISSUER_NAME = "Europäisches Netzwerk für Ausstiegsarbeit und Weiterbildung in der Bewährungshilfe"
    found = emblems.picture(file(drawn((600, 209))))
    return Emblem(digest="d" * 64, name="Probation Academy", png=found.png, width=found.width, height=found.height)


@pytest.mark.parametrize("with_practice", [False, True], ids=["alone", "with practice"])
@pytest.mark.parametrize("language", [*catalogues.languages(), "en", "pl"])
def test_nothing_overlaps_or_leaves_the_page_in_any_language(language, with_practice, emblem):
    row = certificate(language=language, with_practice=with_practice, emblem=emblem, **LONGEST)

    lines = lines_of(rendering.slow_pdf(row))

    assert meetings(lines) == []
    assert min(line.left for line in lines) >= 48
    assert max(line.right for line in lines) <= 842 - 48
    assert max(line.bottom for line in lines) <= 595 - 14  # 5 mm; most printers reach that far


@pytest.mark.parametrize("language", [*catalogues.languages(), "en", "pl"])
def test_words_stand_clear_of_the_code_and_the_emblem(language, emblem):
    row = certificate(language=language, with_practice=True, emblem=emblem, **LONGEST)

    content = rendering.slow_pdf(row)

    figures = [Line("figure", *box) for box in boxes_of_figures(content)]
    assert len(figures) == 2
    assert [pair for pair in meetings([*figures, *lines_of(content)]) if "figure" in pair] == []


def boxes_of_figures(content: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each figure, from the upper left corner."""
    reader = PdfReader(io.BytesIO(content))
    elements = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    places = [one["/A"]["/BBox"] for one in elements if isinstance(one, dict) and one.get("/S") == "/Figure"]
    height = float(reader.pages[0].mediabox.height)
    return [(float(left), height - float(top), float(right), height - float(low)) for left, low, right, top in places]


@EVERY_LANGUAGE
def test_every_sentence_is_said_in_the_language_and_in_english(language):
    html = " ".join(page.html_of(certificate(language=language, with_practice=True)).split())

    found = catalogues.entries(language)
    beside = '{} <span class="english" lang="en" dir="ltr">{}</span>'
    missing = [key for key in SENTENCES if beside.format(escape(found[key].said[0]), key) not in html]
    assert missing == []
    assert "210 minutes of self-study online, 270 minutes face to face</span>" in html
    assert ">8 hours</span>" in html
