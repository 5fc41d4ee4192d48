"""The review of a page, the list of what is in review, and publishing without review."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from modules import reviewing
from modules.editor.review_form import ReasonForm, SheetForm
from modules.editor.review_screen import OUTCOMES, listed, screen
from modules.models.gate import Guarded
from modules.reviewing import CannotReview, Changed, Review


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What is in review, and whether you could approve it, for everybody in the admin."""
    return render(request, "modules/review/list.html", {"rows": listed(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, page: int) -> HttpResponse:
    """Where the review of a page stands, with the sheet for whoever may fill it in now."""
    found = reviewing.of(_page(request, page))
    sent = request.POST if request.method == "POST" else None
    form = SheetForm(
        sent,
        initial={"content": found.standing.content_hash},
        names_one_form=found.form_in_title is not None,
    )
    if sent is not None and form.is_valid() and (answer := _filled_in(request, found, form)):
        return answer
    status = 422 if sent is not None else 200
    return render(request, "modules/review/review.html", screen(request, found, form), status=status)


def _filled_in(request: HttpRequest, found: Review, form: SheetForm) -> HttpResponse | None:
    """The way on once the sheet is kept; None when something speaks against it, which the form then says."""
    page = found.page
    try:
        outcome = reviewing.fill_in(page, request.user, form.said(), localdate())
    except CannotReview:
        messages.error(request, _("Your sheet was not kept. What stands in the way is said below."))
        return redirect("editor:review", page.pk)
    except Changed:
        form.add_error(None, _("Somebody changed the words while you read. Look again, then send your sheet."))
        form.data = {**request.POST.dict(), "content": found.standing.content_hash}
        return None
    messages.success(request, str(OUTCOMES[outcome]))
    return redirect("editor:review", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def bypass(request: HttpRequest, page: int) -> HttpResponse:
    """Publishing without review, for operators: it asks for a reason, which is kept and shown."""
    if not request.user.is_superuser:
        raise PermissionDenied
    found = _page(request, page)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.bypass(found, request.user, form.cleaned_data["reason"], localdate())
        except ValidationError as error:
            form.add_error(None, list(error.messages))
        else:
            messages.success(request, _("Published without review. Learners read the reason on the course page."))
            return redirect("wagtailadmin_pages:edit", found.pk)
    status = 422 if form.errors else 200
    return render(request, "modules/review/bypass.html", {"page": found, "form": form}, status=status)


def _page(request: HttpRequest, key: int) -> Any:
    """The page, for whoever may edit it."""
    page = get_object_or_404(Page, pk=key).specific
    if not page.permissions_for_user(request.user).can_edit() or not isinstance(page, Guarded):
        raise PermissionDenied
    return page
