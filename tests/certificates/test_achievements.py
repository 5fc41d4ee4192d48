import html
import json
from decimal import Decimal
from typing import Any

import pytest

from certificates import achievements, badges, checking, identity, page
from certificates.models import Certificate
from tests.certificates import judges
from tests.factories import CertificateFactory, LearnerFactory, UserFactory

LANGUAGES = ["en", "de", "it", "fi", "sv", "fr", "el", "uk", "ar", "pl", "pt-BR"]
SITE = "http://localhost:8000"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("with_practice", [False, True])
def test_credential_of_each_kind_and_language_is_verified_by_others(language: str, with_practice: bool) -> None:
    certificate = CertificateFactory.build(language=language, with_practice=with_practice)

    signed = achievements.credential_of(certificate)

    found = judges.verified(signed, identity.document(SITE, checking.public_keys()))
    assert found.name == certificate.course_title
    assert badges.verify(signed, checking.public_keys()).achievement == achievements.achievement_of(certificate)


@pytest.mark.parametrize("language", LANGUAGES)
def test_credential_says_in_the_words_of_the_page_that_it_is_no_licence(language: str) -> None:
    certificate = CertificateFactory.build(language=language)

    limits = achievements.achievement_of(certificate).description.split(". ", 2)[2]

    assert len(limits) > 100
    assert limits in html.unescape(page.html_of(certificate))


def test_description_names_kind_and_hours() -> None:
    certificate = CertificateFactory.build(language="de", hours=Decimal("3.5"))

    achievement = achievements.achievement_of(certificate)

    assert "3,5 Stunden" in achievement.description
    assert achievement.criteria == "One pattern, many forms"


def test_words_that_are_not_translated_are_english_throughout() -> None:
    achievement = achievements.achievement_of(CertificateFactory.build(language="pl"))

    assert "3.5 hours" in achievement.description
    assert achievement.language == "pl"


def test_slash_after_the_site_changes_nothing(settings: Any) -> None:
    certificate = CertificateFactory.build()
    before = achievements.achievement_of(certificate)

    settings.TANDEM_SITE_URL += "/"

    assert achievements.achievement_of(certificate) == before


def test_credential_holds_neither_name_nor_number_nor_account() -> None:
    learner = LearnerFactory.build(user=UserFactory.build(email="canary@example.org"))
    certificate = CertificateFactory.build(learner=learner, name="Canary Surname")

    signed = achievements.credential_of(certificate).decode().casefold()

    secrets = ("canary", str(certificate.number), str(certificate.number)[3:], certificate.number_hash, str(learner.pk))
    assert [secret for secret in secrets if secret.casefold() in signed] == []


def test_two_certificates_of_one_learner_have_nothing_of_the_learner_in_common() -> None:
    learner = LearnerFactory.build()

    first, second = (
        json.loads(achievements.credential_of(CertificateFactory.build(learner=learner))) for _twice in range(2)
    )

    assert first["credentialSubject"]["id"] != second["credentialSubject"]["id"]
    assert first["credentialSubject"]["achievement"] == second["credentialSubject"]["achievement"]


@pytest.mark.parametrize("title", ["a\x00b", "a\ufdd0b", "a\x85b", "a\ud800b"])
def test_title_that_cannot_be_signed_loses_what_no_one_sees(title: str) -> None:
    certificate = CertificateFactory.build(course_title=title)

    assert achievements.achievement_of(certificate).course_title == "a b"


@pytest.mark.django_db
def test_achievement_is_the_same_after_the_learner_let_go() -> None:
    certificate = CertificateFactory()
    before = achievements.achievement_of(certificate)

    Certificate.objects.update(number=None, name=None, completed_on=None, token=None, learner=None)

    certificate.refresh_from_db()
    assert achievements.achievement_of(certificate) == before


@pytest.mark.django_db
def test_credential_needs_no_query(django_assert_num_queries: Any) -> None:
    certificate = CertificateFactory()

    with django_assert_num_queries(0):
        achievements.credential_of(certificate)
