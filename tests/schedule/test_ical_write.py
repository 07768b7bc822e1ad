"""A calendar file as a phone gets it: what repeats, what falls out and why, and texts that cannot break it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import recurring_ical_events
from icalendar import Calendar, Event

from webapp.core.clock import TIME_ZONE
from webapp.core.geo import Position
from webapp.core.texts import Spoken
from webapp.schedule.expansion import APPOINTMENT, CANCELLED, OPEN, Slot
from webapp.schedule.ical_write import CalendarEvent, CalendarWords, netherlands, write_calendar
from webapp.schedule.values import (
    ADDED,
    MOVED,
    Change,
    Closure,
    Hours,
    Schedule,
    Season,
    Series,
    TownCalendar,
    Weekly,
)

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
A_PLACE = UUID("00000000-0000-4000-8000-000000000001")
ILL = {"nl": "Ziek", "en": "Ill"}
MONDAYS = Series(datetime(2026, 1, 5, 10), 60, "FREQ=WEEKLY")
TEN_TO_FIVE = tuple(Hours(day, 600, 1020) for day in range(5))


def write(schedule: Schedule | None, *, language: str = "nl", now: datetime = NOW, **more: Any) -> bytes:
    one = CalendarEvent(A_PLACE, Spoken("Koffie", "nl"), schedule=schedule, **more)
    words = CalendarWords("Op afspraak", "Vervalt: {summary}")
    return write_calendar("Buurthuis", [one], language=language, now=now, words=words)


def events(data: bytes) -> list[Event]:
    return Calendar.from_ical(data).events


def written(schedule: Schedule | None, **more: Any) -> list[Event]:
    return events(write(schedule, **more))


def line(one: Event, name: str) -> str:
    return one[name].to_ical().decode()


def test_a_series_is_one_event_with_its_rule() -> None:
    (one,) = written(Schedule(series=(MONDAYS,)))
    assert line(one, "uid") == "00000000-0000-4000-8000-000000000001@dichtbij"
    assert one["dtstart"].params["tzid"] == "Europe/Amsterdam"
    assert (line(one, "dtstart"), line(one, "dtend")) == ("20260105T100000", "20260105T110000")
    assert line(one, "rrule") == "FREQ=WEEKLY"


def test_the_end_of_a_rule_is_told_in_utc() -> None:
    series = Series(datetime(2026, 1, 5, 10), 60, "FREQ=WEEKLY;UNTIL=20260706")
    assert line(written(Schedule(series=(series,)))[0], "rrule") == "FREQ=WEEKLY;UNTIL=20260706T215959Z"


def test_a_series_begins_with_a_date_of_its_rule() -> None:
    """Phones take the first date for one of the series, whatever the rule says."""
    series = Series(datetime(2026, 1, 5, 10), 60, "FREQ=WEEKLY;BYDAY=WE")
    assert line(written(Schedule(series=(series,)))[0], "dtstart") == "20260107T100000"


def test_a_series_without_any_date_is_not_written() -> None:
    series = Series(datetime(2026, 1, 5, 10), 60, "FREQ=WEEKLY;UNTIL=20250101")
    assert written(Schedule(series=(series,))) == []


def test_further_dates_are_told_as_such() -> None:
    series = Series(datetime(2026, 1, 5, 10), 60, extra=(datetime(2026, 1, 9, 14),))
    assert line(written(Schedule(series=(series,)))[0], "rdate") == "20260109T140000"


def test_days_with_the_same_hours_are_one_event() -> None:
    schedule = Schedule(weekly=(Weekly((*TEN_TO_FIVE, Hours(2, 1140, 1320)), last_day=date(2026, 6, 30)),))
    day, evening = written(schedule)
    assert line(day, "rrule") == "FREQ=WEEKLY;UNTIL=20260630T080000Z;BYDAY=MO,TU,WE,TH,FR"
    assert line(evening, "rrule") == "FREQ=WEEKLY;UNTIL=20260630T170000Z;BYDAY=WE"
    assert day["uid"] != evening["uid"]


def test_the_names_of_events_stay_the_same_from_day_to_day() -> None:
    schedule = Schedule(weekly=(Weekly((*TEN_TO_FIVE, Hours(2, 1140, 1320))),), series=(MONDAYS, MONDAYS))
    names = [[line(one, "uid") for one in written(schedule, now=NOW + timedelta(days=days))] for days in (0, 1, 200)]
    assert names[0] == names[1] == names[2]
    assert len(set(names[0])) == 4


def test_the_file_is_the_same_all_day() -> None:
    changed = NOW - timedelta(days=3)
    schedule = Schedule(series=(MONDAYS,))
    assert write(schedule, last_modified=changed) == write(
        schedule, last_modified=changed, now=NOW + timedelta(hours=5)
    )


def test_hours_that_are_over_are_not_written() -> None:
    assert written(Schedule(weekly=(Weekly(TEN_TO_FIVE, last_day=date(2025, 6, 30)),))) == []


def test_holidays_and_closures_of_the_coming_year_are_left_out() -> None:
    schedule = Schedule(series=(Series(datetime(2026, 1, 5, 10), 60, "FREQ=DAILY"),))
    calendar = TownCalendar({date(2026, 4, 27): {"nl": "Koningsdag"}})
    closures = (Closure(date(2026, 2, 1), date(2026, 2, 2), ILL),)
    (one,) = written(schedule, calendar=calendar, closures=closures)
    assert line(one, "exdate") == "20260201T100000,20260202T100000,20260427T100000"


def test_a_cancelled_date_says_so_with_the_reason() -> None:
    change = Change(CANCELLED, starts=datetime(2026, 1, 12, 10), reason=ILL)
    master, gone = written(Schedule(series=(MONDAYS,), changes=(change,)), description=Spoken("Gratis", "nl"))
    assert line(gone, "recurrence-id") == "20260112T100000"
    assert gone["recurrence-id"].params["tzid"] == "Europe/Amsterdam"
    assert gone["uid"] == master["uid"]
    assert (gone["status"], gone["summary"], gone["comment"]) == ("CANCELLED", "Vervalt: Koffie", "Ziek")
    assert gone["description"] == "Ziek\n\nGratis"


def test_a_moved_date_is_told_at_its_new_time() -> None:
    change = Change(MOVED, datetime(2026, 1, 12, 10), to=datetime(2026, 1, 13, 14), minutes=90, reason=ILL)
    _, moved = written(Schedule(series=(MONDAYS,), changes=(change,)), language="en")
    assert line(moved, "recurrence-id") == "20260112T100000"
    assert (line(moved, "dtstart"), line(moved, "dtend")) == ("20260113T140000", "20260113T153000")
    assert (moved["summary"], moved["comment"]) == ("Koffie", "Ill")


def test_a_date_that_moves_into_a_closure_is_cancelled() -> None:
    change = Change(MOVED, datetime(2026, 1, 12, 10), to=datetime(2026, 1, 13, 14), minutes=90, reason=ILL)
    storm = Closure(date(2026, 1, 13), date(2026, 1, 13), {"nl": "Storm"})
    _, moved = written(Schedule(series=(MONDAYS,), changes=(change,)), closures=(storm,))
    assert (moved["status"], moved["comment"]) == ("CANCELLED", "Storm")


def test_an_added_date_is_an_event_of_its_own() -> None:
    change = Change(ADDED, to=datetime(2026, 1, 14, 19), minutes=120, reason={"nl": "Extra avond"})
    _, extra = written(Schedule(series=(MONDAYS,), changes=(change,)))
    assert line(extra, "uid").endswith("-20260114T180000-120@dichtbij")
    assert (line(extra, "dtstart"), "recurrence-id" in extra) == ("20260114T190000", False)


def test_what_no_rule_says_is_told_date_by_date_for_ninety_days() -> None:
    winter = Weekly((Hours(0, 600, 660),), season=Season((11, 1), (1, 31)))
    days = [
        line(one, "dtstart")[:8] for one in written(Schedule(weekly=(winter,), expression="2026 Apr 1 09:00-12:00"))
    ]
    assert days == ["20260105", "20260112", "20260119", "20260126", "20260401"]


def test_appointments_say_so() -> None:
    schedule = Schedule(weekly=(Weekly((Hours(0, 600, 660, by_appointment=True, note={"nl": "Bel eerst"}),)),))
    assert written(schedule)[0]["description"] == "Op afspraak\n\nBel eerst"


def test_a_moved_date_of_a_season_still_needs_its_appointment() -> None:
    hours = (Hours(0, 600, 660, by_appointment=True, note={"nl": "Bel eerst"}),)
    starts, to = datetime(2026, 1, 12, 10), datetime(2026, 1, 14, 15)
    once_more = Change(MOVED, starts=starts, to=to, minutes=60)
    moved = (Change(MOVED, starts=starts, to=datetime(2026, 1, 13, 15), minutes=60), once_more)

    found = written(Schedule(weekly=(Weekly(hours, season=Season((1, 1), (1, 20))),), changes=moved))

    assert [(line(one, "dtstart"), str(one["description"])) for one in found if one.start.hour == 15] == [
        ("20260114T150000", "Op afspraak\n\nBel eerst")
    ]


def test_a_list_of_many_things_is_written_from_slots() -> None:
    start = datetime(2026, 1, 6, 9, tzinfo=UTC)
    slots = (
        Slot(start, start + timedelta(hours=1), OPEN),
        Slot(start, start + timedelta(hours=1), CANCELLED, ILL),
        Slot(start + timedelta(days=1), start + timedelta(days=1, hours=2), APPOINTMENT),
    )
    found = written(None, slots=slots)
    assert [line(one, "dtstart") for one in found] == ["20260106T100000", "20260106T100000", "20260107T100000"]
    assert [one.get("status") for one in found] == [None, "CANCELLED", None]
    assert len({line(one, "uid") for one in found}) == 3


def test_the_second_time_of_an_hour_that_comes_twice_is_told_in_utc() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    (one,) = written(None, slots=(Slot(start, start + timedelta(hours=1)),))
    assert (line(one, "dtstart"), line(one, "dtend")) == ("20261025T013000Z", "20261025T033000")


def test_a_night_in_which_the_clock_changes_is_told_with_its_own_end() -> None:
    """RFC 5545 counts hours, most programs read the clock: with a time of its own for that night both are right."""
    nights = Schedule(weekly=(Weekly((Hours(5, 1320, 1800),)),))  # Saturday 22:00 to 6:00
    _, spring, autumn = written(nights)
    assert (line(spring, "dtstart"), line(spring, "dtend")) == ("20260328T220000", "20260329T060000")
    assert (line(autumn, "dtstart"), line(autumn, "dtend")) == ("20261024T220000", "20261025T060000")


def test_no_text_can_add_a_line_to_the_file() -> None:
    evil = "Koffie\r\nEND:VEVENT\nATTACH:http://example.org/\x00\x0b; en, thee\\"
    data = write(
        Schedule(series=(MONDAYS,)),
        description=Spoken(evil, "nl"),
        location=Spoken(evil, "nl"),
        url=f"https://example.org/{evil}",
        position=Position(1, 2),
    )
    (one,) = events(data)
    assert one["description"] == "Koffie\nEND:VEVENT\nATTACH:http://example.org/; en, thee\\"
    assert "attach" not in one
    assert one["geo"].to_ical() == "1.0;2.0"


def test_lines_are_folded_to_75_bytes() -> None:
    data = write(Schedule(series=(MONDAYS,)), description=Spoken("Één kop café " * 50, "nl"))
    assert max(len(each) for each in data.split(b"\r\n")) <= 75
    assert events(data)[0]["description"] == ("Één kop café " * 50)


def test_the_calendar_has_a_name_and_asks_to_be_fetched_daily() -> None:
    calendar = Calendar.from_ical(write(None))
    assert (calendar["name"], calendar["x-wr-calname"]) == ("Buurthuis", "Buurthuis")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in write(None)
    assert calendar["prodid"] == "-//Dichtbij//Calendar//NL"


def test_the_time_zone_in_the_file_is_that_of_the_netherlands() -> None:
    """For a phone that does not know the name: the same offset in each hour of a few years."""
    from_file = netherlands().to_tz(lookup_tzid=False)
    for hour in range(3 * 366 * 24):
        moment = datetime(2035, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        wall_clock = moment.astimezone(TIME_ZONE).replace(tzinfo=None)
        there, here = wall_clock.replace(tzinfo=from_file), wall_clock.replace(tzinfo=TIME_ZONE)
        assert there.utcoffset() == here.utcoffset()


def test_another_program_shows_what_was_cancelled_and_what_goes_on() -> None:
    change = Change(CANCELLED, starts=datetime(2026, 1, 12, 10), reason=ILL)
    data = write(Schedule(series=(MONDAYS,), changes=(change,)))
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(date(2026, 1, 1), date(2026, 1, 20))
    shown = sorted((str(one["dtstart"].dt.date()), str(one["summary"])) for one in found)
    assert shown == [("2026-01-05", "Koffie"), ("2026-01-12", "Vervalt: Koffie"), ("2026-01-19", "Koffie")]


def test_each_text_has_the_language_in_which_it_is() -> None:
    change = Change(CANCELLED, starts=datetime(2026, 1, 12, 10), reason={"nl": "Ziek"})
    one = CalendarEvent(
        A_PLACE,
        Spoken("Coffee", "en"),
        Spoken("Een lange Nederlandse uitleg van wat er gebeurt.", "nl"),
        Spoken("Huis, Brink 1", "nl"),
        schedule=Schedule(series=(MONDAYS,), changes=(change,)),
    )
    for event in events(write_calendar("House", [one], language="en", now=NOW)):
        languages = {name: event[name].params["language"] for name in ("summary", "description", "location")}
        assert languages == {"summary": "en", "description": "nl", "location": "nl"}
        if "comment" in event:
            assert event["comment"].params["language"] == "nl", "the reason is told in Dutch only"


def test_what_we_add_does_not_change_the_language_of_a_description() -> None:
    long_text = Spoken("Iedereen is welkom, ook als je alleen komt.", "nl")
    plain = CalendarEvent(A_PLACE, Spoken("Coffee", "en"), long_text, schedule=Schedule(series=(MONDAYS,)))
    (one,) = events(write_calendar("House", [plain], language="en", now=NOW))

    assert one["description"].params["language"] == "nl"
