"""A card reads few slots and tells what all of them would tell."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.finding.queries import ALL_SLOTS, list_coming_slots
from webapp.places.models import Place
from webapp.schedule.answers import status_at
from webapp.schedule.closing import WHOLE_TOWN, close
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure, Hours, Schedule, Weekly


def test_a_card_tells_what_all_slots_tell(demo: PageClient) -> None:
    town = db.session.scalars(select(Municipality)).one()
    things = [*db.session.scalars(select(Place)), *db.session.scalars(select(Activity))]
    asking = Schedule(weekly=(Weekly((Hours(DEMO_MOMENT.weekday(), 540, 720, by_appointment=True),)),))
    save_schedule(town.id, Owner(place_id=things[0].id), asking)
    day = (DEMO_MOMENT + timedelta(days=1)).date()
    close(town.id, WHOLE_TOWN, Closure(day, day, {"nl": "Storm"}))
    states: set[str] = set()

    for moment in moments():
        few = list_coming_slots(town, things, moment)
        every = list_coming_slots(town, things, moment, each=ALL_SLOTS, bounds={})
        for thing in things:
            told = status_at(few.get(thing.id, ()), moment)
            whole = status_at(every.get(thing.id, ()), moment)
            states.add(told.state)
            assert (told.state, told.next_start, told.reason) == (whole.state, whole.next_start, whole.reason), (
                thing.slug
            )
    assert states == {"open", "later", "closed", "appointment", "unknown"}


def moments() -> list[datetime]:
    return [DEMO_MOMENT + timedelta(hours=hours) for hours in (0, 3, 9, 13.4, 13.6, 26, 30, 60, 24 * 40)]
