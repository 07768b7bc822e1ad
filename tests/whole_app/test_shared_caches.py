"""What a cache in front of us may keep, and under which key: said by each public address, and true."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import visiting
from tests.page import PageClient, forget_last_request
from tests.whole_app.test_replica_reads import public_reads

TOWN = "alblasserdam"
PLACE, ACTIVITY = "het-brughuis", "inloop-geld-en-post"
FOUND = "found on a page"  # an address with a digest in it
PAGE = f"/nl/{TOWN}"
PATHS = {
    "pages.root": "/",
    "pages.security_txt": "/.well-known/security.txt",
    "finding.home": f"{PAGE}/",
    "pages.about": f"{PAGE}/about",
    "pages.accessibility": f"{PAGE}/accessibility",
    "finding.activities": f"{PAGE}/activities",
    "finding.activity": f"{PAGE}/activities/{ACTIVITY}",
    "exchange.activity_calendar": f"{PAGE}/activities/{ACTIVITY}.ics",
    "asking.ask": f"{PAGE}/ask",
    "exchange.town_calendar": f"{PAGE}/calendar.ics",
    "guiding.helper": f"{PAGE}/helper",
    "guiding.life_events": f"{PAGE}/life-events",
    "guiding.life_event": f"{PAGE}/life-events/loss",
    "shell.manifest": f"{PAGE}/manifest.webmanifest",
    "finding.map_script": FOUND,
    "shell.offline": f"{PAGE}/offline",
    "finding.places": f"{PAGE}/places",
    "finding.place": f"{PAGE}/places/{PLACE}",
    "exchange.place_calendar": f"{PAGE}/places/{PLACE}.ics",
    "pages.privacy": f"{PAGE}/privacy",
    "following.question": f"{PAGE}/question/abcd-efgh-jkmn",
    "handouts.refer": f"{PAGE}/refer",
    "collecting.collections": f"{PAGE}/collections",
    "collecting.collection": f"{PAGE}/collections/geldzorgen-welke-hulp-wanneer",
    "embedding.embed": f"{PAGE}/embed",
    "embedding.script": "/embed.js",
    "screens.screen": f"{PAGE}/screen",
    "practices.waiting_room": "/p/abcdefgh",
    "exchange.openapi": "/openapi.json",
    "hsds.profile": "/hsds/profile",
    "hsds.root": f"/hsds/{TOWN}/",
    "hsds.list_services": f"/hsds/{TOWN}/services?full=true&lang=nl",
    "hsds.service": FOUND,
    "hsds.list_at_locations": f"/hsds/{TOWN}/service_at_locations",
    "hsds.at_location": FOUND,
    "hsds.list_organizations": f"/hsds/{TOWN}/organizations",
    "hsds.organization": FOUND,
    "hsds.list_taxonomies": f"/hsds/{TOWN}/taxonomies",
    "hsds.taxonomy": FOUND,
    "hsds.list_terms": f"/hsds/{TOWN}/taxonomy_terms",
    "hsds.term": FOUND,
    "metrics.metrics": "/metrics",
    "reports.report": f"{PAGE}/report?place={PLACE}",
    "safety.safe": f"{PAGE}/safe",
    "answering.search": f"{PAGE}/search?q=geld",
    "finding.today": f"{PAGE}/today",
    "asking.waiting": f"{PAGE}/waiting",
    "town_settings.logo": f"/{TOWN}/logo.0123456789abcdef.webp",
    "town_settings.theme": f"/{TOWN}/theme.0123456789abcdef.css",
    "finding.outlines": f"/api/v1/{TOWN}/areas.geojson",
    "exchange.places_in_window": "/api/v1/places.geojson?bbox=4.64,51.85,4.70,51.88&lang=nl",
    "finding.map_feed": f"/api/v1/{TOWN}/map.geojson?lang=nl",
    "offline.town_package": f"/api/v1/{TOWN}/offline.json?lang=nl",
    "answering.suggest": f"/api/v1/{TOWN}/search.json?q=geld&lang=nl",
    "tiles.kept_tiles": f"/api/v1/{TOWN}/tiles.json",
    "offline.lexicon_document": "/api/v1/lexicon.json",
    "handouts.handout": "/h/ABCDEFGH",
    "handouts.pdf": "/h/ABCDEFGH.pdf",
    "handouts.contact": "/h/ABCDEFGH/contact",
    "pages.live": "/health/live",
    "pages.ready": "/health/ready",
    "shell.site_manifest": "/manifest.webmanifest",
    "exchange.activity_picture": FOUND,
    "exchange.town_picture": FOUND,
    "exchange.place_picture": FOUND,
    "exchange.site_picture": "/og/nl/site.0123456789abcdef.png",
    "photos.jpg": FOUND,
    "photos.webp": FOUND,
    "pages.robots": "/robots.txt",
    "shell.worker": "/service-worker.js",
    "exchange.sitemap": "/sitemap.xml",
    "exchange.list_sitemap": f"/sitemap/{TOWN}/places.1.xml",
    "exchange.town_sitemap": f"/sitemap/{TOWN}/pages.xml",
    "exchange.site_sitemap": "/sitemap/site.xml",
    "freshness.still_right": "/still-right/0123456789abcdef",
    "tiles.tile": "/tiles/0123456789ab/12/2103/1356.png",
}
ASK_FIRST, NEVER, MINUTE, HOUR, LONG = "no-cache", "no-store", "max-age=60", "max-age=3600", "immutable"
# How long others may keep it without asking; every other address: ask first. What is not there is never kept.
KEPT = {
    **dict.fromkeys(("exchange.places_in_window", "finding.map_feed", "finding.outlines", "offline.town_package",
                     "offline.lexicon_document", "answering.suggest", "hsds.root", "hsds.list_services", "hsds.service",
                     "hsds.list_at_locations", "hsds.at_location", "hsds.list_organizations", "hsds.organization",
                     "hsds.list_taxonomies", "hsds.taxonomy", "hsds.list_terms", "hsds.term"), MINUTE),
    **dict.fromkeys(("exchange.town_calendar", "exchange.place_calendar", "exchange.activity_calendar",
                     "exchange.sitemap", "exchange.site_sitemap", "shell.manifest", "shell.site_manifest",
                     "tiles.kept_tiles", "embedding.script", "exchange.openapi", "hsds.profile"), HOUR),
    **dict.fromkeys(("finding.map_script", "exchange.town_picture", "exchange.place_picture",
                     "exchange.activity_picture", "photos.jpg", "photos.webp"), LONG),
    **dict.fromkeys(("safety.safe", "pages.live", "pages.ready", "metrics.metrics", "following.question",
                     "freshness.still_right"), NEVER),
}  # fmt: skip
# No such thing in the demonstration: it has no colours of its own and no search engine is told of it.
ABSENT = {
    "practices.waiting_room",
    "town_settings.logo",
    "town_settings.theme",
    "exchange.list_sitemap",
    "exchange.town_sitemap",
}
ONE_OF = {"hsds.service": "services", "hsds.at_location": "service_at_locations", "hsds.organization": "organizations",
          "hsds.taxonomy": "taxonomies", "hsds.term": "taxonomy_terms"}  # fmt: skip
OTHERS = ({"Accept-Language": "en"}, {"Accept-Language": "ar"}, {"Accept-Encoding": "gzip"}, {"Cookie": "a=b"},
          {"User-Agent": "Lynx"}, {"Referer": "https://elsewhere.example/"}, {"X-Forwarded-For": "192.0.2.7"},
          {"X-Forwarded-Host": "elsewhere.example"}, {"Save-Data": "on"}, {"DNT": "1"})  # fmt: skip


@pytest.fixture(scope="module")
def paths(demo_application: Flask) -> dict[str, str]:
    with visiting(demo_application) as client:
        found = {endpoint: _first_of(client, name) for endpoint, name in ONE_OF.items()}
        told = "".join(client.get(PATHS[name]).text for name in ("finding.home", "finding.place", "finding.activity"))
    patterns = {
        "finding.map_script": rf"{PAGE}/map/[^\"]+\.js",
        "exchange.town_picture": rf"/og/nl/{TOWN}/home\.[^\"]+\.png",
        "exchange.place_picture": rf"/og/nl/{TOWN}/places/[^\"]+\.png",
        "exchange.activity_picture": rf"/og/nl/{TOWN}/activities/[^\"]+\.png",
        "photos.jpg": r"/photos/[^\" ]+\.jpg",
        "photos.webp": r"/photos/[^\" ]+\.webp",
    }
    found |= {name: match.group() for name, pattern in patterns.items() if (match := re.search(pattern, told))}
    return {name: found[name] if path == FOUND else path for name, path in PATHS.items()}


def _first_of(client: PageClient, name: str) -> str:
    path = f"/hsds/{TOWN}/{name}"
    return f"{path}/{client.get(f'{path}?per_page=1').json['contents'][0]['id']}"


def test_no_public_address_is_forgotten_here(application: Flask) -> None:
    assert PATHS.keys() == public_reads(application)


def test_each_answer_says_how_long_it_may_be_kept(demo: PageClient, paths: dict[str, str]) -> None:
    for endpoint, path in paths.items():
        answer = demo.get(path)
        kept = answer.headers["Cache-Control"]
        wanted = KEPT.get(endpoint, NEVER if endpoint in ABSENT else ASK_FIRST)
        assert wanted in kept, f"{endpoint} says {kept!r}"
        if answer.status_code >= 400:
            assert not {"public", "immutable"} & set(kept.split(", ")), endpoint


def test_what_decides_about_an_answer_is_in_its_key(demo: PageClient, paths: dict[str, str]) -> None:
    """Its address, and what Vary names. What nobody may keep has no key; what is new each time is for nobody else."""
    for endpoint, path in paths.items():
        first, again = ask(demo, path), ask(demo, path)
        kept = first.headers["Cache-Control"]
        if kept == NEVER or "private" in kept:
            continue
        if whole(first) != whole(again):
            assert "max-age" not in kept, f"{endpoint} is another each time"
            continue
        for headers in OTHERS:
            [name] = headers
            answer = ask(demo, path, headers)
            assert whole(answer) == whole(first) or name in answer.headers.get("Vary", ""), f"{endpoint}: {name}"
            assert answer.headers.get("Vary") == first.headers.get("Vary"), f"{endpoint}: Vary depends on {name}"


def ask(demo: PageClient, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
    """Not by the client that reads each page: it cannot read a zipped one."""
    forget_last_request()
    return FlaskClient(demo.application).get(path, headers=headers)


def whole(answer: TestResponse) -> tuple[int, str | None, bytes]:
    return answer.status_code, answer.headers.get("Location"), answer.data


def test_language_and_town_are_in_the_address(demo: PageClient) -> None:
    """So two languages, and two towns, never share a key; nor does the part that a program asks for."""
    for path in (PATHS["finding.places"], PATHS["finding.map_feed"], PATHS["offline.town_package"],
                 PATHS["hsds.list_services"]):  # fmt: skip
        english = path.replace("/nl/", "/en/").replace("lang=nl", "lang=en")
        assert demo.get(path).data != demo.get(english).data
        assert demo.get(path.replace(TOWN, "elsewhere")).status_code == 404
