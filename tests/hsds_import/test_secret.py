"""Who hides must not be found: a shelter gets no row, and no line of the report names it or where it is."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from tests.hsds_import.kept import BOTH, NOTHING, lines, the_place
from tests.hsds_import.packages import Import, at, location, service, tables, term
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Organisation, Place

VIOLENCE = "Hulp na huiselijk geweld"


def shelter(**parts: Any) -> dict[str, Any]:
    """In a house of its own, the name of which says nothing."""
    where = location(
        "l7", name="De Linde", latitude=52.17, addresses=[{"address_1": "Lindelaan 7", "city": "Brinkdam"}]
    )
    return service("d7", **{"name": "Huis De Linde", "service_at_locations": [at("h7", location=where)], **parts})


def kept() -> list[Any]:
    return [
        *db.session.scalars(select(Place)),
        *db.session.scalars(select(Activity)),
        *db.session.scalars(select(Organisation)),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"name": "Blijf van mijn lijf"},
        {"name": "Women's refuge"},
        {"alternate_name": "Vrouwenopvang"},
        {"organization": {"id": "o7", "name": "Stichting Vrouwenopvang", "description": ""}},
        {"program": {"id": "p7", "name": "Domestic violence shelter", "description": ""}},
        {"attributes": [term("Domestic Violence Shelters")]},
        {"attributes": [term("Opvang voor slachtoffers")]},
        {"attributes": [term("x", code="BH-1800.1500-100")]},
        {"attributes": [term("Emergency Shelter"), term("Domestic Violence")]},
        {"attributes": [{"id": "a", "value": "Shelter for abused women"}]},
        {"attributes": [term("x", parent_names=["Vrouwenopvang"])]},
        {"name": "Shelter", "attributes": [term("Human trafficking")]},
        {"id": "vrouwenopvang-de-linde"},
        {"url": "https://vrouwenopvang.example/"},
        {"description": "Een geheim adres."},
        {"description": "A safe house for survivors of abuse."},
        {"description": "Een opvanghuis voor slachtoffers van loverboys."},
        {"service_at_locations": [at("h7", location=location("l7", name="De Linde", alternate_name="Safe house"))]},
        {"service_at_locations": [at("h7", location=location("l7", attributes=[term("Refuge for women")]))]},
        {"status": "onzin", "name": "Vrouwenopvang De Linde", "id": None},
        {"name": "Vrouwenopvang De Linde", "schedules": "altijd", "email": 3},
    ],
)  # fmt: skip
def test_a_shelter_is_left_out_and_nothing_of_it_is_told(load: Import, parts: dict[str, Any]) -> None:
    output = lines(load(shelter(**parts)))

    assert output == ["1 left out for safety", *NOTHING]
    assert kept() == []


def test_what_is_at_the_location_of_a_shelter_is_left_out_too(load: Import) -> None:
    """Also under another id, at the same door or the same point."""
    where = shelter()["service_at_locations"][0]["location"]
    door = location("l8", name="De Linde", addresses=[{"address_1": "Lindelaan 7 ", "city": "BRINKDAM"}])
    point = location("l9", name="De Linde", latitude=52.17001, addresses=[])
    groups = [
        service(f"g{number}", name="Praatgroep", service_at_locations=[at(f"i{number}", location=one)])
        for number, one in enumerate((where, door, point))
    ]

    output = lines(load([*groups, shelter(name="Vrouwenopvang")]))

    assert output == ["4 left out for safety", *NOTHING]
    assert kept() == []


def test_a_location_that_says_it_of_itself_hides_what_is_there_only(load: Import) -> None:
    hidden = at("h8", location=location("l8", name="Vrouwenopvang", latitude=52.18, addresses=[]))

    assert lines(load(service(service_at_locations=[at(), hidden]))) == ["1 left out for safety", *BOTH]
    assert the_place().external_id == "l1"


def test_a_location_of_an_organization_is_looked_at_as_well(load: Import) -> None:
    organization = {
        "id": "o1",
        "name": "Stichting Hulp",
        "locations": [location("l8", name="Vrouwenopvang")],
        "services": [],
    }

    assert lines(load(json.dumps(organization))) == ["1 left out for safety", *NOTHING]


@pytest.mark.parametrize(
    "parts",
    [
        {"name": VIOLENCE},
        {"name": VIOLENCE, "attributes": [term("Domestic violence")]},
        {"name": "Kinderopvang De Brink", "attributes": [term("Vrouwen")]},
        {"description": "Wij helpen je ook naar de vrouwenopvang."},
    ],
)
def test_help_that_hides_nobody_comes_in(load: Import, parts: dict[str, Any]) -> None:
    assert lines(load(service(**parts)))[-2:] == BOTH


def test_an_id_that_tells_it_is_not_repeated(load: Import) -> None:
    rows = tables(phones=[{"id": "p1", "location_id": "vrouwenopvang-linde", "number": "1"}])

    output = lines(load(json.dumps({f"{name}.csv": some for name, some in rows.items()})))

    assert output == ["warning: phones.csv row 1: names something that is not there (left out)", *BOTH]


def test_a_phone_line_about_violence_comes_in(load: Import) -> None:
    line = {"id": "l9", "location_type": "virtual"}

    output = lines(load(service(name="Vrouwenopvang, bel ons", service_at_locations=[at(location=line)])))

    assert output[-1] == BOTH[1]
