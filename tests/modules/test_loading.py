"""The folder comes in whole, twice without a change, or not at all."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageLogEntry, Revision, Site

from modules import reviewing
from modules.curriculum.loading import Edited, checked, load
from modules.curriculum.reading import Refused
from modules.models import (
    CountryCard,
    CoursePage,
    CourseVersion,
    EditorialNote,
    GlossaryTerm,
    HomePage,
    LessonPage,
    LessonVersion,
    ModulePage,
    Principle,
    ReferenceCard,
    ScenarioPage,
)
from quizzes.models import ScenarioVersion
from quizzes.questions.kinds import Kind
from tests import releasing
from tests.modules.conftest import PUBLISHED_ON, SPECIMENS

BROKEN = [
    ("bad-address", "modules.yaml:16"),
    ("dangling-target", "scenarios/SC-1.yaml:39"),
    ("duplicate-id", "items.yaml:25"),
    ("duplicate-name", "course.yaml:4"),
    ("empty-file", "cards.yaml:1"),
    ("file-nobody-reads", "lesons.yaml:1"),
    ("grows-without-bound", "cards.yaml:1"),
    ("missing-part", "modules.yaml:15"),
    ("missing-role-text", "lessons.yaml:25"),
    ("no-right-option", "items.yaml:3"),
    ("not-utf-8", "glossary.yaml:2"),
    ("nul", "lessons.yaml:18"),
    ("question-nobody-asks", "items.yaml:25"),
    ("same-address", "scenarios/SC-1.yaml:3"),
    ("sample-marked-reviewed", "country.yaml:4"),
    ("script-in-an-address", "course.yaml:1"),
    ("too-deep", "handouts.yaml:1"),
    ("too-long", "lessons.yaml:38"),
    ("unknown-handout", "handouts.yaml:2"),
    ("unknown-module", "lessons.yaml:39"),
    ("unknown-name", "lessons.yaml:42"),
    ("unknown-principle", "lessons.yaml:14"),
    ("unknown-principle-in-a-choice", "scenarios/SC-1.yaml:32"),
    ("unknown-question", "lessons.yaml:31"),
    ("unknown-scenario", "modules.yaml:22"),
    ("wrong-indentation", "lessons.yaml:19"),
    ("wrong-type", "modules.yaml:20"),
]


@pytest.mark.parametrize(("name", "place"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(folder: Path, name: str, place: str) -> None:
    shutil.copytree(SPECIMENS / "broken" / name, folder, dirs_exist_ok=True)

    with pytest.raises(Refused) as refused:
        checked(folder)

    first = refused.value.problems[0]
    assert f"{first.file}:{first.line}" == place


def test_every_broken_specimen_has_its_line_in_the_list() -> None:
    names = {path.name for path in (SPECIMENS / "broken").iterdir()}

    assert names == {name for name, _place in BROKEN}


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "glossary.yaml").unlink()

    with pytest.raises(Refused) as refused:
        checked(folder)

    assert [str(problem) for problem in refused.value.problems] == ["glossary.yaml:1: this file is missing"]


def test_a_file_of_two_megabytes_is_refused(folder: Path) -> None:
    (folder / "glossary.yaml").write_text("# " + "x" * 2_000_000)

    with pytest.raises(Refused) as refused:
        checked(folder)

    assert refused.value.problems[0].reason == "the file is larger than 1000 kB"


def test_all_problems_of_all_files_are_listed(folder: Path) -> None:
    lessons, modules = folder / "lessons.yaml", folder / "modules.yaml"
    lessons.write_text(lessons.read_text().replace("minutes: 5", "minutes: five"))
    modules.write_text(modules.read_text().replace("counts: false", "counts: perhaps"))

    with pytest.raises(Refused) as refused:
        checked(folder)

    assert [problem.file for problem in refused.value.problems] == ["lessons.yaml", "modules.yaml"]


@given(
    name=st.sampled_from(["course.yaml", "modules.yaml", "lessons.yaml", "items.yaml", "scenarios/SC-1.yaml"]),
    line=st.integers(0, 40),
    words=st.sampled_from(
        ["", "- ", "  x: 1", "title: [", "minutes: -1", "why: 7", "text: ''", "? a", "hours: {}", "\t"]
    ),
)
def test_whatever_a_line_says_the_folder_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, line: int, words: str
) -> None:
    folder = Path(shutil.copytree(SPECIMENS / "sound", tmp_path_factory.mktemp("any") / "curriculum"))
    lines = (folder / name).read_text().splitlines()
    lines[line % len(lines)] = words
    (folder / name).write_text("\n".join(lines))

    try:
        outcome = bool(checked(folder))
    except Refused as refused:
        outcome = bool(refused.problems)

    assert outcome


@pytest.mark.django_db
def test_nothing_is_written_when_one_file_is_broken(folder: Path) -> None:
    shutil.copytree(SPECIMENS / "broken" / "dangling-target", folder, dirs_exist_ok=True)

    with pytest.raises(Refused):
        load(folder, PUBLISHED_ON)

    assert (Page.objects.filter(depth__gt=2).count(), Principle.objects.count()) == (0, 0)


def test_a_load_makes_pages_cards_and_versions(course: CoursePage) -> None:
    counts = {
        model: model.objects.count()
        for model in (
            HomePage, ModulePage, LessonPage, ScenarioPage, Principle, EditorialNote, ReferenceCard, GlossaryTerm,
            CountryCard, CourseVersion, LessonVersion, ScenarioVersion,
        )
    }  # fmt: skip

    assert list(counts.values()) == [1, 2, 3, 1, 3, 1, 1, 1, 1, 1, 3, 1]


def test_a_load_publishes_as_starter_content_and_says_so(course: CoursePage) -> None:
    logged = PageLogEntry.objects.filter(page=course.pk, action=reviewing.STARTER)

    assert (course.live, course.starter, course.review_note, logged.count()) == (
        True,
        True,
        "Starter content, not yet reviewed in tandem.",
        1,
    )


def test_loading_twice_changes_nothing(course: CoursePage, folder: Path) -> None:
    before = (Revision.objects.count(), CourseVersion.objects.count(), LessonVersion.objects.count())

    report = load(folder, PUBLISHED_ON)

    assert (report.made, report.updated, report.kept) == ([], [], [])
    assert (Revision.objects.count(), CourseVersion.objects.count(), LessonVersion.objects.count()) == before


def test_a_changed_file_gives_a_revision_of_that_page_alone(course: CoursePage, folder: Path) -> None:
    lessons = folder / "lessons.yaml"
    lessons.write_text(lessons.read_text().replace("The end.", "The end of it."))
    before = Revision.objects.count()

    report = load(folder, PUBLISHED_ON)

    lesson = LessonPage.objects.get(slug="third-lesson")
    assert report.updated == ["small-course/lesson/2.1"]
    assert Revision.objects.count() == before + 1
    assert lesson.lead == "The end of it."
    assert [version.number for version in LessonVersion.objects.filter(key=lesson.translation_key)] == [1, 2]


def test_a_corrected_word_leaves_the_course_version_alone(course: CoursePage, folder: Path) -> None:
    lessons = folder / "lessons.yaml"
    lessons.write_text(lessons.read_text().replace("The end.", "The end of it."))

    load(folder, PUBLISHED_ON)

    assert CourseVersion.objects.filter(key=course.translation_key).count() == 1


def test_a_changed_question_makes_a_new_course_version(course: CoursePage, folder: Path) -> None:
    items = folder / "items.yaml"
    items.write_text(items.read_text().replace("Which reply invites a story?", "Which reply invites a scene?"))

    load(folder, PUBLISHED_ON)

    assert [version.number for version in CourseVersion.objects.filter(key=course.translation_key)] == [1, 2]


def test_a_changed_principle_reaches_its_row(course: CoursePage, folder: Path) -> None:
    principles = folder / "principles.yaml"
    principles.write_text(principles.read_text().replace("Never alone.", "Never alone but as two."))

    report = load(folder, PUBLISHED_ON)

    assert report.updated == ["principle/S2-1"]
    assert Principle.objects.get(key="S2-1").text == "Never alone but as two."


def test_a_page_that_a_trainer_edited_is_not_overwritten(course: CoursePage, folder: Path) -> None:
    lesson = LessonPage.objects.get(slug="third-lesson")
    lesson.lead = "A trainer's words."
    lesson.save_revision()
    lessons = folder / "lessons.yaml"
    lessons.write_text(lessons.read_text().replace("The end.", "The end of it."))

    with pytest.raises(Edited) as edited:
        load(folder, PUBLISHED_ON)

    assert edited.value.names == ["Third lesson"]
    assert lesson.get_latest_revision_as_object().lead == "A trainer's words."


def test_overwriting_lets_the_files_win(course: CoursePage, folder: Path) -> None:
    lesson = LessonPage.objects.get(slug="third-lesson")
    lesson.lead = "A trainer's words."
    releasing.publish(lesson)

    load(folder, PUBLISHED_ON, overwrite=True)

    assert LessonPage.objects.get(slug="third-lesson").lead == "The end."


def test_overwriting_leaves_pages_alone_that_nobody_changed(course: CoursePage, folder: Path) -> None:
    lesson = LessonPage.objects.get(slug="third-lesson")
    lesson.lead = "A trainer's words."
    releasing.publish(lesson)

    first = load(folder, PUBLISHED_ON, overwrite=True)
    second = load(folder, PUBLISHED_ON, overwrite=True)

    assert (len(first.updated), second.updated) == (1, [])


def test_overwriting_publishes_again_what_was_unpublished(course: CoursePage, folder: Path) -> None:
    LessonPage.objects.get(slug="third-lesson").unpublish()

    load(folder, PUBLISHED_ON, overwrite=True)

    assert LessonPage.objects.get(slug="third-lesson").live


def test_admin_greets_with_the_name_of_the_platform(course: CoursePage) -> None:
    assert Site.objects.get(is_default_site=True).site_name == "Tandem"


def test_an_edited_page_stays_when_its_file_did_not_change(course: CoursePage, folder: Path) -> None:
    lesson = LessonPage.objects.get(slug="third-lesson")
    lesson.lead = "A trainer's words."
    releasing.publish(lesson)

    report = load(folder, PUBLISHED_ON)

    assert (report.updated, LessonPage.objects.get(slug="third-lesson").lead) == ([], "A trainer's words.")


def test_a_principle_that_a_trainer_edited_is_not_overwritten(course: CoursePage, folder: Path) -> None:
    Principle.objects.filter(key="S2-1").update(text="A trainer's words.")
    principles = folder / "principles.yaml"
    principles.write_text(principles.read_text().replace("Never alone.", "Never alone but as two."))

    with pytest.raises(Edited) as edited:
        load(folder, PUBLISHED_ON)

    assert edited.value.names == ["S2-1 A trainer's words."]


def test_a_deleted_page_stays_deleted(course: CoursePage, folder: Path) -> None:
    LessonPage.objects.get(slug="third-lesson").delete()

    report = load(folder, PUBLISHED_ON)

    assert report.kept == ["small-course/lesson/2.1"]
    assert not LessonPage.objects.filter(slug="third-lesson").exists()


def test_lessons_follow_the_order_of_the_file(course: CoursePage, folder: Path) -> None:
    lessons = folder / "lessons.yaml"
    first, second, third = lessons.read_text().split("- id: ")[1:]
    lessons.write_text("- id: " + "- id: ".join([second, first, third]))

    load(folder, PUBLISHED_ON)

    module = ModulePage.objects.get(number=1)
    assert [page.slug for page in module.get_children()] == ["second-lesson", "first-lesson", "the-bench"]


def test_confidence_stands_directly_before_its_question(course: CoursePage) -> None:
    questions = LessonPage.objects.get(slug="first-lesson").questions()

    assert [question.kind for question in questions] == [Kind.SINGLE, Kind.CONFIDENCE, Kind.MULTIPLE]
    assert questions[1].about == questions[2].key


def test_a_reflection_that_no_lesson_names_ends_the_module(course: CoursePage) -> None:
    questions = LessonPage.objects.get(slug="second-lesson").questions()

    assert [question.prompt for question in questions][-2:] == [
        "What will you try?",
        "When did somebody listen to you?",
    ]


def test_the_keys_are_the_same_on_every_installation(course: CoursePage) -> None:
    assert str(course.translation_key) == "f1b914fc-00ce-5c95-9f82-0c5b731b82f2"


def test_a_replay_leads_to_the_scenario_page(course: CoursePage) -> None:
    module = ModulePage.objects.get(number=2)

    assert [block.value.slug for block in module.replay] == ["the-bench"]


def test_the_site_opens_with_the_home_page(course: CoursePage) -> None:
    titles = [page.title for page in Page.objects.filter(depth=2)]

    assert titles == ["Practise the conversation before you have it"]


@pytest.mark.django_db
def test_the_command_lists_every_problem_and_writes_nothing(folder: Path) -> None:
    shutil.copytree(SPECIMENS / "broken" / "duplicate-id", folder, dirs_exist_ok=True)
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("load_curriculum", folder, stderr=said, stdout=StringIO())

    assert said.getvalue().splitlines() == [
        "items.yaml:25: id “Q-4” is used twice; first in items.yaml:19",
        "lessons.yaml:31: there is no question “Q-5”",
    ]


@pytest.mark.django_db
def test_the_command_says_what_it_did(folder: Path) -> None:
    said = StringIO()

    call_command("load_curriculum", folder, stdout=said)

    assert said.getvalue() == "17 made, 0 updated, 0 unchanged.\n"


@pytest.mark.django_db
def test_the_command_names_what_a_trainer_edited(folder: Path) -> None:
    call_command("load_curriculum", folder, stdout=StringIO())
    LessonPage.objects.get(slug="third-lesson").save_revision()
    lessons = folder / "lessons.yaml"
    lessons.write_text(lessons.read_text().replace("The end.", "The end of it."))
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("load_curriculum", folder, stdout=StringIO(), stderr=said)

    assert said.getvalue() == "edited since the last load: Third lesson\n"
