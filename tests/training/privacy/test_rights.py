"""The export holds everything, the erasure leaves nothing: shown by a value of its own in every field."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from tests.training.privacy import person
from training.learners import leaving
from training.models import Learner
from training.privacy import exporting
from training.privacy.entry import Erasure
from training.privacy.register import ACCOUNTS, LEARNERS, REGISTER

pytestmark = pytest.mark.django_db
MINE = {**LEARNERS, **ACCOUNTS}
OF_COORDINATORS = {"training.Coordinator", "sessions.Session"}


@pytest.fixture
def learner() -> Learner:
    return person.everything()


def exported(learner: Learner) -> str:
    return json.dumps(exporting.export(Learner.objects.get(pk=learner.pk)), cls=DjangoJSONEncoder, ensure_ascii=False)


def test_learner_of_these_tests_has_a_row_of_everything(learner: Learner) -> None:
    empty = {label for label, entry in MINE.items() if not person.rows_of(label, entry, learner).exists()}

    assert empty == OF_COORDINATORS


def test_export_holds_every_field_that_the_register_exports(learner: Learner) -> None:
    canaries = person.plant(learner)

    file = exported(learner)

    wanted = {canary.place for canary in canaries if canary.field not in MINE[canary.label].not_exported}
    assert {canary.place for canary in canaries if any(text in file for text in canary.texts)} == wanted


def test_export_holds_nobody_else(learner: Learner) -> None:
    canaries = person.plant(person.somebody_else())

    file = exported(learner)

    assert [canary.place for canary in canaries if any(text in file for text in canary.texts)] == []
    assert "Somebody Else" not in file


def test_export_names_every_section_of_the_register(learner: Learner) -> None:
    assert set(exporting.export(learner)) == {entry.section for entry in MINE.values() if entry.section}


def test_export_without_an_account_has_no_section_about_one() -> None:
    learner = person.somebody_else()

    assert set(exporting.export(learner)) == {entry.section for entry in LEARNERS.values() if entry.section}


def test_readable_page_has_a_heading_for_every_section(learner: Learner) -> None:
    sections = exporting.readable(learner)

    assert len(sections) == len(exporting.export(learner))
    assert len({section.title for section in sections}) == len(sections)
    assert all(len(row) == len(section.columns) for section in sections for row in section.rows)


def test_erasing_leaves_nothing_but_what_the_register_says(learner: Learner) -> None:
    canaries = person.plant(learner)
    before = person.left_in_the_database(canaries)

    leaving.erase(Learner.objects.get(pk=learner.pk))

    stays = {f"{label}.{name}" for label, entry in MINE.items() for name in entry.stays}
    assert before == {canary.place for canary in canaries}
    assert person.left_in_the_database(canaries) == stays & before


def test_erasing_leaves_everybody_else_alone(learner: Learner) -> None:
    canaries = person.plant(person.somebody_else())

    leaving.erase(learner)

    assert person.left_in_the_database(canaries) == {canary.place for canary in canaries}


def test_nothing_of_a_learner_is_only_unnamed() -> None:
    kept = {label: entry.erasure for label, entry in LEARNERS.items() if entry.erasure is not Erasure.DELETED}

    assert kept == {"certificates.Certificate": Erasure.EMPTIED}


def test_register_is_one() -> None:
    assert set(MINE) <= set(REGISTER)
