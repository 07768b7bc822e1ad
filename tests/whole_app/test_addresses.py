"""Every address says who may enter, answers strangers politely, and changes nothing when it is read."""

from itertools import product

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from tests.page import PageClient

TOWN = "alblasserdam"
ACCESS = {"public", "staff"}
OTHERS = ("lang", "type")
GUIDING = ("life-events", "life-events/loss", "helper", "helper?about=any&who=any&how=any&when=any")
REFERRING = (
    "refer",
    "refer?theme=geld",
    "refer?dimension=PG5&area=all&who=ouderen",
    "refer?theme=geld&area=all",
    "refer?practice=zzzzzzzz&language=en",
)
COLLECTING = ("collections", "collections/geldzorgen-welke-hulp-wanneer")
SHOWN_ELSEWHERE = ("embed", "embed?show=today&map=1&theme=geld", "screen", "screen?place=het-brughuis&also=en")
HSDS = ("", "services", "services?full=true", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
HOSTILE = ("{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "%00", "a" * 3000, "ⓧ", "';--", "\u202e")


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def test_every_view_says_who_may_enter(application: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in rules(application)
        if getattr(application.view_functions[rule.endpoint], "access", None) not in ACCESS
    ]

    assert not silent, f"mark these views with @public or @staff: {silent}"


def test_views_templates_and_endpoints_share_a_name(application: Flask) -> None:
    for endpoint, view in application.view_functions.items():
        blueprint, _dot, name = endpoint.partition(".")
        kind = "staff_views" if blueprint.endswith("_staff") else "views"
        assert view.__name__ == name
        assert view.__module__ == f"webapp.{blueprint.removesuffix('_staff')}.{kind}"


def test_hostile_addresses_never_break_us(client: PageClient, application: Flask) -> None:
    for rule in rules(application):
        for text in HOSTILE:
            path = rule.rule
            for argument in rule.arguments:
                path = path.replace(f"<lang:{argument}>", text).replace(f"<slug:{argument}>", text)
            if rule.arguments:
                assert client.get(path).status_code in (301, 308, 400, 404, 405), path


def test_hostile_filters_never_break_us(demo: PageClient) -> None:
    names = (
        "q",
        "theme",
        "topic",
        "kind",
        "group",
        "open",
        "near",
        "postcode",
        "where",
        "free",
        "spoken",
        "page",
        "day",
        "area",
        "search",
        "per_page",
        "format",
        "taxonomy_id",
        "taxonomy_term_id",
        "organization_id",
        "modified_after",
        "proximity",
        "full",
        *OTHERS,
    )
    paths = (
        f"/nl/{TOWN}/places",
        f"/en/{TOWN}/activities",
        f"/api/v1/{TOWN}/map.geojson",
        f"/nl/{TOWN}/today",
        f"/nl/{TOWN}/search",
        f"/nl/{TOWN}/",
        f"/nl/{TOWN}/helper",
        f"/nl/{TOWN}/refer",
        f"/nl/{TOWN}/embed",
        f"/nl/{TOWN}/screen",
        f"/hsds/{TOWN}/services",
        f"/hsds/{TOWN}/service_at_locations",
        f"/hsds/{TOWN}/organizations",
        f"/hsds/{TOWN}/taxonomy_terms",
    )
    # Every name meets every text on two or three of the pages, and every page every name: a third of all, as each
    # is a whole page that is read back.
    for (at, path), (which, name), (number, text) in product(enumerate(paths), enumerate(names), enumerate(HOSTILE)):
        if (at + which + number) % 3 == 0:
            assert demo.get(path, query_string={name: text}).status_code in (200, 400), (path, name, text)


def test_reading_changes_nothing(demo: PageClient) -> None:
    writes: list[str] = []

    def watch(*arguments: object) -> None:
        statement = str(arguments[2]).lstrip().upper()
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "TRUNCATE")):
            writes.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", watch)
    try:
        for path in public_pages(TOWN):
            demo.get(path)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", watch)

    assert not writes


def test_other_methods_are_refused(demo: PageClient) -> None:
    for path in (
        path for path in public_pages(TOWN) if not any(form in path for form in ("/ask", "/report", "/refer"))
    ):  # these take a form
        answer = demo.post(path)
        assert answer.status_code == 405, path
        assert "GET" in answer.headers["Allow"]


def public_pages(town: str) -> list[str]:
    return [
        "/",
        *(
            f"/{lang}/{town}/{page}"
            for lang in ("nl", "en")
            for page in (
                "",
                "places",
                "activities",
                "today",
                "search",
                "search?q=koffie",
                "ask",
                "ask?topic=veilig&place=het-brughuis",
                "waiting",
                "report?place=het-brughuis",
                "report?place=het-brughuis&sent=1",
                "about",
                "privacy",
                "accessibility",
                "offline",
                "manifest.webmanifest",
                "safe",
                *COLLECTING,
                *SHOWN_ELSEWHERE,
                *REFERRING,
                *GUIDING,
            )
        ),
        *(f"/hsds/{town}/{page}" for page in HSDS),
        "/hsds/profile",
        f"/api/v1/{town}/map.geojson",
        f"/api/v1/{town}/areas.geojson",
        f"/api/v1/{town}/tiles.json",
        f"/api/v1/{town}/offline.json",
        "/api/v1/lexicon.json",
        "/api/v1/places.geojson?bbox=4.64,51.85,4.70,51.88",
        "/openapi.json",
        "/health/live",
        "/health/ready",
        "/robots.txt",
        "/sitemap.xml",
        "/.well-known/security.txt",
        "/manifest.webmanifest",
        "/service-worker.js",
        "/embed.js",
    ]
