"""Handbooks, group exercises and sheets are PDF/A-3a and PDF/UA-1, whatever authors write into them."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import outloud
import pytest
from django.conf import settings
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from modules import cards, catalogue, handbook
from modules.models import CourseVersion, LessonVersion
from modules.outline import Outline
from quizzes import versions
from quizzes.questions.kinds import Item, Kind, Option, Pair, Question
from quizzes.terms import Role
from tests import builders, databases, lasting
from tests.conformance.programs import as_file, qpdf_findings, said_by
from tests.conformance.verapdf import judged
from training import printing
from training.printing import Paper

# What is heard of these is a guess of the listener: "Lesson 1.1" on top of each lesson looks like a running head, and
# WeasyPrint paints the signs in front of list items after the text beside them; the tags have them in order.
GUESSES = {"PAG-001", "ORD-001"}
KINDS = ["module 1", "module 2", "module 3", "module 4", "module 5", "exercise", "exercise in other words", "sheet"]


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> Iterator[dict[str, Paper]]:
    """What the course that comes with Tandem prints."""
    with lasting.standing(pytestconfig, django_db_blocker, databases.DEMO):
        version = CourseVersion.objects.order_by("number").last()
        assert version is not None
        outline = catalogue.outline_of(version)
        found = {
            f"module {module.number}": printing.handbook_of(
                handbook.handbook(outline, module, version.published_on, country="", role=None)
            )
            for module in outline.modules
        }
        found["exercise"] = _exercise(outline, Role.TEACHER)
        found["exercise in other words"] = _exercise(outline, Role.PRISON_PROBATION)
        found["sheet"] = _sheet(outline)
        yield found


def _exercise(outline: Outline, role: Role) -> Paper:
    step = outline.modules[0].scenarios[0]
    version = versions.newest(uuid.UUID(step.key), "en")
    assert version is not None
    return printing.exercise_of(
        versions.graph_for(version, role),
        cards.wording("", role),
        number=1,
        language="en",
        as_of=version.published_on,
    )


def _sheet(outline: Outline) -> Paper:
    lesson = outline.modules[4].lessons[0]  # the one with the wheel
    version = LessonVersion.objects.get(key=lesson.key)
    key = next(block["id"] for block in version.content["body"] if block["type"] == "handout")
    sheet = handbook.sheet(version, key, country="", role=None)
    assert sheet is not None
    return printing.handout_of(sheet, lesson=lesson.title, language="en", as_of=version.published_on)


def drawn(paper: Paper) -> bytes:
    """The PDF; drawn once for all tests."""
    return printing.kept(paper) or printing.printed(paper, patient=True)


def broken_rules(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return judged(content, "3a").failed, judged(content, "ua1").failed


@pytest.mark.parametrize("kind", KINDS)
def test_print_of_the_course_is_archival_accessible_and_sound(papers, kind):
    content = drawn(papers[kind])

    assert broken_rules(content) == ((), ())
    assert qpdf_findings(content) == ""


@pytest.mark.parametrize("kind", ["module 4", "exercise", "sheet"])
def test_print_of_the_course_gives_a_screen_reader_nothing_to_stumble_over(papers, kind):
    with as_file(drawn(papers[kind])) as path:
        heard = outloud.check(path)

    assert heard.error is None
    assert [(found.rule, found.message) for found in heard.findings if found.rule not in GUESSES] == []


def test_handbook_is_read_in_order_and_without_its_running_heads(papers):
    spoken = said_by("pdfinfo", "-struct-text", "-", content=drawn(papers["module 2"])).decode()

    words = re.findall(r'^ *"(.*)"$', spoken, re.MULTILINE)
    assert words[:3] == ["Tandem", "Handbook of module 2 · Narrative communication", "Stories before arguments"]
    parts = [
        "What is in here",
        "Afterwards you can",
        "A debate has a winner and a loser.",
        "Nothing is scored. Try first, then look.",
    ]
    assert [word for word in words if word in parts] == parts
    assert [word for word in words if " / " in word or word == "Tandem · Stories before arguments"] == []


# ---- Whatever authors write

QUESTIONS = (
    Question(
        str(uuid.uuid5(builders.COURSE_KEY, "1")), Kind.SINGLE, "؟ Which", options=(Option("a", "نعم", True, "أجل"),)
    ),
    Question(str(uuid.uuid5(builders.COURSE_KEY, "2")), Kind.ORDERING, "Order", items=(Item("a", "1"), Item("b", "2"))),
    Question(str(uuid.uuid5(builders.COURSE_KEY, "3")), Kind.MATCHING, "Pairs", pairs=(Pair("a", "1", "2"),)),
)
HOSTILE = "Ελλάδα 😀 王 ქართული հայերեն עברית العربية \u202e over \u2066x\u2069 \ufffe " + "W" * 300


@pytest.fixture
def anything(db: None) -> Paper:
    """A module in Arabic whose one lesson holds every kind of block, filled with whatever can be typed."""
    image = Image.objects.create(title="A bridge", file=get_test_image_file())
    cell = {"title": HOSTILE, "text": HOSTILE, "minutes": 5}
    section = {"heading": HOSTILE, "text": HOSTILE, "items": [HOSTILE], "lines": 30}
    jobs = dict.fromkeys(("teacher", "police", "social_work", "prison_probation"), HOSTILE)
    blocks: list[tuple[str, Any]] = [
        ("notice", {"text": HOSTILE}),
        (
            "text",
            f'<h3></h3><h3>{HOSTILE}</h3><p><a href="/x">{HOSTILE}</a></p>'
            f"<ul><li>{HOSTILE}<ol><li>b</li></ol></li></ul>",
        ),
        ("source", {"text": HOSTILE, "principles": ""}),
        ("vignette", {"text": HOSTILE * 9, "form": "unnamed", "form_note": ""}),
        ("callout", {"text": HOSTILE}),
        ("picture", {"picture": {"image": image.pk, "alt_text": HOSTILE, "decorative": False}, "caption": HOSTILE}),
        ("audio", {"title": HOSTILE, "file": None, "transcript": f"<p>{HOSTILE}</p>"}),
        ("role_text", jobs),
        ("tandem", cell),
        ("face_to_face", cell),
        ("reflection", {"prompt": HOSTILE, "principles": ""}),
        ("handout", {"title": HOSTILE, "about": HOSTILE, "sections": [section], "figure": "wheel", "pages": 1}),
    ]
    body = [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks]
    step = builders.lesson_step(questions=QUESTIONS, title=HOSTILE)
    version = builders.lesson_version(step, body=body, lead=HOSTILE, needs_law=True, missing_reviews=["lawyer"])
    LessonVersion.objects.filter(pk=version.pk).update(language="ar")
    module = builders.module_outline(step)
    outline = Outline(str(builders.COURSE_KEY), "tandem", HOSTILE, "ar", 1, "3.5", (module,))
    return printing.handbook_of(handbook.handbook(outline, module, version.published_on, country="", role=None))


def test_handbook_of_whatever_can_be_typed_is_archival_accessible_and_sound(anything):
    content = drawn(anything)

    assert broken_rules(content) == ((), ())
    assert qpdf_findings(content) == ""


def test_handbook_asks_nothing_of_this_machine(anything):
    fonts = said_by("pdffonts", "-", content=drawn(anything)).decode().splitlines()[2:]

    packaged = {"Lit", "Com", "ComB", "Vaz", "VazB", "Naskh", "Heb", "Geo", "Arm"}
    assert {re.split(r"[+\s-]", line)[1] for line in fonts} <= packaged
    assert settings.TANDEM_SITE_URL  # links are made with it
