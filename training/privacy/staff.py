"""What the admin notes about the work of trainers, reviewers and operators. A part of the register."""

from collections.abc import Mapping

from training.privacy.entry import Basis, Entry, Erasure, Subject

ROLE = "until some time after the role ends"
OF_STAFF = "work of staff; an operator answers who asks"


def _staff(*fields: str, links: tuple[str, ...] = (), path: str = "user", erasure: Erasure = Erasure.UNNAMED) -> Entry:
    """What a library notes about the work of trainers, reviewers and operators."""
    return Entry(
        subject=Subject.STAFF,
        path=path,
        basis=Basis.INTEREST,
        keep=ROLE,
        at_most="24 months after the role",
        fields=dict.fromkeys(fields, "who wrote or decided what in the admin"),
        links=links,
        not_exported=dict.fromkeys(fields, OF_STAFF),
        erasure=erasure,
    )


_GONE = Erasure.DELETED
STAFF: Mapping[str, Entry] = {
    "wagtailusers.UserProfile": _staff(
        "preferred_language", "current_time_zone", "avatar", "theme", "contrast", "density", "dismissibles",
        "keyboard_shortcuts", "submitted_notifications", "approved_notifications", "rejected_notifications",
        "updated_comments_notifications", links=("user",), erasure=_GONE,
    ),
    "wagtailadmin.EditingSession": _staff(
        "last_seen_at", "is_editing", "object_id", links=("user", "content_type"), erasure=_GONE
    ),
    "wagtailadmin.FormState": _staff(
        "data", "object_id", "parent_object_id", "last_updated_at", links=("user", "content_type"), erasure=_GONE
    ),
    "wagtailcore.APIToken": _staff(
        "name", "key_hash", "prefix", "created", "revoked_at", "last_used_at", links=("user",), erasure=_GONE
    ),
    "wagtailcore.ModelLogEntry": _staff(
        "label", "action", "data", "timestamp", "uuid", "content_changed", "deleted", "object_id",
        links=("user", "content_type", "revision"),
    ),
    "wagtailcore.PageLogEntry": _staff(
        "label", "action", "data", "timestamp", "uuid", "content_changed", "deleted",
        links=("user", "content_type", "revision", "page"),
    ),
    "wagtailcore.Revision": _staff(
        "object_id", "created_at", "object_str", "content", "approved_go_live_at",
        links=("user", "content_type", "base_content_type"),
    ),
    "wagtailcore.WorkflowState": _staff(
        "status", "created_at", "object_id", path="requested_by",
        links=("requested_by", "content_type", "base_content_type", "workflow", "current_task_state"),
    ),
    "wagtailcore.TaskState": _staff(
        "status", "started_at", "finished_at", "comment", path="finished_by",
        links=("finished_by", "workflow_state", "revision", "task", "content_type"),
    ),
    "wagtailcore.Comment": _staff(
        "text", "contentpath", "position", "created_at", "updated_at", "resolved_at",
        links=("user", "page", "revision_created", "resolved_by"), erasure=_GONE,
    ),
    "wagtailcore.CommentReply": _staff(
        "text", "created_at", "updated_at", links=("user", "comment"), erasure=_GONE
    ),
    "modules.ReviewSheet": _staff(
        "profession", "answers", "remarks", "proposal", "dissent", "about_title", "filled_on",
        path="reviewer", links=("task_state", "reviewer", "page_key", "language", "content_hash", "approves"),
    ),
    "modules.Release": _staff(
        "reason", "released_on", path="by",
        links=("by", "page_key", "language", "content_hash", "right", "professions", "revision", "sheet"),
    ),
    "certificates.Withdrawal": _staff(
        "asked_on", "decided_on", path="asked_by", links=("asked_by", "decided_by", "certificate", "because", "state"),
    ),
    "wagtailcore.PageSubscription": _staff("comment_notifications", links=("user", "page"), erasure=_GONE),
    "wagtailcore.UploadedFile": _staff("file", path="uploaded_by_user", links=("uploaded_by_user", "for_content_type")),
}  # fmt: skip
# Content that names its author by a foreign key only; without the account the content stays, unnamed.
NAMES_AN_AUTHOR: Mapping[str, tuple[str, ...]] = {
    "wagtailcore.Page": ("owner", "locked_by"),
    "wagtaildocs.Document": ("uploaded_by_user",),
    "wagtailimages.Image": ("uploaded_by_user",),
}
