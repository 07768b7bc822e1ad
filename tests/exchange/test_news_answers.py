"""The feed of what is new as an answer: filters, refusals, who has it already, and who leads to it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.conftest import DEMO_MOMENT
from tests.exchange.news_reader import feed, titles
from tests.page import PageClient, one
from webapp.activities.models import Activity
from webapp.exchange import news
from webapp.extensions import db
from webapp.places.models import Place

DEMO = "/nl/alblasserdam"


def test_the_filters_are_those_of_the_lists(demo: PageClient) -> None:
    everything = feed(demo, f"{DEMO}/feed.rss")
    new = {entry.guid for entry in everything.entries if entry.guid.endswith("/new")}
    for query, model, condition in (
        ("theme=geld&type=activity", Activity, Activity.themes.contains(["geld"])),
        ("type=place&wheelchair=1", Place, Place.wheelchair == "yes"),
        ("type=activity&free=1", Activity, Activity.free),
    ):
        wanted = db.session.scalars(select(model.id).where(condition, model.published)).all()
        read = feed(demo, f"{DEMO}/feed.rss?{query}")
        found = {entry.guid.partition("/")[0] for entry in read.entries if entry.guid.endswith("/new")}
        assert found, query
        assert found <= set(map(str, wanted)), query
    assert len(new) == news.MOST_NEW


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("nl", ("We kennen dit onderwerp niet", "geen postcode")),
        ("en", ("We do not know this theme", "not a postcode")),
    ],
)
def test_filters_that_make_no_sense_are_refused_in_words(
    demo: PageClient, lang: str, sentences: tuple[str, ...]
) -> None:
    answer = demo.get(f"/{lang}/alblasserdam/feed.rss?theme=onzin&postcode=12&free=1")

    assert (answer.status_code, answer.content_type) == (400, "text/plain; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(sentence in answer.text for sentence in sentences)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 101, "page=0", "near=x", "near=1e999,1", "kind='--", "open=ooit", "spoken=%F0%9F%A7%B6"],
)
def test_hostile_arguments_are_refused(demo: PageClient, query: str) -> None:
    assert demo.get(f"{DEMO}/feed.rss?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["utm_source=x", "type=%3Cscript%3E", "q=%5D%5D%3E%3Cb%3E", "type=place&type=x", "lang=en"]
)
def test_what_means_nothing_is_ignored_and_comes_back_only_escaped(demo: PageClient, query: str) -> None:
    read = feed(demo, f"{DEMO}/feed.rss?{query}")

    assert (read.feed.language, "script" in str(read)) == ("nl", False)


def test_an_empty_town_has_an_empty_feed_and_one_that_is_not_open_has_none(
    client: PageClient, db_session: Session
) -> None:
    make_municipality()
    make_municipality("overwater", is_open=False)

    read = feed(client)
    assert (read.entries, read.feed.title) == ([], "Nieuw en veranderd in Brinkdam")
    for path in ("/nl/overwater/feed.rss", "/nl/nergens/feed.rss", "/xx/brinkdam/feed.rss"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "text/plain"), path


def test_two_feeds_of_a_town_are_told_apart_and_lead_to_their_lists(demo: PageClient) -> None:
    read = feed(demo, "/en/alblasserdam/feed.rss?type=place&theme=geld").feed

    assert read.title == "New and changed in Alblasserdam: Money, debts and letters (made-up example)"
    assert read.link == "http://localhost/en/alblasserdam/places?theme=geld"
    assert feed(demo, "/en/alblasserdam/feed.rss?theme=geld").feed.link == "http://localhost/en/alblasserdam/"


def test_a_demonstration_says_so_in_each_title(demo: PageClient) -> None:
    read = feed(demo, "/en/alblasserdam/feed.rss")

    assert all(title.endswith(" (made-up example)") for title in [read.feed.title, *titles(read)])
    assert read.feed.subtitle.startswith("Demonstration: times and offers are made up.")


# ---------------------------------------------------------------- as an answer


def test_who_has_it_hears_that_nothing_is_new(demo: PageClient) -> None:
    path = f"{DEMO}/feed.rss"
    first = demo.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=3600"

    for packing in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"}):
        given = demo.get(path, headers=packing)
        again = demo.get(path, headers={**packing, "If-None-Match": given.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), packing
        assert given.headers.get("Content-Encoding", "") == packing.get("Accept-Encoding", "")
    with time_machine.travel(DEMO_MOMENT + timedelta(hours=2), tick=False):
        assert demo.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_it_is_written_once_an_hour_and_anew_when_something_changes(
    demo: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = news.written
    monkeypatch.setattr(news, "written", lambda *told: written.append("once") or write(*told))
    path = f"{DEMO}/feed.rss"

    assert demo.get(path).data == demo.get(f"{path}?utm_source=x").data
    assert len(written) == 1
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    place.texts[-1].name = "Het nieuwe huis"
    db.session.commit()
    demo.get(path)
    with time_machine.travel(DEMO_MOMENT + timedelta(hours=1), tick=False):
        demo.get(path)
    assert len(written) == 3


def test_home_and_lists_lead_to_it(demo: PageClient) -> None:
    for page, address in (
        ("", f"{DEMO}/feed.rss"),
        ("places?wheelchair=1", f"{DEMO}/feed.rss?type=place&wheelchair=1"),
        ("activities?theme=geld&page=1", f"{DEMO}/feed.rss?type=activity&theme=geld"),
    ):
        read = demo.page(f"{DEMO}/{page}")
        assert one(read, "link[type='application/rss+xml']").attrs["href"] == f"http://localhost{address}"
        assert one(read, "a[data-news]").attrs["href"] == address
        assert feed(demo, address).entries
