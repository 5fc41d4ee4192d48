"""Learners of the demo, who finished and showed their certificates. Invented, and nobody can log in as them."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from certificates import issuing
from certificates.models import Revocation
from modules.models import CourseVersion
from training.learners import certifying
from training.learners.place import Place
from training.models.organisations import Organisation
from training.models.people import Learner
from training.models.progress import CourseDone, CourseStart
from training.models.sharing import Share

# Name, days since the course was finished, place among the organisations.
COLLEAGUES = (
    ("Agnieszka Wiśniewska", 9, "service"),
    ("Anders Østergård", 16, "service"),
    ("Ελένη Παπαδοπούλου", 23, "service"),
    ("Олександра Коваленко", 31, "office"),
    ("ليلى حداد", 38, "service"),
    ("Juhani Mäkelä", 44, "office"),
    ("Rūta Žukauskaitė", 52, "service"),
    ("Chiara D’Angelo", 75, "service"),
    ("Bram van der Heijden", 97, "service"),
    ("Nguyễn Thị Minh Khai", 118, "office"),
    ("Þórdís Guðmundsdóttir", 141, "service"),
    ("Zoltán Szűcs", 160, "service"),
)
WITHDRAWN = "Bram van der Heijden"  # so that the list shows what that looks like


def load(course: CourseVersion, organisations: Mapping[str, Organisation], now: datetime) -> None:
    """Adds whoever is missing. `organisations`: by "service" and "office"."""
    for name, days, place in COLLEAGUES:
        _add(name, now - timedelta(days=days), course, organisations[place])


def _add(name: str, finished_at: datetime, course: CourseVersion, organisation: Organisation) -> None:
    """A learner with a certificate and a share; one who is there already stays."""
    finished_on = timezone.localtime(finished_at).date()
    learner, is_new = Learner.objects.get_or_create(
        pk=uuid.uuid5(uuid.NAMESPACE_URL, f"tandem-demo/{name}"),
        defaults={"active_month": finished_on.replace(day=1), "role": "prison-probation"},
    )
    if not is_new:
        return
    start = CourseStart.objects.create(learner=learner, version=course, course_key=course.key)
    CourseDone.objects.create(start=start, completed_on=finished_on)
    certificate = certifying.claim(Place.of(learner, start), name, finished_at)
    Share.objects.create(certificate=certificate, organisation=organisation, shared_on=finished_on)
    if name == WITHDRAWN:
        issuing.revoke(certificate, finished_at + timedelta(days=20), because=Revocation.Because.ERROR)
