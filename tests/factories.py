# ruff: noqa: N805 -- factory_boy hands the row itself to what follows its creation
"""Rows for tests. Traits say what is special: `LearnerFactory(finished=True)`, `CertificateFactory(withdrawn=True)`."""

import hashlib
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from certificates import serials, tokens
from certificates.models import Certificate, Revocation, VerificationKey
from certificates.tokens import Claims, Kind
from modules import outline
from modules.models import CourseVersion
from quizzes.models import ScenarioVersion
from quizzes.terms import Door, Role
from training.accounts import second_factor
from training.models import (
    Attempt,
    Coordinator,
    CourseDone,
    CourseStart,
    EndingReached,
    Learner,
    LessonOpened,
    Organisation,
    OrganisationCode,
    QuestionAnswered,
    Share,
    ShareHidden,
    ShareSeen,
    Turn,
    User,
)

PASSWORD = "a long walk by the river"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
COURSE_KEY = uuid.UUID("7a4d0c5e-0001-4000-8000-000000000001")
COMPLETED_ON = date(2026, 10, 14)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"for tests only").digest())


class UserFactory(DjangoModelFactory[User]):
    """An account with a verified address and PASSWORD. Traits: operator, trainer, reviewer, factor, unverified."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        operator = factory.Trait(is_superuser=True, is_staff=True)

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @factory.post_generation
    def address(user: User, create: bool, verified: bool | None, **kwargs: Any) -> None:
        """`address=False`: the address is not verified."""
        if create:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified is not False)

    @factory.post_generation
    def trainer(user: User, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """In the group of trainers, with the rights that `roles.sync` has given it."""
        if create and wanted:
            user.groups.add(Group.objects.get_or_create(name="Trainers")[0])

    @factory.post_generation
    def reviewer(user: User, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """In the group of reviewers, with the rights that `roles.sync` has given it."""
        if create and wanted:
            user.groups.add(Group.objects.get_or_create(name="Reviewers")[0])

    @factory.post_generation
    def factor(user: User, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """`factor=True`: one-time codes of TOTP_SECRET are the second factor."""
        if create and wanted:
            TOTP.activate(user, TOTP_SECRET)


class CourseVersionFactory(DjangoModelFactory[CourseVersion]):
    """A course version with one empty module."""

    class Meta:
        model = CourseVersion

    class Params:
        title = "Tandem: two of you, and the person"

    key = COURSE_KEY
    language = "en"
    number = factory.Sequence(lambda number: number + 1)
    digest = factory.LazyAttribute(lambda row: hashlib.sha256(f"{row.key}{row.number}".encode()).hexdigest())
    published_on = date(2026, 9, 1)

    @factory.lazy_attribute
    def content(self) -> dict[str, Any]:
        """The outline as it is stored."""
        module = outline.ModuleOutline(
            key="7a4d0c5e-0001-4000-8000-0000000000a1",
            number=1,
            slug="one",
            title="One pattern, many forms",
            topic="",
            minutes=70,
            counts=True,
            steps=(),
        )
        course = outline.Outline(
            key=str(self.key),
            slug="tandem",
            title=self.title,
            language=self.language,
            number=self.number,
            hours="3.5",
            modules=(module,),
        )
        return outline.to_json(course)


class ScenarioVersionFactory(DjangoModelFactory[ScenarioVersion]):
    """A scenario version that an attempt can be pinned to; it cannot be played."""

    class Meta:
        model = ScenarioVersion

    key = factory.LazyFunction(uuid.uuid4)
    language = "en"
    number = 1
    digest = factory.LazyAttribute(lambda row: hashlib.sha256(row.key.bytes).hexdigest())
    content = factory.LazyFunction(dict)
    published_on = date(2026, 9, 1)


class LearnerFactory(DjangoModelFactory[Learner]):
    """A learner without an account.

    Traits: account (with one), started, failed (an attempt that ended closed), finished (the course is done).
    """

    class Meta:
        model = Learner
        skip_postgeneration_save = True

    class Params:
        account = factory.Trait(user=factory.SubFactory(UserFactory))

    id = factory.LazyFunction(uuid.uuid4)
    role = Role.PRISON_PROBATION.value
    active_month = date(2026, 11, 1)

    @factory.post_generation
    def started(learner: Learner, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """A lesson opened and a question answered."""
        if create and wanted:
            start = _start_of(learner)
            LessonOpened.objects.create(start=start, lesson=uuid.uuid4())
            QuestionAnswered.objects.create(start=start, question=uuid.uuid4(), picked="b", right=False, confidence=2)

    @factory.post_generation
    def failed(learner: Learner, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """An attempt that ended with the door closed."""
        if create and wanted:
            attempt = AttemptFactory(start=_start_of(learner), role=learner.role)
            Turn.objects.create(attempt=attempt, number=1, scene="start", choice="lecture")
            EndingReached.objects.create(attempt=attempt, ending="gone", door=Door.CLOSED.value)

    @factory.post_generation
    def finished(learner: Learner, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """Everything that counts is done; no certificate was made."""
        if create and wanted:
            CourseDone.objects.create(start=_start_of(learner), completed_on=COMPLETED_ON)


def _start_of(learner: Learner) -> CourseStart:
    """The place in the course, one for all traits."""
    return CourseStart.objects.filter(learner=learner).first() or CourseStartFactory(learner=learner)


class CourseStartFactory(DjangoModelFactory[CourseStart]):
    """A learner's place in a course."""

    class Meta:
        model = CourseStart

    learner = factory.SubFactory(LearnerFactory)
    version = factory.SubFactory(CourseVersionFactory)
    course_key = factory.SelfAttribute("version.key")


class AttemptFactory(DjangoModelFactory[Attempt]):
    """A run through a scenario, without a turn."""

    class Meta:
        model = Attempt

    start = factory.SubFactory(CourseStartFactory)
    version = factory.SubFactory(ScenarioVersionFactory)
    scenario = factory.SelfAttribute("version.key")
    number = 1
    role = Role.PRISON_PROBATION.value


class CertificateFactory(DjangoModelFactory[Certificate]):
    """A certificate with a genuine token of SIGNING_KEY.

    Traits: withdrawn, superseded, with_practice, let_go (the kept half is empty), known (SIGNING_KEY is on record).
    """

    class Meta:
        model = Certificate
        exclude = ("serial",)
        skip_postgeneration_save = True

    class Params:
        with_practice = factory.Trait(kind=Kind.WITH_PRACTICE.value, hours=Decimal("8.0"), practice_minutes=270)
        let_go = factory.Trait(number=None, name=None, completed_on=None, token=None, learner=None, month="2026-10")

    serial = factory.LazyFunction(serials.new_serial)
    learner = factory.SubFactory(LearnerFactory)
    name = factory.Sequence(lambda number: f"Agnieszka Wiśniewska {'abcdefghij'[number % 10]}")
    course_key = str(COURSE_KEY)
    course_version = 1
    course_title = "Tandem: two of you, and the person"
    modules = factory.LazyFunction(lambda: ["One pattern, many forms"])
    kind = Kind.SELF_STUDY.value
    completed_on = COMPLETED_ON
    month = factory.LazyAttribute(lambda row: f"{row.completed_on:%Y-%m}")
    hours = Decimal("3.5")
    online_minutes = 210
    language = "en"
    status_list = 1
    status_index = factory.Sequence(lambda number: number * 7 % 131_071)
    number = factory.LazyAttribute(lambda row: serials.number_of(row.serial))
    number_hash = factory.LazyAttribute(lambda row: serials.keyed_hash(row.serial, settings.TANDEM_CERTIFICATE_PEPPER))

    @factory.lazy_attribute
    def token(self) -> bytes:
        """Signed, so that it checks with SIGNING_KEY."""
        claims = Claims(
            serial=self.serial,
            name=self.name,
            course_key=self.course_key,
            course_version=self.course_version,
            kind=Kind(self.kind),
            completed_on=self.completed_on,
            hours=self.hours,
            language=self.language,
        )
        return tokens.sign(claims, SIGNING_KEY)

    @factory.post_generation
    def withdrawn(certificate: Certificate, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """It says so when it is checked."""
        if create and wanted:
            Revocation.objects.create(certificate=certificate, reason=Revocation.Reason.WITHDRAWN, on=date(2026, 11, 2))

    @factory.post_generation
    def superseded(certificate: Certificate, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """Another one stands in its place."""
        if create and wanted:
            Revocation.objects.create(certificate=certificate, reason=Revocation.Reason.REPLACED, on=date(2026, 11, 2))
            certificate.replaced = True
            certificate.save(update_fields=["replaced"])

    @factory.post_generation
    def known(certificate: Certificate, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """The public half of SIGNING_KEY is on record, so that the check page finds it."""
        if create and wanted:
            public_key = SIGNING_KEY.public_key().public_bytes_raw()
            VerificationKey.objects.get_or_create(
                key_id=tokens.key_id_of(public_key),
                defaults={"public_key": public_key.hex(), "first_used_on": date(2026, 9, 1)},
            )


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A service. `parent=…` makes it an office. Trait: code (an open code)."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Probation Service {number:03}")

    @factory.post_generation
    def code(organisation: Organisation, create: bool, code: str | None, **kwargs: Any) -> None:
        """`code="K7QF93MX"`: the open code, in its normal form."""
        if create and code:
            OrganisationCode.objects.create(organisation=organisation, code=code)


class CoordinatorFactory(DjangoModelFactory[Coordinator]):
    """A coordinator with a second factor. `user__factor=False`: without one."""

    class Meta:
        model = Coordinator

    user = factory.SubFactory(UserFactory, factor=True)
    organisation = factory.SubFactory(OrganisationFactory)


class ShareFactory(DjangoModelFactory[Share]):
    """A certificate shown to an organisation. Traits: hidden (by the coordinator), seen (once, in the list)."""

    class Meta:
        model = Share
        skip_postgeneration_save = True

    public_id = factory.LazyFunction(uuid.uuid4)
    certificate = factory.SubFactory(CertificateFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    shared_on = date(2026, 10, 20)

    @factory.post_generation
    def hidden(share: Share, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """Out of the coordinator's sight."""
        if create and wanted:
            ShareHidden.objects.create(share=share)

    @factory.post_generation
    def seen(share: Share, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        """Somebody of the organisation looked."""
        if create and wanted:
            user = CoordinatorFactory(organisation=share.organisation).user
            ShareSeen.objects.create(share=share, user=user, how=ShareSeen.How.LIST, seen_at=NOW)


def code_now(secret: str = TOTP_SECRET) -> str:
    """The one-time code of this moment."""
    return second_factor.code_at(secret, datetime.now(UTC))
