"""What learners read differently is another content, however a form or a file hides it."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.tests.utils import get_test_image_file

from modules import changes
from modules.models.content import content_hash
from tests.modules.reviewing.conftest import edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_pages")]


def typed(words, key="abcde"):
    """Words as the editor of rich text stores them."""
    block = {"key": key, "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return ContentstateConverter(["bold"]).to_database_format(json.dumps({"entityMap": {}, "blocks": [block]}))


def drafted(lesson, author, html):
    """The lesson with this text alone."""
    return edit(lesson, author, body=[{"type": "text", "value": html, "id": "one"}]).as_object()


def test_words_that_look_like_a_mark_of_the_editor_are_content(author, lesson):
    plain = drafted(lesson, author, typed("Listen."))
    hidden = drafted(lesson, author, typed('Listen. data-block-key="Never reviewed."'))

    assert content_hash(plain) != content_hash(hidden)
    assert changes.compare_lessons(plain.frozen_content(), hidden.frozen_content()).groups


def test_a_mark_of_the_editor_is_no_content(author, lesson):
    assert content_hash(drafted(lesson, author, typed("Listen.", "aaaaa"))) == content_hash(
        drafted(lesson, author, typed("Listen.", "bbbbb"))
    )


@pytest.mark.parametrize("who", ["author", "operator"])
def test_nobody_puts_another_handout_behind_a_page(at, request, who, author):
    handout = get_document_model().objects.create(title="Sheet", file=SimpleUploadedFile("a.pdf", b"%PDF-1 old"))
    other = SimpleUploadedFile("b.pdf", b"%PDF-1 new")

    answer = at(request.getfixturevalue(who)).post(
        reverse("wagtaildocs:edit", args=[handout.pk]), {"title": "Sheet", "file": other, "tags": ""}
    )

    handout.refresh_from_db()
    assert "Add the other one as a new file" in answer.content.decode()
    assert Path(handout.file.path).read_bytes() == b"%PDF-1 old"


def test_nobody_puts_another_picture_behind_a_page(author):
    picture = get_image_model().objects.create(title="Two people", file=get_test_image_file())
    other = SimpleUploadedFile("new.png", get_test_image_file(colour="red").file.getvalue(), "image/png")

    form = get_image_form(get_image_model())({"title": "Two people"}, {"file": other}, instance=picture, user=author)

    assert "Add the other one as a new file" in str(form.errors["file"])


def test_a_file_is_named_anew_and_new_ones_come_in(at, author):
    handout = get_document_model().objects.create(title="Sheet", file=SimpleUploadedFile("a.pdf", b"%PDF-1 old"))
    client = at(author)

    client.post(reverse("wagtaildocs:edit", args=[handout.pk]), {"title": "Named anew", "tags": ""})
    client.post(
        reverse("wagtaildocs:add"), {"title": "Second", "file": SimpleUploadedFile("b.pdf", b"%PDF-1 b"), "tags": ""}
    )

    assert set(get_document_model().objects.values_list("title", flat=True)) == {"Named anew", "Second"}
