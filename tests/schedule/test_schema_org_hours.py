"""Opening hours in the words of schema.org become a schedule, or a sentence that says what is wrong and where."""

import re
from datetime import date
from typing import Any

import pytest

from tests.schedule.test_expansion import times, told
from webapp.schedule.expansion import expand
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_read import read
from webapp.schedule.values import Days, Hours, Schedule, TownCalendar, Weekly

NINE = {"opens": "09:00", "closes": "12:00"}
MONDAYS = {"dayOfWeek": "Monday", **NINE}
CLOSED = {"opens": "00:00", "closes": "00:00"}
WEEK_OF_CHRISTMAS = Days(date(2026, 12, 21), 14)


def specification(*specifications: dict[str, Any], **more: Any) -> Schedule:
    typed = [{"@type": "OpeningHoursSpecification", **one} for one in specifications]
    return read({"@type": "CommunityCenter", "name": "De Brink", "openingHoursSpecification": typed, **more})


def between(first: str | None, last: str | None = None) -> dict[str, str]:
    return {key: day for key, day in (("validFrom", first), ("validThrough", last)) if day}


def refused(described: object) -> str:
    with pytest.raises(HoursError) as error:
        read(described)
    return str(error.value)


@pytest.mark.parametrize(
    "day",
    ["Monday", "Mon", "Mo", "https://schema.org/Monday", "http://schema.org/Monday", "schema:Monday", ["Monday"],
     "http://purl.org/goodrelations/v1#Monday", {"@id": "https://schema.org/Monday"}, ["Mo", "https://schema.org/Monday"]],
)  # fmt: skip
def test_a_day_has_many_names(day: object) -> None:
    assert specification({"dayOfWeek": day, **NINE}) == specification(MONDAYS)


@pytest.mark.parametrize(
    ("opens", "closes", "minutes"),
    [
        ("09:00", "17:30", (540, 1050)),
        ("9:00", "17:30:00", (540, 1050)),
        ("22:00", "02:00", (1320, 1560)),
        ("20:00", "00:00", (1200, 1440)),
        ("20:00", "24:00", (1200, 1440)),
        ("00:00", "23:59", (0, 1440)),
        ("00:00", "24:00", (0, 1440)),
        ("20:00", "23:59", (1200, 1439)),
    ],
)
def test_closing_before_opening_is_the_next_day(opens: str, closes: str, minutes: tuple[int, int]) -> None:
    schedule = specification({"dayOfWeek": "Monday", "opens": opens, "closes": closes})

    assert schedule == Schedule(weekly=(Weekly((Hours(0, *minutes),)),), closed_on_holidays=False)


def test_one_specification_needs_no_list_and_no_place() -> None:
    alone = {"@type": "OpeningHoursSpecification", **MONDAYS}

    assert read(alone) == read([alone]) == read({"openingHoursSpecification": alone}) == specification(MONDAYS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo 09:00-12:00", ["21-12 09:00-12:00"]),
        (["Mo,We 9:00-12:00", "Su 10:00-11:00"], ["21-12 09:00-12:00", "23-12 09:00-12:00", "27-12 10:00-11:00"]),
        ("Sa-Mo 09:00-10:00", ["21-12 09:00-10:00", "26-12 09:00-10:00", "27-12 09:00-10:00"]),
        ("Mo 09:00-12:00,13:00-15:00", ["21-12 09:00-12:00", "21-12 13:00-15:00"]),
        ("Mo 22:00-02:00", ["21-12 22:00-02:00"]),
        ("Mo", ["21-12 00:00-00:00"]),
    ],
)
def test_the_short_form_is_read(text: object, expected: list[str]) -> None:
    assert times(read({"openingHours": text}), WEEK_OF_CHRISTMAS.first) == expected


def test_the_short_form_may_stand_beside_the_long_one_when_it_says_the_same() -> None:
    assert specification(MONDAYS, openingHours="Mo 09:00-12:00") == specification(MONDAYS)
    with pytest.raises(HoursError, match="say different things"):
        specification(MONDAYS, openingHours="Mo 09:00-13:00")


def on_christmas(schedule: Schedule) -> list[str]:
    return told(expand(schedule, WEEK_OF_CHRISTMAS, TownCalendar({date(2026, 12, 28): {}})))


FRIDAYS = {"dayOfWeek": "Friday", **NINE}  # Christmas and New Year


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        ({**between("2026-12-25", "2026-12-25"), **CLOSED}, ["25-12 09:00-12:00 cancelled", "01-01 09:00-12:00"]),
        (between("2026-12-25", "2026-12-25"), ["25-12 09:00-12:00 cancelled", "01-01 09:00-12:00"]),
        (
            {**between("2026-12-25", "2026-12-25"), "opens": "14:00", "closes": "15:00"},
            ["25-12 09:00-12:00 cancelled", "25-12 14:00-15:00", "01-01 09:00-12:00"],
        ),
        (
            {**between("2026-12-26", "2026-12-26"), "opens": "14:00", "closes": "15:00"},
            ["25-12 09:00-12:00", "26-12 14:00-15:00", "01-01 09:00-12:00"],
        ),
        (
            {**between("2026-12-24", "2027-01-04"), **CLOSED},
            ["25-12 09:00-12:00 cancelled", "01-01 09:00-12:00 cancelled"],
        ),
        ({**between("2026-12-26", "2027-03-31"), **CLOSED}, ["25-12 09:00-12:00"]),
        ({**between("2026-12-26"), **CLOSED}, ["25-12 09:00-12:00"]),
        ({**between(None, "2026-12-31"), **CLOSED}, ["01-01 09:00-12:00"]),
        (
            {"dayOfWeek": "Saturday", **between("2026-12-01", "2027-03-31"), **NINE},
            ["25-12 09:00-12:00", "26-12 09:00-12:00", "01-01 09:00-12:00", "02-01 09:00-12:00"],
        ),
        (
            {"dayOfWeek": "Friday", **between("2026-12-01", "2026-12-26"), "opens": "10:00", "closes": "11:00"},
            ["25-12 10:00-11:00", "01-01 09:00-12:00"],
        ),
    ],
)  # fmt: skip
def test_hours_with_dates_stand_in_place_of_the_usual_ones(special: dict[str, Any], expected: list[str]) -> None:
    assert on_christmas(specification(FRIDAYS, special)) == expected
    assert on_christmas(specification(FRIDAYS, specialOpeningHoursSpecification=special)) == expected


def test_of_two_stretches_within_each_other_the_narrower_one_counts() -> None:
    closed = {**between("2026-12-20", "2027-01-10"), **CLOSED}
    but_open = {**between("2027-01-01", "2027-01-01"), "opens": "13:00", "closes": "14:00"}

    assert on_christmas(specification(FRIDAYS, closed, but_open)) == [
        "25-12 09:00-12:00 cancelled", "01-01 09:00-12:00 cancelled", "01-01 13:00-14:00",
    ]  # fmt: skip


def test_special_hours_stand_in_place_of_dated_ones_of_the_same_days() -> None:
    days = between("2026-12-01", "2027-01-31")
    dated = {"dayOfWeek": ["Thursday", "Friday"], **NINE, **days}
    special = {"dayOfWeek": "Friday", **CLOSED, **days}

    assert on_christmas(specification(dated, specialOpeningHoursSpecification=special)) == [
        "24-12 09:00-12:00", "31-12 09:00-12:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ([{"dayOfWeek": ["Monday", "PublicHolidays"], **NINE}], True),
        ([MONDAYS, {"dayOfWeek": "PublicHolidays", "opens": "09:00", "closes": "12:00"}], True),
        ([MONDAYS, {"dayOfWeek": "https://schema.org/PublicHolidays", **CLOSED}], False),
        ([MONDAYS], True),
    ],
)
def test_public_holidays_are_what_is_said_of_them(holidays: list[dict[str, Any]], expected: bool) -> None:
    easter_monday = date(2027, 3, 29)
    slots = expand(specification(*holidays), Days(easter_monday, 1), TownCalendar({easter_monday: {}}))

    assert [slot.status == "open" for slot in slots] == [expected]


ON_HOLIDAYS = {"dayOfWeek": "PublicHolidays", **NINE}
SUNDAY_29_MARCH = {**between("2026-03-29", "2026-03-29"), "opens": "01:00", "closes": "02:30"}


@pytest.mark.parametrize(
    ("described", "sentence"),
    [
        ({}, "the description holds neither"),
        ([], "the list is empty"),
        ("Mo 09:00-12:00", "the description: 'Mo 09:00-12:00' is no thing"),
        ({"@graph": []}, "neither opening hours nor"),
        ({"openingHours": "Mo 09:00-12:00", "startDate": "2026-12-25"}, "or both"),
        ({"openingHours": "maandag"}, "openingHours: 'maandag' is not in the form"),
        ({"openingHours": ["Mo 09:00-12:00", "Mo 09:00-25:00"]}, r"openingHours\[2\]: '25:00' is not a time"),
        ({"openingHours": "Mo 09:00-12:00; Tu 09:00-12:00"}, "write each one in its own line"),
        ({"openingHours": 7}, "openingHours must be text, not '7'"),
        ({"openingHours": "Mo 09:00-12:00 " * 100}, "is not in the form"),
        ({"openingHours": ["Mo 09:00-12:00", "Mo 11:00-13:00"]}, "overlap"),
        ({"openingHours": ["Mo 00:00-00:00"]}, "there is no time at which it is open"),
        ({"openingHours": ["Mo 00:00-00:00", "Mo 09:00-10:00"]}, "open and closed at the same time"),
        ({"openingHours": ["x"] * 501}, "501 values; 500 is the most"),
        ({"openingHoursSpecification": NINE}, "openingHoursSpecification.dayOfWeek is missing"),
        ({"openingHoursSpecification": [MONDAYS, "x"]}, r"openingHoursSpecification\[2\] must hold keys"),
        ({"openingHoursSpecification": {**MONDAYS, "@type": "Person"}}, "is no OpeningHoursSpecification"),
        ({"openingHoursSpecification": {**MONDAYS, "byAppointment": True}}, "unknown key 'byAppointment'"),
        ({"openingHoursSpecification": {**MONDAYS, "dayOfWeek": "Maandag"}}, "dayOfWeek: 'Maandag' is no day"),
        ({"openingHoursSpecification": {**MONDAYS, "dayOfWeek": ["Monday", 1]}}, r"dayOfWeek\[2\] must be text"),
        ({"openingHoursSpecification": {**MONDAYS, "opens": "09:00:30"}}, "opens: '09:00:30' is not a time"),
        ({"openingHoursSpecification": {**MONDAYS, "opens": "09:00+01:00"}}, "is not a time"),
        ({"openingHoursSpecification": {**MONDAYS, "opens": "12:00"}}, "opens and closes at the same time"),
        ({"openingHoursSpecification": {**MONDAYS, "opens": None}}, "opens is missing"),
        ({"openingHoursSpecification": {"dayOfWeek": "Monday", "opens": "09:00"}}, "closes is missing"),
        ({"openingHoursSpecification": {**MONDAYS, **between("2026-13-01")}}, "validFrom: '2026-13-01' is not a day"),
        ({"openingHoursSpecification": {**MONDAYS, **between(None, "9999-12-31")}}, "the year 9999 is not between"),
        ({"openingHoursSpecification": {**MONDAYS, **between("2026-12-31", "2026-01-01")}}, "comes before the first"),
        ({"openingHoursSpecification": {**MONDAYS, **between("2026-12-25", "2026-12-25")}}, "none of its days"),
        ({"openingHoursSpecification": {**ON_HOLIDAYS, **between("2026-12-25")}}, "between two"),
        ({"openingHoursSpecification": SUNDAY_29_MARCH}, "the clock changes in that night"),
        (
            {"openingHoursSpecification": [{**MONDAYS, **between("2026-01-01", "2026-06-30")},
                                           {**MONDAYS, **between("2026-06-01", "2026-12-31")}]},
            r"\[2\] speak of the same days|\[1\] speak|which one counts",
        ),
        ({"openingHours": "Mo 09:00-12:00", "specialOpeningHoursSpecification": MONDAYS}, "need the days on which"),
        (
            {"openingHoursSpecification": [ON_HOLIDAYS, {"dayOfWeek": "PublicHolidays"}]},
            "open and closed on public holidays",
        ),
        (
            {"openingHoursSpecification": [ON_HOLIDAYS, {**MONDAYS, **between("2026-01-01")}]},
            "beside hours with dates",
        ),
        (
            {"openingHoursSpecification": [
                {**NINE, **between(f"2026-{month:02}-{day:02}", f"2026-{month:02}-{day:02}")}
                for month in range(1, 13) for day in range(1, 28)
            ]},
            "201 changed dates; 200 is the most",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_exactly_is_refused_with_where_it_stands(described: object, sentence: str) -> None:
    found = refused(described)
    assert re.search(sentence, found), found
