"""What a page says in the words of schema.org: true, complete, and nothing that is not on the page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests import town
from tests.browser import harm
from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, check_data, one
from webapp.core.database import commit
from webapp.core.geo import Position
from webapp.finding.structured_kinds import PLACE_TYPES, SERVICES, WITHOUT_A_DOOR
from webapp.finding.structured_parts import compact
from webapp.schedule.closing import Subject, close
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import MOVED, Change, Closure, Hours, Schedule, Weekly
from webapp.taxonomy.rules import terms

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # a Tuesday, 14:00 in the Netherlands
TEN_TO_TWELVE = Schedule(weekly=(Weekly(tuple(Hours(day, 600, 720) for day in range(5))),))
# Of https://schema.org/docs/full.html; a type that does not exist would be ignored without a word.
REAL_TYPES = {
    "CivicStructure",
    "ChildCare",
    "EventVenue",
    "Library",
    "MedicalClinic",
    "Park",
    "Place",
    "PlaceOfWorship",
    "School",
    "SportsActivityLocation",
}


@pytest.fixture(autouse=True)
def tuesday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def thing_on(client: PageClient, path: str) -> dict[str, Any]:
    return check_data(client.page(f"/nl/brinkdam/{path}"))[0]


def test_every_kind_has_a_type_that_exists() -> None:
    assert PLACE_TYPES.keys() | WITHOUT_A_DOOR == terms("place_kind").keys() - {"geheim"}
    assert set(PLACE_TYPES.values()) == REAL_TYPES
    assert terms("activity_kind").keys() >= SERVICES


def test_a_place_tells_where_it_is_and_when_it_is_open(client: PageClient) -> None:
    brinkdam = make_municipality()
    place = make_place(
        brinkdam, slug="de-brink", street="Brink", house_number="1", postcode="1234AB", city="Brinkdam",
        phone="078 - 202 11 11", wheelchair="no", kind="bibliotheek", summary="Boeken.",
    )  # fmt: skip
    save_schedule(brinkdam.id, Owner(place_id=place.id), TEN_TO_TWELVE)
    commit()
    said = thing_on(client, "places/de-brink")

    assert said["@type"] == "Library"
    assert said["address"]["streetAddress"] == "Brink 1"
    assert said["geo"] == {"@type": "GeoCoordinates", "latitude": town.BRINK.lat, "longitude": town.BRINK.lon}
    assert said["telephone"] == "+31782021111"
    assert said["amenityFeature"]["value"] is False
    assert [(hours["opens"], hours["closes"]) for hours in said["openingHoursSpecification"]] == [("10:00", "12:00")]
    assert "specialOpeningHoursSpecification" not in said, "what has been today already has not changed"


def test_a_day_that_is_otherwise_is_told_apart(client: PageClient) -> None:
    brinkdam = make_municipality()
    place = make_place(brinkdam, slug="de-brink")
    save_schedule(brinkdam.id, Owner(place_id=place.id), TEN_TO_TWELVE)
    wednesday = date(2026, 11, 25)
    close(brinkdam.id, Subject(place_id=place.id), Closure(wednesday, wednesday, {"nl": "Ziek"}))
    commit()

    assert thing_on(client, "places/de-brink")["specialOpeningHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",
            "dayOfWeek": ["Wednesday"],
            "validFrom": "2026-11-25",
            "validThrough": "2026-11-25",
        }
    ]


def test_hours_that_schema_org_cannot_say_are_left_out(client: PageClient) -> None:
    brinkdam = make_municipality()
    place = make_place(brinkdam, slug="de-brink")
    by_appointment = Schedule(weekly=TEN_TO_TWELVE.weekly, by_appointment=True)
    save_schedule(brinkdam.id, Owner(place_id=place.id), by_appointment)
    commit()

    assert "openingHoursSpecification" not in thing_on(client, "places/de-brink")


def test_a_wheelchair_that_needs_help_is_neither_yes_nor_no(client: PageClient) -> None:
    brinkdam = make_municipality()
    for value in ("limited", "unknown"):
        make_place(brinkdam, slug=value, wheelchair=value)
        assert "amenityFeature" not in thing_on(client, f"places/{value}")


def test_a_phone_line_is_a_service_and_no_place(client: PageClient) -> None:
    make_place(make_municipality(), slug="lijn", kind="telefoon", position=None, phone="113")
    said = thing_on(client, "places/lijn")

    assert said["@type"] == "Service"
    assert said["availableChannel"]["servicePhone"]["telephone"] == "113"
    assert "geo" not in said


def test_debt_help_is_a_service_with_its_hours_and_where_to_go(client: PageClient) -> None:
    brinkdam = make_municipality()
    place = make_place(brinkdam, name="De Brink", slug="de-brink")
    activity = make_activity(brinkdam, slug="geld", kind="spreekuur", place=place)
    save_schedule(brinkdam.id, Owner(activity_id=activity.id), TEN_TO_TWELVE)
    commit()
    said = thing_on(client, "activities/geld")

    assert said["@type"] == "Service"
    assert said["hoursAvailable"][0]["opens"] == "10:00"
    assert said["availableChannel"]["serviceLocation"]["name"] == "De Brink"
    assert said["areaServed"]["name"] == "Brinkdam"


def make_meal(client: PageClient, schedule: Schedule, **facts: Any) -> dict[str, Any]:
    brinkdam = make_municipality()
    activity = make_activity(brinkdam, slug="eten", kind="maaltijd", place=make_place(brinkdam), **facts)
    save_schedule(brinkdam.id, Owner(activity_id=activity.id), schedule)
    commit()
    return thing_on(client, "activities/eten")


def test_a_meal_is_an_event_with_its_next_date_and_its_price(client: PageClient) -> None:
    said = make_meal(client, TEN_TO_TWELVE, price_cents=250, min_age=18)

    assert (said["@type"], said["startDate"]) == ("Event", "2026-11-25T10:00:00+01:00")
    assert (said["offers"]["price"], said["offers"]["priceCurrency"]) == ("2.50", "EUR")
    assert said["typicalAgeRange"] == "18-"
    assert said["eventSchedule"][0]["repeatFrequency"] == "P1W"
    assert {date["location"]["@id"] for date in said["subEvent"]} == {said["location"]["@id"]}
    assert "organizer" not in said, "nobody told who organises it"


def test_a_moved_date_tells_from_when_and_a_cancelled_one_that_it_is(client: PageClient) -> None:
    wednesday, friday = datetime(2026, 11, 25, 10), datetime(2026, 11, 27, 10)
    changes = (
        Change(MOVED, starts=wednesday, to=wednesday + timedelta(hours=4), minutes=120),
        Change("cancelled", starts=friday),
    )
    dates = make_meal(client, Schedule(weekly=TEN_TO_TWELVE.weekly, changes=changes))["subEvent"]

    told = [(date["startDate"][:16], date["eventStatus"].rpartition("Event")[2]) for date in dates]
    assert told[:3] == [
        ("2026-11-25T14:00", "Rescheduled"),
        ("2026-11-26T10:00", "Scheduled"),
        ("2026-11-27T10:00", "Cancelled"),
    ]
    assert dates[0]["previousStartDate"] == "2026-11-25T10:00:00+01:00"


def test_the_rule_of_an_event_leaves_out_the_days_that_are_closed(client: PageClient) -> None:
    said = make_meal(client, TEN_TO_TWELVE)

    assert "2026-12-25T10:00:00" in said["eventSchedule"][0]["exceptDate"], "Christmas"


def test_a_volunteer_role_without_dates_is_neither_event_nor_service(client: PageClient) -> None:
    make_activity(make_municipality(), slug="helpen", kind="vrijwilligerswerk", volunteer=True)

    assert thing_on(client, "activities/helpen")["@type"] == "BreadcrumbList"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_team_of_a_real_town_is_a_service_of_its_government(client: PageClient, lang: str) -> None:
    make_municipality(team_name="Wijkteam", team_phone="078 - 202 11 11")
    site, team = check_data(client.page(f"/{lang}/brinkdam/"))

    assert (team["@type"], team["provider"]["@type"]) == ("GovernmentService", "GovernmentOrganization")
    target = site["potentialAction"]["target"]["urlTemplate"]
    client.page(target.removeprefix("http://localhost").format(search_term_string="taal"))


@pytest.mark.parametrize("text", [harm.MARKUP, harm.NAME, "<!--<script>", "]]>", '"\\', "&amp;"])
def test_a_hostile_text_stays_a_value(client: PageClient, text: str) -> None:
    make_place(make_municipality(), name=f"x{text}", slug="kwaad", summary=text)
    document = client.page("/nl/brinkdam/places/kwaad")
    script = one(document, 'script[type="application/ld+json"]').to_text()

    assert not set("<>&'\u2028\u2029") & set(script)
    assert check_data(document)[0]["name"] == f"x{text}"
    assert one(document, 'meta[property="og:title"]').attrs["content"] == f"x{text}"


def test_line_ends_of_javascript_are_escaped(app: Flask) -> None:
    assert app.jinja_env.from_string("{{ x|tojson }}").render(x="a\u2028b\u2029c") == '"a\\u2028b\\u2029c"'


def test_what_is_empty_goes_and_what_is_false_or_zero_stays() -> None:
    said = {
        "a": None,
        "b": "",
        "c": [],
        "d": {"@type": "X"},
        "e": False,
        "f": 0,
        "g": {"h": [None, {"i": ""}]},
        "j": " k ",
    }

    assert compact(said) == {"e": False, "f": 0, "j": "k"}


def test_a_point_is_told_to_a_metre(client: PageClient) -> None:
    make_place(make_municipality(), slug="punt", position=Position(52.123456789, 5.123456789))

    assert thing_on(client, "places/punt")["geo"]["latitude"] == 52.12346
