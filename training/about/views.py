"""What stands behind the course: what is kept, help, sources, access, the code. Pages for anybody that keep nothing."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.about import near_you as near
from training.about import reading, reminders
from training.audiences import PublicRequest, public


@public
@require_safe
def kept(request: PublicRequest) -> HttpResponse:
    """What is kept, why, how long, and who sees it."""
    return render(request, "training/about/kept.html", {"contact": settings.TANDEM_CONTACT})


@public
@require_safe
def accessibility(request: PublicRequest) -> HttpResponse:
    """What was tested, and what was not."""
    return render(request, "training/about/accessibility.html", {"contact": settings.TANDEM_CONTACT})


@public
@require_safe
def help_menu(request: PublicRequest) -> HttpResponse:
    """The three doors: help, network, training."""
    return render(request, "training/about/help.html", {"contact": settings.TANDEM_CONTACT})


@public
@require_safe
def near_you(request: PublicRequest) -> HttpResponse:
    """The card of a country for one role. Two queries."""
    return render(request, "training/about/near_you.html", {"near": near.near_you(request.GET, request.learner)})


@public
@require_safe
def network(request: PublicRequest) -> HttpResponse:
    """The kinds of service to know before they are needed, and the local ones. Two queries."""
    return render(request, "training/about/network.html", {"near": near.near_you(request.GET, request.learner)})


@public
@require_safe
def request_training(request: PublicRequest) -> HttpResponse:
    """Whom to ask for training, and three reminders to take along."""
    context = {"contact": settings.TANDEM_CONTACT, "days": reminders.days(timezone.now())}
    return render(request, "training/about/request_training.html", context)


@public
@require_safe
def reminders_file(request: PublicRequest) -> HttpResponse:
    """The reminders as a calendar file. Nothing is kept."""
    address = settings.TANDEM_SITE_URL.rstrip("/") + reverse("about:request_training")
    response = HttpResponse(reminders.calendar(timezone.now(), address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tandem-reminders.ics"'
    return response


@public
@require_safe
def sources(request: PublicRequest) -> HttpResponse:
    """The five sources, where they clash, the cards and what else was read. Three queries."""
    context = {"sources": reading.sources(), "notes": reading.notes(), "cards": reading.cards()}
    return render(request, "training/about/sources.html", context)


@public
@require_safe
def principles(request: PublicRequest) -> HttpResponse:
    """Every principle with an anchor of its own. Two queries."""
    return render(request, "training/about/principles.html", {"sources": reading.sources_with_principles()})


@public
@require_safe
def glossary(request: PublicRequest) -> HttpResponse:
    """The words of the field and their translations. One query."""
    return render(request, "training/about/glossary.html", {"terms": reading.terms()})


@public
@require_safe
def card(request: PublicRequest, card: str) -> HttpResponse:
    """One reference card. One query."""
    found = reading.card(card)
    if found is None:
        raise Http404
    return render(request, "training/about/card.html", {"card": found, "keys": found.principles.split()})


@public
@require_safe
def source_code(request: PublicRequest) -> HttpResponse:
    """Licences, and where the code is."""
    context = {"address": settings.TANDEM_SOURCE_URL, "contact": settings.TANDEM_CONTACT}
    return render(request, "training/about/source_code.html", context)
