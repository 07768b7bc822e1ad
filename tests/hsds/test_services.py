"""What a service says: facts, words, where, when, by whom; and nothing that is not public."""

from datetime import date
from typing import Any

from tests.build import make_activity, make_place
from tests.hsds.conftest import ask, carried, contents, told
from tests.page import PageClient
from tests.town import BRINK, BRINKDAM, QUAY
from webapp.activities.models import ActivityText
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.hsds.ids import id_at_location
from webapp.places.models import Organisation, PlaceText

ONE = f"/hsds/{BRINKDAM}/services"


def make_organisation(town: Municipality, name: str, **facts: Any) -> Organisation:
    organisation = Organisation(municipality_id=town.id, slug=name.lower(), name=name, **facts)
    db.session.add(organisation)
    db.session.commit()
    return organisation


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
