"""What trainers add to the certificates of a course: within limits, reviewed, and frozen with the version."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.models import Image

from certificates import emblems
from certificates.models import Emblem
from modules import outline
from modules.models import CoursePage, CourseVersion, LessonPage, ModulePage
from modules.models.certificate_words import plain_line
from modules.models.content import content_hash, hash_of
from tests import releasing
from tests.certificates.pictures import drawn, file
from tests.modules.forms import posted

LINE = "Part of the induction at the Probation Academy, autumn 2026"
PARTNER = "Probation Academy North"


def uploaded(picture: Picture.Image | None = None) -> Image:
    """A picture in the library."""
    return Image.objects.create(title="Emblem", file=ImageFile(file(picture or drawn()), name="emblem.png"))


def newest(course: CoursePage) -> CourseVersion:
    return CourseVersion.objects.filter(key=course.translation_key).latest("number")


def published(course: CoursePage, **added: Any) -> CourseVersion:
    """The version that two people let go with these fields."""
    vars(course).update({name: value for name, value in added.items() if name != "partner_emblem"})
    course.partner_emblem = added.get("partner_emblem", course.partner_emblem)
    releasing.publish(course)
    return newest(course)


def sent(client: Client, page: CoursePage | ModulePage, **changed: Any) -> Any:
    """Presses "Publish" on what two people have approved."""
    data = {**posted(page, **changed), "action-publish": "action-publish"}
    with releasing.approved():
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


@pytest.mark.parametrize(
    "line", [LINE, "Suoritettu työpaikalla – osa perehdytystä", "جزء من تدريب العاملين", "No. 3 & 4 (2026): 100 %"]
)
def test_plain_line_is_taken(line: str) -> None:
    assert plain_line(line) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("One\nTwo", "one plain line"),
        ("One\u2028Two", "one plain line"),
        ("A tab\there", "one plain line"),
        ("A smile 🙂", "one plain line"),
        ("Turned \u202egnihtemos", "one plain line"),
        ("Hid\u200bden", "one plain line"),
        ("Private \ue000", "one plain line"),
        ("https://academy", "Leave out addresses"),
        ("See www academy: www.academy", "Leave out addresses"),
        ("at academy.example", "Leave out addresses"),
        ("ask karin@academy", "Leave out addresses"),
    ],
)
def test_line_that_is_not_plain_is_refused(line: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        plain_line(line)


@pytest.mark.usefixtures("admin_pages")
def test_trainer_publishes_a_line_and_learners_get_it(at_the_desk: Client, course: CoursePage) -> None:
    answer = sent(at_the_desk, course, certificate_line=LINE)

    assert answer.status_code == 302
    assert newest(course).number == 2
    assert newest(course).content["certificate_line"] == LINE


@pytest.mark.usefixtures("admin_pages")
@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"certificate_line": "In 漢字"}, "certificate_line", "Certificates cannot print 漢, 字. Write it without."),
        ({"title": "A small 漢 course"}, "title", "Certificates cannot print 漢. Write it without."),
        ({"certificate_line": "x" * 141}, "certificate_line", "Ensure this value has at most 140 characters"),
        ({"partner_name": PARTNER}, "partner_emblem", "The name and the picture of the organisation go together"),
    ],
)
def test_course_that_cannot_be_printed_is_not_published(
    at_the_desk: Client, course: CoursePage, changed: dict[str, str], field: str, words: str
) -> None:
    answer = sent(at_the_desk, course, **changed)

    assert [error.split(" (")[0].split(":")[0] for error in answer.context["form"].errors[field]] == [words]
    assert newest(course).number == 1


@pytest.mark.usefixtures("admin_pages")
def test_module_whose_title_cannot_be_printed_is_not_published(at_the_desk: Client, course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).earliest("path")

    answer = sent(at_the_desk, module, title="A small 漢 module")

    assert "Certificates cannot print 漢. Write it without." in answer.context["form"].errors["title"]
    assert newest(course).number == 1


# Wagtail leaves the file of a thumbnail to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("admin_pages")
def test_picture_that_cannot_be_printed_is_refused_at_the_form(at_the_desk: Client, course: CoursePage) -> None:
    white = uploaded(Picture.new("RGB", (600, 240), "white"))

    answer = sent(at_the_desk, course, partner_name=PARTNER, partner_emblem=white.pk)

    assert answer.context["form"].errors["partner_emblem"] == [
        "The picture is blank, or too pale for white paper. Choose a dark version of it."
    ]


@pytest.mark.usefixtures("admin_pages")
def test_trainer_finds_the_fields_with_what_they_are_for(at_the_desk: Client, course: CoursePage) -> None:
    page = at_the_desk.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()

    assert "It may not contradict what every certificate says" in page
    assert "Printed small, at most 46 by 16 mm, on white." in page


def test_partner_is_frozen_with_the_version_as_it_will_be_printed(course: CoursePage) -> None:
    version = published(course, partner_name=PARTNER, partner_emblem=uploaded())

    row = Emblem.objects.get()
    assert (version.content["partner"], version.content["emblem"]) == (PARTNER, row.digest)
    assert row.name == PARTNER
    assert row.digest == hashlib.sha256(emblems.picture(file(drawn())).png + b"\0" + PARTNER.encode()).hexdigest()


def test_another_picture_makes_a_new_version_and_leaves_the_old_one(course: CoursePage) -> None:
    first = published(course, partner_name=PARTNER, partner_emblem=uploaded())
    second = published(course, partner_emblem=uploaded(drawn((300, 300))))

    first.refresh_from_db()
    assert (first.number, second.number) == (2, 3)
    assert {first.content["emblem"], second.content["emblem"]} == set(Emblem.objects.values_list("digest", flat=True))
    assert second.note == f"The picture of {PARTNER} on certificates is another one."


def test_deleted_picture_stays_on_the_versions_that_had_it(course: CoursePage) -> None:
    picture = uploaded()
    version = published(course, partner_name=PARTNER, partner_emblem=picture)

    picture.delete()

    assert Emblem.objects.filter(digest=version.content["emblem"]).exists()


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (
            {"certificate_line": "危険 zone"},
            "The line “危険 zone”: Certificates cannot print 危, 険. Write it without.",
        ),
        ({"title": "A 漢 course"}, "The title “A 漢 course”: Certificates cannot print 漢. Write it without."),
        ({"partner_name": PARTNER}, "The name and the picture of the organisation go together"),
    ],
)
def test_course_that_came_past_the_form_is_refused_at_publishing(
    course: CoursePage, added: dict[str, str], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        published(course, **added)

    assert newest(course).number == 1


def test_module_that_came_past_the_form_is_refused_at_publishing(course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).earliest("path")
    module.title = "A 漢 module"

    with pytest.raises(ValidationError, match="The title “A 漢 module”: Certificates cannot print 漢"):
        releasing.publish(module)

    assert newest(course).number == 1


def test_picture_whose_file_is_gone_is_refused_at_publishing(course: CoursePage) -> None:
    picture = uploaded()
    picture.file.storage.delete(picture.file.name)

    with pytest.raises(ValidationError, match="The file of this picture is gone"):
        published(course, partner_name=PARTNER, partner_emblem=picture)


def test_picture_that_came_past_the_form_is_refused_at_publishing(course: CoursePage) -> None:
    white = uploaded(Picture.new("RGB", (600, 240), "white"))

    with pytest.raises(ValidationError, match="too pale for white paper"):
        published(course, certificate_line=LINE, partner_name=PARTNER, partner_emblem=white)

    assert not Emblem.objects.exists()


def test_partner_stays_when_its_picture_is_deleted_and_a_step_goes(course: CoursePage) -> None:
    picture = uploaded()
    before = published(course, partner_name=PARTNER, partner_emblem=picture)
    picture.delete()

    LessonPage.objects.descendant_of(course).latest("path").unpublish()

    after = newest(course)
    assert after.number == before.number + 1
    assert (after.content["partner"], after.content["emblem"]) == (PARTNER, before.content["emblem"])


def test_locking_a_course_whose_picture_is_lost_passes(course: CoursePage) -> None:
    picture = uploaded()
    published(course, partner_name=PARTNER, partner_emblem=picture)
    picture.delete()

    CoursePage.objects.get(pk=course.pk).save(update_fields=["locked"])

    assert newest(course).content["partner"] == PARTNER


@pytest.mark.parametrize("added", [{"certificate_line": LINE}, {"partner_name": PARTNER}, {"partner_emblem_id": 7}])
def test_reviewers_approve_what_a_course_adds(course: CoursePage, added: dict[str, Any]) -> None:
    before = content_hash(course)

    vars(course).update(added)

    assert content_hash(course) != before


def test_course_without_additions_stays_approved_as_it_was(course: CoursePage) -> None:
    fields = course.serializable_data()
    older = {name: value for name, value in fields.items() if not name.startswith(("certificate_line", "partner_"))}

    assert content_hash(course) == hash_of(CoursePage, older)


def test_version_without_additions_is_stored_as_before(course: CoursePage) -> None:
    content = newest(course).content

    read = outline.from_json("k", "en", 1, content)
    assert set(content) == {"slug", "title", "hours", "modules"}
    assert (read.certificate_line, read.partner, read.emblem) == ("", "", "")
    assert outline.to_json(read) == content
