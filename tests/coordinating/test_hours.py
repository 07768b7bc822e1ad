"""What the form shows of hours can be read back as the same hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.coordinating.hours import hours_text
from webapp.schedule.values import Hours
from webapp.teams.team_file import read_hours


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-17:00",
        "Mo-Th 09:00-12:30,13:00-17:00; Fr 09:00-12:30",
        "Mo 09:00-12:00; We-Fr 09:00-12:00",
        "Su 10:00-12:00",
        "Fr 22:00-26:00",
    ],
)
def test_it_is_written_as_people_write_it(text: str) -> None:
    assert hours_text(read_hours(text, "hours")) == text


@given(
    st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 47), min_size=2, max_size=4, unique=True), min_size=1)
)
def test_any_week_comes_back_as_it_was(days: dict[int, list[int]]) -> None:
    week = []
    for weekday, halves in days.items():
        marks = sorted(halves)[: len(halves) // 2 * 2]
        pairs = zip(marks[::2], marks[1::2], strict=True)
        week += [Hours(weekday, opens * 30, closes * 30) for opens, closes in pairs]

    assert sorted(read_hours(hours_text(week), "hours")) == sorted(week)
