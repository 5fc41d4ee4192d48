"""What the end of a workflow does. Wagtail reads this while models are being made: nothing of ours is imported."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

logger = logging.getLogger(__name__)


def publish(workflow_state: Any, user: Any = None) -> None:
    """The newest revision goes live, if two people approved it.

    Otherwise it stays a draft and can be sent to review again. So it is when an operator switches the task off or adds
    one of Wagtail's own: their end is no approval.
    """
    from wagtail.log_actions import log  # noqa: PLC0415 -- models are not made yet when this file is read

    from modules.models.gate import NOT_RELEASED  # noqa: PLC0415

    page = workflow_state.content_object.specific
    revision = page.get_latest_revision()
    try:
        with transaction.atomic():
            revision.publish(user=user, skip_permission_checks=True)  # the approvals are the right
    except ValidationError as error:
        workflow_state.status = workflow_state.STATUS_CANCELLED
        workflow_state.save()
        log(instance=page, action=NOT_RELEASED, user=user, revision=revision, data={"reason": " ".join(error.messages)})
        logger.warning("The workflow of page %s ended, but its content is not approved: it stays a draft.", page.pk)
