"""What you write stays with you: the server has no place for a learner's text, and no form that sends it."""

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from modules.models import LessonVersion
from tests.training.learners.course import FIRST, publish, started
from training.models import Learner

# Every text that hangs on a learner, with what it holds. A new one fails here and needs a reason.
TEXTS_OF_LEARNERS = {
    "training.Learner.recovery_hash": "a hash",
    "training.Learner.former_recovery_hash": "a hash",
    "training.Learner.role": "a choice of four",
    "training.Learner.language": "a code",
    "training.Learner.country": "a code of a country card",
    "training.LearnerDevice.secret_hash": "a hash",
    "training.QuestionAnswered.picked": "keys of options, checked by marking",
    "training.Attempt.role": "a choice of four",
    "training.Attempt.from_scene": "a key of a scene, checked by the engine",
    "training.Turn.scene": "a key of a scene, checked by the engine",
    "training.Turn.choice": "a key of a choice, checked by the engine",
    "training.EndingReached.ending": "a key of an ending, from the engine",
    "training.EndingReached.door": "a choice of three",
    "certificates.Certificate.name": "the name on the certificate, the only text a learner types",
    "certificates.Certificate.number": "made by us",
    "certificates.Certificate.number_hash": "a hash",
    "certificates.Certificate.course_key": "a key of a course",
    "certificates.Certificate.course_title": "the course's own title",
    "certificates.Certificate.modules": "the modules' own titles",
    "certificates.Certificate.kind": "a choice of two",
    "certificates.Certificate.month": "a month",
    "certificates.Certificate.language": "a code",
    "certificates.Certificate.line": "the course's own line",
    "certificates.Revocation.reason": "a choice of two",
    "certificates.Revocation.because": "a choice of three",
    "certificates.Withdrawal.because": "a choice of three, by an operator",
    "certificates.Withdrawal.state": "a choice of three, by an operator",
    "training.ShareSeen.how": "a choice of two",
}
TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField)


def hangs_on_a_learner(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a chain of foreign keys leads from this model to a learner."""
    if model is Learner:
        return True
    targets = [field.related_model for field in model._meta.fields if field.related_model and not field.auto_created]
    return any(
        hangs_on_a_learner(target, seen | {model})  # type: ignore[arg-type]
        for target in targets
        if target not in seen and target is not model
    )


def test_no_text_hangs_on_a_learner_but_the_ones_that_are_known() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if hangs_on_a_learner(model)
        for field in model._meta.local_fields
        if isinstance(field, TEXT)
    }

    assert found == set(TEXTS_OF_LEARNERS)


@pytest.mark.django_db
def test_note_has_no_name_and_stands_in_no_form(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(monkeypatch)
    started(client)
    LessonVersion.objects.filter(content__title="First lesson").update(
        digest="another",
        content={
            "title": "First lesson", "minutes": 5, "label": "1.1", "lead": "", "principles": "", "needs_law": False,
            "body": [{"type": "reflection", "id": str(uuid.uuid4()), "value": {"prompt": "Think."}}],
        }
    )  # fmt: skip

    page = client.get(FIRST).content.decode()

    note = page.split("<textarea")[1].split(">")[0]
    before = page.split("<textarea")[0]
    assert " name=" not in note
    assert before.count("<form") == before.count("</form")
    assert "Leave clients out of it." in page
