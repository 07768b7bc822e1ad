"""Public holidays: days by the library, names by us, and which of them count by the town."""

import csv
from datetime import date
from pathlib import Path

import pytest

from webapp.schedule.holidays import HOLIDAYS, closed_days, list_holidays

DAYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hours" / "nl_feestdagen_2020_2035.csv"


def test_the_days_are_those_of_the_reference() -> None:
    if not DAYS.is_file():
        pytest.skip("the reference of public holidays is not here")
    with DAYS.open(encoding="utf-8") as file:
        expected = {
            (date.fromisoformat(row["datum"]), row["naam_nl"].lower()) for row in csv.DictReader(file, delimiter=";")
        }

    found = {(day, holiday.words["nl"].lower()) for year in range(2020, 2036) for day, holiday in list_holidays(year)}

    assert found == expected


def test_each_has_a_name_in_both_languages_and_comes_each_year() -> None:
    assert {holiday.id for _day, holiday in list_holidays(2026)} == set(HOLIDAYS)
    assert all(set(holiday.words) == {"nl", "en"} for holiday in HOLIDAYS.values())


def test_the_tick_of_the_town_decides() -> None:
    good_friday, christmas = date(2026, 4, 3), date(2026, 12, 25)

    usual = closed_days([2026], {})
    assert (good_friday in usual, date(2026, 5, 5) in usual, christmas in usual, len(usual)) == (False, False, True, 9)
    ticked = closed_days([2026], {"good-friday": True, "christmas": False})
    assert (good_friday in ticked, christmas in ticked) == (True, False)


def test_two_holidays_on_one_day_close_it_when_one_is_ticked() -> None:
    """Ascension Day fell on 5 May in 2016."""
    assert date(2016, 5, 5) in closed_days([2016], {})
    assert date(2016, 5, 5) in closed_days([2016], {"ascension": False, "liberation-day": True})
    assert date(2016, 5, 5) not in closed_days([2016], {"ascension": False})


def test_liberation_day_closes_once_in_five_years_unless_the_town_says_otherwise() -> None:
    fifths = [date(year, 5, 5) for year in range(2025, 2031)]
    years = [day.year for day in fifths]

    assert [day for day in fifths if day in closed_days(years, {})] == [date(2025, 5, 5), date(2030, 5, 5)]
    assert all(day in closed_days(years, {"liberation-day": True}) for day in fifths)
    assert not any(day in closed_days(years, {"liberation-day": False}) for day in fifths)
