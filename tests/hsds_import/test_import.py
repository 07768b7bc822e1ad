"""`flask places import FILE --format hsds`: places and what is held there, or told why not."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from tests.hsds_import.kept import BOTH, NOTHING, SAME, document, lines, texts, the_activity, the_place
from tests.hsds_import.packages import Import, at, location, schedule, service, term
from tests.places.rows import write
from webapp.activities.models import Activity
from webapp.areas.queries import get_content_version, get_municipality
from webapp.core.geo import Position
from webapp.extensions import db
from webapp.places.models import Organisation, Place
from webapp.schedule.document import from_document
from webapp.schedule.timetables import Owner


def test_a_location_becomes_a_place_and_a_service_what_is_held_there(load: Import) -> None:
    assert lines(load(service())) == BOTH

    place, activity = the_place(), the_activity()
    assert (place.source, place.external_id, place.kind, place.slug) == (
        "hsds",
        "l1",
        "buurthuis",
        "wijkcentrum-de-brink",
    )
    assert (place.street, place.house_number, place.postcode, place.city) == ("Dorpsstraat", "1a", "3731AB", "Brinkdam")
    assert (place.position, place.phone, place.website) == (
        Position(52.15, 5.15),
        "030 123 45 67",
        "https://hulp.example/",
    )
    assert (place.wheelchair, place.spoken, place.themes, place.checked_on) == ("yes", ["ar"], [], None)
    assert texts(place) == {
        "name": "Wijkcentrum De Brink",
        "description": "Midden in het dorp.",
        "getting_there": "Bus 77 stopt voor de deur.",
    }
    assert (activity.source, activity.external_id, activity.kind, activity.place_id) == (
        "hsds",
        "h1",
        "spreekuur",
        place.id,
    )
    assert (activity.free, activity.price_cents, activity.min_age, activity.walkin) == (True, None, 18, True)
    assert (activity.by_appointment, activity.no_referral, activity.online) == (False, True, False)
    assert (activity.email, activity.website, activity.phone) == (
        "geld@hulp.example",
        "https://hulp.example/geld",
        None,
    )
    assert (activity.themes, activity.spoken, str(activity.checked_on)) == (["geld"], ["en"], "2026-10-01")
    assert texts(activity) == {
        "name": "Spreekuur schulden",
        "description": "Hulp bij schulden.\nOok bij post.",
        "first_time": "Je hebt geen afspraak nodig.",
    }
    [organisation] = db.session.scalars(select(Organisation))
    assert (organisation.slug, organisation.name) == ("stichting-hulp", "Stichting Hulp")
    assert place.organisation_id == activity.organisation_id == organisation.id


def test_times_of_the_location_are_those_of_the_place_and_follow_the_holidays_of_the_town(load: Import) -> None:
    load(service())

    [week] = document(Owner(place_id=the_place().id))["weekly"]
    assert [(one["day"], one["from"], one["to"]) for one in week["hours"]] == [
        ("mo", "09:00", "17:00"),
        ("tu", "09:00", "17:00"),
    ]
    assert from_document(document(Owner(activity_id=the_activity().id))).closed_on_holidays


@pytest.mark.parametrize(
    ("rows", "follows"),
    [
        ([schedule(byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59")], False),
        ([schedule(byday="MO,TU,WE,TH,FR,SA", opens_at="00:00", closes_at="23:59")], True),
    ],
)
def test_what_is_open_day_and_night_is_so_on_holidays(load: Import, rows: list[Any], follows: bool) -> None:
    load(service(schedules=rows))

    assert from_document(document(Owner(activity_id=the_activity().id))).closed_on_holidays is follows


def test_the_same_package_again_changes_nothing(load: Import) -> None:
    lines(load(service()))
    version = get_content_version(get_municipality("brinkdam"))

    assert lines(load(service())) == SAME
    assert get_content_version(get_municipality("brinkdam")) == version


def test_a_dry_run_says_the_same_and_keeps_nothing(load: Import) -> None:
    content = [service(), service("d2", status="open")]

    dry, real = lines(load(content, "--dry-run")), lines(load(content))

    assert dry == [*real[:-2], "dry run: nothing was kept", *real[-2:]]
    assert real == [
        "service d2 Spreekuur schulden, status: 'open' is not one of active, inactive, defunct, temporarily closed",
        BOTH[0],
        "activities: 1 added, 0 changed, 0 unchanged, 1 rejected",
    ]


def test_what_changed_in_the_package_changes_and_what_staff_changed_since_stays(load: Import) -> None:
    load(service())
    the_place().phone, the_activity().email = "030 000 00 00", "nieuw@hulp.example"
    the_place().themes = ["ontmoeten"]
    db.session.commit()

    assert lines(load(service())) == SAME
    moved = service(service_at_locations=[at(location=location(name="Brinkhuis, wijkcentrum"))])
    assert lines(load(moved))[0] == "places: 0 added, 1 changed, 0 unchanged, 0 rejected"
    assert (texts(the_place())["name"], the_place().phone, the_place().themes) == (
        "Brinkhuis, wijkcentrum",
        "030 000 00 00",
        ["ontmoeten"],
    )
    assert (the_activity().email, the_place().slug) == ("nieuw@hulp.example", "wijkcentrum-de-brink")


def test_an_organisation_that_is_known_here_keeps_what_is_known(load: Import) -> None:
    db.session.add(
        Organisation(
            municipality_id=get_municipality("brinkdam").id, slug="stichting-hulp", name="Stichting Hulp", phone="112"
        )
    )
    db.session.commit()

    load(service())

    [organisation] = db.session.scalars(select(Organisation))
    assert (organisation.phone, organisation.website, the_place().organisation_id) == ("112", None, organisation.id)


def test_two_services_at_one_location_are_held_at_one_place(load: Import) -> None:
    other = service("d2", name="Taalles", service_at_locations=[at("h2")])

    output = lines(load([service(), other]))

    assert output == [BOTH[0], "activities: 2 added, 0 changed, 0 unchanged, 0 rejected"]
    assert {activity.place_id for activity in db.session.scalars(select(Activity))} == {the_place().id}


def test_a_service_at_two_locations_is_two_activities(load: Import) -> None:
    second = at("h2", location=location("l2", name="Bibliotheek", latitude=52.16))

    load(service(service_at_locations=[at(), second]))

    held = {
        activity.external_id: activity.place.kind for activity in db.session.scalars(select(Activity)) if activity.place
    }
    assert held == {"h1": "buurthuis", "h2": "bibliotheek"}


def test_what_is_virtual_is_online(load: Import) -> None:
    virtual = {"id": "l9", "location_type": "virtual", "url": "https://bel.example"}

    assert lines(load(service(service_at_locations=[at(location=virtual)])))[0] == NOTHING[0]
    assert (the_activity().online, the_activity().place_id) == (True, None)


@pytest.mark.parametrize(
    ("changed", "output"),
    [
        (
            {"status": "inactive"},
            [
                "2 not offered at present",
                "  service d1 Spreekuur schulden (inactive)",
                "  location l1 Wijkcentrum De Brink",
            ],
        ),
        (
            {"service_at_locations": [at(location=location(latitude=51.0))]},
            ["2 outside the town of Brinkdam", "  location l1 Wijkcentrum De Brink", "  service d1 Spreekuur schulden"],
        ),
        (
            {"service_at_locations": [at(location=location(location_type="postal"))]},
            ["2 only an address for letters", "  location l1 Wijkcentrum De Brink", "  service d1 Spreekuur schulden"],
        ),
    ],
)
def test_what_is_not_for_this_map_is_left_out_and_named(
    load: Import, changed: dict[str, Any], output: list[str]
) -> None:
    assert sorted(lines(load(service(**changed)))[1:3]) == sorted(output[1:])
    assert lines(load(service(**changed)))[0] == output[0]
    assert lines(load(service(**changed)))[3:] == NOTHING


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"cost_options": [{"id": "k", "amount": 2.5, "currency": "EUR"}]}, (False, 250)),
        ({"cost_options": [{"id": "k", "amount": "2,50", "currency": ""}]}, (False, 250)),
        ({"cost_options": [{"id": "k", "amount": 2.5, "currency": "gbp"}]}, (False, None)),
        ({"cost_options": [{"id": "k", "amount": 1}, {"id": "m", "amount": 3}]}, (False, None)),
        (
            {"cost_options": [{"id": "k", "amount": 1, "valid_to": "2026-01-01"}, {"id": "m", "amount": 0}]},
            (True, None),
        ),
        ({"cost_options": [], "fees_description": "Gratis."}, (True, None)),
        ({"cost_options": [], "fees_description": "Gratis voor leden"}, (False, None)),
        ({"cost_options": []}, (False, None)),
    ],
)
def test_what_it_costs(load: Import, changed: dict[str, Any], expected: tuple[bool, int | None]) -> None:
    load(service(**changed))

    assert (the_activity().free, the_activity().price_cents) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bel om een afspraak te maken.", (True, False, True)),
        ("You need no appointment.", (False, True, True)),
        ("Ask your GP for a referral letter.", (False, False, False)),
        ("Zonder verwijzing.", (False, False, True)),
        ("", (False, False, True)),
    ],
)
def test_how_to_get_in(load: Import, words: str, expected: tuple[bool, bool, bool]) -> None:
    load(service(application_process=words))

    activity = the_activity()
    assert (activity.by_appointment, activity.walkin, activity.no_referral) == expected


def test_words_of_the_town_itself_go_before_ours(load: Import, tmp_path: Path) -> None:
    words = write(tmp_path / "words.toml", '[place_kind]\nmfa = ["wijkcentrum", "*"]\n[theme]\neten = ["zx-1"]\n')
    other = at("h2", location=location("l2", name="Zomaar iets", latitude=52.16))
    content = service(service_at_locations=[at(), other], attributes=[term("Anders", code="ZX-1")])

    lines(load(content, "--words", str(words)))

    assert set(db.session.scalars(select(Place.kind))) == {"mfa"}
    assert {tuple(one.themes) for one in db.session.scalars(select(Activity))} == {("eten", "geld")}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[theme", "is no TOML"),
        ('[thema]\ngeld = ["x"]', "'thema' is not one of [place_kind], [activity_kind], [theme], [group]"),
        ('[theme]\nrijk = ["x"]', "theme 'rijk' is not known; use ontmoeten"),
        ("[theme]\ngeld = 3", "theme geld needs a list of words"),
        ('[theme]\ngeld = ["!"]', "theme geld needs a list of words"),
    ],
)
def test_words_that_are_none_are_refused(load: Import, tmp_path: Path, content: str, sentence: str) -> None:
    result = load(service(), "--words", str(write(tmp_path / "words.toml", content)))

    assert result.exit_code == 1
    assert sentence in result.output


def test_words_are_for_a_package_only(cli: FlaskCliRunner, load: Import, tmp_path: Path) -> None:
    path = write(tmp_path / "places.csv", "x")

    result = cli.invoke(args=["places", "import", str(path), "--town", "brinkdam", "--words", str(path)])

    assert result.exit_code == 1
    assert "are for a file of the format hsds" in result.output


def test_more_than_one_page_is_told(load: Import) -> None:
    page = {"total_items": 2, "total_pages": 2, "page_number": 1, "contents": [service()]}

    assert lines(load(json.dumps(page))) == ["warning: this is page 1 of 2: the others are files of their own", *BOTH]
