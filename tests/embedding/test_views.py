"""A page inside the pages of others: only of those that were named, and of nobody else."""

import pytest

from tests.build import make_municipality
from tests.page import PageClient, one, text_of, texts
from webapp.areas.queries import get_open_municipality
from webapp.core.headers import CONTENT_SECURITY_POLICY
from webapp.embedding.operations import allow_origin
from webapp.extensions import db

TOWN = "alblasserdam"
EMBED = f"/nl/{TOWN}/embed"
SITES = ("https://bieb.example", "https://huisarts.example:8443")


def allow(*origins: str) -> None:
    for origin in origins:
        allow_origin(get_open_municipality(TOWN), origin, "Een site")
    db.session.commit()


@pytest.mark.parametrize("query", ["", "?show=today", "?show=places&map=1", "?theme=geld", "?theme=onzin"])
def test_exactly_the_named_origins_may_hold_it(demo: PageClient, query: str) -> None:
    allow(*SITES)
    headers = demo.get(EMBED + query).headers

    expected = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(SITES)}")
    assert headers.getlist("Content-Security-Policy") == [expected]
    assert "X-Frame-Options" not in headers
    assert "Set-Cookie" not in headers


def test_without_a_site_nobody_may_hold_it(demo: PageClient) -> None:
    headers = demo.get(EMBED).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["", "activities", "screen", "collections", "embed/x", "places/het-brughuis"])
def test_every_other_page_stays_as_it_was(demo: PageClient, path: str) -> None:
    allow(*SITES)
    demo.get(EMBED)
    headers = demo.get(f"/nl/{TOWN}/{path}").headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Frame-Options"] == "DENY"


def test_another_town_has_its_own_sites(demo: PageClient) -> None:
    other = make_municipality("brinkdam")
    allow_origin(other, "https://elders.example", "Elders")
    db.session.commit()

    assert "elders.example" not in demo.get(EMBED).headers["Content-Security-Policy"]
    assert "elders.example" in demo.get("/nl/brinkdam/embed").headers["Content-Security-Policy"]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("query", ["", "?show=today", "?show=places", "?theme=geld&free=1", "?q=qqqqqq"])
def test_every_link_opens_beside_the_page_around_it(demo: PageClient, lang: str, query: str) -> None:
    page = demo.page(f"/{lang}/{TOWN}/embed{query}")

    for link in page.query("a"):
        assert (link.attrs["target"], link.attrs["rel"]) == ("_blank", "noopener"), link.attrs
    assert page.query(".embed__foot a")
    assert "078 - 202 11 11" in text_of(page)
    assert not page.query("form, link[rel=manifest]")


def test_it_holds_what_the_list_with_these_filters_holds(demo: PageClient) -> None:
    listed = texts(demo.page(f"/nl/{TOWN}/activities?theme=eten"), ".card__name")
    framed = texts(demo.page(f"{EMBED}?theme=eten"), ".embed__name")
    places = texts(demo.page(f"{EMBED}?show=places"), ".embed__name")

    assert framed == listed[:12]
    assert places == texts(demo.page(f"/nl/{TOWN}/places"), ".card__name")[:12]
    assert text_of(one(demo.page(f"{EMBED}?theme=eten"), "h1")) == "Samen eten: Alblasserdam"


def test_today_leaves_out_what_is_over(demo: PageClient) -> None:
    page = demo.page(f"{EMBED}?show=today")
    listed = texts(demo.page(f"/nl/{TOWN}/today"), "main .card__name")

    names = texts(page, ".embed__name")
    assert names == listed[: len(names)]
    assert len(names) == 12
    assert text_of(one(page, "h1")) == "Vandaag in Alblasserdam"


def test_the_map_carries_the_numbers_of_the_list(demo: PageClient) -> None:
    page = demo.page(f"{EMBED}?show=places&theme=eten&map=1")
    numbers = texts(page, ".embed__number")
    on_map = {part.strip() for label in texts(page, "svg.sheet__map text") for part in label.split(",")}

    assert numbers
    assert set(numbers) <= on_map
    assert not demo.page(f"{EMBED}?show=places&theme=eten").query("svg.sheet__map, .embed__number")


def test_a_slip_is_said_and_the_rest_shown(demo: PageClient) -> None:
    answer = demo.get(f"{EMBED}?theme=onzin&show=vandaag")

    assert answer.status_code == 400
    assert 'class="notice notice--wrong"' in answer.text
    assert "embed__item" in answer.text


def test_the_script_may_be_loaded_by_others_and_is_kept_a_while(demo: PageClient) -> None:
    answer = demo.get("/embed.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert demo.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for forbidden in ("localStorage", "sessionStorage", "cookie", "indexedDB", "innerHTML", "eval("):
        assert forbidden not in answer.text
