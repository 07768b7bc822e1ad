"""The week of a place with all that is held there, and of an activity that takes place several times."""

from datetime import date, datetime

import pytest
from justhtml import JustHTML
from sqlalchemy import select

from tests.conftest import forget_feeds
from tests.page import PageClient, one, parse, text_of, texts
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.operations import cancel_date, move_date, save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Hours, Schedule, Series, Weekly

PLACE = "/en/alblasserdam/places/het-brughuis"
ACTIVITY = "/en/alblasserdam/activities/koffie-in-het-brughuis"
TUESDAY = date(2026, 11, 24)
ILL = {"nl": "ziek", "en": "ill"}


def fresh(demo: PageClient, path: str) -> JustHTML:
    db.session.commit()
    forget_feeds(demo.application)
    return demo.page(path)


def coffee() -> Activity:
    return db.session.scalars(select(Activity).where(Activity.slug == "koffie-in-het-brughuis")).one()


def test_the_week_is_seven_days_from_today_with_dates(demo: PageClient) -> None:
    document = demo.page(PLACE)

    rows = texts(document, ".box .week:not(.week--programme) .week__day")
    assert rows[0] == "Tuesday 24 Nov today"
    assert rows[-1] == "Monday 30 Nov"
    assert len(rows) == 7


def test_what_was_this_morning_still_stands_in_the_week(demo: PageClient) -> None:
    """A house that was open until ten is not a house that is closed today."""
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    weekly = Weekly((Hours(1, 480, 600), Hours(2, 480, 600)))
    save_schedule(place.municipality_id, Owner(place_id=place.id), Schedule(weekly=(weekly,)))

    document = fresh(demo, PLACE)

    assert "8:00–10:00" in text_of(document.query(".week__row--today")[0])


def test_the_programme_of_a_house_holds_what_happens_in_order_of_time(demo: PageClient) -> None:
    today = demo.page(PLACE).query(".week--programme .week__row--today")[0]

    hours = texts(today, ".held__hours")
    assert len(hours) > 3
    assert hours == sorted(hours, key=lambda text: int(text.partition(":")[0]))
    assert "Coffee at Het Brughuis" in text_of(today)
    assert "9:00–16:30" in text_of(one(today, ".week__times"))


def test_what_is_cancelled_is_struck_through_in_the_programme(demo: PageClient) -> None:
    activity = coffee()
    cancel_date(activity.municipality_id, Owner(activity_id=activity.id), TUESDAY, ILL)

    today = fresh(demo, PLACE).query(".week--programme .week__row--today")[0]

    held = next(held for held in today.query(".held") if "Coffee" in text_of(held))
    assert text_of(one(held, "s")) == "9:00–12:00"
    assert "Cancelled: ill" in text_of(held)


@pytest.mark.parametrize("path", [PLACE, ACTIVITY])
def test_later_weeks_are_links_up_to_the_last_that_is_known(demo: PageClient, path: str) -> None:
    seen = []
    here: str | None = path
    while here:
        document = demo.page(here)
        seen.append(texts(document, ".week__day")[0].removesuffix(" today"))
        following = document.query(".week-links [rel=next]")
        here = following[0].attrs["href"] if following else None

    assert (len(seen), seen[0], seen[1], seen[-1]) == (13, "Tuesday 24 Nov", "Tuesday 1 Dec", "Tuesday 16 Feb")


def test_a_later_week_marks_no_day_as_today_and_leads_back(demo: PageClient) -> None:
    document = demo.page(f"{PLACE}?week=1")

    assert not document.query(".week__row--today")
    assert "The week from Tuesday 1 December" in text_of(one(document, "section[aria-labelledby=when-title]"))
    assert document.query(".week-links [rel=prev]")[0].attrs["href"] == f"{PLACE}#programme-title"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("week", ["13", "-1", "x", "1e1"])
@pytest.mark.parametrize("page", ["places/het-brughuis", "activities/koffie-in-het-brughuis"])
def test_a_week_that_is_not_known_gives_400_with_a_sentence(demo: PageClient, page: str, week: str, lang: str) -> None:
    answer = demo.get(f"/{lang}/alblasserdam/{page}?week={week}")

    assert answer.status_code == 400
    assert "12" in text_of(one(parse(answer.text), ".lead"))


def test_an_activity_several_times_a_week_has_a_week_and_a_rare_one_a_list(demo: PageClient) -> None:
    activity = coffee()
    assert len(demo.page(ACTIVITY).query(".week__row")) == 7
    monthly = Series(datetime(2026, 11, 26, 10), 60, "FREQ=MONTHLY")
    save_schedule(activity.municipality_id, Owner(activity_id=activity.id), Schedule(series=(monthly,)))

    document = fresh(demo, ACTIVITY)

    assert not document.query(".week")
    assert "Thursday 26 November 10:00–11:00" in texts(document, ".slot")[0]


def test_a_date_that_is_moved_is_still_one_date(demo: PageClient) -> None:
    activity = coffee()
    town, owner = activity.municipality_id, Owner(activity_id=activity.id)
    save_schedule(town, owner, Schedule(series=(Series(datetime(2026, 11, 26, 10), 60, "FREQ=WEEKLY"),)))
    move_date(town, owner, datetime(2026, 11, 26, 10), datetime(2026, 11, 27, 10), ILL)

    document = fresh(demo, ACTIVITY)

    assert not document.query(".week")
    assert "Moved to Friday 27 November at 10:00: ill" in texts(document, ".slot")[0]
    assert "Moved from Thursday 26 November: ill" in texts(document, ".slot")[1]


def test_a_house_without_known_hours_is_not_called_closed(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    save_schedule(place.municipality_id, Owner(place_id=place.id), Schedule())

    document = fresh(demo, PLACE)

    assert document.query(".week--programme")
    assert "closed" not in text_of(one(document, ".week--programme"))
