"""A date that a calendar no longer lists: cancelled here for who would come, unless the calendar may be cut off."""

from datetime import datetime

import pytest

from tests.calendar_feeds.build import (
    CANCELLED,
    COFFEE,
    FOUR,
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
from webapp.calendar_feeds import operations
from webapp.exchange.missing import GONE
from webapp.extensions import db
from webapp.schedule.operations import cancel_date, move_date, reinstate_date
from webapp.schedule.timetables import Owner
from webapp.versions.queries import list_versions

WITHOUT_SECOND = calendar(*coffee(day=3), *coffee(uid="3", day=17), *coffee(uid="4", day=24))
YOGA = event("SUMMARY:Yoga", at(5, 19), AN_HOUR, "RRULE:FREQ=WEEKLY;COUNT=10", uid="9")
SECOND_GONE = ["03-11 10:00", "10-11 10:00 cancelled", "17-11 10:00", "24-11 10:00"]
ALL_GONE = [f"{one} cancelled" for one in FOUR]
SECOND = datetime(2026, 11, 10, 10)


def answer(far: FarServer, body: bytes) -> None:
    far.answer = lambda heard: Reply(body)


def test_a_date_that_is_no_longer_listed_is_cancelled_and_comes_back(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    use(client, activity, far)
    answer(far, WITHOUT_SECOND)

    assert ask_again().failures == 0

    assert shown(activity) == SECOND_GONE
    assert operations.list_next(activity)[1].reason == GONE
    for language, words in GONE.items():
        assert words in text_of(client.page(f"/{language}/{BRINKDAM}/activities/{activity.slug}").query("main")[0])
    assert list_versions(activity)[0].what == "calendar"
    ask_again()
    assert shown(activity) == SECOND_GONE, "also after it was missing once more"
    answer(far, COFFEE)
    ask_again()
    assert shown(activity) == FOUR


def test_a_whole_event_that_is_gone_is_cancelled_while_the_calendar_lists_others(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    answer(far, calendar(*coffee(WEEKLY), *YOGA))
    use(client, activity, far, picks="s:Koffie")
    answer(far, calendar(*YOGA))

    assert ask_again().problem is None

    assert shown(activity) == ALL_GONE
    answer(far, calendar(*coffee(WEEKLY), *YOGA))
    ask_again()
    assert shown(activity) == FOUR


def test_what_was_decided_here_stays_though_the_date_is_missing(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    owner = Owner(activity_id=activity.id)
    use(client, activity, far)
    cancel_date(town.id, owner, SECOND, {"nl": "ziek"})
    move_date(town.id, owner, SECOND.replace(day=17), datetime(2026, 11, 18, 14), {"nl": "zaal bezet"})
    db.session.commit()
    answer(far, calendar(*coffee(day=3), *coffee(uid="4", day=24)))

    ask_again()

    assert shown(activity) == [
        "03-11 10:00", "10-11 10:00 cancelled", "17-11 10:00 cancelled", "18-11 14:00", "24-11 10:00"
    ]  # fmt: skip
    assert operations.list_next(activity)[1].reason == {"nl": "ziek"}


def test_who_says_that_it_takes_place_all_the_same_is_not_overruled(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    use(client, activity, far)
    answer(far, WITHOUT_SECOND)
    ask_again()
    reinstate_date(town.id, Owner(activity_id=activity.id), SECOND)
    db.session.commit()
    answer(far, calendar(*coffee(day=3), *coffee(uid="4", day=24)))

    ask_again()

    assert shown(activity) == ["03-11 10:00", "10-11 10:00", "17-11 10:00 cancelled", "24-11 10:00"]
    answer(far, CANCELLED)
    ask_again()
    reinstate_date(town.id, Owner(activity_id=activity.id), SECOND)
    db.session.commit()
    answer(far, CANCELLED.replace(b"Koffie", b"Koffie!").replace(b"COUNT=4", b"COUNT=5"))
    ask_again()
    assert shown(activity) == [*FOUR, "01-12 10:00"]


def test_a_date_at_another_hour_is_changed_and_not_gone(client: PageClient, activity: Activity, far: FarServer) -> None:
    use(client, activity, far)
    answer(far, COFFEE.replace(b"T100000", b"T103000"))

    ask_again()

    assert shown(activity) == [one.replace("10:00", "10:30") for one in FOUR]


def test_nobody_is_told_that_something_falls_out_that_nobody_saw(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    activity.published = False
    db.session.commit()
    use(client, activity, far)
    answer(far, WITHOUT_SECOND)

    ask_again()

    assert shown(activity) == [FOUR[0], *FOUR[2:]]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (calendar(), "empty"),
        (calendar(*event("SUMMARY:Koffie", at(3, 20), AN_HOUR, uid="8")), "shrunk"),
        (COFFEE.replace(b"Koffie", b"Koffie-inloop"), "picked_gone"),
        (COFFEE[: COFFEE.index(b"END:VEVENT")], "no_calendar"),
    ],
)
def test_a_calendar_that_may_be_cut_off_cancels_nothing_until_somebody_looked(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality, body: bytes, word: str
) -> None:
    use(client, activity, far, picks="s:Koffie")
    answer(far, body)

    assert ask_again().problem == word
    assert ask_again().problem == word

    assert shown(activity) == FOUR
    answer(far, COFFEE)
    assert ask_again().problem is None
    assert shown(activity) == FOUR


def test_staff_hear_of_it_at_once_and_say_that_it_is_right(
    client: PageClient, activity: Activity, far: FarServer, town: Municipality
) -> None:
    use(client, activity, far)
    answer(far, calendar())
    ask_again()

    with client.application.test_request_context(f"/staff/{BRINKDAM}/"):
        assert any("Koffie" in line.text for card in desk_cards(town) for line in card.lines)
    assert client.page(path_of(activity)).query("button[value=confirm]")
    assert submit(client, path_of(activity), do="refresh").status_code == 422
    assert shown(activity) == FOUR
    assert submit(client, path_of(activity), do="confirm").status_code == 303

    assert shown(activity) == ALL_GONE
    assert the_feed().problem is None
    assert not client.page(path_of(activity)).query("button[value=confirm]")


def test_what_is_missing_may_be_what_can_no_longer_be_read(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    answer(far, calendar(*coffee(WEEKLY), *YOGA))
    use(client, activity, far, skips_refused="1")
    before = shown(activity)
    answer(far, calendar(*coffee("RRULE:FREQ=SECONDLY"), *YOGA))

    assert ask_again().problem == "unclear"
    assert ask_again().problem == "unclear"
    assert shown(activity) == before


def test_a_try_tells_what_would_be_cancelled(client: PageClient, activity: Activity, far: FarServer) -> None:
    use(client, activity, far)
    answer(far, WITHOUT_SECOND)

    page = parse(submit(client, path_of(activity), do="look").text)

    assert sum("staat niet meer" in line for line in texts(page, ".table-report > li")) == 1
    assert shown(activity) == FOUR


def test_other_events_chosen_take_the_place_of_those_before(
    client: PageClient, activity: Activity, far: FarServer
) -> None:
    answer(far, calendar(*coffee(WEEKLY), *event("SUMMARY:Bingo", at(6, 20), AN_HOUR, uid="7")))
    use(client, activity, far, picks="s:Koffie")

    use(client, activity, far, picks="s:Bingo")

    assert shown(activity) == ["06-11 20:00"]
