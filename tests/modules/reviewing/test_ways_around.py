"""Every way around two approvals that stock Wagtail leaves open: learners never get what was not approved."""

import datetime
import json

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Revision,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from modules.models import (
    CoursePage,
    HomePage,
    LessonPage,
    LessonVersion,
    ModulePage,
    Release,
    ReviewSheet,
    TandemReview,
)
from modules.reviewing import CannotReview, Outcome
from quizzes.models import ScenarioVersion
from tests.factories import UserFactory
from tests.modules.forms import posted
from tests.modules.reviewing.conftest import NEW, address, edit, fresh, read_by_learners, say
from training.roles import REVIEW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_pages")]
OLD = "A single paragraph."
TOMORROW = timezone.now() + datetime.timedelta(days=1)
YESTERDAY = timezone.now() - datetime.timedelta(days=1)


@pytest.fixture
def reads(lesson):
    """What learners have read of the lesson so far."""
    return lambda: read_by_learners(lesson)


def new_words(page, **more):
    """The form with the newest draft, and what an author says about the change."""
    return posted(fresh(page).get_latest_revision_as_object(), **{"change_note": "A new sentence.", **more})


# ---- Wagtail's forms


@pytest.mark.parametrize("who", ["author", "operator"])
def test_publishing_by_the_form_saves_a_draft_and_says_why(at, request, lesson, reads, who):
    answer = at(request.getfixturevalue(who)).post(
        address(lesson), {**new_words(lesson), "action-publish": "1"}, follow=True
    )

    assert "Two people of different professions have to approve this content" in answer.content.decode()
    assert fresh(lesson).get_latest_revision_as_object().lead == NEW
    assert reads() == [OLD]


def test_a_new_page_that_is_published_at_once_becomes_a_draft(at, author, lesson, reads):
    module = lesson.get_parent()
    path = reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", module.pk])

    answer = at(author).post(path, {**posted(lesson, title="New", slug="new"), "action-publish": "1"}, follow=True)

    made = LessonPage.objects.get(slug="new")
    assert answer.status_code == 200
    assert not made.live
    assert not LessonVersion.objects.filter(key=made.translation_key).exists()


def test_reverting_to_older_words_needs_a_review_too(at, author, teacher, officer, submitted, reads):
    older = submitted.live_revision_id
    say(submitted, teacher)
    say(submitted, officer)
    old_words = submitted.revisions.get(pk=older).as_object()

    at(author).post(
        address(submitted),
        {**posted(old_words, change_note="Back."), "action-publish": "1", "revision": str(older)},
    )

    assert reads() == [OLD, NEW]
    assert fresh(submitted).lead == NEW


def test_unpublishing_and_publishing_again_brings_back_what_was_released_alone(at, author, lesson, reads):
    at(author).post(address(lesson, "unpublish"))
    at(author).post(address(lesson), {**new_words(lesson), "action-publish": "1"})
    between = fresh(lesson).live
    at(author).post(
        address(lesson),
        {**new_words(lesson, lead=OLD), "change_note": "", "action-publish": "1"},
    )

    assert (between, reads()) == (False, [OLD])


def test_a_copy_is_a_draft_whatever_is_sent(at, author, lesson):
    data = {
        "new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(lesson.get_parent().pk),
        "publish_copies": "on", "alias": "on",
    }  # fmt: skip

    answer = at(author).post(address(lesson, "copy"), data)

    copy = LessonPage.objects.get(slug="a-copy")
    assert answer.status_code == 302
    assert (copy.live, copy.alias_of_id) == (False, None)
    assert not LessonVersion.objects.filter(key=copy.translation_key).exists()


def test_a_copied_course_is_a_draft_with_everything_below_it(at, author, course):
    data = {
        "new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(course.get_parent().pk),
        "copy_subpages": "on", "publish_copies": "on",
    }  # fmt: skip

    at(author).post(address(course, "copy"), data)

    copy = CoursePage.objects.get(slug="a-copy")
    assert copy.get_descendants().count() == course.get_descendants().count()
    assert not copy.get_descendants(inclusive=True).live().exists()


def test_a_copied_draft_names_those_who_wrote_it(at, teacher, officer, author, lesson):
    edit(lesson, teacher, lead="Written by a reviewer.")
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(lesson.get_parent().pk)}
    at(author).post(address(lesson, "copy"), data)
    copy = LessonPage.objects.get(slug="a-copy")
    copy.get_workflow().start(copy, author)

    with pytest.raises(CannotReview) as refused:
        say(copy, teacher)

    assert refused.value.obstacle == "author"


def test_publishing_in_bulk_is_refused(at, author, lesson, reads):
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = at(author).post(f"{path}?id={lesson.pk}&next=/admin/", follow=True)

    assert "Nothing was published." in answer.content.decode()
    assert reads() == [OLD]


def test_publishing_a_course_in_bulk_with_its_drafts_is_refused(at, author, course, lesson, reads):
    lesson.unpublish()
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = at(author).post(f"{path}?id={course.pk}&next=/admin/", {"include_descendants": "on"}, follow=True)

    assert "Second lesson" in answer.content.decode()
    assert (reads(), fresh(lesson).live) == ([OLD], False)


@pytest.mark.parametrize("model", [HomePage, CoursePage, ModulePage])
def test_words_around_the_steps_need_a_review_too(at, author, course, model):
    page = model.objects.order_by("path").first()

    answer = at(author).post(address(page), {**posted(page, lead="Other words."), "action-publish": "1"})

    assert answer.status_code == 302
    assert fresh(page).lead != "Other words."


def test_a_new_outcome_of_a_course_needs_a_review_too(course, author):
    draft = fresh(course)
    draft.outcomes = [type(draft.outcomes.first())(text="Something else")]

    with pytest.raises(ValidationError, match="Two people"):
        draft.save_revision(user=author).publish()


# ---- Schedules


def test_what_was_scheduled_without_approval_does_not_go_live_and_holds_nobody_up(author, course, lesson, reads):
    other = LessonPage.objects.get(slug="first-lesson")
    for page, lead in ((lesson, NEW), (other, other.lead)):
        revision = edit(page, author, lead=lead, go_live_at=YESTERDAY)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=YESTERDAY)

    call_command("publish_scheduled")

    assert reads() == [OLD]
    assert fresh(lesson).scheduled_revision is None
    assert fresh(other).live_revision_id == fresh(other).latest_revision_id


def test_a_schedule_by_form_is_refused(at, author, lesson, reads):
    at(author).post(
        address(lesson),
        {**new_words(lesson), "go_live_at": TOMORROW.strftime("%Y-%m-%d %H:%M"), "action-publish": "1"},
    )

    assert fresh(lesson).scheduled_revision is None
    assert reads() == [OLD]


def test_two_approvals_let_a_scheduled_draft_go_live_on_its_day(author, teacher, officer, submitted, reads):
    edit(submitted, author, go_live_at=TOMORROW)
    say(submitted, teacher)
    outcome = say(submitted, officer)
    before = reads()
    fresh(submitted).revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=YESTERDAY)
    move_to_yesterday(fresh(submitted).scheduled_revision)

    call_command("publish_scheduled")

    assert (outcome, before, reads()) == (Outcome.RELEASED, [OLD], [OLD, NEW])


def move_to_yesterday(revision):
    """The day that was chosen has come."""
    revision.content = {**revision.content, "go_live_at": YESTERDAY.isoformat()}
    revision.save()


def test_a_scheduled_draft_whose_reviewer_lost_the_role_stays_a_draft(author, teacher, officer, submitted, reads):
    edit(submitted, author, go_live_at=TOMORROW)
    say(submitted, teacher)
    say(submitted, officer)
    fresh(submitted).revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=YESTERDAY)
    move_to_yesterday(fresh(submitted).scheduled_revision)
    teacher.groups.clear()

    call_command("publish_scheduled")

    assert reads() == [OLD]


# ---- Who reviews


def test_one_reviewer_with_two_accounts_of_one_profession_is_one(teacher, submitted, reads):
    say(submitted, teacher)

    with pytest.raises(CannotReview) as refused:
        say(submitted, UserFactory(reviewer=True, profession="teacher"))

    assert (refused.value.obstacle, reads()) == ("same-profession", [OLD])


def test_a_second_account_as_stand_in_is_no_second_person(teacher, officer, submitted, reads):
    officer.stands_in_for = teacher
    officer.save()
    say(submitted, teacher)

    with pytest.raises(CannotReview) as refused:
        say(submitted, officer)

    assert (refused.value.obstacle, reads()) == ("stand-in", [OLD])


def test_a_stand_in_that_is_named_after_the_first_approval_still_counts_as_one(teacher, officer, submitted, reads):
    say(submitted, officer)
    officer.stands_in_for = teacher
    officer.save()

    with pytest.raises(CannotReview):
        say(submitted, teacher)

    assert reads() == [OLD]


@pytest.mark.parametrize(
    "lose",
    [
        lambda user: user.groups.clear(),
        lambda user: type(user).objects.filter(pk=user.pk).update(profession=""),
        lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
        lambda user: user.delete(),
    ],
    ids=["role", "profession", "account closed", "account gone"],
)
def test_an_approval_lapses_with_what_it_rested_on(teacher, officer, submitted, reads, lose):
    say(submitted, teacher)
    lose(teacher)

    outcome = say(submitted, officer)

    assert (outcome, reads()) == (Outcome.FIRST, [OLD])


def test_operators_approve_nothing_without_the_role(operator, submitted):
    operator.profession = "police"
    operator.save()

    with pytest.raises(CannotReview) as refused:
        say(submitted, operator)

    assert refused.value.obstacle == "role"


def test_an_author_with_another_account_is_no_reviewer(author, officer, submitted):
    officer.stands_in_for = author
    officer.save()

    with pytest.raises(CannotReview) as refused:
        say(submitted, officer)

    assert refused.value.obstacle == "author"


def test_an_author_stays_one_when_somebody_else_saves_after_them(author, teacher, officer, submitted):
    edit(submitted, officer, lead="Mine.")
    edit(submitted, author)

    with pytest.raises(CannotReview) as refused:
        say(submitted, officer)

    assert refused.value.obstacle == "author"


def test_words_that_are_put_under_an_old_revision_make_an_author(at, author, teacher, officer, submitted):
    say(submitted, teacher)
    say(submitted, officer)
    released = fresh(submitted).live_revision
    Revision.objects.filter(pk=released.pk).update(
        content={**released.content, "lead": "Put under it later."}, user=officer.pk
    )
    fresh(submitted).get_workflow().start(fresh(submitted), author)

    with pytest.raises(CannotReview) as refused:
        say(submitted, officer)

    assert refused.value.obstacle == "author"


# ---- Wagtail's workflow


@pytest.mark.parametrize("who", ["author", "officer", "operator"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtails_own_addresses_approve_nothing(at, request, submitted, reads, who, action):
    state = submitted.current_workflow_task_state
    path = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, action, state.pk])

    answer = at(request.getfixturevalue(who)).post(path, {"comment": "Fine."})

    state.refresh_from_db()
    assert answer.status_code in {302, 403}
    assert (state.status, reads()) == ("in_progress", [OLD])


@pytest.mark.parametrize("who", ["author", "officer", "operator"])
def test_the_forms_workflow_action_approves_nothing(at, request, submitted, reads, who):
    data = {**new_words(submitted), "action-workflow-action": "1", "workflow-action-name": "approve"}

    at(request.getfixturevalue(who)).post(address(submitted), data)

    assert fresh(submitted).current_workflow_task_state.status == "in_progress"
    assert reads() == [OLD]


def test_the_review_cannot_be_filled_in_without_the_role(at, author, submitted):
    somebody = UserFactory(trainer=True, factor=True, profession="police")

    at(somebody).post(reverse("editor:review", args=[submitted.pk]), {"verdict": "approve"})

    assert not ReviewSheet.objects.exists()


def test_cancelling_and_sending_again_keeps_a_not_yet_and_counts_no_approval_twice(
    at, author, teacher, officer, submitted, reads
):
    say(submitted, teacher)
    at(author).post(address(submitted), {**new_words(submitted, change_note=""), "action-cancel-workflow": "1"})
    fresh(submitted).get_workflow().start(fresh(submitted), author)

    with pytest.raises(CannotReview) as refused:
        say(submitted, teacher)

    assert (refused.value.obstacle, reads()) == ("done", [OLD])


def test_cancelling_publishes_nothing(at, author, teacher, submitted, reads):
    say(submitted, teacher)

    at(author).post(address(submitted), {**posted(submitted), "action-cancel-workflow": "1"})

    assert fresh(submitted).current_workflow_state is None
    assert reads() == [OLD]


def test_switching_the_task_off_publishes_nothing(at, operator, teacher, submitted, reads):
    say(submitted, teacher)
    task = TandemReview.objects.get()

    answer = at(operator).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))

    assert answer.status_code == 302
    assert (fresh(submitted).current_workflow_state, reads()) == (None, [OLD])


def test_switching_the_workflow_off_publishes_nothing(at, operator, teacher, submitted, reads):
    say(submitted, teacher)

    at(operator).post(reverse("wagtailadmin_workflows:disable", args=[Workflow.objects.get(name=REVIEW).pk]))

    assert (fresh(submitted).current_workflow_state, reads()) == (None, [OLD])


def test_without_any_task_the_workflow_publishes_nothing(at, author, lesson, reads):
    WorkflowTask.objects.all().delete()

    answer = at(author).post(address(lesson), {**new_words(lesson), "action-submit": "1"})

    assert answer.status_code in {200, 302}
    assert reads() == [OLD]


def test_without_a_workflow_nobody_publishes_either(at, author, lesson, reads):
    WorkflowPage.objects.all().delete()

    at(author).post(address(lesson), {**new_words(lesson), "action-publish": "1"})

    assert reads() == [OLD]


@pytest.fixture
def moderators(author):
    """A task of Wagtail's own, beside ours, and somebody who may approve in it and publish everything."""
    group = Group.objects.create(name="Chiefs")
    group.permissions.set(Group.objects.get(name="Trainers").permissions.all())
    for row in GroupPagePermission.objects.filter(group__name="Trainers"):
        GroupPagePermission.objects.create(group=group, page=row.page, permission=row.permission)
    task = GroupApprovalTask.objects.create(name="Chiefs")
    task.groups.add(group)
    user = UserFactory(factor=True)
    user.groups.add(group)
    return user


def test_moderators_of_wagtails_own_task_let_nothing_go_live(at, author, moderators, lesson, reads):
    WorkflowTask.objects.all().delete()
    WorkflowTask.objects.create(workflow=Workflow.objects.get(name=REVIEW), task=Task.objects.get(name="Chiefs"))
    lesson.get_workflow().start(lesson, author)
    state = fresh(lesson).current_workflow_task_state
    path = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])

    answer = at(moderators).post(path, {"comment": ""})

    assert answer.status_code == 302
    assert (fresh(lesson).current_workflow_state, reads()) == (None, [OLD])


def test_a_task_of_wagtails_own_after_ours_only_delays(at, author, moderators, teacher, officer, lesson, reads):
    WorkflowTask.objects.create(
        workflow=Workflow.objects.get(name=REVIEW), task=Task.objects.get(name="Chiefs"), sort_order=1
    )
    lesson.get_workflow().start(lesson, author)
    say(lesson, teacher)
    outcome = say(lesson, officer)
    before = reads()
    state = fresh(lesson).current_workflow_task_state

    at(moderators).post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]))

    assert (outcome, before, reads()) == (Outcome.STILL_DRAFT, [OLD], [OLD, NEW])


def test_trainers_and_reviewers_change_neither_tasks_nor_workflows(at, author, officer, course):
    names = ("wagtailadmin_workflows:edit", "wagtailadmin_workflows:edit_task", "wagtailadmin_workflows:disable")
    paths = [reverse(name, args=[TandemReview.objects.get().pk]) for name in names]

    answers = [at(who).post(path) for who in (author, officer) for path in paths]

    assert {answer.status_code for answer in answers} == {302}
    assert (Task.objects.filter(active=True).count(), Workflow.objects.filter(active=True).count()) == (1, 1)


# ---- Code, aliases, translations, the admin's own interface


def test_a_revision_that_is_published_from_code_is_refused(lesson, reads):
    with pytest.raises(ValidationError, match="Two people"):
        lesson.latest_revision.publish()

    assert reads() == [OLD]


def test_a_page_that_is_saved_from_code_is_refused(lesson, reads):
    lesson.lead = NEW

    with pytest.raises(ValidationError, match="Two people"):
        lesson.save(clean=False)

    assert fresh(lesson).lead == OLD


@pytest.mark.parametrize("names", [["lead"], ["live"], ["title", "lead"]])
def test_a_page_that_is_saved_in_part_is_refused(lesson, names):
    lesson.lead = NEW

    with pytest.raises(ValidationError, match="Two people"):
        lesson.save(update_fields=names)


def test_a_draft_that_is_switched_live_is_refused(author, lesson):
    lesson.unpublish()
    draft = fresh(lesson)
    draft.lead, draft.live = NEW, True

    with pytest.raises(ValidationError, match="Two people"):
        draft.save()


def test_a_new_address_of_a_live_page_needs_a_review(lesson, reads):
    page = fresh(lesson)
    page.slug = "elsewhere"

    with pytest.raises(ValidationError, match="Two people"):
        page.save()


def test_housekeeping_on_a_live_page_passes(lesson):
    page = fresh(lesson)
    page.locked = True

    page.save()

    assert fresh(page).locked


@pytest.mark.parametrize("live", [True, False])
def test_there_are_no_aliases(lesson, live):
    Page.objects.filter(pk=lesson.pk).update(live=live)

    with pytest.raises(ValidationError, match="reviewed on its own"):
        fresh(lesson).create_alias(update_slug="alias")

    assert not LessonPage.objects.filter(slug="alias").exists()


def test_an_alias_from_elsewhere_is_converted_into_a_page_that_needs_a_review(lesson, author):
    other = LessonPage.objects.get(slug="first-lesson")
    Page.objects.filter(pk=lesson.pk).update(alias_of=other.pk, live=True)
    page = fresh(lesson)
    page.lead = NEW

    with pytest.raises(ValidationError, match="Two people"):
        ConvertAliasPageAction(page, user=author).execute()


def test_a_translation_is_a_draft_that_needs_a_review_of_its_own(lesson, author):
    german = Locale.objects.create(language_code="de")
    above = lesson.get_ancestors().filter(depth__gt=1).specific()

    *_, translated = [page.copy_for_translation(german) for page in (*above, lesson)]

    assert not translated.live
    with pytest.raises(ValidationError, match="Two people"):
        translated.get_latest_revision().publish()


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("publish", {}),
        ("copy", {"keep_live": True, "recursive": True}),
        ("create_alias", {"recursive": True}),
        ("revert_to_page_revision", {"revision_id": 0}),
    ],
)
@pytest.mark.parametrize("who", ["author", "operator"])
def test_the_admins_own_interface_lets_nothing_go_live(at, request, lesson, reads, who, action, data):
    sent = {**data, "revision_id": lesson.latest_revision_id} if "revision_id" in data else data
    live = set(Page.objects.live().values_list("pk", flat=True))

    answer = at(request.getfixturevalue(who)).post(
        reverse("wagtailadmin_api:pages:action", args=[lesson.pk, action]),
        json.dumps(sent),
        content_type="application/json",
    )

    assert answer.status_code < 500
    assert set(Page.objects.live().values_list("pk", flat=True)) == live
    assert reads() == [OLD]


# ---- What is released stays so, and counts once


def test_an_approval_counts_for_one_release_alone(author, teacher, officer, submitted, reads):
    say(submitted, teacher)
    say(submitted, officer)
    edit(submitted, author, lead="Three see more than two.")
    page = fresh(submitted)
    page.get_workflow().start(page, author)
    say(page, teacher)
    say(page, officer)
    edit(page, author, lead=NEW)

    with pytest.raises(ValidationError, match="Two people"):
        fresh(page).get_latest_revision().publish()

    assert reads() == [OLD, NEW, "Three see more than two."]


def test_what_a_reviewer_sent_back_is_not_brought_back_alone(author, officer, submitted):
    edit(submitted, author, lead=OLD)
    say(submitted, officer, approves=False, proposal="Not these words either.")
    fresh(submitted).unpublish()

    with pytest.raises(ValidationError, match="Two people"):
        fresh(submitted).get_latest_revision().publish()


def test_a_scenario_needs_two_approvals_too(at, author, course):
    scenario = course.get_descendants().get(slug="the-bench").specific

    at(author).post(
        address(scenario),
        {**posted(scenario, intro="You sit down.", change_note="Shorter."), "action-publish": "1"},
    )

    assert ScenarioVersion.objects.filter(key=scenario.translation_key).count() == 1


def test_everything_that_went_live_has_a_release(course):
    pages = [page.specific for page in course.get_descendants(inclusive=True)]

    rights = [Release.objects.get(page_key=page.translation_key).right for page in pages]

    assert rights == ["starter"] * len(pages)
