"""What an import said, and what it kept."""

from typing import Any

from click.testing import Result
from sqlalchemy import select

from webapp.activities.models import Activity
from webapp.areas.queries import get_municipality
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.queries import find_schedule
from webapp.schedule.timetables import Owner

NOTHING = [
    "places: 0 added, 0 changed, 0 unchanged, 0 rejected",
    "activities: 0 added, 0 changed, 0 unchanged, 0 rejected",
]
BOTH = [
    "places: 1 added, 0 changed, 0 unchanged, 0 rejected",
    "activities: 1 added, 0 changed, 0 unchanged, 0 rejected",
]
SAME = [
    "places: 0 added, 0 changed, 1 unchanged, 0 rejected",
    "activities: 0 added, 0 changed, 1 unchanged, 0 rejected",
]


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def the_place() -> Place:
    return db.session.scalars(select(Place)).one()


def the_activity() -> Activity:
    return db.session.scalars(select(Activity)).one()


def texts(thing: Place | Activity) -> dict[str, Any]:
    [text] = thing.texts
    assert text.language == "nl"
    return {
        name: value
        for name, value in vars(text).items()
        if name in ("name", "description", "getting_there", "first_time")
    }


def document(owner: Owner) -> Any:
    stored = find_schedule(get_municipality("brinkdam").id, owner)
    return stored.document if stored else None
