from datetime import date

from training.coordinators.charts import charts
from training.coordinators.completions import CourseCount


def test_months_without_rows_are_drawn_as_gaps():
    drawn = charts({"2026-09": 2, "2026-11": 4}, ())

    assert [(column.month, column.rows) for column in drawn.months] == [
        (date(2026, 9, 1), 2),
        (date(2026, 10, 1), 0),
        (date(2026, 11, 1), 4),
    ]


def test_the_newest_twelve_months_are_drawn_and_the_rest_is_mentioned():
    drawn = charts({"2024-01": 1, "2025-12": 1, "2026-11": 1}, ())

    assert (drawn.months[0].month, len(drawn.months), drawn.has_earlier) == (date(2025, 12, 1), 12, True)


def test_the_highest_column_fills_the_chart_and_an_empty_one_is_flat():
    drawn = charts({"2026-09": 10, "2026-11": 5}, ())

    assert [column.top for column in drawn.months] == [22, 106, 64]


def test_every_second_month_is_named_when_there_are_many_and_the_newest_always():
    drawn = charts({"2026-01": 1, "2026-08": 1}, ())

    assert [column.is_named for column in drawn.months] == [False, True] * 4


def test_bars_are_as_long_as_their_courses_have_rows():
    drawn = charts({}, [CourseCount("a", "A", 4), CourseCount("b", "B", 1)])

    assert [(bar.title, bar.width) for bar in drawn.courses] == [("A", 320), ("B", 80)]


def test_nothing_is_drawn_without_rows():
    drawn = charts({}, ())

    assert (drawn.months, drawn.courses, drawn.has_earlier) == ((), (), False)
