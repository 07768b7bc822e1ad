"""What goes out comes in again and changes nothing; and what would happen is what happens."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient
from tests.town import BRINK, BRINKDAM
from webapp.activities.scope import Scope
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version, get_municipality
from webapp.core.database import undone
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.facts import PlaceEntry, PlaceFacts, PlaceTexts
from webapp.places.foreseeing import foresee_places
from webapp.places.importing import import_places
from webapp.places.models import Place
from webapp.places.operations import save_places
from webapp.schedule.operations import cancel_date, save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Hours, Schedule, Series, Weekly
from webapp.sheets import operations, queries, stored
from webapp.sheets.writing import write_csv, write_xlsx

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def town(db_session: Session) -> Iterator[Municipality]:
    with time_machine.travel(MOMENT, tick=False):
        yield make_municipality(BRINKDAM)


def whole(town: Municipality) -> Scope:
    return Scope(town.id, True, {})


def as_csv(town: Municipality) -> bytes:
    return "".join(write_csv(queries.COLUMNS, queries.place_rows(town, whole(town)))).encode()


def as_xlsx(town: Municipality) -> bytes:
    return write_xlsx({"places": (queries.COLUMNS, queries.place_rows(town, whole(town)))})


def foreseen(town: Municipality, data: bytes) -> operations.Preview:
    return operations.preview(town, stored.read_file(data))


def assert_unchanged(town: Municipality, data: bytes, number: int) -> None:
    preview = foreseen(town, data)
    assert not preview.rejected, [str(problem) for problems in preview.rejected for problem in problems]
    assert not preview.notes
    assert [(one.entry.external_id, one.differences) for one in preview.foreseen if one.differences] == []
    assert [one.outcome for one in preview.foreseen] == ["unchanged"] * number


LINE = st.text("ab=+-@'\" ;,\u00e9\uff1d\u0660", min_size=1, max_size=12).map(str.strip).filter(bool)
PROSE = st.text("ab=+-@'\" ;,\n\u00e9\uff1d", max_size=20).map(str.strip)
FACTS = st.builds(
    PlaceFacts,
    kind=st.just("buurthuis"),
    position=st.none() | st.builds(Position, lat=st.floats(52.11, 52.19), lon=st.floats(5.11, 5.19)),
    street=st.none() | LINE,
    house_number=st.none() | st.sampled_from(["1", "12-14", "-3", "=2"]),
    postcode=st.none() | st.sampled_from(["2951", "2951AB"]),
    phone=st.none() | st.sampled_from(["+31 10 1234567", "0612345678", "112"]),
    opening_hours=st.none()
    | st.sampled_from(["Mo 09:00-12:00", "24/7", "Mo-Fr 09:00-17:00; PH off", "sunrise-sunset"]),
    wheelchair=st.sampled_from(["yes", "no", "unknown"]),
    free=st.booleans(),
    themes=st.sampled_from([(), ("geld",), ("gezin", "geld")]),
    spoken=st.sampled_from([(), ("nl", "ar")]),
    checked_on=st.none() | st.just(date(2026, 11, 3)),
)
TEXTS = st.builds(PlaceTexts, name=LINE, description=PROSE, summary=PROSE)
SOURCES = st.sampled_from(["csv", "osm", "staff"])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(FACTS, TEXTS, st.none() | TEXTS, SOURCES, LINE), min_size=1, max_size=5, unique_by=lambda x: x[4]
    )
)
@example([(PlaceFacts("buurthuis", phone="+31 10"), PlaceTexts("=1+1", description="'=2"), None, "csv", "=3")])
def test_what_goes_out_comes_in_again_unchanged(town: Municipality, places: list[Any]) -> None:
    with undone():
        for facts, dutch, english, source, id_ in places:
            texts = {"nl": dutch} | ({"en": english} if english else {})
            [saved] = save_places(town, [PlaceEntry(id_, facts, texts)], source=source)
            assert saved.outcome == "added", saved.flaws

        assert_unchanged(town, as_csv(town), len(places))
        assert_unchanged(town, as_xlsx(town), len(places))
    db.session.expire_all()


def test_the_demonstration_comes_in_again_unchanged(demo: PageClient) -> None:
    """Hours by hand, of a document, with changed dates: what this syntax cannot say says `keep`."""
    town = get_municipality("alblasserdam")
    number = len(db.session.scalars(select(Place)).all())

    for data in (as_csv(town), as_xlsx(town)):
        assert_unchanged(town, data, number)
        tally = import_places(
            town, [one.entry for one in foreseen(town, data).foreseen], source="csv", tell=lambda sentence: None
        )
        assert (tally.outcomes["unchanged"], tally.outcomes.total()) == (number, number)


def test_hours_that_were_made_by_hand_stay(town: Municipality) -> None:
    plain, by_hand = make_place(town, "Plain"), make_place(town, "By hand")
    save_schedule(town.id, Owner(place_id=plain.id), Schedule(weekly=(Weekly((Hours(0, 540, 720),)),)))
    cancel_date(town.id, Owner(place_id=plain.id), date(2026, 11, 30), {"nl": "ziek"})
    odd = Series(datetime(2026, 12, 1, 10), 60, "FREQ=WEEKLY;INTERVAL=3")
    save_schedule(town.id, Owner(place_id=by_hand.id), Schedule(series=(odd,)))

    data = as_csv(town)

    assert "keep" in data.decode()
    assert_unchanged(town, data, 2)


def test_in_a_csv_nothing_runs_and_excel_knows_its_letters(town: Municipality) -> None:
    make_place(town, "=HYPERLINK(1)", phone="+31 10 1234567", description="\uff1dcmd|' /C calc'!A0")

    data = as_csv(town)

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["name_nl"] == "'=HYPERLINK(1)"
    assert rows[0]["phone"] == "'+31 10 1234567"
    assert rows[0]["description_nl"].startswith("'\uff1d")
    assert rows[0]["lat"] == str(BRINK.lat).replace(".", ",")


def test_in_a_sheet_every_cell_is_a_text(town: Municipality) -> None:
    make_place(town, "=1+1", phone="0612345678")

    sheet = load_workbook(io.BytesIO(as_xlsx(town)))["places"]

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=1+1", "0612345678"} <= {cell.value for cell in cells}
    assert {cell.value for cell in cells if cell.quotePrefix} == {"=1+1"}


def test_only_the_own_organisations_go_out_to_an_editor(town: Municipality) -> None:
    make_activity(town, "Koffie", place=make_place(town), opening_hours="We 10:00-12:00")
    nobody = Scope(town.id, False, {})

    rows = list(queries.activity_rows(town, whole(town)))
    assert rows[0][queries.ACTIVITY_COLUMNS.index("next_dates")].startswith("2026-11-25 10:00-12:00; 2026-12-02")
    assert rows[0][queries.ACTIVITY_COLUMNS.index("place")] == "De Brink"
    for export in (queries.place_rows, queries.activity_rows, queries.organisation_rows):
        assert list(export(town, nobody)) == []


def test_a_place_of_another_town_cannot_be_named(town: Municipality) -> None:
    place = make_place(make_municipality("overwater"), position=None)
    row = f"external_id;kind;name_nl\ndichtbij:{place.id};buurthuis;Anders\n"

    preview = foreseen(town, row.encode())

    assert [str(problem) for problems in preview.rejected for problem in problems] == [
        "line 2, external_id: there is no such place here"
    ]


CHANGES = st.sampled_from(
    [
        {},
        {"phone": "112"},
        {"position": None},
        {"themes": ("geld",)},
        {"opening_hours": "Tu 10:00-12:00"},
        {"street": "A\nB"},
    ]
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abc"), CHANGES, st.sampled_from(["Naam", "Andere naam"])), max_size=4))
def test_what_is_foreseen_is_what_happens(town: Municipality, told: list[Any]) -> None:
    facts = PlaceFacts("buurthuis", position=BRINK, opening_hours="Mo 09:00-12:00")
    with undone():
        save_places(town, [PlaceEntry(id_, facts, {"nl": PlaceTexts("Naam")}) for id_ in "ab"], source="csv")
        for id_, changes, name in told:
            entry = PlaceEntry(id_, replace(facts, **changes), {"nl": PlaceTexts(name)})
            version = get_content_version(town)
            [said] = foresee_places(town, [entry], source="csv")
            assert get_content_version(town) == version
            [saved] = save_places(town, [entry], source="csv")
            assert (said.outcome, said.flaws) == (saved.outcome, saved.flaws)
    db.session.expire_all()
