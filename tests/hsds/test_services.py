"""What a service says: facts, words, where, when, by whom; and nothing that is not public."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from dateutil.rrule import rrulestr
from flask import Flask
from flask.testing import FlaskClient

from tests.build import make_activity, make_place
from tests.hsds.conftest import HSDS, ask, contents, ids
from tests.hsds.fields import check
from tests.page import PageClient
from tests.town import BRINK, BRINKDAM, QUAY
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core import clock, microcache
from webapp.extensions import db
from webapp.hsds.ids import id_at_location
from webapp.places.models import Organisation, Place, PlaceText
from webapp.schedule.closing import Subject, close
from webapp.schedule.models import Slot
from webapp.schedule.rules import HORIZON_DAYS, midnight
from webapp.schedule.values import CANCELLED, Closure
from webapp.taxonomy.published import find_term, taxonomy_id, term_id

ONE = f"/hsds/{BRINKDAM}/services"


def told(client: FlaskClient, thing: Place | Activity, **query: Any) -> dict[str, Any]:
    record = ask(client, f"{ONE}/{thing.id}", **query)
    check("service", record, {})
    return record


def make_organisation(town: Municipality, name: str, **facts: Any) -> Organisation:
    organisation = Organisation(municipality_id=town.id, slug=name.lower(), name=name, **facts)
    db.session.add(organisation)
    db.session.commit()
    return organisation


def carried(record: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (attribute["taxonomy_term"]["taxonomy"].removeprefix("dichtbij:"), attribute["taxonomy_term"]["code"])
        for attribute in record.get("attributes", ())
    }


def test_a_place_is_a_service_at_its_own_door(client: PageClient, brinkdam: Municipality) -> None:
    place = make_place(
        brinkdam, "De Brink", summary="Huis voor de buurt.", description="Kom binnen.\r\n\r\nEr is koffie.",
        getting_there="Naast de kerk.", street="Brinkweg", house_number="2a", postcode="9901AB", city="Brinkdam",
        phone="030 123 45 67", email="brink@example.nl", website="https://brink.example/", wheelchair="limited",
        themes=("ontmoeten",), groups=("ouderen", "kwetsbaar"), attributes=("toilet",), spoken=("nl", "ar"), free=True,
        walkin=True, checked_on=date(2026, 3, 1),
    )  # fmt: skip
    record = told(client, place)

    assert record["description"] == "Huis voor de buurt.\n\nKom binnen.\n\nEr is koffie."
    assert (record["url"], record["email"], record["status"]) == (
        "https://brink.example/",
        "brink@example.nl",
        "active",
    )
    assert (record["assured_date"], record["fees_description"]) == ("2026-03-01", "Gratis")
    assert record["application_process"] == "Zonder afspraak"
    assert record["eligibility_description"] == "Ouderen"
    assert [phone["number"] for phone in record["phones"]] == ["030 123 45 67"]
    assert [(one["code"], one["name"]) for one in record["languages"]] == [("nl", "Nederlands"), ("ar", "Arabisch")]
    assert [(one["amount"], one["currency"]) for one in record["cost_options"]] == [(0, "eur")]
    [at] = record["service_at_locations"]
    assert at["id"] == str(id_at_location(place.id)) != record["id"]
    location = at["location"]
    assert (location["location_type"], location["latitude"], location["longitude"]) == (
        "physical",
        BRINK.lat,
        BRINK.lon,
    )
    assert (location["name"], location["transportation"]) == ("De Brink", "Naast de kerk.")
    [address] = location["addresses"]
    assert {**address, "id": ""} == {
        "id": "", "address_1": "Brinkweg 2a", "city": "Brinkdam", "state_province": "Brinkdam",
        "postal_code": "9901 AB", "country": "NL", "address_type": "physical",
    }  # fmt: skip
    assert "hulp" in location["accessibility"][0]["description"]
    assert carried(record) == {
        ("place_kind", "buurthuis"), ("theme", "ontmoeten"), ("group", "ouderen"), ("attribute", "toilet"),
        ("fact", "free"), ("fact", "walkin"), ("fact", "wheelchair-limited"),
    }  # fmt: skip


def test_an_activity_is_a_service_at_its_place(client: PageClient, brinkdam: Municipality) -> None:
    place = make_place(brinkdam, "De Brink", street="Brinkweg", phone="030 123 45 67")
    activity = make_activity(
        brinkdam, "Eten", place=place, price_cents=250, min_age=12, by_appointment=True, no_referral=False,
        volunteer=True, contact_role="De kok", first_time="Je wordt ontvangen.", dimensions=("PG5",),
    )  # fmt: skip
    record = told(client, activity)

    assert record["description"] == "Je wordt ontvangen."
    assert (record["minimum_age"], record["fees_description"]) == (12, "€ 2,50")
    assert [(one["amount"], one["option"]) for one in record["cost_options"]] == [(2.5, "€ 2,50")]
    assert record["application_process"] == "Op afspraak. Vraag het eerst bij de gemeente"
    assert [(one["title"], one["phones"][0]["number"]) for one in record["contacts"]] == [("De kok", "030 123 45 67")]
    [at] = record["service_at_locations"]
    own = told(client, place)["service_at_locations"][0]
    assert (at["location"], at["location_id"]) == (own["location"], own["location_id"])
    assert at["id"] != own["id"]
    assert carried(record) == {
        ("activity_kind", "inloop"), ("dimension", "PG5"), ("fact", "by_appointment"), ("fact", "volunteer"),
    }  # fmt: skip


def test_elsewhere_online_and_by_phone(client: PageClient, brinkdam: Municipality) -> None:
    place = make_place(brinkdam, "De Brink", street="Brinkweg")
    line = make_place(brinkdam, "Lijn", kind="telefoon", position=None, phone="113")
    outside = make_activity(brinkdam, "Wandelen", place=place, position=QUAY)
    online = make_activity(brinkdam, "Bellen", place=place, online=True)

    [at] = told(client, outside)["service_at_locations"]
    assert at["location"].keys() == {"id", "location_type", "latitude", "longitude"}
    assert (at["location"]["latitude"], at["location"]["longitude"]) == (QUAY.lat, QUAY.lon)
    for thing in (line, online):
        record = told(client, thing)
        assert "service_at_locations" not in record
        assert ("fact", "online") in carried(record)
        ask(client, f"/hsds/{BRINKDAM}/service_at_locations/{id_at_location(thing.id)}", 404)


def test_who_offers_it(client: PageClient, brinkdam: Municipality) -> None:
    welfare = make_organisation(
        brinkdam, "Welzijn", provider_type="informeel-vrijwillig", phone="030 1", website="https://w.example",
        quality_label="Keurmerk", quality_label_until=date(2030, 1, 2),
    )  # fmt: skip
    other, idle = make_organisation(brinkdam, "Kerk"), make_organisation(brinkdam, "Stil")
    place = make_place(brinkdam, organisation_id=welfare.id)
    held, own = (
        make_activity(brinkdam, place=place),
        make_activity(brinkdam, "Zingen", place=place, organisation_id=other.id),
    )
    nobody = make_place(brinkdam, "Plein")

    for thing, wanted in ((place, "Welzijn"), (held, "Welzijn"), (own, "Kerk"), (nobody, "Gemeente Brinkdam")):
        assert told(client, thing)["organization"]["name"] == wanted
    record = told(client, place)
    assert record["accreditations"] == "Keurmerk (geldig tot en met 2 januari 2030)"
    assert carried(record["organization"]) == {("provider_type", "informeel-vrijwillig")}
    assert (record["phones"][0]["number"], record["url"]) == ("030 1", "https://w.example")
    town = told(client, nobody)["organization"]
    assert town["organization_identifiers"][0]["identifier"] == "GM9001"
    whole = ask(client, f"/hsds/{BRINKDAM}/organizations/{welfare.id}")
    assert {one["name"] for one in whole["services"]} == {"De Brink", "Koffie"}
    assert [one["name"] for one in whole["locations"]] == ["De Brink"]
    assert {one["name"] for one in contents(client, f"/hsds/{BRINKDAM}/organizations")} == {
        "Welzijn", "Kerk", "Gemeente Brinkdam"}  # fmt: skip
    ask(client, f"/hsds/{BRINKDAM}/organizations/{idle.id}", 404)


def test_words_in_the_language_asked_for_and_the_dutch_name_beside_them(
    client: PageClient, brinkdam: Municipality
) -> None:
    place = make_place(brinkdam, "Taalhuis", description="Leer Nederlands.")
    db.session.add(PlaceText(municipality_id=brinkdam.id, place_id=place.id, language="en", name="Language house"))
    activity = make_activity(brinkdam, "Kaarten")
    db.session.add(ActivityText(municipality_id=brinkdam.id, activity_id=activity.id, language="en", name="Kaarten"))
    db.session.commit()
    english, dutch = (told(client, place, lang=language) for language in ("en", "nl"))

    assert (english["name"], english["alternate_name"]) == ("Language house", "Taalhuis")
    assert english["description"] == "Leer Nederlands."
    assert dutch["name"] == "Taalhuis"
    assert "alternate_name" not in dutch
    assert "alternate_name" not in told(client, activity, lang="en")
    assert english["additional_urls"][0]["url"].endswith(f"/en/{BRINKDAM}/places/taalhuis")


# ---------------------------------------------------------------- when


def test_each_opening_of_the_town_is_told_and_no_other(demo: PageClient) -> None:
    """Against the stored slots, which all our pages read."""
    first = clock.today()
    until = midnight(first + timedelta(days=HORIZON_DAYS - 1))
    wanted: dict[str, set[tuple[datetime, datetime]]] = {}
    for one in db.session.query(Slot).filter(
        Slot.status != CANCELLED, Slot.starts_at >= midnight(first), Slot.starts_at < until
    ):
        wanted.setdefault(str(one.place_id or one.activity_id), set()).add((one.starts_at, one.ends_at))
    rows = 0
    for record in contents(demo, "/services", full="true"):
        schedules = [row for row in record.get("schedules", ()) if "opens_at" in row]
        rows += len(schedules)
        assert {times for row in schedules for times in dates_of(row)} == wanted.pop(record["id"], set()), record[
            "name"
        ]
    assert not wanted
    assert rows < 700


def dates_of(row: dict[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    rule = f"FREQ={row['freq']};INTERVAL={row['interval']};BYDAY={row['byday']};WKST={row.get('wkst', 'MO')}"
    first = datetime.fromisoformat(row["dtstart"])
    for day in rrulestr(rule, dtstart=first).between(
        first, datetime.fromisoformat(row.get("until", row["valid_to"])), inc=True
    ):
        starts, ends = (datetime.fromisoformat(f"{day.date()}T{row[name]}") for name in ("opens_at", "closes_at"))
        if (row["opens_at"][:5], row["closes_at"][:5]) == ("00:00", "23:59"):
            ends += timedelta(minutes=1)
        yield starts.astimezone(UTC), (ends if ends > starts else ends + timedelta(days=1)).astimezone(UTC)


def test_the_rows_say_in_words_what_they_say(client: PageClient, brinkdam: Municipality) -> None:
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False):  # no holidays in sight
        place = make_place(brinkdam, opening_hours='Mo-Fr 09:00-17:00; Sa 19:00-21:30 "alleen voor leden"')
        activity = make_activity(brinkdam, opening_hours="Tu 10:00-12:00", by_appointment=True, online=True)
        rows, [asked] = told(client, place)["schedules"], told(client, activity, lang="en")["schedules"][:1]

    assert "maandag tot en met vrijdag, 9:00–17:00" in {row["description"] for row in rows}
    assert {row["notes"] for row in rows if "notes" in row} == {"alleen voor leden"}
    assert (asked["description"], asked["attending_type"]) == ("Tuesday, 10:00–12:00", "By appointment")
    assert len(set(ids(rows))) == len(rows)


def test_ids_of_rows_stay_from_day_to_day(client: PageClient, brinkdam: Municipality, app: Flask) -> None:
    found = []
    for day in (24, 25):
        with time_machine.travel(datetime(2026, 11, day, 9, tzinfo=UTC), tick=False):
            if not found:
                place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-17:00")
            app.extensions[microcache.NAME].clear()
            found.append(told(client, place)["schedules"])

    assert ids(found[0]) == ids(found[1])
    assert [row["valid_from"] for row in (found[0][0], found[1][0])] == ["2026-11-24", "2026-11-25"]


def test_what_falls_out_in_the_coming_days_is_an_alert(client: PageClient, brinkdam: Municipality) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        place = make_place(brinkdam, opening_hours="Mo-Fr 09:00-12:00,13:00-17:00")
        other = make_place(brinkdam, "Plein", opening_hours="Mo-Fr 09:00-17:00")
        rebuilding = Closure(date(2026, 11, 26), date(2026, 11, 27), {"nl": "Verbouwing.", "en": "Rebuilding"})
        close(brinkdam.id, Subject(place_id=place.id), rebuilding)
        close(brinkdam.id, Subject(place_id=other.id), Closure(date(2026, 12, 1), date(2026, 12, 1), {"nl": "Later"}))
        db.session.commit()
        dutch, english = (told(client, place, lang=language)["alert"] for language in ("nl", "en"))
        later = told(client, other)
        listed = {one["id"]: one.get("alert") for one in contents(client, ONE)}

    assert dutch == "donderdag 26 november, vrijdag 27 november: Niet open: Verbouwing."
    assert english == "Thursday 26 November, Friday 27 November: Not open: Rebuilding."
    assert "alert" not in later
    assert listed == {str(place.id): dutch, str(other.id): None}


# ---------------------------------------------------------------- never what is not public


def test_nothing_of_what_is_not_public_is_told(client: PageClient, brinkdam: Municipality) -> None:
    hidden = make_place(brinkdam, "Verborgen huis", street="Stilleweg", phone="030 999")
    merged = make_place(brinkdam, "Dubbel")
    there = make_activity(brinkdam, "Zichtbaar", place=hidden)
    draft = make_activity(brinkdam, "Concept")
    assert told(client, there)["service_at_locations"]
    hidden.published = draft.published = False
    merged.published, merged.merged_into_id = False, hidden.id
    db.session.commit()

    for path in ("", "/services", "/service_at_locations", "/organizations", f"/services/{there.id}"):
        answer = client.get(f"/hsds/{BRINKDAM}{path or '/'}", query_string={"full": "true"})
        assert answer.status_code == 200
        for secret in ("Verborgen", "Stilleweg", "030 999", "Dubbel", "Concept", str(hidden.id)):
            assert secret not in answer.text, (path, secret)
    for thing in (hidden, merged, draft):
        ask(client, f"{ONE}/{thing.id}", 404)
        ask(client, f"/hsds/{BRINKDAM}/service_at_locations/{id_at_location(thing.id)}", 404)
    assert ids(ask(client, ONE, minimal="true")["contents"]) == [str(there.id)]
    assert ask(client, f"/hsds/{BRINKDAM}/service_at_locations")["empty"] is True


def test_no_column_that_is_for_staff_gets_out(demo: PageClient) -> None:
    whole = "".join(demo.get(f"{HSDS}/services?full=true&page={page}").text for page in (1, 2))

    for word in ("external_id", "municipality_id", "programme", "Wmo", "IZA", "kwetsbaar", "merged", "source"):
        assert word not in whole


def test_the_same_town_has_the_same_ids_in_the_map_feed(demo: PageClient) -> None:
    features = {one["id"]: one for one in demo.get("/api/v1/alblasserdam/map.geojson").json["features"]}
    at_locations = {one["service_id"]: one["location"] for one in contents(demo, "/service_at_locations")}

    assert features.keys() == {id_ for id_, location in at_locations.items() if "latitude" in location}
    for id_, feature in features.items():
        location = at_locations[id_]
        assert feature["geometry"]["coordinates"] == pytest.approx(
            [location["longitude"], location["latitude"]], abs=1e-6
        )


def test_a_demonstration_says_so_on_each_record(demo: PageClient) -> None:
    for name in ("services", "organizations"):
        assert all(("fact", "demonstration") in carried(one) for one in contents(demo, f"/{name}", full="true"))


def test_terms_have_the_same_ids_everywhere() -> None:
    """Written down here: others count by them."""
    assert taxonomy_id("theme") == "d93b6130-a2de-5d15-9175-48b8b14abb51"
    assert term_id("theme", "geld") == "c53ea5aa-8dd2-569a-bf47-fc7801f186b5"
    assert find_term(term_id("theme", "geld").upper()) == ("theme", "geld")
