"""The map feed of the contract: complete, small, cacheable, and never older than the last change."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import DEMO_MOMENT, forget_feeds
from tests.page import PageClient, one, text_of
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Place, PlaceText
from webapp.schedule.models import Slot

FEED = "/api/v1/alblasserdam/map.geojson"
MEMBERS = {
    "type", "slug", "name", "lang", "kind", "themes", "groups", "free", "walkin",
    "wheelchair", "volunteer", "spoken", "checked", "slots",
}  # fmt: skip


def feed(demo: PageClient, query: str = "lang=nl") -> dict[str, Any]:
    """Past the second for which a ready answer is kept."""
    with time_machine.travel(DEMO_MOMENT, tick=False):
        forget_feeds(demo.application)
        answer = demo.get(f"{FEED}?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
    document: dict[str, Any] = json.loads(answer.data)
    return document


def test_the_document_is_what_the_contract_says(demo: PageClient) -> None:
    document = feed(demo)

    assert set(document) == {"type", "town", "generated_at", "slots_until", "timezone", "features"}
    assert (document["type"], document["town"], document["timezone"]) == (
        "FeatureCollection", "alblasserdam", "Europe/Amsterdam",
    )  # fmt: skip
    for feature in document["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert MEMBERS <= set(feature["properties"]) <= MEMBERS | {"others", "closed", "moved"}
        lon, lat = feature["geometry"]["coordinates"]
        assert (4.6 < lon < 4.72, 51.8 < lat < 51.9) == (True, True), "longitude comes first"
        assert all(len(str(degree).split(".")[1]) <= 6 for degree in (lon, lat))
        assert feature["properties"]["wheelchair"] in ("yes", "limited", "no", "unknown")


def test_it_holds_each_published_thing_with_a_point_once(demo: PageClient) -> None:
    document = feed(demo)
    ids = [feature["id"] for feature in document["features"]]
    things = [*db.session.scalars(select(Place)), *db.session.scalars(select(Activity))]
    with_point = {str(thing.id) for thing in things if thing.position and not getattr(thing, "online", False)}

    assert len(ids) == len(set(ids))
    assert set(ids) == with_point


def test_slots_are_those_of_the_next_fourteen_days_in_order(demo: PageClient) -> None:
    document = feed(demo)
    start, until = (datetime.fromisoformat(document[name]).timestamp() for name in ("generated_at", "slots_until"))

    assert until - start == timedelta(days=14).total_seconds()
    for feature in document["features"]:
        slots = feature["properties"]["slots"]
        assert slots == sorted(slots)
        assert all(begins < ends and ends > start and begins < until for begins, ends in slots)
    assert sum(bool(feature["properties"]["slots"]) for feature in document["features"]) > 50


def test_a_cancelled_opening_is_absent_and_its_reason_is_told(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    now = db.session.scalars(
        select(Slot).where(Slot.place_id == place.id, Slot.starts_at <= DEMO_MOMENT, Slot.ends_at > DEMO_MOMENT)
    ).one()
    now.status, now.reason = "cancelled", {"nl": "ziek", "en": "ill"}
    db.session.flush()

    properties = next(f["properties"] for f in feed(demo)["features"] if f["id"] == str(place.id))

    assert properties["closed"] == "ziek"
    assert [now.starts_at.timestamp(), now.ends_at.timestamp()] not in properties["slots"]
    in_english = next(f["properties"] for f in feed(demo, "lang=en")["features"] if f["id"] == str(place.id))
    assert in_english["closed"] == "ill"


def test_what_was_moved_away_says_to_when(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    now = db.session.scalars(
        select(Slot).where(Slot.place_id == place.id, Slot.starts_at <= DEMO_MOMENT, Slot.ends_at > DEMO_MOMENT)
    ).one()
    now.status, now.change, now.elsewhere = "cancelled", "moved", DEMO_MOMENT + timedelta(days=2)
    db.session.flush()

    properties = next(f["properties"] for f in feed(demo)["features"] if f["id"] == str(place.id))

    assert properties["moved"] == (DEMO_MOMENT + timedelta(days=2)).timestamp()
    assert "closed" in properties


def test_without_a_reason_in_the_language_it_is_told_in_dutch(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    slot = db.session.scalars(
        select(Slot).where(Slot.place_id == place.id, Slot.starts_at <= DEMO_MOMENT, Slot.ends_at > DEMO_MOMENT)
    ).one()
    slot.status, slot.reason = "cancelled", {"nl": "ziek"}
    db.session.flush()

    told = [f["properties"].get("closed") for f in feed(demo, "lang=en")["features"] if f["id"] == str(slot.place_id)]
    assert told == ["ziek"]


def test_times_by_appointment_are_no_open_doors(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    db.session.execute(update(Slot).where(Slot.place_id == place.id).values(status="appointment"))

    assert next(f["properties"] for f in feed(demo)["features"] if f["id"] == str(place.id))["slots"] == []


def test_names_travel_letter_by_letter(demo: PageClient) -> None:
    name = 'Café "’t \\IJ" 😀 <b>{{7*7}}</b> ${x} العربية \u2028'
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    text = next(text for text in place.texts if text.language == "nl")
    text.name = name
    db.session.flush()

    assert name in [feature["properties"]["name"] for feature in feed(demo)["features"]]


@pytest.mark.parametrize(
    ("page", "filters"),
    [("places", ""), ("places", "theme=geld"), ("activities", "open=now"), ("activities", "q=koffie&free=1"),
     ("places", "volunteer=1"), ("activities", "spoken=ar&wheelchair=1"), ("activities", "theme=eten&page=2")],
)  # fmt: skip
def test_the_map_holds_what_the_list_counts(demo: PageClient, page: str, filters: str) -> None:
    answer = demo.get(f"/nl/alblasserdam/{page}?{filters}")
    document = demo.page(f"/nl/alblasserdam/{page}?{filters.replace('&page=2', '')}")
    assert answer.status_code in (200, 404)
    address = one(document, "[data-map]").attrs["data-feed"]
    total = int(re.match(r"\d+", text_of(one(document, "h1")))[0])  # type: ignore[index]
    on_map = len(feed(demo, address.partition("?")[2])["features"])
    note = re.search(r"(\d+) van de (\d+)", text_of(one(document, ".split__map")))

    assert (on_map, total) == ((int(note[1]), int(note[2])) if note else (total, total))


def test_who_has_it_gets_304_until_something_changes(demo: PageClient) -> None:
    first = demo.get(FEED, headers={"Accept-Encoding": "gzip"})
    etag = first.headers["ETag"]

    again = demo.get(FEED, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")

    db.session.scalars(select(PlaceText)).first().name = "Anders"  # type: ignore[union-attr]
    db.session.flush()
    forget_feeds(demo.application)
    changed = demo.get(FEED, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag
    assert not etag.startswith("W/")


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [
        ("gzip", gzip.decompress),
        ("br, gzip;q=0.5", brotli.decompress),
        ("identity", bytes),
        ("br;q=0, gzip;q=0", bytes),
    ],
)
def test_it_comes_packed_as_asked(demo: PageClient, accepted: str, unpack: Any) -> None:
    answer = demo.get(FEED, headers={"Accept-Encoding": accepted})

    assert json.loads(unpack(answer.data))["town"] == "alblasserdam"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "max-age" in answer.headers["Cache-Control"]


def test_each_packing_and_language_has_its_own_etag(demo: PageClient) -> None:
    etags = [
        demo.get(f"{FEED}?lang={lang}", headers={"Accept-Encoding": accepted}).headers["ETag"]
        for lang in ("nl", "en")
        for accepted in ("gzip", "br", "identity")
    ]

    assert len(set(etags)) == 6


def test_every_process_makes_the_same_bytes(demo: PageClient) -> None:
    """`generated_at` moves in steps: two workers must not give two strong ETags to one version."""
    with time_machine.travel(DEMO_MOMENT + timedelta(minutes=4, seconds=59), tick=False):
        later = demo.get(f"{FEED}?lang=nl&type=place").headers["ETag"]
    with time_machine.travel(DEMO_MOMENT, tick=False):
        assert demo.get(f"{FEED}?type=place&lang=nl").headers["ETag"] == later


def test_the_outlines_carry_the_names_of_the_neighbourhoods(demo: PageClient) -> None:
    answer = demo.get("/api/v1/alblasserdam/areas.geojson")
    features = json.loads(answer.data)["features"]

    assert [feature["properties"]["level"] for feature in features[:7]] == ["gemeente"] + ["wijk"] * 6
    assert all(feature["properties"]["name"] for feature in features)
    assert demo.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_secret_place_cannot_be_kept(demo: PageClient) -> None:
    from sqlalchemy.exc import IntegrityError

    db.session.add(Place(municipality_id=1, slug="geheim", kind="geheim"))
    with pytest.raises(IntegrityError, match=r"no_secret_place|foreign"):
        db.session.flush()


def test_the_moment_is_in_utc(demo: PageClient) -> None:
    assert datetime.fromisoformat(feed(demo)["generated_at"]).tzinfo == UTC
