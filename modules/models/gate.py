"""The gate: no page is live with a content that neither two people approved nor anybody may let go live without them.

It stands in `save()`, because publishing by form, schedule, bulk action, copy, workflow and code all end there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.timezone import localdate  # noqa: TID251 -- like a view: Wagtail hands over no clock
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from modules.models import content
from modules.models.reviews import Release, ReviewSheet, Right
from modules.review_rule import Opinion, Person, pair

NOT_RELEASED = "modules.not_released"  # the log entry of a publication that the gate stopped, where nobody reads a page
SCHEDULED = "wagtail.publish.scheduled"  # how Wagtail's command names what it publishes


class NotReviewed(ValidationError):
    """The content has not been approved by two people."""

    def __init__(self) -> None:
        super().__init__({NON_FIELD_ERRORS: [not_reviewed()]})


def not_reviewed() -> str:
    """What to do with a page that two people have not approved yet."""
    return _(
        "Two people of different professions have to approve this content before learners get it."
        " Save it, then send it to review."
    )


@dataclass(frozen=True)
class Grant:
    """The right to go live without two approvals, for one page or for all that the loader publishes."""

    right: Right
    on: date
    page: int | None = None
    by: Any = None
    reason: str = ""


_grant: ContextVar[Grant | None] = ContextVar("grant", default=None)


@contextmanager
def granting(grant: Grant) -> Iterator[None]:
    """Inside, pages go live by this right."""
    token = _grant.set(grant)
    try:
        yield
    finally:
        _grant.reset(token)


@dataclass(frozen=True)
class Standing:
    """What is known about the content of a page. `release`: the newest of the page; `opinions`: those since then."""

    page: Page
    content_hash: str
    release: Release | None
    opinions: tuple[Opinion, ...]
    newest_sheet: int

    @property
    def tandem(self) -> tuple[Opinion, Opinion] | None:
        """The two approvals by which this content may go live. No query before two people approved it."""
        approving = [one for one in self.opinions if one.approves and one.content == self.content_hash]
        if len(approving) < 2:
            return None
        return pair(self.opinions, content=self.content_hash, authors=authors(self.page))

    @property
    def is_released(self) -> bool:
        """Whether this content was let go live last, and nobody who reviewed it since then said "not yet"."""
        refused = any(one.content == self.content_hash and not one.approves for one in self.opinions)
        if self.release is None or self.release.content_hash != self.content_hash:
            return False
        return not refused or bool(self.page.pk and Page.objects.filter(pk=self.page.pk, live=True).exists())


def standing(page: Page) -> Standing:
    """What is known about the content that this page has in memory. Two queries, a third once somebody reviewed it."""
    mine = _named(page)
    release = Release.objects.filter(**mine).last()
    since = release.sheet if release else 0
    sheets = list(ReviewSheet.objects.filter(pk__gt=since, **mine).exclude(reviewer=None).select_related("reviewer"))
    people = people_of({sheet.reviewer for sheet in sheets})
    opinions = [
        Opinion(people[sheet.reviewer.pk], sheet.profession, sheet.content_hash, sheet.approves)
        for sheet in sheets
        if sheet.reviewer is not None
    ]
    return Standing(
        page=page,
        content_hash=content.content_hash(page),
        release=release,
        opinions=tuple(opinions),
        newest_sheet=sheets[-1].pk if sheets else since,
    )


def _named(page: Page) -> dict[str, Any]:
    """By what sheets and releases know a page."""
    return {"page_key": page.translation_key, "language": page.locale.language_code}


def people_of(users: Any) -> dict[int, Person]:
    """These accounts as the rule sees them, by key. One query; none for nobody.

    Being a superuser is no right to review: that is the role alone.
    """
    users = set(users)
    if not users:
        return {}
    holders = set(
        Group.objects.filter(
            user__in=users, permissions__codename="review_in_tandem", permissions__content_type__app_label="modules"
        ).values_list("user", flat=True)
    )
    return {
        user.pk: Person(user.pk, user.profession, user.stands_in_for_id, user.is_active and user.pk in holders)
        for user in users
    }


def authors(page: Page) -> list[Person]:
    """Everybody who saved another content of this page since it was released last, and not by a bypass. Three queries.

    A revision with the content of the one before it, for instance a saved comment, makes nobody an author. Who takes up
    older words again does not take their author's place: whoever saved them first counts, too.
    """
    release = Release.objects.filter(**_named(page)).exclude(right=Right.BYPASS).last()
    before, since = None, release.revision if release else 0
    wrote: set[int] = set()
    earlier: dict[str, set[int]] = {}
    for revision in Revision.objects.for_instance(page).order_by("created_at", "pk").iterator():
        found = content.hash_of(type(page), revision.content)
        if revision.pk >= since and before is not None and release is not None and revision.pk == since:
            before = release.content_hash
        if found != before and revision.user_id is not None:
            earlier.setdefault(found, set()).add(revision.user_id)
        if revision.pk >= since and found != (release.content_hash if release else None):
            wrote |= earlier.get(found, set())
        before = found
    users = get_user_model().objects.filter(pk__in=wrote).order_by("pk")
    return [Person(user.pk, user.profession, user.stands_in_for_id) for user in users]


def is_free(page: Page) -> bool:
    """Whether the content that this page has in memory may be published now."""
    found = standing(page)
    return found.is_released or _grant_for(page) is not None or found.tandem is not None


def _grant_for(page: Any) -> Grant | None:
    grant = _grant.get()
    return grant if grant is not None and grant.page in (None, page.pk) else None


class DraftCopyForm(CopyForm):
    """Copies are drafts: what is shown elsewhere is reviewed there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class Guarded:
    """A page that goes live by two approvals, or by a right that is written down and shown."""

    copy_form_class = DraftCopyForm

    def has_an_approval(self) -> bool:
        """Whether somebody approved the content that this page has in memory."""
        found = standing(self)
        return any(one.approves and one.content == found.content_hash for one in found.opinions)

    @transaction.atomic
    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if self.alias_of_id:  # type: ignore[attr-defined]  # it would go live with the original
            raise ValidationError({NON_FIELD_ERRORS: [_("Every page here is reviewed on its own. Make a copy.")]})
        if self.pk is None:  # type: ignore[attr-defined]  # whatever is new or copied starts as a draft
            self.live = False
        # What touches the content is written whole, so that the hash speaks of the row.
        release = None
        if self.live and touches_content(self, kwargs.get("update_fields")):
            kwargs.pop("update_fields", None)
            release = self._release()
        result = super().save(clean=clean, **kwargs)  # type: ignore[misc]  # of Wagtail's Page
        if release is not None:
            release.save()
        return result

    def _release(self) -> Release | None:
        """The release to be written with this save; None if the content was released before. Raises NotReviewed."""
        found, grant = standing(self), _grant_for(self)
        if two := found.tandem:
            professions = [opinion.profession for opinion in two]
            return self._new_release(found, Grant(Right.TANDEM, on=localdate()), professions)
        if found.is_released:
            return None
        if grant is not None:
            return self._new_release(found, grant, [])
        raise NotReviewed

    def _new_release(self, found: Standing, grant: Grant, professions: list[str]) -> Release:
        return Release(
            page_key=self.translation_key,  # type: ignore[attr-defined]
            language=self.locale.language_code,  # type: ignore[attr-defined]
            content_hash=found.content_hash,
            right=grant.right,
            professions=professions,
            by=grant.by,
            reason=grant.reason,
            revision=self.live_revision_id or 0,  # type: ignore[attr-defined]
            sheet=found.newest_sheet,
            released_on=grant.on,
        )

    def publish(self, revision: Revision, user: Any = None, log_action: Any = True, **kwargs: Any) -> Any:
        """Publishes this revision. What was scheduled and may no longer go live is taken from the schedule."""
        try:
            with transaction.atomic():
                return super().publish(revision, user=user, log_action=log_action, **kwargs)  # type: ignore[misc]
        except ValidationError as error:
            if log_action != SCHEDULED:
                raise
            # Wagtail's command publishes one page after the other; the next one must not suffer.
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log(instance=self, action=NOT_RELEASED, revision=revision, data={"reason": " ".join(error.messages)})


def touches_content(page: Any, names: Any) -> bool:
    """Whether a save of these fields, None for all, may change what learners get."""
    return names is None or bool({"live", "alias_of", "alias_of_id", *content.content_names(type(page))} & set(names))
