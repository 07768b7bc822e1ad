"""Whoever writes an activity comes through the same checks, and writes only what differs."""

from dataclasses import replace
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from tests.build import make_activity, make_place
from tests.database import statements_of_pages
from tests.town import BRINK
from webapp.activities.facts import ActivityEntry, ActivityFacts, ActivityTexts
from webapp.activities.models import Activity
from webapp.activities.operations import save_activities, save_activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.extensions import db
from webapp.schedule.models import Slot

FACTS = ActivityFacts(kind="maaltijd", themes=("eten",), dimensions=("PG5",), opening_hours="Tu 18:00-20:00")
TEXTS = {"nl": ActivityTexts("Samen eten", first_time="Iemand wacht je op.")}


def save(municipality: Municipality, **changes: Any) -> str:
    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        outcome = save_activity(municipality, ActivityEntry("1", replace(FACTS, **changes), TEXTS), source="test")
        db.session.commit()
    return outcome


def count_slots() -> int:
    return db.session.scalar(select(func.count()).select_from(Slot)) or 0


def test_an_activity_is_added_changed_or_left_unchanged(brinkdam: Municipality) -> None:
    assert save(brinkdam) == "added"
    version = get_content_version(brinkdam)
    assert save(brinkdam) == "unchanged"
    assert get_content_version(brinkdam) == version
    assert save(brinkdam, price_cents=450) == "changed"
    assert db.session.scalars(select(Activity.slug)).all() == ["samen-eten"]


def test_at_a_place_it_is_unchanged_as_well(brinkdam: Municipality) -> None:
    """Its position is then that of the place, which is no change of its own."""
    place = make_place(brinkdam)

    assert save(brinkdam, place_id=place.id) == "added"
    assert save(brinkdam, place_id=place.id) == "unchanged"


def test_slots_follow_the_hours_and_the_appointment(brinkdam: Municipality) -> None:
    save(brinkdam)
    assert count_slots() == 13

    assert save(brinkdam, by_appointment=True) == "changed"
    assert set(db.session.scalars(select(Slot.status))) == {"appointment"}

    save(brinkdam)
    assert set(db.session.scalars(select(Slot.status))) == {"open"}
    assert count_slots() == 13

    save(brinkdam, opening_hours=None)
    assert count_slots() == 0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "toveren"}, "toveren"),
        ({"themes": ("zweven",)}, "zweven"),
        ({"dimensions": ("PG9",)}, "PG9"),
        ({"programmes": ("X",)}, "X"),
        ({"laws": ("Wet van Murphy",)}, "Wet van Murphy"),
        ({"spoken": ("klingons",)}, "klingons"),
        ({"opening_hours": "dinsdag"}, "dinsdag"),
        ({"free": True, "price_cents": 100}, "what is free has no price"),
        ({"price_cents": 0}, "more than 0"),
        ({"min_age": 200}, "between 0 and 120"),
        ({"online": True, "position": BRINK}, "online"),
        ({"kind": "informatie", "position": BRINK}, "nowhere on the map"),
    ],
)
def test_what_may_not_be_stored_is_refused_by_name(brinkdam: Municipality, change: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        save(brinkdam, **change)


def test_a_shelter_at_a_place_is_refused(brinkdam: Municipality) -> None:
    with pytest.raises(ValueError, match="looks like a shelter"):
        make_activity(brinkdam, "Vrouwenopvang", position=BRINK)

    assert make_activity(brinkdam, "Bellen met de vrouwenopvang", online=True).online


def test_names_that_are_the_same_get_addresses_that_differ(brinkdam: Municipality) -> None:
    assert [make_activity(brinkdam).slug for _ in range(3)] == ["koffie", "koffie-2", "koffie-3"]


def test_one_that_may_not_be_stored_leaves_the_others(brinkdam: Municipality) -> None:
    entries = [ActivityEntry(str(n), replace(FACTS, min_age=age), TEXTS) for n, age in enumerate((None, 200, 12))]

    saved = save_activities(brinkdam, entries, source="test")

    assert [one.outcome for one in saved] == ["added", None, "added"]
    assert [flaw.column for one in saved for flaw in one.flaws] == ["min_age"]
    assert db.session.scalars(select(Activity.slug).order_by(Activity.slug)).all() == ["samen-eten", "samen-eten-2"]


def test_many_cost_as_many_queries_as_one(brinkdam: Municipality) -> None:
    def queries(first: int, past: int) -> int:
        entries = [ActivityEntry(str(number), FACTS, TEXTS) for number in range(first, past)]
        with statements_of_pages() as statements:
            save_activities(brinkdam, entries, source="test")
        return len(statements)

    queries(0, 1)  # what is looked up once a process
    assert queries(1, 2) == queries(2, 30)
