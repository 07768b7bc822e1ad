"""Two become one without a loss, every old address leads on, and it can be taken apart again."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.build import make_activity, make_municipality, make_place
from tests.merging.build import two
from tests.merging.conftest import MOMENT
from tests.page import PageClient
from tests.town import BRINKDAM, OVERWATER
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.errors import NotFound
from webapp.core.geo import Position
from webapp.extensions import Base, db
from webapp.merging import belongings, operations, snapshots
from webapp.merging.models import Merge
from webapp.merging.operations import MergeRefused, merge, undo
from webapp.merging.rules import BOTH, FIELDS, GONE, TEXT_PARTS
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.former import find_owner
from webapp.places.models import Place
from webapp.places.operations import save_place
from webapp.schedule.closing import Subject, close
from webapp.schedule.models import Slot, StoredClosure
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure
from webapp.versions.queries import list_versions


def snapshot(item: Place | Activity, what: str = "places") -> snapshots.Snapshot:
    db.session.expire_all()
    return snapshots.take(item, what)


def starts(item_id: UUID) -> list[str]:
    rows = db.session.scalars(select(Slot.starts_at).where(Slot.place_id == item_id).order_by(Slot.starts_at).limit(2))
    return [f"{clock.local(moment):%a %H:%M}" for moment in rows]


def test_each_field_is_what_was_chosen_and_the_rest_stays(town: Municipality, by: UUID) -> None:
    kept, gone = two(town)

    merge(
        town,
        "places",
        kept.id,
        gone.id,
        {"phone": GONE, "themes": BOTH, "times": GONE, "nl_description": GONE, "en_name": GONE, "en_summary": GONE},
        by=by,
        now=MOMENT,
    )

    told = snapshot(kept)
    assert told["facts"]["phone"] == "0107654321"
    assert told["facts"]["email"] is None
    assert told["facts"]["themes"] == ["geld", "gezin"]
    assert told["texts"]["nl"]["name"] == "De Brink"
    assert told["texts"]["nl"]["description"] == "Met een tuin."
    assert told["texts"]["en"]["summary"] == "Garden"
    assert starts(kept.id) == ["Tue 10:00", "Tue 10:00"]
    assert (gone.published, gone.merged_into_id) == (False, kept.id)
    assert [(row.number, row.what) for row in list_versions(kept)] == [(2, "merge"), (1, "import")]


def test_what_hangs_on_it_moves_along(town: Municipality, by: UUID) -> None:
    kept, gone = two(town)
    coffee = make_activity(town, "Koffie", place=gone, opening_hours="We 10:00-12:00")
    close(town.id, Subject(place_id=gone.id), Closure(MOMENT.date(), MOMENT.date(), {"nl": "Verbouwing"}))
    db.session.commit()

    row = merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    db.session.expire_all()
    assert coffee.place_id == kept.id
    assert db.session.scalars(select(StoredClosure.place_id)).one() == kept.id
    undo(town, row, by=by, now=MOMENT)
    db.session.expire_all()
    assert coffee.place_id == gone.id
    assert db.session.scalars(select(StoredClosure.place_id)).one() == gone.id


def test_every_table_that_points_at_an_item_has_been_thought_of() -> None:
    """A new one moves along by itself; one whose rows follow from something else has to be named in STAYS."""
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if key.referred_table.name in ("place", "activity")
    }
    moving = {table.name for what in ("places", "activities") for table, _owner in belongings.list_belongings(what)}

    assert pointing == moving | belongings.STAYS
    assert {"activity", "closure", "calendar_feed"} <= moving


def test_every_column_can_be_chosen_or_follows() -> None:
    followers = {"municipality_id", "id", "slug", "source", "external_id", "published", "is_demo", "merged_into_id",
                 "search", "told", "neighbourhood_code"}  # fmt: skip
    for what, model in operations.MODELS.items():
        chosen = {column for field in FIELDS[what] for column in field.columns}
        stored = {column.name for column in model.__table__.columns}
        assert stored - chosen <= followers, f"{what}: {sorted(stored - chosen - followers)}"
        texts = {column.name for column in snapshots.TEXT_ROWS[what].__table__.columns}
        assert texts - {"municipality_id", "place_id", "activity_id", "language", "version", "made_by"} == set(
            TEXT_PARTS[what]
        )


def test_undone_both_are_as_they_were(town: Municipality, by: UUID, client: PageClient) -> None:
    kept, gone = two(town)
    before = snapshot(kept), snapshot(gone)
    everything = {field.name: GONE for field in FIELDS["places"]} | {"times": GONE}
    everything |= {f"{code}_{part}": GONE for code in ("nl", "en") for part in TEXT_PARTS["places"]}
    row = merge(town, "places", kept.id, gone.id, everything, by=by, now=MOMENT)
    assert snapshot(kept) != before[0]

    undo(town, row, by=by, now=MOMENT + timedelta(days=29))
    db.session.commit()

    assert (snapshot(kept), snapshot(gone)) == before
    assert starts(kept.id)[0][:3] == "Mon"
    assert client.get(f"/nl/{BRINKDAM}/places/buurthuis-de-brink").status_code == 200
    with pytest.raises(MergeRefused, match="undone"):
        undo(town, row, by=by, now=MOMENT)


def test_what_was_changed_after_the_merge_stays_when_it_is_undone(town: Municipality, by: UUID) -> None:
    kept, gone = two(town)
    row = merge(town, "places", kept.id, gone.id, {"phone": GONE, "email": GONE}, by=by, now=MOMENT)
    kept.phone = "0100000000"
    db.session.flush()

    undo(town, row, by=by, now=MOMENT)

    assert (kept.phone, kept.email) == ("0100000000", None)


def test_it_cannot_be_undone_once_it_is_too_late_or_has_gone_on(town: Municipality, by: UUID) -> None:
    a, b, c = (make_place(town, name, slug=name) for name in "abc")
    first = merge(town, "places", b.id, a.id, {}, by=by, now=MOMENT)
    second = merge(town, "places", c.id, b.id, {}, by=by, now=MOMENT)

    with pytest.raises(MergeRefused, match="merged_on"):
        undo(town, first, by=by, now=MOMENT)
    with pytest.raises(MergeRefused, match="too_late"):
        undo(town, second, by=by, now=MOMENT + timedelta(days=31))
    undo(town, second, by=by, now=MOMENT)
    undo(town, first, by=by, now=MOMENT)
    assert find_owner(town.id, "places", "a") is None


def test_what_was_remembered_goes_when_its_days_are_over(town: Municipality, by: UUID) -> None:
    kept, gone = two(town)
    merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    assert operations.forget_old(MOMENT + timedelta(days=29)) == 0
    assert operations.forget_old(MOMENT + timedelta(days=31)) == 1
    assert operations.forget_old(MOMENT + timedelta(days=31)) == 0
    db.session.expire_all()
    assert db.session.scalars(select(Merge)).one().record == {}


def test_an_import_leaves_alone_what_was_merged_away(town: Municipality, by: UUID) -> None:
    kept = make_place(town, "De Brink")
    gone = make_place(town, "Brink", source="csv", external_id="7")
    merge(town, "places", kept.id, gone.id, {}, by=by, now=MOMENT)

    outcome = save_place(town, PlaceFacts("bibliotheek"), {"nl": PlaceTexts("Anders")}, source="csv", external_id="7")

    db.session.expire_all()
    assert outcome == "unchanged"
    assert (gone.kind, gone.published, kept.kind) == ("buurthuis", False, "buurthuis")


def test_a_shelter_does_not_get_an_address_by_a_merge(town: Municipality, by: UUID) -> None:
    kept = make_place(town, "De Brink")
    gone = make_place(town, "Vrouwenopvang", position=None)

    with pytest.raises(MergeRefused, match="texts"):
        merge(town, "places", kept.id, gone.id, {"nl_name": GONE}, by=by, now=MOMENT)


def test_activities_become_one_too(town: Municipality, by: UUID, client: PageClient) -> None:
    place = make_place(town)
    kept = make_activity(town, "Koffie", slug="koffie", place=place, opening_hours="Mo 09:00-12:00")
    gone = make_activity(town, "Koffie-inloop", slug="koffie-inloop", free=True, position=Position(52.16, 5.16))
    before = snapshot(kept, "activities")
    row = merge(town, "activities", kept.id, gone.id, {"price": GONE, "point": GONE}, by=by, now=MOMENT)
    db.session.commit()

    assert (
        client.get(f"/en/{BRINKDAM}/activities/koffie-inloop.ics").location == f"/en/{BRINKDAM}/activities/koffie.ics"
    )
    assert (kept.free, kept.position) == (True, Position(52.16, 5.16))
    undo(town, row, by=by, now=MOMENT)
    assert snapshot(kept, "activities") == before


def test_one_of_another_town_or_the_same_one_is_not_found(town: Municipality, by: UUID) -> None:
    here, there = make_place(town), make_place(make_municipality(OVERWATER), position=None)

    for other in (there.id, here.id):
        with pytest.raises(NotFound):
            merge(town, "places", here.id, other, {}, by=by, now=MOMENT)
    assert Owner(place_id=here.id).id == here.id
