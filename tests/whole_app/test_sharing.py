"""Every public page tells search engines and messengers what it is, under one address, with a picture of ours."""

import struct
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.handouts.sheets import give
from tests.page import PageClient, check_data, one, parse
from tests.questions.build import make_question
from webapp.areas.queries import get_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.language import languages

TOWN = "alblasserdam"
PAGES = (
    "",
    "places",
    "activities",
    "places?theme=geld",
    "places?page=2",
    "places?q=taal&free=1",
    "places/het-brughuis",
    "activities/inloop-geld-en-post",
    "collections",
    "collections/geldzorgen-welke-hulp-wanneer",
    "about",
    "privacy",
    "accessibility",
)


@pytest.mark.parametrize("lang", [language.code for language in languages()])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_address_all_its_languages_a_description_and_a_picture(
    demo: PageClient, lang: str, page: str
) -> None:
    document = demo.page(f"/{lang}/{TOWN}/{page}")

    canonical = one(document, 'link[rel="canonical"]').attrs["href"] or ""
    alternates = {
        link.attrs["hreflang"]: link.attrs["href"] for link in document.query('link[rel="alternate"][hreflang]')
    }
    assert alternates.keys() == {*(language.code for language in languages()), "x-default"}
    assert alternates[lang] == canonical
    assert alternates["x-default"] == alternates["nl"]
    assert one(document, 'meta[property="og:url"]').attrs["content"] == canonical
    assert 40 <= len(one(document, 'meta[name="description"]').attrs["content"] or "") <= 155
    for property_ in ("title", "description", "locale", "site_name", "type", "image:alt"):
        assert one(document, f'meta[property="og:{property_}"]').attrs["content"]
    picture = demo.get(path_of(one(document, 'meta[property="og:image"]').attrs["content"]))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert struct.unpack(">II", picture.data[16:24]) == (1200, 630), "as the page says"


def path_of(address: str | None) -> str:
    return urlsplit(address or "").path


@pytest.mark.parametrize("page", PAGES)
def test_every_language_of_a_page_names_the_same_pages(demo: PageClient, page: str) -> None:
    """Google believes alternates only when they name each other."""
    found = [
        sorted(str(link.attrs["href"]) for link in demo.page(f"/{language.code}/{TOWN}/{page}").query("link[hreflang]"))
        for language in languages()
    ]

    assert all(one_of_them == found[0] for one_of_them in found)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_two_kinds_of_page_share_a_title_or_a_description(demo: PageClient, lang: str) -> None:
    documents = [demo.page(f"/{lang}/{TOWN}/{page}") for page in PAGES if "q=" not in page]
    titles = [one(document, "title").to_text() for document in documents]
    descriptions = [one(document, 'meta[name="description"]').attrs["content"] for document in documents]

    assert len(set(titles)) == len(titles)
    assert len(set(descriptions)) == len(descriptions)


def robots_of(demo: PageClient, page: str) -> list[str | None]:
    return [meta.attrs["content"] for meta in demo.page(f"/nl/{TOWN}/{page}").query('meta[name="robots"]')]


def test_a_demonstration_asks_search_engines_to_stay_away(demo: PageClient) -> None:
    for page in PAGES:
        assert robots_of(demo, page) == ["noindex"], page


def open_for_real(application: Flask) -> None:
    get_municipality(TOWN).is_demo = False
    commit()


@pytest.mark.parametrize(
    "page", ["", "places", "activities?theme=geld", "places?page=2", "about", "places?postcode=2951"]
)
def test_pages_that_somebody_looks_for_may_be_found(demo: PageClient, demo_application: Flask, page: str) -> None:
    open_for_real(demo_application)

    assert robots_of(demo, page) == []


@pytest.mark.parametrize(
    "page", ["search?q=taal", "places?q=taal", "activities?theme=geld&free=1", "places?open=now", "places?kind=halte"]
)
def test_further_filters_and_empty_lists_are_followed_and_not_kept(
    demo: PageClient, demo_application: Flask, page: str
) -> None:
    open_for_real(demo_application)

    assert robots_of(demo, page) == ["noindex,follow"]


def test_an_invented_place_in_a_real_town_is_not_kept_either(demo: PageClient, demo_application: Flask) -> None:
    open_for_real(demo_application)

    assert robots_of(demo, "places/het-brughuis") == ["noindex"]


@pytest.mark.parametrize(
    "page",
    [
        "refer?theme=geld&area=all",
        "refer?theme=dossier-12",
        "refer?theme=geld&area=BU99",
        "refer?theme=geld&area=all&who=niemand",
        "search?q=taal&postcode=12",
        "helper?postcode=12",
        "helper?who=jongeren&theme=geld&how=together&when=week&postcode=12",
        "?postcode=12",
        "waiting",
    ],
)
def test_what_is_of_a_moment_or_asks_to_mend_something_is_not_kept(
    demo: PageClient, demo_application: Flask, page: str
) -> None:
    open_for_real(demo_application)

    is_nobodys(demo, f"/nl/{TOWN}/{page}")


def is_nobodys(demo: PageClient, path: str) -> None:
    """No search engine keeps it, and no messenger shows what it is about."""
    answer = demo.get(path)
    assert answer.status_code != 404 or path.startswith("/h/"), path
    document = parse(answer.text)
    robots = [meta.attrs["content"] for meta in document.query('meta[name="robots"]')]
    assert robots == ["noindex"], path
    assert not document.query('link[rel="canonical"], link[hreflang], meta[property^="og:"], meta[name^="twitter:"]')


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sheet_and_a_question_are_of_who_has_their_address(
    demo: PageClient, demo_application: Flask, language: str
) -> None:
    sheet = give(demo, language=language)
    _question, receipt = make_question(get_municipality(TOWN), clock.now(), topic="geld", reply_by="none")
    commit()
    open_for_real(demo_application)

    for path in (sheet, f"{sheet}?made=1", "/h/bcdfghjkmnpq", f"/{language}/{TOWN}/question/{receipt.code}"):
        is_nobodys(demo, path)
    for path in (sheet, f"{sheet}.pdf", f"{sheet}/contact", "/h/bcdfghjkmnpq", "/h/bcdfghjkmnpq.pdf"):
        assert demo.get(path).headers["X-Robots-Tag"] == "noindex", path


def test_an_error_has_no_address_of_its_own(demo: PageClient) -> None:
    for path in (f"/nl/{TOWN}/places/bestaat-niet", f"/nl/{TOWN}/places?open=ooit", "/nl/nergens/"):
        document = parse(demo.get(path).text)
        assert not document.query('link[rel="canonical"]')
        assert one(document, 'meta[name="robots"]').attrs["content"] == "noindex"


@pytest.mark.parametrize("campaign", ["utm_source=x", "fbclid=1", "lang=en", "_external=1", "near=51.86,4.66"])
def test_what_changes_nothing_or_only_the_order_is_not_in_the_address(demo: PageClient, campaign: str) -> None:
    document = demo.page(f"/nl/{TOWN}/places?theme=geld&{campaign}")

    canonical = one(document, 'link[rel="canonical"]').attrs["href"]
    assert canonical == f"http://localhost/nl/{TOWN}/places?theme=geld"


def test_every_page_says_what_it_is_in_json_ld(demo: PageClient) -> None:
    types = {page: {thing["@type"] for thing in check_data(demo.page(f"/nl/{TOWN}/{page}"))} for page in PAGES[:8]}

    assert types[""] == {"WebSite", "Service"}
    assert types["places"] == {"BreadcrumbList", "ItemList"}
    assert types["places/het-brughuis"] == {"CivicStructure", "BreadcrumbList", "WebPage"}
    assert types["activities/inloop-geld-en-post"] == {"Service", "BreadcrumbList", "WebPage"}


def test_the_choice_of_a_town_has_a_picture_without_a_town(client: PageClient) -> None:
    document = client.page("/en/")

    picture = client.get(path_of(one(document, 'meta[property="og:image"]').attrs["content"]))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert one(document, 'link[rel="canonical"]').attrs["href"] == "http://localhost/en/"
    assert robots_of_choice(client, "?q=zzz") == ["noindex,follow"]


def robots_of_choice(client: PageClient, query: str) -> list[str | None]:
    return [meta.attrs["content"] for meta in client.page(f"/en/{query}").query('meta[name="robots"]')]
