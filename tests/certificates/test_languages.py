"""Certificates speak the language of their course, and English beside it."""

import pytest

from certificates import emblems, languages
from tests.certificates import catalogues

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


@EVERY_LANGUAGE
def test_limits_are_said_in_the_language_at_full_length(language):
    entry = next(entry for key, entry in catalogues.entries(language).items() if key.startswith("This record shows"))

    sentences = [part for part in entry.said[0].replace(".", ". ").split(". ") if part.strip()]

    assert len(sentences) >= 3
