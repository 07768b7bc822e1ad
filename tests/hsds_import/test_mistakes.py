"""Everything that is wrong in a package is told: which record, which field and why. The rest goes in."""

from typing import Any

import pytest

from tests.hsds_import.kept import BOTH, SAME, document, lines, texts, the_activity, the_place
from tests.hsds_import.packages import Import, at, location, schedule, service, term
from webapp.areas.models import Postcode
from webapp.core.geo import Position
from webapp.core.postgis import from_position
from webapp.extensions import db
from webapp.schedule.timetables import Owner

KIND = "kind: no word and no term tells what kind of place it is; --words FILE brings further words"
LOCATION, SERVICE = "location l1 Wijkcentrum De Brink", "service d1 Spreekuur schulden"


@pytest.mark.parametrize(
    ("changed", "output"),
    [
        ({"name": None}, ["service d1, name: is missing"]),
        ({"name": 12}, ["service d1, name: must be text, not '12'"]),
        ({"id": None}, ["service at record 1 Spreekuur schulden, id: is missing"]),
        ({"id": {"a": 1}}, ["service at record 1 Spreekuur schulden, id: must be text, not \"{'a': 1}\""]),
        ({"id": "x\x00"}, ["service at record 1 Spreekuur schulden, id: holds control characters"]),
        ({"status": None}, [f"{SERVICE}, status: is missing"]),
        ({"service_at_locations": 3}, [f"{SERVICE}, service_at_locations: must be a list, not '3'"]),
        ({"service_at_locations": [3]}, [f"{SERVICE}, service_at_locations[1]: must hold keys with values, not '3'"]),
        ({"service_at_locations": []}, [f"{SERVICE}, service_at_locations: is missing, so nobody knows where it is"]),
        ({"service_at_locations": [{"id": "h1"}]}, [f"{SERVICE}, location: is missing"]),
        ({"service_at_locations": [{"location": location()}]}, [f"{SERVICE}, id: is missing"]),
    ],
)
def test_a_service_that_cannot_be_used_is_told(load: Import, changed: dict[str, Any], output: list[str]) -> None:
    told = lines(load(service(**changed)))

    assert told[:-2] == output
    assert told[-1] == "activities: 0 added, 0 changed, 0 unchanged, 1 rejected"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"latitude": "noord"}, f"{LOCATION}, latitude: must be a number, not 'noord'"),
        ({"latitude": 100, "longitude": 101}, f"{LOCATION}, latitude: '100' must lie between -90 and 90"),
        ({"latitude": True}, f"{LOCATION}, latitude: must be a number, not 'True'"),
        ({"longitude": None}, f"{LOCATION}, longitude: is missing while latitude is there"),
        ({"latitude": 5.15, "longitude": 52.15}, f"{LOCATION}, latitude: lat and lon look swapped"),
        ({"location_type": "moon"}, f"{LOCATION}, location_type: 'moon' is not one of physical, postal, virtual"),
        ({"name": "Kantoor"}, f"location l1 Kantoor, {KIND}"),
    ],
)
def test_a_location_that_cannot_be_used_is_told_once_and_what_is_held_there_too(
    load: Import, changed: dict[str, Any], reason: str
) -> None:
    where = [at(location=location(**changed))]
    output = lines(
        load([service(service_at_locations=where), service("d2", service_at_locations=[{**where[0], "id": "h2"}])])
    )

    assert reason in output
    assert output.count(reason) == 1
    assert output[-2:] == [
        "places: 0 added, 0 changed, 0 unchanged, 1 rejected",
        "activities: 0 added, 0 changed, 0 unchanged, 2 rejected",
    ]
    label = reason.partition(",")[0]
    assert f"{SERVICE}, location: {label} was rejected" in output


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"email": "geen"}, f"{SERVICE}, email: 'geen' is not an e-mail address (left out)"),
        ({"email": 3}, f"{SERVICE}, email: must be text, not '3' (left out)"),
        (
            {"url": "ftp://x"},
            f"{SERVICE}, website: 'ftp://x' is not an address that starts with https:// or http:// (left out)",
        ),
        ({"minimum_age": 500}, f"{SERVICE}, minimum_age: '500' must lie between 0 and 120 (left out)"),
        (
            {"assured_date": "30/02/2026"},
            f"{SERVICE}, assured_date: '30/02/2026' is not a day like 2026-11-03 (left out)",
        ),
        ({"phones": [{"number": 31}]}, f"{SERVICE}, phones: number: must be text, not '31' (left out)"),
        ({"phones": [{"number": "bel maar"}]}, f"{SERVICE}, phone: 'bel maar' is not a phone number (left out)"),
        (
            {"languages": [{"name": "Klingons"}]},
            f"{SERVICE}, languages: 'Klingons' is no language that is known (left out)",
        ),
        (
            {"cost_options": [{"amount": "x"}]},
            f"{SERVICE}, cost_options[1].amount: must be a number, not 'x' (left out)",
        ),
        ({"description": ["x"]}, f"{SERVICE}, description: must be text, not \"['x']\" (left out)"),
        (
            {"schedules": [schedule(), schedule(opens_at="9 uur")]},
            f"{SERVICE}, schedules[2].opens_at: '9 uur' is not a time like 09:30 (the times were left out)",
        ),
        (
            {"attributes": [term("Zweefvliegen")]},
            "no term of ours stands for 'Zweefvliegen' (1); --words FILE brings further words",
        ),
    ],
)
def test_a_fact_that_is_not_in_order_costs_that_fact_only(load: Import, changed: dict[str, Any], warning: str) -> None:
    assert lines(load(service(**changed))) == [f"warning: {warning}", *BOTH]


def test_times_that_cannot_be_read_leave_those_that_are_stored(load: Import) -> None:
    load(service())
    before = document(Owner(activity_id=the_activity().id))
    wrong = location(schedules=[schedule(opens_at="9 uur")])

    output = lines(load(service(schedules=[schedule(count=10**9)], service_at_locations=[at(location=wrong)])))

    assert output[-2:] == SAME
    assert document(Owner(activity_id=the_activity().id)) == before
    assert document(Owner(place_id=the_place().id)) is not None


def test_the_same_id_twice_is_rejected_once(load: Import) -> None:
    output = lines(load([service(), service(), service("d2")]))

    assert output == [
        "service d1 Spreekuur schulden, is in the package twice",
        "service d2 Spreekuur schulden, service_at_locations: the id 'h1' is in the package twice",
        BOTH[0],
        "activities: 1 added, 0 changed, 0 unchanged, 2 rejected",
    ]


def test_a_location_that_is_told_in_two_ways_counts_as_it_was_told_first(load: Import) -> None:
    other = service("d2", service_at_locations=[at("h2", location=location(name="Bibliotheek"))])

    assert (
        lines(load([service(), other]))[0]
        == "warning: location l1 Bibliotheek, is told in two ways; the first one counts"
    )
    assert texts(the_place())["name"] == "Wijkcentrum De Brink"


def test_one_table_is_no_package(load: Import) -> None:
    result = load("id,name\n1,x\n", name="services.csv")

    assert result.exit_code == 1
    assert "is one table; a package is a folder or a zip file with all of them" in result.output


def test_without_a_point_the_postcode_tells_that_it_is_elsewhere(load: Import) -> None:
    db.session.add(Postcode(code="3731", city="Brinkdam", point=from_position(Position(52.15, 5.15))))
    db.session.add(Postcode(code="9999", city="Ver", point=from_position(Position(53.2, 6.5))))
    far = [{"address_1": "Verweg 1", "city": "Ver", "postal_code": "9999 AB", "country": "NL"}]
    here, there = ({"latitude": None, "longitude": None, **rest} for rest in ({}, {"addresses": far}))

    output = lines(load([
        service(service_at_locations=[at(location=location(**here))]),
        service("d2", service_at_locations=[at("h2", location=location("l2", **there))]),
    ]))  # fmt: skip

    assert output[:3] == [
        "2 outside the town of Brinkdam",
        "  location l2 Wijkcentrum De Brink",
        "  service d2 Spreekuur schulden",
    ]
    assert output[3:] == BOTH
    assert (the_place().position, the_place().postcode) == (None, "3731AB")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is no JSON, or it is cut off"),
        ("[{", "is no JSON, or it is cut off"),
        ("[" * 100_000, "is no JSON, or it is cut off"),
        ("[NaN]", "is no JSON, or it is cut off"),
        ("3", "is no HSDS: it holds neither a record nor a list of them"),
        ("null", "is no HSDS"),
        ("[]", "holds no services, no locations and no organizations"),
        ("{}", "is no HSDS: it holds neither a record nor a list of them"),
        ('{"version": "3.0", "profile": "x"}', "is no HSDS: it holds neither a record nor a list of them"),
        ('{"services.csv": 3}', "services.csv must be a list of rows"),
        ('{"services.csv": []}', "The package holds no services"),
        (b"\xff\xfe\x00", "is UTF-16"),
    ],
)
def test_what_is_no_package_is_refused(load: Import, content: Any, sentence: str) -> None:
    result = load(content)

    assert result.exit_code == 1
    assert sentence in result.output
