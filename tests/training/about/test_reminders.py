"""The calendar file with three reminders (RFC 5545)."""

from datetime import UTC, date, datetime

import pytest

from training.about import reminders

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the next day in Brussels
ADDRESS = "https://training.example.org/about/help/training/"


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_reminders_stand_4_12_and_20_weeks_from_today():
    assert reminders.days(NOW) == [date(2026, 12, 18), date(2027, 2, 12), date(2027, 4, 9)]


def test_today_is_the_day_where_the_site_is():
    assert reminders.days(LATE)[0] == date(2026, 12, 19)


def test_file_has_three_whole_days_with_begin_and_end():
    lines = unfolded(reminders.calendar(NOW, ADDRESS))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20261218", "DTSTART;VALUE=DATE:20270212", "DTSTART;VALUE=DATE:20270409",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("DTEND")] == [
        "DTEND;VALUE=DATE:20261219", "DTEND;VALUE=DATE:20270213", "DTEND;VALUE=DATE:20270410",
    ]  # fmt: skip
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert len({line for line in lines if line.startswith("UID:")}) == 3


def test_no_line_is_longer_than_75_bytes_and_none_ends_bare():
    text = reminders.calendar(NOW, ADDRESS + "é" * 100)

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert "é" * 100 in "".join(unfolded(text))


def test_commas_and_semicolons_are_escaped():
    description = next(line for line in unfolded(reminders.calendar(NOW, ADDRESS)) if line.startswith("DESCRIPTION"))

    assert "one asks\\, one watches" in description


@pytest.mark.django_db
def test_file_is_a_download_that_says_nothing_about_the_learner(client):
    response = client.get("/about/help/training/reminders.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="tandem-reminders.ics"'
    assert b"ATTENDEE" not in response.content
    assert b"ORGANIZER" not in response.content
    assert dict(client.cookies) == {}
