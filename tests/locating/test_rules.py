"""What somebody types to say where they are, and which name of a town is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Position
from webapp.locating.rules import NEIGHBOURHOOD, STREET, Spot, choose, find_postcode_in, labels, read_name

HERE = Position(lat=52.15, lon=5.15)
SPOTS = (
    Spot(NEIGHBOURHOOD, "Wijk 01 Blokweer", "", HERE),
    Spot(NEIGHBOURHOOD, "Blokweer Noord", "Blokweer", HERE, 0.9),
    Spot(NEIGHBOURHOOD, "Vogelbuurt", "Centrum", HERE),
    Spot(NEIGHBOURHOOD, "Dijk", "Centrum", HERE),
    Spot(NEIGHBOURHOOD, "Knollendam-Oost", "", HERE),
    Spot(STREET, "Dijk", "Brinkdam", HERE),
    Spot(STREET, "Ieplaan", "Brinkdam", HERE),
    Spot(STREET, "Dorpsstraat", "Brinkdam", HERE, 0.9),
    Spot(STREET, "Dorpsstraat", "Overwater", HERE, 0.9),
    Spot(STREET, "Plein 1945", "Brinkdam", HERE),
)


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("2951", "2951"), ("2951ab", "2951AB"), ("2951 AB", "2951AB"), ("2951-AB", "2951AB"), (" 2951 ab 12", "2951AB"),
        ("2951 Alblasserdam", "2951"), ("Ieplaan 2, 2951 AB Alblasserdam", "2951AB"), ("Plein 1945 te Brinkdam", ""),
        ("Plein 1945", ""), ("0123", ""), ("29511", ""), ("٢٩٥١", ""), ("Ieplaan 2", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_postcode_is_seen_in_what_people_type(typed: str, postcode: str) -> None:
    assert find_postcode_in(typed) == postcode


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("blokweer", NEIGHBOURHOOD, "Wijk 01 Blokweer"),
        ("de wijk BLOKWEER", NEIGHBOURHOOD, "Wijk 01 Blokweer"),
        ("blokwer", NEIGHBOURHOOD, "Wijk 01 Blokweer"),
        ("Vogel buurt", NEIGHBOURHOOD, "Vogelbuurt"),
        ("vógelbúúrt", NEIGHBOURHOOD, "Vogelbuurt"),
        ("knollendam oost", NEIGHBOURHOOD, "Knollendam-Oost"),
        ("dijk", NEIGHBOURHOOD, "Dijk"),
        ("Dijk 12", STREET, "Dijk"),
        ("dijk, brinkdam", STREET, "Dijk"),
        ("ieplaan 2a, Brinkdam", STREET, "Ieplaan"),
        ("Ieplaan 12-14", STREET, "Ieplaan"),
        ("Ieplaan 2 bis", STREET, "Ieplaan"),
        ("yeplaan", STREET, "Ieplaan"),
        ("Plein 1945", STREET, "Plein 1945"),
        ("plein 1945 3", STREET, "Plein 1945"),
        ("dorpsstraat 3 overwater", STREET, "Dorpsstraat"),
        ("dorpstraat", STREET, "Dorpsstraat"),
    ],
)
def test_a_neighbourhood_or_street_is_known_as_people_write_it(typed: str, kind: str, name: str) -> None:
    choice = choose(SPOTS, read_name(typed, "Brinkdam"))

    assert choice is not None
    assert (choice.taken.kind, choice.taken.name) == (kind, name)


@pytest.mark.parametrize("typed", ["", "!!", "Timboektoe", "12", "straat", "Brinkdam", "x" * 100])
def test_what_is_nowhere_is_not_guessed(typed: str) -> None:
    assert choose(SPOTS, read_name(typed, "Brinkdam")) is None


def test_of_two_streets_of_one_name_the_other_is_offered_by_its_village() -> None:
    choice = choose(SPOTS, read_name("Dorpsstraat 1", "Brinkdam"))

    assert choice is not None
    assert labels((choice.taken, *choice.others)) == ("Dorpsstraat, Brinkdam", "Dorpsstraat, Overwater")
    for spot in (choice.taken, *choice.others):
        chosen = choose(SPOTS, read_name(spot.full_name, "Brinkdam"))
        assert chosen is not None
        assert (chosen.taken, chosen.others) == (spot, ())


@given(typed=st.text(max_size=100), town=st.text(max_size=20))
def test_anything_can_be_typed(typed: str, town: str) -> None:
    choice = choose(SPOTS, read_name(typed, town))

    assert choice is None or choice.taken in SPOTS
    assert find_postcode_in(typed) == find_postcode_in(find_postcode_in(typed) or typed)
