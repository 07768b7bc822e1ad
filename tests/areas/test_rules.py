"""Recognising areas, codes, names and slugs."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.areas.rules import (
    DISTRICT,
    MUNICIPALITY,
    NEIGHBOURHOOD,
    Area,
    Level,
    Rejected,
    choose_slugs,
    clean_name,
    normalise_code,
    normalise_postcode,
    recognise_area,
    slug_of,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def municipality(code: str, name: str, province: str | None = None) -> Area:
    return Area(MUNICIPALITY, code, name, province=province)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Alblasserdam", "alblasserdam"),
        ("'s-Gravenhage", "s-gravenhage"),
        ("’s-Hertogenbosch", "s-hertogenbosch"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Bergen (NH.)", "bergen-nh"),
        ("Bergen (L.)", "bergen-l"),
        ("Hendrik-Ido-Ambacht", "hendrik-ido-ambacht"),
        ("Voorne aan Zee", "voorne-aan-zee"),
        ("Curaçao & Ærø", "curacao-aero"),
        ("القدس", ""),
    ],
)
def test_a_slug_is_ascii_lower_case_and_hyphens(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.none() | st.text(max_size=12)), max_size=12))
def test_every_municipality_gets_a_slug_of_its_own_in_the_allowed_form(named: list[tuple[str, str | None]]) -> None:
    areas = [municipality(f"GM{number:04}", name, province) for number, (name, province) in enumerate(named)]
    slugs = choose_slugs(areas, taken=["bergen"])
    assert len(set(slugs.values()) | {"bergen"}) == len(areas) + 1
    assert all(SLUG.fullmatch(slug) for slug in slugs.values())


def test_two_municipalities_of_one_name_both_get_their_province() -> None:
    areas = [municipality("GM0373", "Bergen", "Noord-Holland"), municipality("GM0893", "Bergen", "Limburg")]
    assert choose_slugs(areas, []) == {"GM0373": "bergen-noord-holland", "GM0893": "bergen-limburg"}


def test_two_municipalities_of_one_name_without_a_province_get_their_code() -> None:
    areas = [municipality("GM0373", "Bergen"), municipality("GM0893", "Bergen")]
    assert choose_slugs(areas, []) == {"GM0373": "bergen-gm0373", "GM0893": "bergen-gm0893"}


def test_a_slug_that_is_in_use_is_not_given_away_again() -> None:
    assert choose_slugs([municipality("GM0893", "Bergen")], ["bergen"]) == {"GM0893": "bergen-gm0893"}


@pytest.mark.parametrize(
    ("value", "level", "code"),
    [
        ("GM0482", MUNICIPALITY, "GM0482"),
        (" gm0482\n", MUNICIPALITY, "GM0482"),
        ("0482", MUNICIPALITY, "GM0482"),
        (482, MUNICIPALITY, "GM0482"),
        (482.0, MUNICIPALITY, "GM0482"),
        (48201, DISTRICT, "WK048201"),
        ("WK 0482 01", DISTRICT, "WK048201"),
        (4820101, NEIGHBOURHOOD, "BU04820101"),
    ],
)
def test_a_code_is_known_in_every_way_a_spreadsheet_writes_it(value: object, level: Level, code: str) -> None:
    assert normalise_code(value, level) == code


@pytest.mark.parametrize("value", [None, "", True, -482, 48.2, 12345, "GM482", "GM04820", "BU0482", "०४८२", [482]])
def test_anything_else_is_no_code_of_a_municipality(value: object) -> None:
    with pytest.raises(Rejected):
        normalise_code(value, MUNICIPALITY)


@pytest.mark.parametrize(
    ("properties", "level", "code", "name"),
    [
        ({"gemeentecode": "GM0482", "gemeentenaam": "Alblasserdam"}, MUNICIPALITY, "GM0482", "Alblasserdam"),
        ({"GM_CODE": "GM0482", "GM_NAAM": "Alblasserdam"}, MUNICIPALITY, "GM0482", "Alblasserdam"),
        ({"statcode": "GM0482", "statnaam": "Alblasserdam"}, MUNICIPALITY, "GM0482", "Alblasserdam"),
        ({"statcode": "WK048201", "statnaam": "Centrum"}, DISTRICT, "WK048201", "Centrum"),
        ({"statcode": "BU04820101", "statnaam": "Cortgene"}, NEIGHBOURHOOD, "BU04820101", "Cortgene"),
        ({"wijkcode": "WK048201", "wijknaam_2016": "Centrum", "gemeentecode": 482}, DISTRICT, "WK048201", "Centrum"),
        ({"level": "wijk", "code": "WK048205", "name": "Bedrijven"}, DISTRICT, "WK048205", "Bedrijven"),
        ({"wijkcode": "WK048205", "wijknaam": None}, DISTRICT, "WK048205", "Wijk 05"),
        ({"buurtcode": "BU04820103", "buurtnaam": " "}, NEIGHBOURHOOD, "BU04820103", "Buurt 03"),
        (
            {"buurtcode": "BU04820101", "buurtnaam": "Cortgene", "wijkcode": "WK048201", "gemeentecode": "GM0482"},
            NEIGHBOURHOOD,
            "BU04820101",
            "Cortgene",
        ),
    ],
)
def test_the_level_follows_from_the_properties(
    properties: dict[str, object], level: Level, code: str, name: str
) -> None:
    area = recognise_area(properties)
    assert area is not None
    assert (area.level, area.code, area.name, area.municipality_code) == (level, code, name, "GM0482")


def test_a_drawn_thing_that_is_no_area_is_left_out() -> None:
    assert recognise_area({"level": "water", "name": "De Noord"}) is None


def test_only_true_makes_an_area_approximate() -> None:
    values = {"level": "gemeente", "code": "GM0482", "name": "Alblasserdam"}
    drawings = [recognise_area({**values, "approximate": value}) for value in (True, False, "false", None)]
    assert [area is not None and area.is_approximate for area in drawings] == [True, False, False, False]


@pytest.mark.parametrize(
    ("properties", "column"),
    [
        ({}, "properties"),
        ({"naam": "Nergens"}, "properties"),
        ({"gemeentecode": "GM0482"}, "gemeentenaam"),
        ({"gemeentecode": "GM0482", "gemeentenaam": 5}, "gemeentenaam"),
        ({"gemeentecode": "GM0482", "gemeentenaam": "Al\x00blasserdam"}, "gemeentenaam"),
        ({"code": "00a", "naam": "Kop Zeedijk", "gemeentecode": "GM0363"}, "code"),
        ({"buurtcode": None, "gemeentecode": "GM0482", "gemeentenaam": "Alblasserdam"}, "buurtcode"),
        ({"buurtcode": "BU04820101", "buurtnaam": "Cortgene", "gemeentecode": "GM0505"}, "gemeentecode"),
    ],
)
def test_a_rejected_feature_names_the_property(properties: dict[str, object], column: str) -> None:
    with pytest.raises(Rejected) as caught:
        recognise_area(properties)
    assert caught.value.column == column


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1b[2Jb", "a\nb", "a\u202eb", "a\u200bb", "a\ud800b", "x" * 201])
def test_a_name_with_control_characters_or_without_end_is_refused(bad: str) -> None:
    with pytest.raises(Rejected):
        clean_name(bad, "name")


@given(st.text())
def test_a_name_that_is_kept_fits_the_database_and_a_page(text: str) -> None:
    try:
        name = clean_name(text, "name")
    except Rejected:
        return
    if name is not None:
        assert 0 < len(name) <= 200
        assert name == name.strip(" \t\r\n")
        assert "\x00" not in name
        name.encode("utf-8")


@given(st.dictionaries(st.text(max_size=12), st.none() | st.booleans() | st.integers() | st.floats() | st.text()))
def test_any_properties_are_recognised_or_rejected(properties: dict[str, object]) -> None:
    with suppress(Rejected):
        area = recognise_area(properties)
        assert area is None or area.level.form.fullmatch(area.code)


@pytest.mark.parametrize(
    ("value", "letters", "code"),
    [("2951", False, "2951"), (2952, False, "2952"), ("2951 ab", True, "2951AB"), (" 2951AB ", True, "2951AB")],
)
def test_a_postcode_is_written_without_space_and_in_capitals(value: object, letters: bool, code: str) -> None:
    assert normalise_postcode(value, "pc", letters) == code


@pytest.mark.parametrize(
    ("value", "letters"),
    [("0951", False), ("295", False), ("2951AB", False), ("2951", True), ("2951A1", True), (None, False), ("", True)],
)
def test_anything_else_is_no_postcode(value: object, letters: bool) -> None:
    with pytest.raises(Rejected):
        normalise_postcode(value, "pc", letters)
