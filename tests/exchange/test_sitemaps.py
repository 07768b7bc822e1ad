"""Sitemaps: everything public in every language, nothing else, within the limits of the protocol."""

from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree

import brotli
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests import town
from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient
from webapp.exchange import directory, sitemaps
from webapp.exchange.sitemaps import Entry

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://localhost"


def read(client: PageClient, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), path
    return ElementTree.fromstring(answer.data)


def locations(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.findall(".//s:loc", NAMES)]


def all_pages(client: PageClient) -> dict[str, ElementTree.Element]:
    """Every page that a search engine learns of, with its entry."""
    found: dict[str, ElementTree.Element] = {}
    for file in locations(read(client, "/sitemap.xml")):
        for entry in read(client, file.removeprefix(HOST)).findall("s:url", NAMES):
            found[locations(entry)[0]] = entry
    return found


def test_everything_public_is_listed_in_every_language(client: PageClient) -> None:
    brinkdam = make_municipality()
    place = make_place(brinkdam, slug="de-brink", themes=["geld"])
    make_activity(brinkdam, slug="koffie", place=place, themes=["eten"])
    pages = all_pages(client)

    paths = ("", "today", "places", "activities", "about", "privacy", "accessibility", "safe")
    things = ("places/de-brink", "activities/koffie", "places?theme=geld", "activities?theme=eten")
    assert pages.keys() == {f"{HOST}/{lang}/brinkdam/{path}" for lang in ("nl", "en") for path in (*paths, *things)}
    for address in pages:
        document = client.page(address.removeprefix(HOST))
        assert [link.attrs["href"] for link in document.query('link[rel="canonical"]')] == [address]
        assert not document.query('meta[name="robots"]'), "a page that asks not to be kept is not in a sitemap"


def test_an_entry_names_its_page_in_all_languages_as_the_page_itself_does(client: PageClient) -> None:
    make_place(make_municipality(), slug="de-brink")
    for address, entry in all_pages(client).items():
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}
        document = client.page(address.removeprefix(HOST))

        assert links == {link.attrs["hreflang"]: link.attrs["href"] for link in document.query("link[hreflang]")}


@pytest.mark.parametrize("checked_on", [date(2026, 3, 4), None])
def test_the_day_of_change_is_the_day_that_somebody_looked_or_absent(
    client: PageClient, checked_on: date | None
) -> None:
    make_place(make_municipality(), slug="de-brink", checked_on=checked_on)

    days = [
        element.text for element in all_pages(client)[f"{HOST}/nl/brinkdam/places/de-brink"].findall("s:lastmod", NAMES)
    ]
    assert days == ([checked_on.isoformat()] if checked_on else [])


def test_what_is_not_public_is_in_no_sitemap(client: PageClient, db_session: Session) -> None:
    brinkdam = make_municipality()
    make_place(brinkdam, slug="te-zien")
    make_place(brinkdam, slug="niet-te-zien").published = False
    make_place(brinkdam, slug="verzonnen").is_demo = True
    make_municipality(town.OVERWATER, is_open=False)
    demo = make_municipality("voorbeeld", code="GM9099", is_demo=True)
    make_place(demo, slug="voorbeeldplek")
    db_session.flush()

    everything = " ".join([*all_pages(client), *locations(read(client, "/sitemap.xml"))])
    assert "/places/te-zien" in everything
    for hidden in ("niet-te-zien", "verzonnen", "overwater", "voorbeeld"):
        assert hidden not in everything
    for path in ("voorbeeld/pages", "voorbeeld/places.1", "overwater/pages", "nergens/pages"):
        assert client.get(f"/sitemap/{path}.xml").status_code == 404


def test_of_several_towns_the_choice_is_listed_too(client: PageClient) -> None:
    make_municipality()
    assert f"{HOST}/sitemap/site.xml" not in locations(read(client, "/sitemap.xml"))
    make_municipality(town.OVERWATER)

    assert f"{HOST}/sitemap/site.xml" in locations(read(client, "/sitemap.xml"))
    assert {f"{HOST}/nl/", f"{HOST}/en/"} <= all_pages(client).keys()


def test_a_sitemap_comes_zipped_to_who_can_read_that(client: PageClient) -> None:
    make_place(make_municipality(), slug="de-brink")
    plain = client.get("/sitemap/brinkdam/places.1.xml")
    zipped = client.get("/sitemap/brinkdam/places.1.xml", headers={"Accept-Encoding": "gzip, deflate, br"})

    assert zipped.headers["Content-Encoding"] == "br"
    assert brotli.decompress(zipped.data) == plain.data


def test_with_only_a_demonstration_the_index_is_empty(demo: PageClient) -> None:
    assert locations(read(demo, "/sitemap.xml")) == []


def test_files_that_the_index_does_not_name_are_not_there(client: PageClient) -> None:
    make_place(make_municipality())
    for path in ("places.0", "places.2", "places.9" + "9" * 30, "things.1", "activities.1"):
        assert client.get(f"/sitemap/brinkdam/{path}.xml").status_code == 404, path


def test_many_things_are_spread_over_files_without_gap_or_double(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ROWS", 2)
    brinkdam = make_municipality()
    for number in range(5):
        make_place(brinkdam, slug=f"plek-{number}")
    files = [file for file in locations(read(client, "/sitemap.xml")) if "/places." in file]
    listed = [page for file in files for page in locations(read(client, file.removeprefix(HOST))) if "/nl/" in page]

    assert len(files) == 3
    assert listed == [f"{HOST}/nl/brinkdam/places/plek-{number}" for number in range(5)]


# ---------------------------------------------------------------- limits, without the volume


@given(things=st.integers(0, 1_000_000), languages=st.integers(2, 60))
def test_a_file_stays_within_the_protocol_for_any_number_of_languages(things: int, languages: int) -> None:
    rows = sitemaps.rows_in_a_file(languages)
    files = sitemaps.files_for(things, languages)

    assert 1 <= rows <= sitemaps.MOST_ROWS
    assert rows * languages <= sitemaps.MOST_ADDRESSES
    assert rows * languages * (languages + 2) * sitemaps.LONGEST_LINK <= sitemaps.MOST_BYTES
    assert (files - 1) * rows < things <= files * rows or files == things == 0


def test_a_million_places_need_fewer_files_than_an_index_may_name() -> None:
    assert sitemaps.files_for(1_000_000, 2) == 200
    assert sitemaps.files_for(1_000_000, 10) < sitemaps.MOST_ADDRESSES


def test_a_link_of_the_longest_names_fits_what_is_reckoned_with() -> None:
    """100 characters for a host, a town of 60, a slug of 80 with a number behind it."""
    address = f"https://{'h' * 100}/zh-Hant/{'t' * 60}/activities/{'s' * 80}-999999"

    assert len(sitemaps._alternate("zh-Hant", address).encode()) <= sitemaps.LONGEST_LINK


def test_a_file_is_sent_while_it_is_made(app: Flask) -> None:
    """The second entry is not asked for before the first has gone."""
    asked: list[int] = []

    def entries() -> Iterable[Entry]:
        for number in range(3):
            asked.append(number)
            yield Entry({"nl": f"{HOST}/{number}"})

    pieces = sitemaps.file(entries())
    assert next(pieces).startswith("<?xml")
    assert asked == []
    next(pieces)
    assert asked == [0]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_address_is_written_so_that_it_is_read_back(text: str) -> None:
    addresses: Mapping[str, str] = {"nl": f"{HOST}/?q={text}"}
    root = ElementTree.fromstring("".join(sitemaps.file([Entry(addresses)])))

    assert [location.strip() for location in locations(root)] == [addresses["nl"].strip()]


def test_general_pages_are_addresses_that_exist(client: PageClient, app: Flask) -> None:
    assert {*directory.GENERAL} <= app.view_functions.keys()
