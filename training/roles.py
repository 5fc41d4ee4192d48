"""The groups of the admin, with exactly the rights that their work needs. No identity provider hands them out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from modules.models import HomePage, TandemReview

TRAINERS, REVIEWERS = "Trainers", "Reviewers"
REVIEW = "Review in tandem"


@dataclass(frozen=True)
class Rights:
    """What a group may do: anywhere in the admin, to pages below the home page, with pictures and documents.

    Written as Wagtail does: `app.codename`.
    """

    anywhere: frozenset[str]
    pages: frozenset[str]
    files: frozenset[str]


_OPEN = "wagtailadmin.access_admin"
_SHELF = ("principle", "source", "editorialnote", "referencecard", "glossaryterm", "countrycard")
RIGHTS = {
    # Trainers write. A country card holds numbers that people call, so it is published by somebody else.
    TRAINERS: Rights(
        anywhere=frozenset(
            {
                _OPEN,
                "training.view_snapshot",
                "modules.view_practicesheet",
                "modules.change_practicesheet",
                *(f"modules.{act}_{model}" for act in ("add", "change", "view") for model in _SHELF),
            }
        ),
        pages=frozenset({"wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"}),
        files=frozenset(
            f"{app}.{act}_{model}"
            for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
            for act in ("add", "change", "choose")
        ),
    ),
    # Reviewers read drafts and comment on them, for which Wagtail asks the right to change; they publish no page.
    REVIEWERS: Rights(
        anywhere=frozenset(
            {
                _OPEN,
                "training.view_snapshot",
                "modules.view_countrycard",
                "modules.change_countrycard",
                "modules.publish_countrycard",
                "modules.review_in_tandem",
                "modules.view_practicesheet",
            }
        ),
        pages=frozenset({"wagtailcore.change_page"}),
        files=frozenset({"wagtailimages.choose_image", "wagtaildocs.choose_document"}),
    ),
}
# Wagtail's own groups may do as they like with every page; gone as long as nobody is in them.
_WAGTAILS_OWN = ("Editors", "Moderators")


@transaction.atomic
def sync() -> None:
    """Brings both groups to exactly these rights, and the workflow to the one review.

    Rights and tasks that somebody added by hand are taken away again.
    """
    homes = list(HomePage.objects.order_by("pk"))
    root = Collection.get_first_root_node()
    Group.objects.filter(name__in=_WAGTAILS_OWN, user__isnull=True).delete()
    for name, rights in RIGHTS.items():
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(rights.anywhere))
        GroupPagePermission.objects.filter(group=group).exclude(page__in=homes).delete()
        for home in homes:
            _sync_places(GroupPagePermission, group, "page", home, rights.pages)
        GroupCollectionPermission.objects.filter(group=group).exclude(collection=root).delete()
        _sync_places(GroupCollectionPermission, group, "collection", root, rights.files)
    _sync_review(homes)


def _sync_review(homes: Iterable[HomePage]) -> None:
    """The one workflow: review in tandem, for everything below every home page."""
    task, _new = TandemReview.objects.get_or_create(name=REVIEW)
    workflow, _new = Workflow.objects.get_or_create(name=REVIEW)
    Task.objects.filter(pk=task.pk, active=False).update(active=True)
    Workflow.objects.filter(pk=workflow.pk, active=False).update(active=True)
    WorkflowTask.objects.filter(workflow=workflow).exclude(task=task).delete()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    # Wagtail brings a workflow of its own, for groups that nobody is in.
    for other in Workflow.objects.active().exclude(pk=workflow.pk):
        other.deactivate()
    for other in Task.objects.active().exclude(pk=task.pk):
        other.specific.deactivate()
    for home in homes:
        WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


def _sync_places(
    model: type[GroupPagePermission | GroupCollectionPermission],
    group: Group,
    field: str,
    place: HomePage | Collection,
    names: Iterable[str],
) -> None:
    wanted = _permissions(names)
    given = model.objects.filter(group=group, **{field: place})
    given.exclude(permission__in=wanted).delete()
    known = set(given.values_list("permission_id", flat=True))
    for permission in wanted:
        if permission.pk not in known:
            model.objects.create(group=group, permission=permission, **{field: place})


def _permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names. Raises Permission.DoesNotExist for one that the code no longer has."""
    return [
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, codename in (name.split(".") for name in sorted(names))
    ]
