"""Saying where you are without GPS, on every page that measures distances."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from shapely import Point
from sqlalchemy.orm import Session

from tests import town
from tests.build import make_municipality, make_place
from tests.page import PageClient, one, text_of, texts
from webapp.areas.models import Postcode
from webapp.core.geo import Position
from webapp.core.postgis import from_position

BASE = "/nl/alblasserdam/"
PAGES = ["", "places", "activities", "today", "search?q=koffie", "helper?about=any&who=any&how=any&when=any"]


def at(page: str, told: str) -> str:
    return f"{BASE}{page}{'&' if '?' in page else '?'}{told}"


def metres(document: object) -> list[float]:
    found = [re.findall(r"([\d,]+)\s(km|m)\b", text) for text in texts(document, ".card__where--near")]
    return [float(one[0][0].replace(",", ".")) * (1000 if one[0][1] == "km" else 1) for one in found]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("where=blokwer", "Afstanden vanaf Blokweer"),
        ("where=Ieplaan+2", "Afstanden vanaf Ieplaan"),
        ("where=2953", "Afstanden vanaf het midden van 2953"),
        ("postcode=2953AB", "Afstanden vanaf het midden van 2953"),
        ("near=51.863,4.66", "Afstanden vanaf de plek waar je nu bent"),
    ],
)
def test_every_page_says_from_where_it_measures_and_forgets_it_on_request(
    demo: PageClient, page: str, told: str, sentence: str
) -> None:
    document = demo.page(at(page, told))

    assert sentence in text_of(one(document, ".origin__from"))
    without = one(document, ".origin__from a").attrs["href"]
    assert not re.search(r"[?&](where|near|postcode)=", without)
    assert not demo.page(without).query(".origin")
    assert one(document, "label[for=where]")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_not_known_costs_nothing_and_offers_the_neighbourhoods(demo: PageClient, page: str, lang: str) -> None:
    document = demo.page(at(page, "where=Timboektoe").replace("/nl/", f"/{lang}/"))
    before = demo.page(at(page, "").rstrip("?&").replace("/nl/", f"/{lang}/"))

    assert "Timboektoe" in text_of(one(document, ".origin .notice"))
    assert "Blokweer" in texts(document, ".origin a")
    assert one(document, "#where").attrs["value"] == "Timboektoe"
    assert len(document.query(".card")) == len(before.query(".card"))


@pytest.mark.parametrize("page", ["places", "activities"])
def test_with_a_place_the_open_ones_come_first_and_of_these_the_nearest(demo: PageClient, page: str) -> None:
    document = demo.page(at(page, "where=Blokweer&open=now"))

    assert len(metres(document)) >= 3
    assert metres(document) == sorted(metres(document))


def test_home_shows_the_nearest_open_places(demo: PageClient) -> None:
    document = demo.page(at("", "where=Blokweer"))
    cards = one(document, "[aria-labelledby=open-now-title]")

    assert all(text.startswith("Nu") for text in texts(cards, ".card .opening")), texts(cards, ".card .opening")
    assert metres(cards)[-3:] == sorted(metres(cards)[-3:])
    assert "where=Blokweer" in one(cards, ".more__link").attrs["href"]


def test_a_place_is_kept_beside_the_other_filters(demo: PageClient) -> None:
    document = demo.page(at("activities", "where=Blokweer&theme=geld&free=1"))

    for link in document.query(".tabs a, .active a.chip"):
        assert "where=Blokweer" in link.attrs["href"] or link.attrs["href"] == f"{BASE}activities"


@pytest.mark.parametrize("page", ["places", "search", "today", ""])
@pytest.mark.parametrize(
    "near",
    ["91,4.6", "-91,4.6", "51.8,181", "51.8,-181", "NaN,4.6", "51.8,inf", "1,2,3", "51.8", ",", "a,b", "1e9,4"],
)
def test_an_impossible_spot_gives_400_with_a_sentence(demo: PageClient, page: str, near: str) -> None:
    answer = demo.get(f"{BASE}{page}", query_string={"near": near})

    assert answer.status_code == 400
    assert "postcode" in answer.text


@pytest.mark.parametrize("near", ["0,0", "40.713,-74.006", "50.599,5", "53.801,5", "52,2.999", "52,7.401", "-90,180"])
@pytest.mark.parametrize("page", PAGES)
def test_no_distance_is_measured_from_outside_the_country(demo: PageClient, page: str, near: str) -> None:
    document = demo.page(at(page, f"near={near}"))

    assert not document.query(".card__where--near")
    assert "bij je vandaan" not in text_of(document.root)
    assert "buiten Nederland" in text_of(one(document, ".origin .notice"))


@pytest.fixture
def two_towns(db_session: Session) -> Session:
    here, there = make_municipality(), make_municipality(town.OVERWATER)
    make_place(here, "De Brink", street="Brink", house_number="1", city="Brinkdam")
    make_place(there, "De Kade", street="Kade", house_number="1", city="Overwater", position=town.QUAY)
    make_place(here, "Dicht", street="Geheimstraat", city="Brinkdam").published = False
    for code, position in (("1111", town.BRINK), ("2222", town.QUAY), ("3333", Position(lat=52.6, lon=6.0))):
        db_session.add(Postcode(code=code, city="Verweg", point=from_position(position)))
    db_session.commit()
    return db_session


@pytest.mark.parametrize("postcode", ["2222", "2222AB"])
def test_a_postcode_of_another_town_says_which_and_leads_to_the_same_page_there(
    two_towns: Session, client: PageClient, postcode: str
) -> None:
    document = client.page(f"/nl/brinkdam/places?free=0&kind=buurthuis&postcode={postcode}")
    notice = text_of(one(document, ".origin .notice"))
    there = one(document, ".origin .active__list a").attrs["href"]

    assert notice.startswith(f"{postcode} hoort bij Overwater")
    assert "De Kade" not in texts(document, ".card__name")
    assert there == f"/nl/overwater/places?kind=buurthuis&postcode={postcode}"
    assert texts(client.page(there), ".card__name") == ["De Kade"]


def test_a_town_that_is_not_open_is_named_and_not_linked(two_towns: Session, client: PageClient) -> None:
    two_towns.execute(sa.text("UPDATE municipality SET opened_at = NULL WHERE slug = 'overwater'"))
    document = client.page("/nl/brinkdam/places?postcode=2222")

    assert "2222 hoort bij Overwater" in text_of(one(document, ".origin .notice"))
    assert not document.query(".origin .active__list a")


def test_where_no_outline_covers_a_postcode_its_city_is_named(two_towns: Session, client: PageClient) -> None:
    document = client.page("/nl/brinkdam/places?postcode=3333")

    assert "3333 hoort bij Verweg" in text_of(one(document, ".origin .notice"))


def test_a_postcode_of_this_town_belongs_here(two_towns: Session, client: PageClient) -> None:
    assert not client.page("/nl/brinkdam/places?postcode=1111").query(".origin .notice")


@pytest.mark.parametrize(("postcode", "shown"), [("1111ZZ", "1111"), ("1111", "1111"), ("1112AB", "1112")])
def test_a_postcode_that_is_not_in_the_table_is_known_by_its_digits(
    two_towns: Session, client: PageClient, postcode: str, shown: str
) -> None:
    """By its PC4 in the table, else by the places of the town that carry it."""
    two_towns.execute(sa.text("UPDATE place SET postcode = '1112XY' WHERE slug = 'de-brink'"))
    document = client.page(f"/nl/brinkdam/places?postcode={postcode}")

    assert shown in text_of(one(document, ".origin__from"))
    assert not document.query(".origin .notice")
    assert metres(document) or postcode != "1112AB"


def test_the_middle_of_places_says_what_it_is(two_towns: Session, client: PageClient) -> None:
    two_towns.execute(sa.text("UPDATE place SET postcode = '1112XY' WHERE slug = 'de-brink'"))
    document = client.page("/nl/brinkdam/places?where=1112+ab")

    assert "het midden van wat er in 1112 is" in text_of(one(document, ".origin__from"))
    assert "50 m" in text_of(one(document, ".card__where--near"))


@pytest.mark.parametrize("change", ["published = false", "point = NULL", "municipality_id = municipality_id"])
def test_only_what_residents_see_in_this_town_knows_a_postcode(
    two_towns: Session, client: PageClient, change: str
) -> None:
    two_towns.execute(sa.text("UPDATE place SET postcode = '1112XY' WHERE slug = 'de-kade'"))
    two_towns.execute(sa.text(f"UPDATE place SET {change}, postcode = '1113XY' WHERE slug = 'de-brink'"))
    for code in ("1112", "1113") if change != "municipality_id = municipality_id" else ("1112",):
        assert not client.page(f"/nl/brinkdam/places?postcode={code}").query(".origin__from")


WHAT_WORKS = [("nl", "straat", "buurt"), ("en", "street", "neighbourhood")]


@pytest.mark.parametrize(("lang", "street", "neighbourhood"), WHAT_WORKS)
def test_an_unknown_postcode_names_what_works(demo: PageClient, lang: str, street: str, neighbourhood: str) -> None:
    document = demo.page(f"/{lang}/alblasserdam/places?postcode=9999ZZ")

    assert all(word in text_of(one(document, ".origin .notice")) for word in ("9999ZZ", street, neighbourhood))
    assert "Blokweer" in texts(document, ".origin a")


@pytest.mark.parametrize(("lang", "street", "neighbourhood"), WHAT_WORKS)
def test_where_no_neighbourhoods_are_known_the_street_works(
    two_towns: Session, client: PageClient, lang: str, street: str, neighbourhood: str
) -> None:
    notice = text_of(one(client.page(f"/{lang}/brinkdam/places?postcode=9999ZZ"), ".origin .notice"))

    assert "9999ZZ" in notice
    assert street in notice
    assert neighbourhood not in notice


@pytest.mark.parametrize(
    ("postcode", "town_name"), [("3351", "Papendrecht"), ("2961 AB", "Kinderdijk"), ("2984", "Ridderkerk")]
)
def test_the_demonstration_knows_its_neighbours(demo: PageClient, postcode: str, town_name: str) -> None:
    document = demo.page("/nl/alblasserdam/places", query_string={"where": postcode})

    assert f"hoort bij {town_name}" in text_of(one(document, ".origin .notice"))
    assert metres(document), "distances from over there all the same"


@pytest.mark.parametrize("where", ["Kade", "Kade 1", "Geheimstraat", "geheimstraat 2"])
def test_a_street_elsewhere_or_of_what_is_not_shown_is_not_known(
    two_towns: Session, client: PageClient, where: str
) -> None:
    document = client.page("/nl/brinkdam/places", query_string={"where": where})

    assert where in text_of(one(document, ".origin .notice"))
    assert not document.query(".card__where--near")


def test_the_name_of_another_town_leads_there(two_towns: Session, client: PageClient) -> None:
    document = client.page("/nl/brinkdam/places?where=overwater")

    assert document.query(".origin .active__list a")[0].attrs["href"] == "/nl/overwater/places"


def test_two_streets_of_one_name_are_told_apart_by_their_village(two_towns: Session, client: PageClient) -> None:
    here = two_towns.execute(sa.text("SELECT id FROM municipality WHERE slug = 'brinkdam'")).scalar_one()
    two_towns.execute(sa.text("UPDATE place SET street = 'Kerkweg' WHERE slug = 'de-brink'"))
    two_towns.execute(
        sa.text(
            "INSERT INTO place (municipality_id, id, slug, kind, point, street, city)"
            " VALUES (:here, gen_random_uuid(), 'x', 'buurthuis', :point, 'Kerkweg', 'Verdorp')"
        ),
        {"here": here, "point": f"SRID=4326;{Point(5.19, 52.19).wkt}"},
    )
    two_towns.execute(
        sa.text(
            "INSERT INTO place_text (municipality_id, place_id, language, name)"
            " SELECT municipality_id, id, 'nl', 'X' FROM place WHERE slug = 'x'"
        )
    )
    document = client.page("/nl/brinkdam/places?where=kerkweg+3")
    other = document.query(".origin .active__list a")[0]

    assert "Kerkweg, Brinkdam" in text_of(one(document, ".origin__from"))
    assert text_of(other) == "Kerkweg, Verdorp"
    there = client.page(other.attrs["href"])
    assert "Kerkweg" in text_of(one(there, ".origin__from"))
    assert texts(there, ".card__name")[0] == "X"


def test_no_third_decimal_more_is_kept_of_a_spot(demo: PageClient) -> None:
    """Rounded to about 100 m on its way in: no page, no link and no map repeats more."""
    for page in PAGES:
        assert "51.8634" not in demo.get(at(page, "near=51.8634567,4.6601234")).text


def test_the_web_server_writes_no_access_log() -> None:
    """The address of a page holds where somebody is."""
    from tools.serving import server_command

    assert "--no-access-log" in server_command(8000)
    assert "--no-access-log" in Path(__file__).parents[2].joinpath("tools/Dockerfile").read_text()
