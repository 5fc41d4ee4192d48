"""Every block looks as it should and keeps hostile words harmless."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from modules.blocks.around import Around, PrincipleView
from modules.blocks.lesson import LessonBlocks
from modules.blocks.media import FileBlock
from modules.blocks.prose import safe_html
from modules.blocks.rendering import segments
from quizzes.terms import Role

LESSON = LessonBlocks()
# Wagtail leaves the temporary file of a rendition to the garbage collector.
LEAVES_A_FILE = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
AROUND = Around(
    role=Role.POLICE,
    emergency="112",
    local_law="Tell the head.",
    principles={"S1-1": PrincipleView("S1-1", "Listen first.", "First source", "A group", "2021")},
    at="/learn/small/first/",
)
ROLES = {"teacher": "T words", "police": "P words", "social_work": "S words", "prison_probation": "J words"}
HANDOUT = {
    "title": "Three areas",
    "about": "To draw on.",
    "sections": [
        {"heading": "Areas", "text": "", "items": ["Practical life: a flat.", "Social life: friends."], "lines": 0},
        {"heading": "This week", "text": "One thing.", "items": [], "lines": 3},
    ],
    "figure": "wheel",
    "pages": 1,
    "document": None,
}
BLOCKS: dict[str, Any] = {
    "notice": {"text": "Somebody speaks of a loss."},
    "text": "<p>Ask for <b>one</b> day.</p><h3>Then</h3><ul><li>wait</li></ul>",
    "source": {"text": "Why it is here.", "principles": "S1-1"},
    "vignette": {"text": "Milo sits down.\n\nHe waits.", "form": "gang-like", "form_note": ""},
    "callout": {"text": "Two views may stand."},
    "role_text": ROLES,
    "tandem": {"title": "Only scenes", "text": "Five minutes each.", "minutes": 10},
    "face_to_face": {"title": "A map", "text": "Draw it.", "minutes": 45},
    "handout": HANDOUT,
    "audio": {"title": "A talk", "file": None, "transcript": "<p>Hello.</p>"},
    "video": {"title": "A film", "file": None, "captions": None, "transcript": "<p>Hello.</p>"},
}


def shown(*children: tuple[str, Any], around: Around = AROUND, lead: str = "") -> str:
    """The HTML of these blocks one after the other."""
    body = LESSON.to_python([{"type": kind, "value": value, "id": f"id-{kind}"} for kind, value in children])
    return "\n".join(segment.html for segment in segments(body, around, lead))


def made_evil(value: Any) -> Any:
    """The same value with hostile words in the place of every text."""
    if isinstance(value, dict):
        return {name: made_evil(part) for name, part in value.items()}
    if isinstance(value, list):
        return [made_evil(part) for part in value]
    return EVIL if isinstance(value, str) and value not in {"gang-like", "wheel"} else value


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_is_drawn_without_an_undefined_variable(kind: str) -> None:
    html = shown((kind, BLOCKS[kind]))

    assert html.strip()
    assert "⚠undefined" not in html


@pytest.mark.parametrize("kind", BLOCKS)
def test_hostile_words_stay_words(kind: str) -> None:
    html = shown((kind, made_evil(BLOCKS[kind])))

    assert "<script" not in html
    assert "<img" not in html
    assert " onerror=alert" not in html.replace("&lt;img src=x onerror=alert", "")


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_brings_no_style_script_or_handler_of_its_own(kind: str) -> None:
    html = shown((kind, BLOCKS[kind]))

    assert not [sign for sign in (" style=", "<script", " onclick", "javascript:") if sign in html]


def test_rich_text_loses_what_is_not_harmless() -> None:
    html = safe_html('<p onclick="x()">A<script>alert(1)</script><a href="javascript:x()">b</a><i>c</i></p>')

    assert html == '<p>A<a rel="noopener noreferrer">b</a>c</p>'


def test_text_and_its_note_stand_in_one_column() -> None:
    html = shown(("source", BLOCKS["source"]), ("text", BLOCKS["text"]), lead="Stories first.")

    assert html.count('<div class="prose">') == 1
    assert html.index("Stories first.") < html.index("Why it is here.") < html.index("Ask for")


def test_a_notice_comes_before_the_first_sentence() -> None:
    html = shown(("notice", BLOCKS["notice"]), ("text", BLOCKS["text"]), lead="Stories first.")

    assert html.index("Somebody speaks of a loss.") < html.index("Stories first.") < html.index("Ask for")


def test_a_source_note_names_source_and_year_and_links_its_principle() -> None:
    html = shown(("source", BLOCKS["source"]))

    assert '<a href="/about/sources/principles/#S1-1">First source, 2021</a>' in html


def test_tasks_beside_each_other_share_a_row() -> None:
    html = shown(("tandem", BLOCKS["tandem"]), ("handout", HANDOUT))

    assert html.count('<section class="block two-up">') == 1
    assert html.count('<div class="stack tight">') == 2


@pytest.mark.parametrize(
    ("role", "opened"), [(None, "j1"), (Role.TEACHER, "j1"), (Role.POLICE, "j2"), (Role.PRISON_PROBATION, "j4")]
)
def test_the_readers_own_job_is_opened_and_all_four_are_there(role: Role | None, opened: str) -> None:
    html = shown(("role_text", ROLES), around=Around(role=role))

    assert html.count(" checked>") == 1
    assert f'id="{opened}" checked>' in html
    assert [html.count(f"{letter} words") for letter in "TPSJ"] == [1, 1, 1, 1]


def test_placeholders_read_what_the_reviewed_card_says() -> None:
    html = shown(("callout", {"text": "Call {EMERGENCY}. {LOCAL_LAW}"}))

    assert "Call 112. Tell the head." in html


def test_placeholders_read_cautiously_without_a_reviewed_card() -> None:
    html = shown(("callout", {"text": "Call {EMERGENCY}; {LOCAL_LAW}."}), around=Around())

    assert "Call your local emergency number; ask your lead first." in html


def test_a_hostile_card_stays_words_in_a_lesson() -> None:
    html = shown(("callout", {"text": "{LOCAL_LAW}"}), around=Around(local_law=EVIL))

    assert "<script" not in html


def test_a_handout_is_linked_where_its_page_is() -> None:
    assert 'href="/learn/small/first/handout/id-handout/"' in shown(("handout", HANDOUT))


def test_a_handout_is_shown_whole_in_a_preview() -> None:
    html = shown(("handout", HANDOUT), around=Around())

    assert html.count("<i></i>") == 3
    assert '<text x="315" y="205" text-anchor="middle" stroke="none">Practical life</text>' in html


def test_a_question_keeps_its_place_and_shows_nothing_by_itself() -> None:
    value = {"prompt": "Which one?", "options": [], "principles": ""}
    body = LESSON.to_python(
        [
            {"type": "text", "value": "<p>A</p>", "id": "a"},
            {"type": "single", "value": value, "id": "q"},
            {"type": "reflection", "value": {"prompt": EVIL, "principles": ""}, "id": "r"},
        ]
    )

    pieces = segments(body, AROUND)

    assert [(piece.kind, piece.question_key) for piece in pieces] == [
        ("html", ""),
        ("question", "q"),
        ("reflection", "r"),
    ]
    assert (pieces[1].html, pieces[2].html[:14]) == ("", "&lt;script&gt;")


@LEAVES_A_FILE
@pytest.mark.django_db
def test_a_picture_says_what_it_shows() -> None:
    image = Image.objects.create(title="A bench", file=get_test_image_file())
    value = {"picture": {"image": image.pk, "decorative": False, "alt_text": EVIL}, "caption": "At noon"}

    html = shown(("picture", value))

    assert 'alt="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"' in html
    assert "⚠undefined" not in html


@LEAVES_A_FILE
@pytest.mark.django_db
def test_a_decorative_picture_is_silent() -> None:
    image = Image.objects.create(title="A bench", file=get_test_image_file())
    value = {"picture": {"image": image.pk, "decorative": True, "alt_text": "ignored"}, "caption": ""}

    assert 'alt=""' in shown(("picture", value))


@pytest.mark.django_db
def test_a_picture_without_words_is_not_published() -> None:
    image = Image.objects.create(title="A bench", file=get_test_image_file())
    value = {"picture": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": ""}

    with pytest.raises(ValidationError):
        LESSON.clean(LESSON.to_python([{"type": "picture", "value": value}]))


@pytest.mark.django_db
def test_a_film_is_served_by_ourselves_with_its_captions() -> None:
    film = Document.objects.create(title="Film", file=ContentFile(b"x", "film.mp4"))
    captions = Document.objects.create(title="Captions", file=ContentFile(b"WEBVTT", "film.vtt"))
    value = {"title": "A talk", "file": film.pk, "captions": captions.pk, "transcript": "<p>Hello.</p>"}

    html = shown(("video", value))

    assert f'src="/documents/{film.pk}/' in html
    assert f'<track kind="captions" src="/documents/{captions.pk}/' in html


@pytest.mark.django_db
def test_a_file_of_another_kind_is_not_published() -> None:
    document = Document.objects.create(title="Notes", file=ContentFile(b"x", "notes.pdf"))

    with pytest.raises(ValidationError, match="mp3, ogg"):
        FileBlock(endings=("mp3", "ogg")).clean(document)


@pytest.mark.django_db
def test_the_words_stay_when_the_file_is_gone() -> None:
    html = shown(("audio", {**BLOCKS["audio"], "file": 4711}))

    assert "Hello." in html
    assert "<audio" not in html
