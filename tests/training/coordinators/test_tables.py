import csv
import io
from datetime import UTC, date, datetime
from time import time
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from certificates.checking import State
from tests.factories import OrganisationFactory, ShareFactory
from training.access import branch_of
from training.coordinators import completions
from training.coordinators.completions import CompletionRow, Wanted
from training.coordinators.tables import csv_lines, harmless

EXPORT = reverse("coordinators:export")
ROW = CompletionRow(
    share_id=UUID(int=1),
    name="Ελένη Παπαδοπούλου",
    course='Stories, "not" debates',
    course_version=2,
    kind="Record of self-study",
    completed_on=date(2026, 10, 14),
    number="TD-0000-0000-0000-0000-0",
    state=State.VALID,
    status="valid",
    shared_with="Office East",
)


def file_of(response):
    return b"".join(response.streaming_content).decode()


def test_csv_has_the_columns_of_the_screen():
    lines = csv_lines([[ROW]], has_offices=True, for_excel=False)

    assert list(csv.reader(io.StringIO("".join(lines)))) == [
        ["Name", "Course", "Version", "Kind", "Completed on", "Certificate", "Check", "Shared with"],
        [
            "Ελένη Παπαδοπούλου",
            'Stories, "not" debates',
            "2",
            "Record of self-study",
            "2026-10-14",
            "TD-0000-0000-0000-0000-0",
            "valid",
            "Office East",
        ],
    ]


def test_csv_names_the_office_only_where_there_are_offices():
    heading = next(csv_lines([[ROW]], has_offices=False, for_excel=False))

    assert heading == "Name,Course,Version,Kind,Completed on,Certificate,Check\r\n"


def test_csv_for_excel_begins_with_the_mark_of_utf_8():
    assert next(csv_lines([], has_offices=False, for_excel=True)) == "\ufeff"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"], ids=repr)
def test_a_cell_never_begins_as_a_formula(first):
    assert harmless(f"{first}1+1") == f"'{first}1+1"


@given(st.text(max_size=20))
def test_a_harmless_cell_stays_as_it_is(text):
    cell = f"A{text}"

    assert harmless(cell) == cell


def test_a_name_like_a_formula_arrives_as_text(as_cora, cora):
    ShareFactory(organisation=cora.organisation, certificate__name="=HYPERLINK(A1)")

    rows = list(csv.reader(io.StringIO(file_of(as_cora.get(EXPORT)))))

    assert rows[1][0] == "'=HYPERLINK(A1)"


def test_export_holds_the_rows_and_order_of_the_screen(as_cora, cora):
    ShareFactory.create_batch(completions.PAGE + 2, organisation=cora.organisation)
    ShareFactory(organisation=cora.organisation, certificate__kind="with-practice", certificate__name="Left out")
    ShareFactory()
    asked = {"kind": "self-study", "sort": "-name"}

    rows = list(csv.reader(io.StringIO(file_of(as_cora.get(EXPORT, asked)))))

    pages = [as_cora.get(reverse("coordinators:completions"), {**asked, "page": page}) for page in (1, 2)]
    assert [row[5] for row in rows[1:]] == [row.number for page in pages for row in page.context["screen"].rows]


def test_export_of_a_branch_says_with_which_office(as_cora, cora):
    office = OrganisationFactory(parent=cora.organisation, name="Office East")
    ShareFactory(organisation=office)

    rows = list(csv.reader(io.StringIO(file_of(as_cora.get(EXPORT)))))

    assert rows[1][-1] == "Office East"


def test_export_is_a_file_in_utf_8(as_cora, cora):
    ShareFactory(organisation=cora.organisation, certificate__name="ليلى حداد")

    response = as_cora.get(EXPORT)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="completions.csv"'
    assert file_of(response).splitlines()[1].startswith("ليلى حداد,")


def test_export_with_filters_that_cannot_be_read_is_the_page_that_says_why(as_cora, cora):
    response = as_cora.get(EXPORT, {"from": "yesterday"})

    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_export_asks_again_who_it_is_after_fifteen_minutes(as_cora, cora):
    ShareFactory(organisation=cora.organisation)
    session = as_cora.session
    session["signed_in_at"] = int(time()) - 901
    session.save()

    response = as_cora.get(EXPORT, {"kind": "self-study"})

    assert response.status_code == 302
    assert response["Location"] == "/accounts/reauthenticate/?next=%2Fcoordinators%2F%3Fkind%3Dself-study"


def test_export_in_chunks_keeps_the_order(cora, monkeypatch):
    monkeypatch.setattr(completions, "CHUNK", 2)
    ShareFactory.create_batch(5, organisation=cora.organisation)
    branch, now = branch_of(cora.user), datetime(2026, 11, 20, tzinfo=UTC)

    chunks = list(completions.take(branch, Wanted(), cora.user, now))

    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    whole = completions.look(branch, Wanted(), cora.user, now)
    assert [row for chunk in chunks for row in chunk] == whole
