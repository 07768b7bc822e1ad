"""Recording, drafting, reviewing, publishing and going back, with two people at it and imports in between."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from tests.build import make_activity, make_place
from tests.versions.build import LATER, NOW, changed, numbers
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core.text_states import state_of
from webapp.extensions import db
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import save_place
from webapp.schedule.operations import cancel_date, save_schedule
from webapp.schedule.queries import find_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.told import read_opening_hours
from webapp.versions import operations, rules
from webapp.versions.queries import list_versions, state_of_item


def test_an_import_is_a_version_and_the_same_file_again_is_none(town: Municipality, place: Place) -> None:
    assert numbers(place) == [(1, "published", "import")]

    save_place(town, PlaceFacts("buurthuis", phone="0611111111"), {"nl": PlaceTexts("De Brink")}, source="test",
               external_id="brink")  # fmt: skip
    save_place(town, PlaceFacts("buurthuis", phone="0611111111"), {"nl": PlaceTexts("De Brink")}, source="test",
               external_id="brink")  # fmt: skip

    assert numbers(place) == [(2, "published", "import"), (1, "superseded", "import")]


def test_what_staff_corrected_survives_the_same_file_and_gives_way_to_news(town: Municipality, ebru: UUID) -> None:
    facts, texts = PlaceFacts("buurthuis", phone="0612345678", city="Brinkdam"), {"nl": PlaceTexts("De Brink")}

    def bring(facts: PlaceFacts, texts: dict[str, PlaceTexts]) -> str:
        return save_place(town, facts, texts, source="test", external_id="file")

    place = make_place(town, external_id="file", phone="0612345678", city="Brinkdam", position=None)
    operations.publish(
        town, place, changed(place, facts__phone="0699999999", texts__nl__name="Brinkhuis"), by=ebru, now=NOW
    )

    assert bring(facts, texts) == "unchanged"
    assert (place.phone, place.texts[0].name) == ("0699999999", "Brinkhuis")
    assert bring(replace(facts, city="Overwater"), texts) == "changed"
    assert (place.phone, place.city) == ("0699999999", "Overwater")
    assert bring(replace(facts, phone="0600000000"), {"nl": PlaceTexts("Nieuw")}) == "changed"
    assert (place.phone, place.texts[0].name) == ("0600000000", "Nieuw")
    assert "0699999999" in {row.document["facts"]["phone"] for row in list_versions(place)}


def test_an_activity_remembers_its_source_as_well(town: Municipality, ebru: UUID) -> None:
    activity = make_activity(town, external_id="koffie", price_cents=300)
    operations.publish(town, activity, changed(activity, facts__price_cents=None, facts__free=True), by=ebru, now=NOW)
    again = make_activity(town, external_id="koffie", price_cents=300)

    assert (again.price_cents, again.free) == (None, True)


def test_recording_notes_who_and_what_and_nothing_for_nothing(town: Municipality, place: Place, ebru: UUID) -> None:
    place.phone = "0600000000"
    noted = operations.record(town, place, by=ebru, what="pin", now=NOW)

    assert noted is not None
    assert (noted.number, noted.base, noted.by_user, noted.made_at) == (2, 1, ebru, NOW)
    assert operations.record(town, place, by=ebru, what="pin", now=LATER) is None


def test_what_nobody_recorded_is_captured_before_a_change(town: Municipality, place: Place, ebru: UUID) -> None:
    proposal = changed(place, facts__city="Overwater")
    place.street = "Kade"
    db.session.flush()
    operations.publish(town, place, proposal, by=ebru, now=NOW)

    assert numbers(place) == [
        (3, "published", "edit"), (2, "superseded", "import"), (1, "superseded", "import")
    ]  # fmt: skip
    assert (place.street, place.city) == ("Kade", "Overwater")


@pytest.mark.parametrize("what", ["place", "activity"])
def test_an_earlier_version_returns_whole(town: Municipality, ebru: UUID, what: str) -> None:
    item: Place | Activity
    if what == "place":
        item = make_place(town, phone="0612345678", themes=("geld",), spoken=("ar",), opening_hours="Mo 09:00-12:00")
    else:
        item = make_activity(town, price_cents=250, min_age=12, themes=("geld",), opening_hours="Mo 09:00-12:00")
    parts = {"texts__en__name": "Hall", "texts__en__summary": "Coffee"}
    operations.publish(town, item, changed(item, {"en": "major"}, **parts), by=ebru, now=NOW)
    before = state_of_item(item)
    blank = {"facts__phone": "0600000000", "facts__themes": ["wonen-spullen"], "facts__email": "a@example.nl",
             "texts__nl__name": "Anders", "texts__nl__description": "Nieuw", "texts__en__summary": ""}  # fmt: skip
    operations.publish(town, item, changed(item, {"nl": "major", "en": "minor"}, **blank), by=ebru, now=NOW)
    owner = Owner(place_id=item.id) if isinstance(item, Place) else Owner(activity_id=item.id)
    save_schedule(town.id, owner, read_opening_hours("Tu 10:00-11:00"))
    operations.record(town, item, by=ebru, what="times", now=NOW)

    noted = operations.restore(town, item, 2, by=ebru, now=LATER, with_times=True)

    assert rules.differences(before, state_of_item(item)) == []
    assert rules.differences(before, noted.document) == []
    texts = {text.language: text for text in item.texts}
    assert state_of(texts["en"], texts["nl"]) == "checked"
    assert noted.what == "restore"


def test_going_back_keeps_a_translation_behind_that_was_behind(town: Municipality, place: Place, ebru: UUID) -> None:
    operations.publish(town, place, changed(place, {"en": "major"}, texts__en__name="Green"), by=ebru, now=NOW)
    operations.publish(town, place, changed(place, {"nl": "major"}, texts__nl__name="Het Plein"), by=ebru, now=NOW)
    operations.publish(town, place, changed(place, {"en": "major"}, texts__en__name="Square"), by=ebru, now=NOW)
    texts = {text.language: text for text in place.texts}
    assert state_of(texts["en"], texts["nl"]) == "checked"

    operations.restore(town, place, 3, by=ebru, now=LATER, with_times=False)

    texts = {text.language: text for text in place.texts}
    assert (texts["nl"].name, texts["en"].name) == ("Het Plein", "Green")
    assert state_of(texts["en"], texts["nl"]) == "outdated"


def test_going_back_does_not_undo_a_cancelled_day(town: Municipality, place: Place, ebru: UUID) -> None:
    owner = Owner(place_id=place.id)
    operations.publish(town, place, changed(place, facts__phone="0600000000"), by=ebru, now=NOW)
    cancel_date(town.id, owner, datetime(2026, 11, 25).date(), {"nl": "ziek"})
    operations.record(town, place, by=ebru, what="cancel", now=NOW)

    operations.restore(town, place, 1, by=ebru, now=LATER, with_times=True)

    stored = find_schedule(town.id, owner)
    assert stored is not None
    assert [change["reason"] for change in stored.document["changes"]] == [{"nl": "ziek"}]
    assert place.phone == "0612345678"
