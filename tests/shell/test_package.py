"""What a phone keeps of a town is what its pages say: the same things, the same filters, nothing secret."""

import gzip
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.page import PageClient, text_of
from webapp.areas.queries import get_open_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.finding import count_queries
from webapp.finding.rules import SWITCHES, Filters
from webapp.shell import queries

TOWN = "alblasserdam"
TOTALS = {"place": count_queries.total_places, "activity": count_queries.total_activities}


def pocket(client: PageClient, language: str = "nl") -> dict[str, Any]:
    answer = client.get(f"/api/v1/{TOWN}/pocket.json?lang={language}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.text)
    return found


@pytest.mark.parametrize("type_", ["place", "activity"])
def test_every_filter_leaves_as_many_as_the_server_does(demo: PageClient, type_: str) -> None:
    items = [item for item in pocket(demo)["items"] if item["type"] == type_]
    town, moment = get_open_municipality(TOWN), clock.now()

    def told(filters: Filters) -> int:
        return TOTALS[type_](town, filters, moment)

    assert len(items) == told(Filters())
    for name in SWITCHES:
        assert sum(name in item["on"] for item in items) == told(Filters(**{name: True})), name
    for axis in ("theme", "group", "topic"):
        for value in {value for item in items for value in item[f"{axis}s"]}:
            assert sum(value in item[f"{axis}s"] for item in items) == told(Filters(**{axis: value})), value
    for value in {value for item in items for value in item["spoken"]}:
        assert sum(value in item["spoken"] for item in items) == told(Filters(spoken=value)), value
    for kind in {item["kind"] for item in items}:
        assert sum(item["kind"] == kind for item in items) == told(Filters(kind=kind)), kind


def test_what_is_open_now_is_open_on_the_phone(demo: PageClient) -> None:
    now = clock.now().timestamp()
    items = pocket(demo)["items"]
    town = get_open_municipality(TOWN)
    for type_, total in TOTALS.items():
        found = [
            item for item in items if item["type"] == type_ and any(start <= now < end for start, end in item["slots"])
        ]
        assert len(found) == total(town, Filters(open="now"), clock.now())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["places/het-brughuis", "activities/inloop-geld-en-post"])
def test_what_a_page_says_of_one_thing_is_on_the_phone(demo: PageClient, language: str, path: str) -> None:
    said = text_of(demo.page(f"/{language}/{TOWN}/{path}").query("main")[0])
    slug = path.partition("/")[2]
    item = next(one for one in pocket(demo, language)["items"] if one["slug"] == slug)

    told = [item["name"], item["phone"], item["summary"][0], *item["address"], *item["description"][0]]
    told += [fact[1] for fact in (*item["facts"], *item["access"])]
    for words in told:
        assert " ".join(words.split()) in said


def test_what_is_not_public_is_not_on_the_phone(demo: PageClient) -> None:
    town = get_open_municipality(TOWN)
    hidden = queries.list_public_places(town)[0]
    hidden.published = False
    db.session.flush()

    answer = demo.get(f"/api/v1/{TOWN}/pocket.json?lang=nl&asked=again")  # not the answer of a second ago
    assert hidden.slug not in {item["slug"] for item in json.loads(answer.text)["items"]}


def test_a_time_that_falls_out_says_why_and_is_no_opening(demo: PageClient) -> None:
    items = pocket(demo)["items"]
    off = [(item, start) for item in items for start, _end, _reason, _moved in item["off"]]

    assert off, "the demonstration has cancelled times"
    assert all(start not in [begin for begin, _ in item["slots"]] for item, start in off)


def test_it_is_small_and_asked_for_again_only_when_it_changed(demo: PageClient) -> None:
    answer = demo.get(f"/api/v1/{TOWN}/pocket.json", headers={"Accept-Encoding": "gzip"})
    items = json.loads(gzip.decompress(answer.data))["items"]

    print("SIZE", len(answer.data), len(items))
    assert len(answer.data) / len(items) < 600, "bytes an item"
    again = demo.get(
        f"/api/v1/{TOWN}/pocket.json",
        headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304
    until = json.loads(gzip.decompress(answer.data))
    assert timedelta(days=14) == datetime.fromisoformat(until["slots_until"]) - datetime.fromisoformat(
        until["generated_at"]
    )


def test_a_language_that_is_not_there_is_answered_in_dutch(demo: PageClient) -> None:
    assert pocket(demo, "xx")["lang"] == "nl"
