"""Two people review a lesson with the sheet, and learners get it."""

import re

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from modules import reviewing
from modules.models import Release, ReviewSheet
from modules.review_rule import QUESTIONS
from modules.reviewing import CannotReview, Changed, Outcome, Said
from tests.factories import UserFactory
from tests.modules.forms import posted
from tests.modules.reviewing.conftest import NEW, ON, YES, address, edit, fresh, read_by_learners, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_pages")]
OLD = "A single paragraph."


def sheet(page, verdict="approve", **changed):
    """What a browser sends with a review sheet."""
    content = reviewing.of(page).standing.content_hash
    return {"content": content, "verdict": verdict, **YES, **changed}


def the_review(page):
    return reverse("editor:review", args=[page.pk])


def test_author_submits_two_approve_and_learners_read_it(at, author, teacher, officer, lesson):
    teacher.profession = "police"
    teacher.save()
    at(author).post(
        address(lesson),
        {**posted(lesson.get_latest_revision_as_object(), change_note="A new sentence."), "action-submit": "1"},
    )
    at(teacher).post(the_review(lesson), sheet(lesson))
    between = read_by_learners(lesson)

    at(officer).post(the_review(lesson), sheet(lesson, dissent="She would say it shorter."))

    release = Release.objects.filter(page_key=lesson.translation_key).last()
    assert (between, read_by_learners(lesson)) == ([OLD], [OLD, NEW])
    assert (release.right, release.professions) == ("tandem", ["police", "prison-probation"])
    assert fresh(lesson).current_workflow_state is None


def test_a_sheet_keeps_what_was_said(at, officer, submitted):
    at(officer).post(the_review(submitted), sheet(submitted, remarks="Good.", dissent="Shorter?"))

    kept = ReviewSheet.objects.get()
    assert (kept.reviewer, kept.profession, kept.approves) == (officer, "prison-probation", True)
    assert (kept.answers, kept.remarks, kept.dissent) == (YES, "Good.", "Shorter?")


@pytest.mark.parametrize(
    ("verdict", "changed", "said"),
    [
        ("approve", {"plain": "not-yet", "proposal": "Shorter sentences."}, "You approve, and something is “not yet”."),
        ("return", {}, "Without a proposal nobody can go on."),
        ("return", {"plain": "not-yet"}, "Without a proposal nobody can go on."),
        ("", {}, "Choose one of the two buttons below."),
        ("approve", {"danger": ""}, "This field is required."),
        ("approve", {"remarks": "x" * 5000}, "at most 4000 characters"),
    ],
)
def test_an_unfinished_sheet_is_not_kept(at, officer, submitted, verdict, changed, said):
    answer = at(officer).post(the_review(submitted), sheet(submitted, verdict, **changed))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ReviewSheet.objects.exists()


def test_not_yet_returns_it_to_the_author_with_the_proposal(at, author, officer, submitted):
    at(officer).post(the_review(submitted), sheet(submitted, "return", plain="not-yet", proposal="Say “people”."))

    page = at(author).get(the_review(submitted)).content.decode()
    assert fresh(submitted).current_workflow_state.status == "needs_changes"
    assert "Say “people”." in page
    assert "Is the language plain?" in page


def test_what_was_returned_is_sent_again_and_approved(at, author, teacher, officer, submitted):
    author.profession = ""
    author.save()
    say(submitted, officer, approves=False, proposal="Say it in one sentence.")

    draft = fresh(submitted).get_latest_revision_as_object()
    at(author).post(
        address(submitted), {**posted(draft, lead="One.", change_note="A shorter sentence."), "action-submit": "1"}
    )
    say(submitted, teacher)
    outcome = say(submitted, officer)

    assert outcome is Outcome.RELEASED
    assert read_by_learners(submitted) == [OLD, "One."]


def test_an_edit_after_the_first_approval_asks_for_two_new_ones(teacher, officer, author, submitted):
    say(submitted, teacher)
    edit(submitted, author, lead="Two see more than one, and three more than two.")

    outcome = say(submitted, officer)

    assert outcome is Outcome.FIRST
    assert read_by_learners(submitted) == [OLD]


def test_who_approved_reads_again_after_an_edit(teacher, officer, author, submitted):
    say(submitted, teacher)
    edit(submitted, author, lead="Two see more than one, and three more than two.")
    say(submitted, officer)

    outcome = say(submitted, teacher)

    assert outcome is Outcome.RELEASED


def test_everybody_is_told_that_an_approval_lapsed(at, teacher, author, submitted):
    say(submitted, teacher)
    edit(submitted, author, lead="Other words.")

    page = at(author).get(the_review(submitted)).content.decode()

    assert "It was given for other words than those of the draft" in page


def test_a_sheet_for_words_that_changed_meanwhile_is_not_kept(at, officer, author, submitted):
    sent = sheet(submitted)
    edit(submitted, author, lead="Other words.")

    answer = at(officer).post(the_review(submitted), sent)

    assert "Somebody changed the words while you read." in answer.content.decode()
    assert not ReviewSheet.objects.exists()


def test_a_saved_comment_makes_no_author(teacher, officer, submitted):
    edit(submitted, officer)
    say(submitted, teacher)

    assert say(submitted, officer) is Outcome.RELEASED


def test_a_reviewer_who_changed_a_word_has_become_an_author(officer, submitted):
    edit(submitted, officer, lead="My own words.")

    with pytest.raises(CannotReview) as refused:
        say(submitted, officer)

    assert refused.value.obstacle == "author"


def test_an_author_who_holds_the_role_of_a_reviewer_does_not_approve(at, author, submitted):
    author.groups.add(UserFactory(reviewer=True).groups.get())

    page = at(author).get(the_review(submitted)).content.decode()
    answer = at(author).post(the_review(submitted), sheet(submitted))

    assert "You wrote a part of this" in page
    assert answer.status_code == 302
    assert not ReviewSheet.objects.exists()


def test_names_are_read_by_those_who_write_alone(at, author, teacher, officer, submitted):
    teacher.first_name, teacher.last_name = "Agnes", "Berg"
    teacher.save()
    say(submitted, teacher, remarks="Good.")

    written, reviewed = (at(who).get(the_review(submitted)).content.decode() for who in (author, officer))

    assert "Agnes Berg" in written
    assert "Agnes Berg" not in reviewed
    assert "Good." in reviewed


def test_reviewer_finds_what_waits_on_the_dashboard_and_in_the_list(at, officer, submitted):
    pages = [at(officer).get(path).content.decode() for path in ("/admin/", "/admin/content/reviews/")]

    assert [the_review(submitted) in page for page in pages] == [True, True]
    assert "Awaiting your review" in pages[0]


def test_what_somebody_approved_waits_for_them_no_longer(at, officer, submitted):
    say(submitted, officer)

    assert "Awaiting your review" not in at(officer).get("/admin/").content.decode()


def test_a_title_that_names_one_form_asks_both_for_a_reason(at, author, officer, submitted):
    edit(submitted, author, title="Right-wing extremism in class")

    answer = at(officer).post(the_review(submitted), sheet(submitted))
    again = at(officer).post(the_review(submitted), sheet(submitted, about_title="The case is about it."))

    assert "Both who approve say why" in answer.content.decode()
    assert again.status_code == 302
    assert ReviewSheet.objects.get().about_title == "The case is about it."


def test_starter_content_is_reviewed_without_a_change(author, teacher, officer, course):
    page = course.get_descendants().get(slug="first-lesson").specific
    page.get_workflow().start(page, author)
    say(page, teacher)

    outcome = say(page, officer)

    assert outcome is Outcome.RELEASED
    assert reviewing.newest_release(page).right == "tandem"


def test_a_page_that_is_not_in_review_takes_no_sheet(lesson, officer):
    with pytest.raises(CannotReview):
        say(lesson, officer)


def test_a_stale_hash_is_refused(submitted, officer):
    with pytest.raises(Changed):
        reviewing.fill_in(submitted, officer, Said("0" * 64, True, YES), ON)


def test_reviewer_reads_only_once_somebody_approved_and_the_author_writes_on(at, author, teacher, officer, submitted):
    say(submitted, teacher)

    told = at(officer).get(address(submitted)).content.decode()
    by_reviewer = at(officer).post(address(submitted), posted(fresh(submitted), lead="Mine."))
    by_author = at(author).post(address(submitted), posted(fresh(submitted), lead="Mine, the author's."))

    assert (by_reviewer.status_code, by_author.status_code) == (200, 302)
    assert "reviewers read it and change nothing" in told
    assert fresh(submitted).get_latest_revision_as_object().lead == "Mine, the author's."


def test_operator_publishes_without_review_with_a_reason_that_is_kept(at, operator, lesson):
    path = reverse("editor:bypass", args=[lesson.pk])

    without = at(operator).post(path, {"reason": ""})
    at(operator).post(path, {"reason": "The emergency number was wrong."})

    release = reviewing.newest_release(lesson)
    entry = PageLogEntry.objects.get(action=reviewing.BYPASS)
    assert without.status_code == 422
    assert read_by_learners(lesson) == [OLD, NEW]
    assert (release.right, release.reason, release.by) == ("bypass", "The emergency number was wrong.", operator)
    assert (entry.user, entry.data["reason"]) == (operator, "The emergency number was wrong.")
    assert "The emergency number was wrong." in at(operator).get(address(lesson, "history")).content.decode()


@pytest.mark.parametrize("who", ["author", "officer"])
def test_nobody_else_publishes_without_review(at, request, lesson, who):
    at(request.getfixturevalue(who)).post(
        reverse("editor:bypass", args=[lesson.pk]), {"reason": "The emergency number was wrong."}
    )

    assert read_by_learners(lesson) == [OLD]


def test_the_editor_offers_no_button_that_would_be_refused(at, author, operator, submitted):
    by_author, by_operator = (at(who).get(address(submitted)).content.decode() for who in (author, operator))

    assert not re.search(r'name="action-publish"', by_author + by_operator)
    assert the_review(submitted) in by_author
    assert reverse("editor:bypass", args=[submitted.pk]) in by_operator
    assert reverse("editor:bypass", args=[submitted.pk]) not in by_author


def test_every_question_of_the_sheet_is_asked(at, officer, submitted):
    page = at(officer).get(the_review(submitted)).content.decode()

    assert [key for key in QUESTIONS if f'name="{key}"' not in page] == []


def test_who_wrote_older_words_is_their_author_when_they_are_taken_up_again(author, teacher, officer, submitted):
    edit(submitted, officer, lead="The words of the officer.")
    edit(submitted, author, lead="The words of the author.")
    third = UserFactory(reviewer=True, factor=True, profession="police")
    say(submitted, teacher)
    say(submitted, third)
    edit(submitted, author, lead="The words of the officer.")

    assert officer.pk in {person.key for person in reviewing.authors(fresh(submitted).get_latest_revision_as_object())}


def test_publishing_without_review_makes_nobody_less_of_an_author(author, officer, operator, lesson):
    edit(lesson, officer, lead="The words of the officer.")
    reviewing.bypass(lesson, operator, "The number was wrong.", ON)
    page = fresh(lesson)
    page.get_workflow().start(page, author)

    with pytest.raises(CannotReview) as refused:
        say(page, officer)

    assert refused.value.obstacle == "author"


def test_a_course_whose_line_cannot_be_printed_stays_a_draft_and_both_read_why(at, author, teacher, officer, course):
    edit(course, author, certificate_line="危険 zone")
    course.get_workflow().start(fresh(course), author)
    say(course, teacher)

    outcome = say(course, officer)

    said = "The line “危険 zone”: Certificates cannot print 危, 険. Write it without."
    assert outcome is Outcome.STILL_DRAFT
    assert fresh(course).certificate_line == ""
    assert said in at(officer).get(the_review(course)).content.decode()
    assert said in at(author).get(address(course)).content.decode()
