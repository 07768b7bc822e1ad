"""Repeating dates: each kind through the form, shifted from a day on, and a week copied onto another."""

from datetime import date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from tests.page import parse, text_of, texts
from tests.programme.build import COFFEE, SERIES, House, post_times, put_times, stored, tap, times_page
from webapp.programme.times import key_of
from webapp.programme.times_forms import (
    read_series,
    series_form,
)
from webapp.schedule.values import Hours, Schedule, Series, Weekly

# ---------------------------------------------------------------- a series


def test_a_series_of_each_kind(house: House) -> None:
    kinds = {
        "FREQ=WEEKLY;BYDAY=TU": {},
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10": {"every": "2", "on-3": "1", "count": "10"},
        "FREQ=MONTHLY;BYDAY=2WE": {"repeat": "monthly", "nth": "2", "weekday": "2"},
        "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630T235959": {
            "repeat": "monthly", "nth": "-1", "weekday": "4", "until": "2027-06-30"
        },
        "FREQ=MONTHLY": {"repeat": "monthday"},
        "FREQ=YEARLY": {"repeat": "yearly"},
        "": {"repeat": "none", "extra-day-0": "2026-12-09", "extra-day-1": "2026-12-11", "extra-from-1": "15:00"},
    }  # fmt: skip
    for rule, typed in kinds.items():
        assert post_times(house, "times/series/new", {**SERIES, "lines": "2", **typed}).status_code == 303, rule
        series = stored(house.coffee).series[-1]
        assert series.rule == rule
        assert series.minutes == 90
        again = read_series(MultiDict(series_form(series, date(2026, 11, 24)).values))[1]
        assert again == series
    assert stored(house.coffee).series[-1].extra == (datetime(2026, 12, 9, 10), datetime(2026, 12, 11, 15))
    assert stored(house.coffee).series[2].starts == datetime(2026, 12, 9, 10), "the first second Wednesday"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "gisteren"}, "day"),
        ({"from": ""}, "from"),
        ({"to": "10:00"}, "to"),
        ({"on-1": ""}, "on-0"),
        ({"every": "0"}, "every"),
        ({"every": "-1"}, "every"),
        ({"repeat": "hourly"}, "repeat"),
        ({"count": "5", "until": "2027-01-01"}, "count"),
        ({"count": "9999"}, "count"),
        ({"lines": "2", "extra-day-1": "2026-02-30"}, "extra-day-1"),
        ({"repeat": "monthly", "nth": "5"}, "nth"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused_beside_its_field(
    house: House, typed: dict[str, str], field: str
) -> None:
    answer = post_times(house, "times/series/new", {**SERIES, **typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert stored(house.coffee).series == ()


def test_a_series_is_shifted_from_a_day_on_and_the_past_stays(house: House) -> None:
    series = Series(datetime(2026, 9, 1, 10), 60, "FREQ=WEEKLY;BYDAY=TU")
    put_times(house, Schedule(series=(series,)))
    path = f"times/series/{key_of(series)}/shift"
    typed = {"since": "2026-12-01", "days": "2", "from": "14:00", "to": "15:30"}

    preview = parse(post_times(house, path, {**typed, "do": "preview"}).text)
    assert "donderdag 3 december" in texts(preview, ".answer .slot")[1]
    assert stored(house.coffee).series == (series,)

    assert post_times(house, path, typed).status_code == 303
    assert [one.rule for one in stored(house.coffee).series] == [
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261130T235959",
        "FREQ=WEEKLY;BYDAY=TH",
    ]
    assert post_times(house, path, typed).status_code == 422, "it is another one now"


def test_what_cannot_be_shifted_says_so(house: House) -> None:
    series = Series(datetime(2026, 9, 15, 10), 60, "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2")
    put_times(house, Schedule(series=(series,)))
    path = f"times/series/{key_of(series)}/shift"
    typed = {"since": "2026-12-01", "days": "0", "from": "14:00", "to": "15:30"}
    assert 'id="since-error"' in post_times(house, path, typed).text
    assert 'id="since-error"' in post_times(house, path, {**typed, "since": "2026-11-01"}).text


# ---------------------------------------------------------------- a week copied, changed dates


def test_last_week_with_its_changes_is_copied_onto_a_coming_one(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    typed = {"source": "2026-11-23", "target": "2026-12-07"}
    preview = parse(post_times(house, "times/copy", {**typed, "do": "preview"}).text)
    assert any("8 december" in one and "Gaat niet door" in one for one in texts(preview, ".answer .slot"))
    assert len(stored(house.coffee).changes) == 1

    assert post_times(house, "times/copy", typed).status_code == 303

    assert [change.starts for change in stored(house.coffee).changes] == [
        datetime(2026, 11, 24, 14),
        datetime(2026, 12, 8, 14),
    ]
    for wrong in ({"target": "2026-11-16"}, {"target": "2026-11-23"}, {"source": "2026-11-24"}, {"target": "x"}):
        assert post_times(house, "times/copy", {**typed, **wrong}).status_code == 422, wrong


def test_a_change_that_concerns_no_date_any_more_is_pointed_out_and_removed(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    own = stored(house.coffee)
    put_times(house, Schedule(weekly=(Weekly((Hours(2, 600, 660),)),), changes=own.changes))
    assert "Haal dit weg" in text_of(times_page(house).query("main")[0])
    assert post_times(house, "times/changes/remove", {"when": COFFEE}).status_code == 303
    assert stored(house.coffee).changes == ()
    assert post_times(house, "times/changes/remove", {"when": "x"}).status_code == 404
