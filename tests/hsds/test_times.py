"""When a service is there: each opening that is stored and no other, in rows with their words; and what falls out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from dateutil.rrule import rrulestr
from flask import Flask

from tests.build import make_activity, make_place
from tests.hsds.conftest import contents, ids, told
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.core import clock, microcache
from webapp.extensions import db
from webapp.schedule.closing import Subject, close
from webapp.schedule.models import Slot
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.values import CANCELLED, Closure

ONE = f"/hsds/{BRINKDAM}/services"


def test_each_opening_of_the_town_is_told_and_no_other(demo: PageClient) -> None:
    """Against the stored slots, which all our pages read."""
    first = clock.today()
    until = midnight(first + timedelta(days=HORIZON_DAYS - 1))
    wanted: dict[str, set[tuple[datetime, datetime]]] = {}
    for one in db.session.query(Slot).filter(
        Slot.status != CANCELLED, Slot.starts_at >= midnight(first), Slot.starts_at < until
    ):
        wanted.setdefault(str(one.place_id or one.activity_id), set()).add((one.starts_at, one.ends_at))
    rows = 0
    for record in contents(demo, "/services", full="true"):
        schedules = [row for row in record.get("schedules", ()) if "opens_at" in row]
        rows += len(schedules)
        assert {times for row in schedules for times in dates_of(row)} == wanted.pop(record["id"], set()), record[
            "name"
        ]
    assert not wanted
    assert rows < 700


def dates_of(row: dict[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    rule = f"FREQ={row['freq']};INTERVAL={row['interval']};BYDAY={row['byday']};WKST={row.get('wkst', 'MO')}"
    first = datetime.fromisoformat(row["dtstart"])
    for day in rrulestr(rule, dtstart=first).between(
        first, datetime.fromisoformat(row.get("until", row["valid_to"])), inc=True
    ):
        starts, ends = (datetime.fromisoformat(f"{day.date()}T{row[name]}") for name in ("opens_at", "closes_at"))
        if (row["opens_at"][:5], row["closes_at"][:5]) == ("00:00", "23:59"):
            ends += timedelta(minutes=1)
        yield starts.astimezone(UTC), (ends if ends > starts else ends + timedelta(days=1)).astimezone(UTC)


def test_the_rows_say_in_words_what_they_say(client: PageClient, brinkdam: Municipality) -> None:
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False):  # no holidays in sight
        place = make_place(brinkdam, opening_hours='Mo-Fr 09:00-17:00; Sa 19:00-21:30 "alleen voor leden"')
        activity = make_activity(brinkdam, opening_hours="Tu 10:00-12:00", by_appointment=True, online=True)
        rows, [asked] = told(client, place)["schedules"], told(client, activity, lang="en")["schedules"][:1]

    assert "maandag tot en met vrijdag, 9:00–17:00" in {row["description"] for row in rows}
    assert {row["notes"] for row in rows if "notes" in row} == {"alleen voor leden"}
    assert (asked["description"], asked["attending_type"]) == ("Tuesday, 10:00–12:00", "By appointment")
    assert len(set(ids(rows))) == len(rows)


def test_ids_of_rows_stay_from_day_to_day(client: PageClient, brinkdam: Municipality, app: Flask) -> None:
    found = []
    for day in (24, 25):
        with time_machine.travel(datetime(2026, 11, day, 9, tzinfo=UTC), tick=False):
            if not found:
                place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-17:00")
            app.extensions[microcache.NAME].clear()
            found.append(told(client, place)["schedules"])

    assert ids(found[0]) == ids(found[1])
    assert [row["valid_from"] for row in (found[0][0], found[1][0])] == ["2026-11-24", "2026-11-25"]


def test_what_falls_out_in_the_coming_days_is_an_alert(client: PageClient, brinkdam: Municipality) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-12:00,13:00-17:00")
        other = make_place(brinkdam, "Plein", opening_hours="Mo-Fr 09:00-17:00")
        rebuilding = Closure(date(2026, 11, 26), date(2026, 11, 27), {"nl": "Verbouwing.", "en": "Rebuilding"})
        close(brinkdam.id, Subject(place_id=place.id), rebuilding)
        close(brinkdam.id, Subject(place_id=other.id), Closure(date(2026, 12, 1), date(2026, 12, 1), {"nl": "Later"}))
        db.session.commit()
        dutch, english = (told(client, place, lang=language)["alert"] for language in ("nl", "en"))
        later = told(client, other)
        listed = {one["id"]: one.get("alert") for one in contents(client, ONE)}

    assert dutch == "donderdag 26 november, vrijdag 27 november: Niet open: Verbouwing."
    assert english == "Thursday 26 November, Friday 27 November: Not open: Rebuilding."
    assert "alert" not in later
    assert listed == {str(place.id): dutch, str(other.id): None}
