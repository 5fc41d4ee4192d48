"""Playing a scenario. Being written: this stands in so that lessons can be looked at."""

from django.http import Http404, HttpRequest, HttpResponse

from training.learners.place import StepPlace


def scenario(request: HttpRequest, found: StepPlace) -> HttpResponse:
    """The page on which a scenario begins or goes on."""
    raise Http404
