"""One row of a file: what is taken from it, and every way in which it can be wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.rows import GOOD
from tests.town import BRINK, BRINKDAM, boundary
from webapp.core.geo import Position
from webapp.places.facts import PlaceEntry
from webapp.places.rules import COLUMNS, read_row
from webapp.places.town_area import TownArea

TODAY = date(2026, 11, 3)
AREA = TownArea(boundary(BRINKDAM))
NOWHERE = TownArea(None)


def read(area: TownArea = AREA, **cells: str) -> tuple[PlaceEntry | None, list[str]]:
    entry, flaws = read_row({**GOOD, **cells}, line=2, area=area, today=TODAY)
    return entry, [str(flaw) for flaw in flaws]


def accepted(**cells: str) -> PlaceEntry:
    entry, flaws = read(**cells)
    assert flaws == []
    assert entry is not None
    return entry


def test_a_good_row_becomes_facts_and_texts() -> None:
    entry = accepted()

    assert (entry.external_id, entry.where) == ("1", "line 2")
    assert entry.facts.position == BRINK
    assert entry.facts.postcode == "3731AB"
    assert entry.facts.themes == ("ontmoeten", "eten")
    assert entry.facts.spoken == ("nl", "ar")
    assert (entry.facts.free, entry.facts.walkin) == (True, False)
    assert entry.facts.checked_on == date(2026, 10, 1)
    assert entry.texts["nl"].description == "Koffie en een praatje."
    assert entry.texts["en"].name == "The Green"


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("external_id", "", "external_id: is missing"),
        ("kind", "", "kind: is missing"),
        ("name_nl", " ", "name_nl: is missing"),
        ("kind", "kasteel", "kind: 'kasteel' is not known; use buurthuis"),
        ("themes", "ontmoeten|zweven|vliegen", "themes: 'zweven', 'vliegen' is not known"),
        ("groups", "reuzen", "groups: 'reuzen' is not known"),
        ("lat", "noord", "lat: 'noord' is not a number of degrees"),
        ("lat", "nan", "lat: 'nan' is not a number of degrees"),
        ("lat", "427890", "lat: '427890' is not a number of degrees"),
        ("lat", "91", "lat: '91' must lie between -90 and 90"),
        ("lat", "", "lat: is missing while lon is there"),
        ("lon", "", "lon: is missing while lat is there"),
        ("lat", "52.5", "lat: the point 52.5, 5.15 (lat, lon) lies outside the municipality"),
        ("postcode", "0123 AB", "postcode: '0123AB' is not a postcode"),
        ("postcode", "1234 SS", "postcode: '1234SS' is not a postcode"),
        ("phone", "bel maar", "phone: 'bel maar' is not a phone number"),
        ("phone", "12", "phone: '12' is not a phone number"),
        ("email", "info.brink.example", "email: 'info.brink.example' is not an e-mail address"),
        ("email", "a@b.nl, c@d.nl", "email: 'a@b.nl, c@d.nl' is not an e-mail address"),
        ("website", "javascript:alert(1)", "website: 'javascript:alert(1)' is not an address that starts with https"),
        ("website", "ftp://brink.example", "website: 'ftp://brink.example' is not an address"),
        ("website", "https://user:secret@brink.example", "website: "),
        ("website", "https://[brink", "website: "),
        ("website", "https://", "website: "),
        ("opening_hours", "ma-vr 9-17", "opening_hours: 'ma-vr 9-17' is not in the form of OpenStreetMap"),
        ("opening_hours", "SH off", "opening_hours: 'SH' is not supported"),
        ("wheelchair", "misschien", "wheelchair: 'misschien' is not one of yes, limited, no, unknown"),
        ("free", "soms", "free: 'soms' is not yes or no"),
        ("walkin", "2", "walkin: '2' is not yes or no"),
        ("spoken", "nl|klingons", "spoken: 'klingons' is not a language code"),
        ("checked_on", "03-11-2026", "checked_on: '03-11-2026' is not a day like 2026-11-03"),
        ("checked_on", "2026-02-30", "checked_on: '2026-02-30' is not a day"),
        ("checked_on", "20261103", "checked_on: '20261103' is not a day"),
        ("checked_on", "2026-11-04", "checked_on: 2026-11-04 lies in the future"),
        ("name_nl", "x" * 201, "name_nl: has 201 characters; 200 is the most"),
        ("description_en", "x" * 10_001, "description_en: has 10,001 characters; 10,000 is the most"),
        ("name_nl", "De\x00Brink", "name_nl: holds control characters"),
        ("description_nl", "pas op\u202eknirB", "description_nl: holds control characters"),
        ("name_nl", "De\nBrink", "name_nl: may have one line only"),
        ("street", "Dorps\x1bstraat", "street: holds control characters"),
        ("name_en", "Caf\udce9", "name_en: holds characters that are not UTF-8; save the file as UTF-8"),
        ("external_id", "x" * 201, "external_id: has 201 characters"),
    ],
)
def test_what_is_wrong_is_told_with_its_column(column: str, value: str, reason: str) -> None:
    entry, flaws = read(**{column: value})

    assert entry is None
    assert len(flaws) == 1
    assert flaws[0].startswith(reason)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    _, flaws = read(kind="kasteel", phone="bel maar", checked_on="morgen", lat="noord")

    assert sorted(flaw.partition(":")[0] for flaw in flaws) == ["checked_on", "kind", "lat", "phone"]


@pytest.mark.parametrize("value", ["ja", "JA", "yes", "1", "true", "waar"])
def test_yes_in_every_way_people_write_it(value: str) -> None:
    assert accepted(free=value).facts.free


@pytest.mark.parametrize("value", ["nee", "no", "0", "False", "onwaar", ""])
def test_no_in_every_way_people_write_it(value: str) -> None:
    assert not accepted(free=value).facts.free


@pytest.mark.parametrize("value", ["ontmoeten|eten", "ontmoeten eten", "ontmoeten, eten", "Ontmoeten;eten;ontmoeten"])
def test_a_list_is_separated_in_any_usual_way(value: str) -> None:
    assert accepted(themes=value).facts.themes == ("ontmoeten", "eten")


def test_a_dutch_decimal_comma_is_a_decimal_point() -> None:
    assert accepted(lat="52,15", lon="5,15").facts.position == BRINK


def test_lat_and_lon_the_wrong_way_round_are_recognised() -> None:
    assert read(lat="5.15", lon="52.15") == (None, ["lat: lat and lon look swapped"])


@pytest.mark.parametrize(("lon", "inside"), [("5.0975", True), ("5.095", False)])
def test_a_point_just_over_the_boundary_is_taken_for_inside(lon: str, inside: bool) -> None:
    entry, _ = read(lon=lon)

    assert (entry is not None) is inside, "250 metres are 0.0037 degrees here"


def test_without_a_boundary_every_point_is_accepted() -> None:
    entry, flaws = read(NOWHERE, lat="-33", lon="151")

    assert flaws == []
    assert entry is not None
    assert entry.facts.position == Position(lat=-33, lon=151)


def test_a_kind_without_a_pin_has_no_point() -> None:
    _, flaws = read(kind="telefoon")

    assert flaws == ["lat: a place of kind telefoon is nowhere on the map: leave lat and lon empty"]
    assert accepted(kind="telefoon", lat="", lon="").facts.position is None


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "geheim"},
        {"kind": "Geheim", "lat": "52.9", "phone": "bel maar"},
        {"name_nl": "Vrouwenopvang De Linde"},
        {"name_nl": "Blijf-van-mijn-lijf huis"},
        {"name_en": "Women's Shelter", "lat": "", "lon": ""},
        {"name_nl": "Opvang na huiselijk geweld"},
        {"description_nl": "Ons geheime adres is Dorpsstraat 1."},
    ],
)
def test_a_shelter_is_refused_without_repeating_where_or_what_it_is(cells: dict[str, str]) -> None:
    entry, flaws = read(**cells)

    assert entry is None
    assert len(flaws) == 1
    assert not any(secret in flaws[0] for secret in ("Dorpsstraat", "52.", "5.15", "Linde", "030"))


def test_help_by_phone_without_an_address_may_speak_of_violence() -> None:
    nowhere = dict.fromkeys(("lat", "lon", "street", "house_number", "postcode"), "")

    assert accepted(kind="telefoon", name_nl="Vrouwenopvang, bel ons", **nowhere).facts.phone


def test_html_stays_the_text_that_it_is() -> None:
    assert accepted(name_nl="<b>De</b> & Brink").texts["nl"].name == "<b>De</b> & Brink"


def test_line_ends_and_spaces_are_made_even() -> None:
    assert accepted(description_nl=" een\r\n\r\ntwee ").texts["nl"].description == "een\n\ntwee"


def test_a_description_without_a_name_in_its_language_stands_below_the_dutch_name() -> None:
    assert accepted(name_en="").texts["en"].name == "De Brink"


def test_only_what_the_file_has_columns_for_counts_as_told() -> None:
    row = {column: GOOD[column] for column in ("external_id", "kind", "name_nl", "lat", "lon")}
    entry, _ = read_row(row, line=2, area=AREA, today=TODAY)

    assert entry is not None
    assert entry.given == {"kind", "name_nl", "position"}


cell = st.text(st.characters(codec=None), max_size=40)


@given(st.fixed_dictionaries({column: st.one_of(st.just(GOOD[column]), cell) for column in COLUMNS}))
def test_no_row_whatever_breaks_the_reader(row: dict[str, str]) -> None:
    entry, flaws = read_row(row, line=2, area=AREA, today=TODAY)

    assert (entry is None) == bool(flaws)
    for flaw in flaws:
        assert flaw.column in COLUMNS
        assert str(flaw).isprintable(), "a message must not write on the terminal what it likes"
