"""What goes out as HSDS comes in again: the same places and activities, with the same times as far as they are told."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.build import make_municipality
from tests.hsds.conftest import contents
from tests.hsds_import.kept import lines
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.postgis import to_position
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.models import Slot
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.values import CANCELLED

PLACE_FACTS = ("kind", "street", "house_number", "wheelchair", "free", "walkin", "topics", "checked_on", "is_demo")
ACTIVITY_FACTS = (
    "kind", "online", "by_appointment", "free", "price_cents", "walkin", "no_referral", "volunteer", "wor", "min_age",
    "topics", "dimensions", "checked_on", "is_demo",
)  # fmt: skip
Thing = Place | Activity


@pytest.fixture
def feed(demo: FlaskClient, tmp_path: Path) -> Path:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"contents": contents(demo, "/services", full="true")}))
    return path


@pytest.fixture
def copy(demo: FlaskClient, feed: Path) -> Municipality:
    """Another town with all that the feed tells."""
    town = make_municipality("overwater", boundary=None)
    lines(load(demo, feed, "overwater"))
    return town


def load(client: FlaskClient, feed: Path, town: str) -> Result:
    args = ["places", "import", str(feed), "--format", "hsds", "--town", town]
    return client.application.test_cli_runner().invoke(args=args)


def pairs(model: type[Any], town: Municipality) -> Iterator[tuple[Any, Any]]:
    """What is shown here and its copy there."""
    shown = select(model).where(model.municipality_id == get_municipality("alblasserdam").id, model.published)
    here = db.session.scalars(shown)
    there = {one.external_id: one for one in db.session.scalars(select(model).where(model.municipality_id == town.id))}
    for one in here:
        yield one, there.pop(str(one.id))
    assert not there


def times_of(thing: Thing) -> list[tuple[Any, ...]]:
    """Up to the last day of which the feed knows all."""
    owner = Slot.place_id if isinstance(thing, Place) else Slot.activity_id
    end = midnight(clock.today() + timedelta(days=HORIZON_DAYS - 1))
    rows = db.session.execute(
        select(Slot.starts_at, Slot.ends_at, Slot.status)
        .where(Slot.municipality_id == thing.municipality_id, owner == thing.id)
        .where(Slot.status != CANCELLED, Slot.starts_at < end)
        .order_by(Slot.starts_at, Slot.ends_at)
    )
    return [tuple(row) for row in rows]


def facts_of(thing: Thing) -> dict[str, Any]:
    names = PLACE_FACTS if isinstance(thing, Place) else ACTIVITY_FACTS
    facts = {name: getattr(thing, name) for name in names}
    if isinstance(thing, Place):
        facts |= {"postcode": thing.postcode if thing.street else None}  # HSDS has no address without a street
    return facts | {"themes": sorted(thing.themes), "attributes": sorted(thing.attributes)}


def test_our_own_feed_makes_nothing_twice(demo: FlaskClient, feed: Path) -> None:
    output = lines(load(demo, feed, "alblasserdam"))

    assert output[0].endswith(" kept here already, so this package is from here")
    assert output[1:] == [f"{what}: 0 added, 0 changed, 0 unchanged, 0 rejected" for what in ("places", "activities")]


def test_every_place_and_activity_comes_back_with_its_facts(copy: Municipality) -> None:
    for one, other in pairs(Place, copy):
        assert facts_of(other) == facts_of(one)
        assert to_position(other.point) == to_position(one.point)
        assert (other.opening_hours_note, set(one.spoken)) == (one.opening_hours_note, set(other.spoken))
    for one, other in pairs(Activity, copy):
        assert facts_of(other) == facts_of(one)
        assert (other.place.external_id if other.place else None) == (str(one.place_id) if has_place(one) else None)
        assert to_position(other.point) == (None if one.online else to_position(one.point))


def has_place(activity: Activity) -> bool:
    """Of one with a point of its own, or online, the feed names no place."""
    if activity.place is None or activity.online or activity.point is not None:
        return False
    return activity.place.published and (activity.place.point is not None or bool(activity.place.street))


def test_every_time_comes_back(copy: Municipality) -> None:
    compared = 0
    for model in (Place, Activity):
        for one, other in pairs(model, copy):
            mine, theirs = times_of(one), times_of(other)
            assert theirs == mine, one.slug
            compared += len(mine)
    assert compared > 1_000


def test_the_same_feed_again_changes_nothing(demo: FlaskClient, copy: Municipality, feed: Path) -> None:
    output = lines(load(demo, feed, "overwater"))

    assert "0 added, 0 changed" in output[-2]
    assert "0 added, 0 changed" in output[-1]


def test_pages_of_a_feed_may_come_one_after_the_other(demo: FlaskClient, feed: Path) -> None:
    """An activity whose place is in another file waits for it and is told."""
    make_municipality("overwater", boundary=None)
    whole = json.loads(feed.read_text())["contents"]
    is_place = {one["id"]: any(term["link_type"] == "place_kind" for term in one["attributes"]) for one in whole}
    places, activities = ([one for one in whole if is_place[one["id"]] is which] for which in (True, False))

    feed.write_text(json.dumps(activities))
    early = lines(load(demo, feed, "overwater"))
    feed.write_text(json.dumps(places))
    lines(load(demo, feed, "overwater"))
    feed.write_text(json.dumps(activities))
    late = lines(load(demo, feed, "overwater"))

    assert any("is a place that is not in this file; import the file with it first" in line for line in early)
    assert late[-1].endswith(" 0 rejected")
    for one, other in pairs(Activity, get_municipality("overwater")):
        assert (other.place.external_id if other.place else None) == (str(one.place_id) if has_place(one) else None)
