"""A centre's own calendar on a far server: tried, taken, kept up to date, and never worse than it was."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.far_server import FarServer, Heard, Reply, continue_for_ever, drip, far_server, policy_of
from tests.page import PageClient, parse, text_of, texts
from tests.schedule.ical_text import AN_HOUR, calendar, event
from tests.staff import make_user, signed_in_client, submit
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.desk_cards import desk_cards
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.calendar_feeds import asking, operations, queries, upkeep
from webapp.calendar_feeds.jobs import refresh
from webapp.calendar_feeds.models import CalendarFeed
from webapp.core import clock
from webapp.core.crypto import unseal
from webapp.core.fetching import Bounds
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.models import Organisation
from webapp.schedule.operations import cancel_date
from webapp.schedule.timetables import Owner

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
HOST = "agenda.example"


@pytest.fixture(scope="module")
def shared() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def far(shared: FarServer, monkeypatch: pytest.MonkeyPatch) -> FarServer:
    shared.heard.clear()
    shared.answer = lambda heard: Reply(COFFEE)
    monkeypatch.setattr(asking, "POLICY", policy_of({HOST: ["127.0.0.2"], "inside.example": ["127.0.0.1"]}))
    monkeypatch.setattr(asking, "BOUNDS", Bounds(seconds=1.0, max_bytes=100_000))
    return shared


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


@pytest.fixture
def activity(town: Municipality) -> Activity:
    return make_activity(town, "Koffie", place=make_place(town))


@pytest.fixture
def client(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)


def at(day: int, hour: int) -> str:
    return f"DTSTART;TZID=Europe/Amsterdam:202611{day:02}T{hour:02}0000"


def coffee(*lines: str, uid: str = "1", day: int = 3) -> list[str]:
    return event("SUMMARY:Koffie", at(day, 10), AN_HOUR, *lines, uid=uid)


WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
COFFEE = calendar(*coffee(WEEKLY))
CANCELLED = calendar(
    *coffee(WEEKLY), *coffee("RECURRENCE-ID;TZID=Europe/Amsterdam:20261110T100000", "STATUS:CANCELLED", day=10)
)
BROKEN = calendar(*coffee(WEEKLY), *event("SUMMARY:Elke tel", at(4, 9), AN_HOUR, "RRULE:FREQ=SECONDLY", uid="9"))


def path_of(activity: Activity) -> str:
    return f"/staff/{BRINKDAM}/activities/{activity.id}/calendar"


def use(client: PageClient, activity: Activity, far: FarServer, **fields: object) -> None:
    answer = submit(client, path_of(activity), address=far.url("/a.ics", HOST), do="save", **fields)
    assert answer.status_code == 303, texts(parse(answer.text), ".problem")


def shown(activity: Activity) -> list[str]:
    db.session.expire_all()
    return [
        f"{clock.local(one.starts_at):%d-%m %H:%M}{'' if one.status == 'open' else ' ' + one.status}"
        for one in operations.list_next(activity)
    ]


def the_feed() -> CalendarFeed:
    db.session.expire_all()
    return db.session.scalars(select(CalendarFeed)).one()


def ask_again() -> CalendarFeed:
    feed = the_feed()
    refresh(feed.municipality_id, str(feed.id))
    return the_feed()


FOUR = ["03-11 10:00", "10-11 10:00", "17-11 10:00", "24-11 10:00"]


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


def lead_on(heard: Heard) -> Reply:
    return Reply(status=302, headers={"Location": heard.target + "x"})


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (lambda heard: Reply(b"", 404), "gone"),
        (lambda heard: Reply(b"", 403), "locked"),
        (lambda heard: Reply(b"", 500), "answer"),
        (lambda heard: Reply(b"<html>Log in</html>"), "no_calendar"),
        (lambda heard: Reply(calendar()), "empty"),
        (lambda heard: Reply(BROKEN), "refused"),
        (lambda heard: Reply(COFFEE * 2_000), "too_large"),
        (lambda heard: Reply(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}), "too_large"),
        (lambda heard: Reply(raw=continue_for_ever), "too_slow"),
        (lambda heard: Reply(raw=drip), "too_slow"),
        (lead_on, "redirects"),
        (lambda heard: Reply(status=302, headers={"Location": "http://169.254.169.254/"}), "not_public"),
        (lambda heard: Reply(status=302, headers={"Location": "http://inside.example/"}), "not_public"),
        (lambda heard: Reply(status=302, headers={"Location": "file:///etc/passwd"}), "redirects"),
    ],
    ids=["gone", "locked", "500", "page", "empty", "refused", "large", "bomb", "endless", "drip", "circle", "cloud",
         "inside", "file"],
)  # fmt: skip
def test_whatever_goes_wrong_the_times_stay_as_they_were(
    client: PageClient, activity: Activity, far: FarServer, reply: Callable[[Heard], Reply], word: str
) -> None:
    use(client, activity, far)
    far.answer = reply

    feed = ask_again()

    assert (feed.problem, feed.failures) == (word, 1)
    assert feed.next_at == MOMENT + timedelta(hours=2)
    assert shown(activity) == FOUR
    assert texts(client.page(path_of(activity)), ".notice--wrong")


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
    assert ask_again().problem == "picked_gone"
    assert shown(activity) == ["05-11 20:00"]


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


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://0/", "http://2130706433/", "http://169.254.169.254/latest/meta-data/",
     "file:///etc/passwd", "http://inside.example/", "http://localhost:5432/", "gopher://agenda.example/", "x" * 3_000],
)  # fmt: skip
def test_our_own_network_is_never_asked(client: PageClient, activity: Activity, far: FarServer, address: str) -> None:
    answer = submit(client, path_of(activity), address=address, do="look")

    assert answer.status_code == 422
    assert texts(parse(answer.text), ".problem")
    assert far.heard == []


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


def test_only_who_may_change_the_item_finds_its_calendar(town: Municipality, activity: Activity) -> None:
    organisation = Organisation(municipality_id=town.id, slug="brink", name="Brink")
    db.session.add(organisation)
    db.session.commit()
    user = make_user(EDITOR, town)
    from tests.staff import sign_in

    editor = sign_in(signed_out(), user)
    assert editor.get(path_of(activity)).status_code == 404
    set_editor(town.id, organisation.id, user.id)
    activity.organisation_id = organisation.id
    db.session.commit()
    assert editor.get(path_of(activity)).status_code == 200

    other_town = signed_in_client(COORDINATOR, make_municipality(OVERWATER))
    assert other_town.get(path_of(activity)).status_code == 404
    assert other_town.get(path_of(activity).replace(BRINKDAM, OVERWATER)).status_code == 404


def signed_out() -> PageClient:
    from flask import current_app

    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return client


def test_a_place_has_a_calendar_too(client: PageClient, town: Municipality, far: FarServer) -> None:
    place = make_place(town, "Buurthuis")
    path = f"/staff/{BRINKDAM}/places/{place.id}/calendar"

    assert submit(client, path, address=far.url("/a.ics", HOST), do="save").status_code == 303

    found = queries.find_feed(place)
    assert found is not None
    assert queries.get_item_of(found) is place
