"""Straight marks become the ones of print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.curriculum.typography import curly


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Why?" he asks.', "“Why?” he asks."),
        ('He says: "You two are weird." Which?', "He says: “You two are weird.” Which?"),
        ("somebody's own words", "somebody’s own words"),
        ("the boxers' club", "the boxers’ club"),
        ("a 'no' that holds", "a ‘no’ that holds"),
        ('("in brackets")', "(“in brackets”)"),
        ("Dad's garage", "Dad’s garage"),
        ("{EMERGENCY} stays", "{EMERGENCY} stays"),
    ],
)
def test_straight_marks_become_curly(typed: str, printed: str) -> None:
    assert curly(typed) == printed


@given(st.text(alphabet="ab '\"()-.\n", max_size=60))
def test_a_second_time_changes_nothing(text: str) -> None:
    assert curly(curly(text)) == curly(text)
