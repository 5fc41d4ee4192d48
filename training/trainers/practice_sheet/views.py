"""The practice sheet in the admin: the form beside what is missing, the sheet as it reads, the files."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Site

from modules.models.sheets import PracticeSheet
from training.printing import Busy, NotPrinted
from training.trainers.practice_sheet import facts, files, template
from training.trainers.practice_sheet.forms import FileForm, SheetForm

MAY_READ, MAY_WRITE = "modules.view_practicesheet", "modules.change_practicesheet"


View = Callable[[HttpRequest], HttpResponse]


def _for_readers(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return view(request)

    return guarded


@_for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def practice_sheet(request: HttpRequest) -> HttpResponse:
    """The form, what is missing, and the sheet as it reads."""
    if request.method != "POST":
        return _page(request, SheetForm(instance=facts.sheet()))
    if not request.user.has_perm(MAY_WRITE):
        raise PermissionDenied
    form = _saved(request)
    if form.errors:
        return _page(request, form, status=422)
    messages.success(request, _t("The practice sheet is saved."))
    return redirect("trainers:practice_sheet")


def _saved(request: HttpRequest) -> SheetForm:
    """The form, saved unless it has errors or somebody saved meanwhile."""
    with transaction.atomic():
        sheet = facts.sheet()
        edition = sheet.edition
        form = SheetForm(request.POST, instance=sheet)
        if form.is_valid() and form.cleaned_data["edition"] not in {None, edition}:
            form.add_error(
                None,
                _t("Somebody saved this sheet meanwhile. Copy your words, open the page again and put them in there."),
            )
        if not form.errors:
            sheet.edition = edition + 1
            form.save()
    return form


def _page(
    request: HttpRequest, form: SheetForm, *, status: int = 200, file_form: FileForm | None = None
) -> HttpResponse:
    known, sheet = facts.of_site(Site.find_for_request(request)), facts.sheet()
    context = {
        "form": form,
        "file_form": file_form or FileForm(),
        "gaps": template.gaps(sheet, known),
        "rows": template.rows(sheet, known),
        "may_write": request.user.has_perm(MAY_WRITE),
    }
    return render(request, "training/trainers/practice_sheet.html", context, status=status)


@_for_readers
@require_GET
def practice_sheet_short(request: HttpRequest) -> HttpResponse:
    """The seven fields of the public short form on one page."""
    rows = template.short_rows(facts.sheet(), facts.of_site(Site.find_for_request(request)))
    return render(request, "training/trainers/practice_sheet_short.html", {"rows": rows})


@_for_readers
@require_POST
def practice_sheet_file(request: HttpRequest) -> HttpResponse:
    """The sheet as a file, with the contact that was typed for it. Nothing of this is kept."""
    form = FileForm(request.POST)
    known, sheet = facts.of_site(Site.find_for_request(request)), facts.sheet()
    blocking = [gap.sentence for gap in template.gaps(sheet, known) if gap.blocks]
    if not form.is_valid() or blocking:
        for sentence in blocking:
            form.add_error(None, sentence)
        return _page(request, SheetForm(instance=sheet), status=422, file_form=form)
    try:
        return _file(form, sheet, known)
    except (Busy, NotPrinted):
        form.add_error(None, _t("The PDF could not be made just now. Try again in a minute, or take DOCX."))
        return _page(request, SheetForm(instance=sheet), status=422, file_form=form)


def _file(form: FileForm, sheet: PracticeSheet, known: facts.Facts) -> HttpResponse:
    today, wanted = timezone.localdate(), form.cleaned_data
    if wanted["short"]:
        rows = template.short_rows(sheet, known)
    else:
        rows = template.rows(sheet, known, wanted["contact"], date_format(today, "j F Y"))
    title = _t("Practice sheet: %(name)s") % {"name": sheet.name or known.site_name}
    content = files.made(wanted["format"], title, rows, today)
    response = HttpResponse(content, content_type=files.TYPES[wanted["format"]])
    name = slugify(title)[:60] or "practice-sheet"
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted["format"]}"'
    return response
