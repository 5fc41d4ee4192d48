"""Who uses the platform: learners, with or without an account, and accounts."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.models.base import ROLE_CHOICES


def this_month() -> date:
    """The first day of the present month: all that is kept about when."""
    return timezone.localdate().replace(day=1)  # noqa: TID251 -- a default is called without arguments


class UserManager(BaseUserManager["User"]):
    """Makes accounts; e-mail addresses are kept in one normal form: lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved account."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved account of an operator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The one form in which an address is stored and compared."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this address, however it is typed."""
        return self.get(email=self.normalize_email(username))


class User(AbstractUser):
    """An account. Names and profession are filled only for trainers, reviewers and operators.

    `last_login` holds the first day of the month: enough to end idle accounts, too little to follow anybody.

    Personal data: email, password, first_name, last_name, profession, last_login, date_joined, is_active, is_staff,
    is_superuser; until erased or idle.
    """

    username = None  # type: ignore[assignment]  # the address is the name
    email = models.EmailField(_("e-mail address"), unique=True)
    profession = models.CharField(_("profession"), max_length=20, choices=ROLE_CHOICES, blank=True)
    stands_in_for = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stands in for"),
        help_text=_("A colleague's stand-in, or the second account of one person: the two never approve together."),
    )
    date_joined = models.DateField(_("joined in"), default=this_month, editable=False)  # type: ignore[assignment]  # a month is enough

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Brings the address into its normal form."""
        self.email = UserManager.normalize_email(self.email)


class Learner(models.Model):
    """Who learns. Made by the POST that starts a course; nobody must register.

    `recovery_hash`: keyed hash of the recovery code. `former_recovery_hash` works until `former_until`, so that
    somebody who copied a cookie cannot lock the owner out. `active_month`: first day of the month of the last use.

    Personal data: recovery_hash, former_recovery_hash, former_until, claimed_until, role, language, country,
    active_month; until erased or idle.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField("training.User", models.CASCADE, null=True, blank=True, related_name="+")
    recovery_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- unique when present
    former_recovery_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- unique when present
    former_until = models.DateField(null=True)
    claimed_until = models.DateField(null=True)  # until then the code undoes a claim that was made by cookie alone
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, blank=True)
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=8, blank=True)
    active_month = models.DateField()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")

    def __str__(self) -> str:
        return str(self.id)


class LearnerDevice(models.Model):
    """A browser in which a learner's place is open. The cookie holds the secret, we its keyed hash.

    Personal data: secret_hash, kept, expires_at; until it expires or the learner leaves the device.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    kept = models.BooleanField(default=False)  # "keep my place here": 30 days instead of the browser's session
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("device of a learner")
        verbose_name_plural = _("devices of learners")

    def __str__(self) -> str:
        return f"device {self.pk}"
