"""A centre's own calendar on a far server: tried, taken, kept up to date, and never worse than it was."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.build import make_place
from tests.calendar_feeds.build import (
    BROKEN,
    CANCELLED,
    COFFEE,
    FOUR,
    HOST,
    MOMENT,
    WEEKLY,
    ask_again,
    at,
    coffee,
    path_of,
    shown,
    the_feed,
    use,
)
from tests.far_server import FarServer, Reply
from tests.page import PageClient, parse, text_of, texts
from tests.schedule.ical_text import AN_HOUR, calendar, event
from tests.staff import submit
from tests.town import BRINKDAM
from webapp.accounts.desk_cards import desk_cards
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.calendar_feeds import queries, upkeep
from webapp.calendar_feeds.jobs import refresh
from webapp.calendar_feeds.models import CalendarFeed
from webapp.core.crypto import unseal
from webapp.extensions import db
from webapp.schedule.operations import cancel_date
from webapp.schedule.timetables import Owner


def test_a_try_shows_what_would_come_and_keeps_nothing(client: PageClient, activity: Activity, far: FarServer) -> None:
    answer = submit(client, path_of(activity), address=far.url("/a.ics", HOST), do="look")

    told = texts(parse(answer.text), ".table-report > li")
    assert [line.split(" ")[1:] for line in told][:1] == [["3", "november", "10:00–11:00"]]
    assert len(told) == 4
    assert shown(activity) == []
    assert db.session.scalars(select(CalendarFeed)).all() == []
    assert parse(answer.text).query("input[name=address]")[0].attrs["value"] == far.url("/a.ics", HOST)


def test_used_it_tells_the_times_and_its_address_is_sealed(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    use(client, activity, far)

    assert shown(activity) == FOUR
    feed = the_feed()
    assert unseal(feed.address) == far.url("/a.ics", HOST)
    assert b"agenda" not in feed.address
    page = client.get(path_of(activity)).text
    assert HOST in page
    assert "/a.ics" not in page, "who knows the address can read the whole calendar"


def test_what_was_cancelled_there_arrives_and_what_was_cancelled_here_stays(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    use(client, activity, far)
    cancel_date(town.id, Owner(activity_id=activity.id), datetime(2026, 11, 17, 10), {"nl": "ziek"})
    db.session.commit()
    far.answer = lambda heard: Reply(CANCELLED)

    feed = ask_again()

    assert (feed.failures, feed.problem) == (0, None)
    assert shown(activity) == ["03-11 10:00", "10-11 10:00 cancelled", "17-11 10:00 cancelled", "24-11 10:00"]
    far.answer = lambda heard: Reply(COFFEE)
    ask_again()
    assert shown(activity) == ["03-11 10:00", "10-11 10:00", "17-11 10:00 cancelled", "24-11 10:00"]


def test_a_calendar_that_has_not_changed_is_not_sent_again(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    far.answer = lambda heard: Reply(COFFEE, headers={"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"})
    use(client, activity, far)
    far.answer = lambda heard: Reply(b"", 304)

    feed = ask_again()

    headers = far.heard[-1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert (feed.failures, feed.arrived_at) == (0, MOMENT)
    assert shown(activity) == FOUR


def test_after_another_source_the_whole_calendar_is_asked_for(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    far.answer = lambda heard: Reply(COFFEE, headers={"ETag": '"1"'})
    use(client, activity, far)
    db.session.execute(text("UPDATE schedule SET source_text = 'Mo 09:00-10:00'"))
    db.session.commit()

    ask_again()

    assert "if-none-match" not in far.heard[-1].headers
    assert shown(activity) == FOUR


def test_what_fails_again_and_again_is_told_to_the_coordinator(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    use(client, activity, far)
    far.answer = lambda heard: Reply(b"", 500)

    def on_desk() -> list[str]:
        with client.application.test_request_context(f"/staff/{BRINKDAM}/"):
            return [line.text for card in desk_cards(town) for line in card.lines if "Koffie" in line.text]

    for _ in range(2):
        ask_again()
    assert on_desk() == []
    ask_again()
    assert len(on_desk()) == 1
    far.answer = lambda heard: Reply(COFFEE)
    assert ask_again().failures == 0
    assert on_desk() == []


def test_only_what_was_picked_is_taken_and_names_can_be_told_apart(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    many = calendar(*coffee(WEEKLY), *event("SUMMARY:Vergadering", at(5, 20), AN_HOUR, uid="2"))
    far.answer = lambda heard: Reply(many)
    page = parse(submit(client, path_of(activity), address=far.url("/a.ics", HOST), do="look").text)
    assert [text_of(label) for label in page.query(".tick")] == ["Koffie", "Vergadering"]

    use(client, activity, far, picks="s:Vergadering")

    assert shown(activity) == ["05-11 20:00"]
    far.answer = lambda heard: Reply(COFFEE)
    assert ask_again().problem is None
    assert shown(activity) == ["05-11 20:00 cancelled"]


def test_events_that_cannot_be_kept_exactly_are_told_and_can_be_left_out(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    far.answer = lambda heard: Reply(BROKEN)
    answer = submit(client, path_of(activity), address=far.url("/a.ics", HOST), do="save")
    assert answer.status_code == 422
    assert any("line " in line for line in texts(parse(answer.text), ".table-report__wrong"))
    assert shown(activity) == []

    use(client, activity, far, skips_refused="1")

    assert shown(activity) == FOUR
    assert len(the_feed().refused) == 1


def test_given_up_the_times_stay(client: PageClient, activity: Activity, far: FarServer) -> None:
    use(client, activity, far)

    assert submit(client, path_of(activity), do="remove").status_code == 303

    assert db.session.scalars(select(CalendarFeed)).all() == []
    assert shown(activity) == FOUR


def test_read_now_asks_at_once(client: PageClient, activity: Activity, far: FarServer) -> None:
    use(client, activity, far)
    far.answer = lambda heard: Reply(CANCELLED)

    assert submit(client, path_of(activity), do="refresh").status_code == 303

    assert shown(activity)[1] == "10-11 10:00 cancelled"


def test_the_worker_asks_whose_hour_has_come_and_each_once(
    client: PageClient, activity: Activity, far: FarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(client, activity, far)
    deferred: list[SimpleNamespace] = []
    monkeypatch.setattr(upkeep, "defer", lambda name, **values: deferred.append(SimpleNamespace(name=name, **values)))

    upkeep.ask_calendars(MOMENT + timedelta(minutes=59))
    assert deferred == []
    upkeep.ask_calendars(MOMENT + timedelta(minutes=60))
    upkeep.ask_calendars(MOMENT + timedelta(minutes=61))

    assert [(one.name, UUID(one.feed_id)) for one in deferred] == [("calendar_feeds.refresh", the_feed().id)]
    refresh(activity.municipality_id, str(UUID(int=7)))  # of a calendar that is gone


def test_a_place_has_a_calendar_too(client: PageClient, town: Municipality, far: FarServer) -> None:
    place = make_place(town, "Buurthuis")
    path = f"/staff/{BRINKDAM}/places/{place.id}/calendar"

    assert submit(client, path, address=far.url("/a.ics", HOST), do="save").status_code == 303

    found = queries.find_feed(place)
    assert found is not None
    assert queries.get_item_of(found) is place
