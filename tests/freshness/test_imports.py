"""What an import says of when somebody looked: on record as a check, and never against a newer one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.places.rows import csv_text
from tests.staff import make_user
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.core.database import undone
from webapp.extensions import db
from webapp.freshness import operations, presenting
from webapp.freshness.models import FACTS, ItemCheck
from webapp.freshness.queries import list_checks
from webapp.merging.operations import merge, undo
from webapp.merging.rules import GONE
from webapp.places.facts import PlaceEntry, PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import save_places
from webapp.sheets import operations as sheets

MOMENT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


def told(town: Municipality, day: date | None, source: str = "osm", id_: str = "7") -> Place:
    [saved] = save_places(
        town, [PlaceEntry(id_, PlaceFacts("buurthuis", checked_on=day), {"nl": PlaceTexts("Brink")})], source=source
    )
    assert saved.outcome, saved.flaws
    db.session.flush()
    return db.session.scalars(select(Place).where(Place.external_id == id_)).one()


def checks(place: Place) -> Sequence[tuple[str, date, str]]:
    return [(one.part, one.checked_on, one.how) for one in list_checks(place)]


def test_an_import_is_a_check_with_its_own_date(town: Municipality) -> None:
    place = told(town, date(2026, 5, 1))

    assert checks(place) == [(FACTS, date(2026, 5, 1), "import")]
    assert place.checked_on == date(2026, 5, 1)
    told(town, date(2026, 6, 1))
    assert checks(place) == [(FACTS, date(2026, 6, 1), "import")]
    [shown] = presenting.checks_of(place)
    assert (shown.on, shown.by) == (date(2026, 6, 1), "via een import")


@pytest.mark.parametrize("day", [date(2026, 5, 1), None])
def test_an_older_date_overrules_no_newer_check(town: Municipality, day: date | None) -> None:
    place, by = told(town, date(2026, 4, 1)), make_user("coordinator", town).id
    operations.confirm(town, place, by=by, how=operations.STAFF, now=MOMENT)

    told(town, day)

    assert place.checked_on == TODAY
    assert [(one.part, one.by_user_id, one.how) for one in list_checks(place)] == [
        (FACTS, by, "staff"), ("nl", by, "staff")
    ]  # fmt: skip


def test_a_table_of_our_own_with_an_old_date_changes_nothing(town: Municipality) -> None:
    by = make_user("coordinator", town).id
    first = csv_text({"checked_on": "2026-10-01"}).encode()
    row = sheets.upload(town, by, "a.csv", first, MOMENT)
    sheets.confirm(town, row, [])
    place = db.session.scalars(select(Place)).one()
    assert checks(place) == [(FACTS, date(2026, 10, 1), "import")]
    rows = db.session.execute(select(ItemCheck.id, ItemCheck.checked_on)).all()

    again = sheets.preview(town, sheets.stored.read_file(first))
    assert [one.outcome for one in again.foreseen] == ["unchanged"]
    sheets.confirm(town, sheets.upload(town, by, "a.csv", first, MOMENT), [])
    assert db.session.execute(select(ItemCheck.id, ItemCheck.checked_on)).all() == rows

    operations.confirm(town, place, by=by, how=operations.STAFF, now=MOMENT)
    own = csv_text({"external_id": f"dichtbij:{place.id}", "checked_on": "2026-09-01"}).encode()
    assert [one.outcome for one in sheets.preview(town, sheets.stored.read_file(own)).foreseen] == ["unchanged"]


DAYS = st.none() | st.dates(date(2026, 1, 1), TODAY)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DAYS | st.just("confirm"), min_size=1, max_size=6))
def test_list_and_record_say_the_same_whatever_comes_in_whatever_order(
    town: Municipality, events: list[date | str | None]
) -> None:
    with undone():
        newest: date | None = None
        place = told(town, None)
        for event in events:
            if event == "confirm":
                operations.confirm(town, place, by=None, how=operations.LINK, now=MOMENT)
                newest = TODAY
            elif not isinstance(event, str):
                told(town, event)
                newest = max((day for day in (newest, event) if day), default=None)
            recorded = {part: day for part, day, _how in checks(place)}
            assert place.checked_on == recorded.get(FACTS) == newest


def test_two_made_one_keep_the_check_that_was_chosen_and_get_their_own_back(town: Municipality) -> None:
    by = make_user("coordinator", town).id
    kept, gone = make_place(town, "Een", checked_on=date(2026, 1, 1)), make_place(town, "Twee", checked_on=None)
    operations.confirm(town, gone, by=by, how=operations.STAFF, now=MOMENT, parts=[FACTS])
    before = [checks(kept), checks(gone)]

    merged = merge(town, "places", kept.id, gone.id, {"checked_on": GONE}, by=by, now=MOMENT)

    assert checks(kept) == [(FACTS, TODAY, "staff")]
    assert kept.checked_on == TODAY
    undo(town, merged, by=by, now=MOMENT)
    assert [checks(kept), checks(gone)] == before
    assert (kept.checked_on, gone.checked_on) == (date(2026, 1, 1), TODAY)


def test_the_check_of_the_one_that_goes_counts_where_the_other_had_none(town: Municipality) -> None:
    by = make_user("coordinator", town).id
    kept, gone = make_place(town, "Een", checked_on=None), make_place(town, "Twee", checked_on=date(2026, 2, 2))

    merged = merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    assert kept.checked_on == date(2026, 2, 2)
    undo(town, merged, by=by, now=MOMENT)
    assert (kept.checked_on, checks(kept)) == (None, [])
    assert checks(gone) == [(FACTS, date(2026, 2, 2), "import")]
