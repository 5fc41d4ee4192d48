from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from certificates.checking import State
from tests.factories import CertificateFactory, CoordinatorFactory, LearnerFactory, OrganisationFactory, ShareFactory
from training.access import branch_of
from training.coordinators import completions
from training.coordinators.completions import CompletionRow, Wanted
from training.models.sharing import Share, ShareHidden, ShareSeen

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LIST = reverse("coordinators:completions")


def shared_with(cora, **certificate):
    return ShareFactory(
        organisation=cora.organisation, **{f"certificate__{key}": value for key, value in certificate.items()}
    )


def names(cora, **wanted):
    rows = completions.look(branch_of(cora.user), Wanted(**wanted), cora.user, NOW)
    return [row.name for row in rows]


# ---- Which rows


def test_coordinator_sees_only_what_was_shared_with_the_own_branch(as_cora, cora):
    own = shared_with(cora)
    office = ShareFactory(organisation=OrganisationFactory(parent=cora.organisation))
    ShareFactory()  # with another service
    ShareFactory(organisation=OrganisationFactory(parent=OrganisationFactory()))
    CertificateFactory()  # shared with nobody
    LearnerFactory(finished=True)  # without a certificate

    rows = as_cora.get(LIST).context["screen"].rows

    assert {row.share_id for row in rows} == {own.public_id, office.public_id}


def test_coordinator_of_an_office_does_not_see_the_service(client, db):
    coordinator = CoordinatorFactory(organisation__parent=OrganisationFactory())
    ShareFactory(organisation=coordinator.organisation.parent)
    client.force_login(coordinator.user)

    screen = client.get(LIST).context["screen"]

    assert (screen.total, screen.rows) == (0, [])


def test_a_row_holds_what_was_shared_and_nothing_else(cora):
    share = shared_with(cora, name="Ελένη Παπαδοπούλου", withdrawn=True)

    (row,) = completions.look(branch_of(cora.user), Wanted(), cora.user, NOW)

    assert row == CompletionRow(
        share_id=share.public_id,
        name="Ελένη Παπαδοπούλου",
        course="Tandem: two of you, and the person",
        course_version=1,
        kind="Record of self-study",
        completed_on=date(2026, 10, 14),
        number=share.certificate.number,
        state=State.WITHDRAWN,
        status="withdrawn",
        shared_with="Probation Service North",
    )


def test_the_parameter_org_changes_nothing(as_cora, cora):
    shared_with(cora)
    other = ShareFactory()
    plain = as_cora.get(LIST)

    asked = as_cora.get(LIST, {"org": other.organisation_id, "organisation": other.organisation_id})

    assert asked.context["screen"] == plain.context["screen"]


def test_hidden_row_leaves_list_figures_and_file(as_cora, cora):
    shared_with(cora, name="Cora keeps this one")
    stray = shared_with(cora, name="Somebody else")

    as_cora.post(reverse("coordinators:hide", args=[stray.public_id]))

    screen = as_cora.get(LIST).context["screen"]
    file = b"".join(as_cora.get(reverse("coordinators:export")).streaming_content).decode()
    assert ([row.name for row in screen.rows], screen.total) == (["Cora keeps this one"], 1)
    assert "Somebody else" not in file


def test_hiding_twice_is_hiding_once(as_cora, cora):
    stray = shared_with(cora)
    address = reverse("coordinators:hide", args=[stray.public_id])

    answers = [as_cora.post(address).status_code, as_cora.post(address).status_code]

    assert (answers, ShareHidden.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_row_is_as_unknown_as_a_missing_one(as_cora, cora, method):
    foreign = ShareFactory()

    answers = [
        getattr(as_cora, method)(reverse("coordinators:hide", args=[key])) for key in (foreign.public_id, uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not ShareHidden.objects.exists()


# ---- Filters and order


def test_rows_are_sorted_by_name_unless_asked_otherwise(cora):
    shared_with(cora, name="Bram", completed_on=date(2026, 10, 1), course_title="A course")
    shared_with(cora, name="anders", completed_on=date(2026, 10, 3), course_title="C course")
    shared_with(cora, name="Chiara", completed_on=date(2026, 10, 2), course_title="B course")

    orders = {sort: names(cora, sort=sort) for sort in ("name", "-name", "course", "-course", "date", "-date")}

    assert orders == {
        "name": ["anders", "Bram", "Chiara"],
        "-name": ["Chiara", "Bram", "anders"],
        "course": ["Bram", "Chiara", "anders"],
        "-course": ["anders", "Chiara", "Bram"],
        "date": ["Bram", "Chiara", "anders"],
        "-date": ["anders", "Chiara", "Bram"],
    }


@pytest.mark.parametrize(
    "typed", ["παπαδοπούλου", "ΠΑΠΑΔΟΠΟΎΛΟΥ", "Παπα", "ελένη"], ids=["lower", "upper", "part", "first name"]
)
def test_search_finds_a_name_in_any_script_and_letter_case(cora, typed):
    shared_with(cora, name="Ελένη Παπαδοπούλου")
    shared_with(cora, name="Bram")

    assert names(cora, name=typed) == ["Ελένη Παπαδοπούλου"]


def test_filters_leave_out_what_was_not_asked_for(cora):
    shared_with(cora, name="early", completed_on=date(2026, 9, 30))
    shared_with(cora, name="first day", completed_on=date(2026, 10, 1))
    shared_with(cora, name="last day", completed_on=date(2026, 10, 31))
    shared_with(cora, name="late", completed_on=date(2026, 11, 1))
    shared_with(cora, name="practice", with_practice=True, completed_on=date(2026, 12, 1))
    shared_with(cora, name="other course", course_key="other", completed_on=date(2026, 12, 2))

    assert names(cora, completed_from=date(2026, 10, 1), completed_to=date(2026, 10, 31)) == ["first day", "last day"]
    assert names(cora, kind="with-practice") == ["practice"]
    assert names(cora, course="other") == ["other course"]


def test_a_course_that_nobody_shared_finds_nothing_whether_it_exists_or_not(as_cora, cora):
    shared_with(cora)
    ShareFactory(certificate__course_key="elsewhere")

    answers = [as_cora.get(LIST, {"course": key}).context["screen"] for key in ("elsewhere", "nowhere")]

    assert [(screen.found, screen.rows, len(screen.courses)) for screen in answers] == [(0, [], 1), (0, [], 1)]


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "certificate__learner__user__password"},
        {"sort": "-id"},
        {"kind": "other"},
        {"from": "yesterday"},
        {"to": "2026-02-30"},
        {"from": "2026-10-02", "to": "2026-10-01"},
        {"page": "0"},
        {"page": "9" * 30},
        {"name": "x" * 10_000},
        {"name": "x\x00"},
    ],
    ids=str,
)
def test_filters_that_cannot_be_read_show_nobody_and_say_why(as_cora, cora, asked):
    shared_with(cora)

    answer = as_cora.get(LIST, asked)

    assert answer.status_code == 400
    assert not ShareSeen.objects.exists()


def test_pages_hold_every_row_once(as_cora, cora):
    shares = [shared_with(cora, name="Same name") for _number in range(completions.PAGE + 3)]

    first, second = (as_cora.get(LIST, {"page": page}).context["screen"] for page in (1, 2))

    assert (len(first.rows), len(second.rows)) == (completions.PAGE, 3)
    assert {row.share_id for row in (*first.rows, *second.rows)} == {share.public_id for share in shares}
    assert (first.before, first.after, second.before, second.after) == ("", "page=2", "", "")


def test_a_page_beyond_the_last_is_the_last(as_cora, cora):
    shared_with(cora)

    screen = as_cora.get(LIST, {"page": 7}).context["screen"]

    assert (screen.page, len(screen.rows)) == (1, 1)


def test_figures_count_the_rows_of_the_filter(cora):
    shared_with(cora, course_key="a", course_title="A", completed_on=date(2026, 9, 1))
    shared_with(cora, course_key="a", course_title="A", completed_on=date(2026, 10, 1))
    shared_with(cora, course_key="b", course_title="B", completed_on=date(2026, 10, 1))

    figures = completions.overview(branch_of(cora.user), Wanted(completed_from=date(2026, 10, 1)))

    assert (figures.total, figures.found) == (3, 2)
    assert [(course.title, course.rows) for course in figures.courses] == [("A", 2), ("B", 1)]
    assert [(course.title, course.rows) for course in figures.by_course] == [("A", 1), ("B", 1)]
    assert figures.by_month == {"2026-10": 2}


# ---- The log that is owed to the people in the rows


def test_a_look_is_logged_once_a_day_for_each_row(as_cora, cora):
    share = shared_with(cora)
    ShareFactory()  # nobody looks at this one

    as_cora.get(LIST)
    as_cora.get(LIST)

    assert [(seen.share, seen.user, seen.how) for seen in ShareSeen.objects.all()] == [(share, cora.user, "list")]


def test_the_next_day_and_another_coordinator_are_logged_again(cora):
    shared_with(cora)
    other = CoordinatorFactory(organisation=cora.organisation)
    branch = branch_of(cora.user)

    completions.look(branch, Wanted(), cora.user, NOW)
    completions.look(branch, Wanted(), cora.user, NOW + timedelta(days=1))
    completions.look(branch, Wanted(), other.user, NOW)

    assert ShareSeen.objects.count() == 3


def test_only_rows_on_the_page_are_logged(cora):
    shared_with(cora, name="Anders")
    hidden_by_filter = shared_with(cora, name="Bram")

    completions.look(branch_of(cora.user), Wanted(name="Anders"), cora.user, NOW)

    assert not ShareSeen.objects.filter(share=hidden_by_filter).exists()


def test_an_export_logs_every_row_before_the_file_begins(as_cora, cora):
    shares = [shared_with(cora) for _number in range(3)]

    as_cora.get(reverse("coordinators:export"))  # nothing of the file is read

    assert {(seen.share, seen.how) for seen in ShareSeen.objects.all()} == {(share, "export") for share in shares}


def test_a_share_that_ends_during_an_export_is_left_out(cora):
    shared_with(cora, name="Anders")
    ending = shared_with(cora, name="Bram")

    chunks = completions.take(branch_of(cora.user), Wanted(), cora.user, NOW)
    Share.objects.filter(pk=ending.pk).delete()

    assert [row.name for chunk in chunks for row in chunk] == ["Anders"]


# ---- Queries


@pytest.mark.parametrize("rows", [1, 3, completions.PAGE + 1])
def test_the_list_needs_eight_queries_at_any_size(as_cora, cora, rows, django_assert_num_queries):
    ShareFactory.create_batch(rows, organisation=cora.organisation)

    with django_assert_num_queries(8):
        as_cora.get(LIST)


def test_a_page_for_paper_needs_eight_queries_too(as_cora, cora, django_assert_num_queries):
    ShareFactory.create_batch(completions.SHEET, organisation=cora.organisation)

    with django_assert_num_queries(8):
        answer = as_cora.get(LIST, {"paper": "on"})

    assert len(answer.context["screen"].rows) == completions.SHEET
