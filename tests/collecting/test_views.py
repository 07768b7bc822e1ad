"""The collections of the demonstration town, on a Tuesday morning."""

from datetime import date

import pytest

from tests.page import PageClient, check_data, one, parse, text_of, texts
from webapp.activities.models import Activity
from webapp.areas.queries import get_open_municipality
from webapp.collecting.models import Collection, CollectionText
from webapp.collecting.operations import set_facts
from webapp.collecting.queries import get_collection, get_public
from webapp.extensions import db
from webapp.places.models import Place

TOWN = "alblasserdam"
MONEY = "geldzorgen-welke-hulp-wanneer"
NEW = "nieuw-in-alblasserdam"
PHONE = "078 - 202 11 11"


@pytest.mark.parametrize(
    ("lang", "title", "steps"),
    [
        (
            "nl",
            "Geldzorgen: welke hulp, wanneer",
            [
                "Hulp met je budget",
                "Iemand regelt je geld (budgetbeheer of inkomensbeheer)",
                "Hulp bij schulden",
                "Bewind: een ander beslist",
            ],
        ),
        (
            "en",
            "Money worries: which help, when",
            [
                "Help with your budget",
                "Someone handles your money (budget or income management)",
                "Help with debts",
                "Guardianship of your money (bewind): someone else decides",
            ],
        ),
    ],
)
def test_money_worries_are_a_ladder_from_light_to_heavy(
    demo: PageClient, lang: str, title: str, steps: list[str]
) -> None:
    page = demo.page(f"/{lang}/{TOWN}/collections/{MONEY}")

    assert text_of(one(page, "h1")) == title
    assert texts(page, "ol.steps > .step > h2") == steps
    for step in page.query("ol.steps > .step"):
        assert step.query(".step__words"), "when this fits"
        assert step.query(".pick, .more__link"), "somebody to go to, or to call"
    assert PHONE in text_of(one(page, "#help"))


def test_each_tells_its_next_date_where_and_why(demo: PageClient) -> None:
    page = demo.page(f"/nl/{TOWN}/collections/{NEW}")
    [taal] = [pick for pick in page.query(".pick") if "taalcafe" in pick.query("a")[0].attrs["href"]]

    told = text_of(taal)
    assert "Koffie en praten. Fouten maken mag." in told
    assert "november" in told or "december" in told
    assert "vandaag" not in told or "uur" in told


def test_the_list_leads_to_each_and_home_and_theme_and_picker_lead_there(demo: PageClient) -> None:
    listed = [link.attrs["href"] for link in demo.page(f"/nl/{TOWN}/collections").query(".pick__name a")]
    money = f"/nl/{TOWN}/collections/{MONEY}"

    assert len(listed) == 3
    assert money in listed
    for path in ("", "activities?theme=geld"):
        links = [link.attrs["href"] for link in demo.page(f"/nl/{TOWN}/{path}").query("a.events__link")]
        assert money in links, path
    for path, area in (("refer", ""), ("refer?theme=geld&area=all", "&area=all")):
        links = [link.attrs["href"] for link in demo.page(f"/nl/{TOWN}/{path}").query("a.events__link")]
        assert f"/nl/{TOWN}/refer?collection={MONEY}{area}" in links, path
    other = demo.page(f"/nl/{TOWN}/activities?theme=eten").query("a.events__link")
    assert not other


@pytest.mark.parametrize("harm", ["stale", "hidden", "deleted"])
def test_what_is_stale_or_not_public_is_absent(demo: PageClient, harm: str) -> None:
    path = f"/nl/{TOWN}/collections/{NEW}"
    assert "taalcafe" in demo.get(path).text

    activity = db.session.query(Activity).filter_by(slug="taalcafe").one()
    if harm == "stale":
        activity.checked_on = date(2024, 1, 1)
    elif harm == "hidden":
        activity.published = False
    else:
        db.session.delete(activity)
    db.session.commit()

    assert "taalcafe" not in demo.get(path).text


def test_a_collection_of_which_nothing_is_left_says_whom_to_call(demo: PageClient) -> None:
    for model in (Activity, Place):
        db.session.query(model).update({"published": False})
    db.session.commit()
    page = demo.page(f"/nl/{TOWN}/collections/{MONEY}")

    assert not page.query(".pick")
    assert "Bel het team" in text_of(one(page, ".notice"))
    assert len(page.query(".step a[href^='tel:']")) == 4


def test_search_engines_read_the_list(demo: PageClient) -> None:
    page = demo.page(f"/en/{TOWN}/collections/{MONEY}")
    path, listed = check_data(page)

    assert path["@type"] == "BreadcrumbList"
    assert listed["@type"] == "ItemList"
    assert listed["name"] == "Money worries: which help, when"
    assert [thing["name"] for thing in listed["itemListElement"]] == texts(page, ".pick__name")
    assert page.query("meta[property='og:title']")[0].attrs["content"] == "Money worries: which help, when"


def test_drafts_and_other_towns_are_not_found(demo: PageClient) -> None:
    path = f"/nl/{TOWN}/collections/{MONEY}"
    collection = db.session.query(Collection).filter_by(slug=MONEY).one()
    collection.published = False
    db.session.commit()

    assert demo.get(path).status_code == 404
    assert demo.get(f"/nl/{TOWN}/collections/bestaat-niet").status_code == 404
    assert MONEY not in demo.get(f"/nl/{TOWN}/collections").text
    assert MONEY not in demo.get(f"/nl/{TOWN}/").text


def test_an_old_address_leads_on(demo: PageClient) -> None:
    collection = db.session.query(Collection).filter_by(slug=MONEY).one()
    collection.slug, collection.former_slugs = "geld-en-hulp", [MONEY]
    db.session.commit()
    answer = demo.get(f"/nl/{TOWN}/collections/{MONEY}")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/nl/{TOWN}/collections/geld-en-hulp"


def test_a_missing_word_is_dutch_and_marked(demo: PageClient) -> None:
    collection = db.session.query(Collection).filter_by(slug=NEW).one()
    english = next(text for text in collection_texts(collection) if text.language == "en")
    english.words = {}
    db.session.commit()
    page = demo.page(f"/en/{TOWN}/collections/{NEW}")

    assert [title.attrs.get("lang") for title in page.query("h2.step__title")] == ["nl"] * 3
    assert "A part of this text is only in Dutch." in text_of(page)
    assert not demo.page(f"/nl/{TOWN}/collections/{NEW}").query("h2.step__title[lang]")


def collection_texts(collection: Collection) -> list[CollectionText]:
    return get_collection(get_open_municipality(TOWN), collection.id).texts


def test_while_typing_the_title_comes_first(demo: PageClient) -> None:
    found = demo.get(f"/api/v1/{TOWN}/search.json", query_string={"q": "geldzorgen", "lang": "nl"}).json

    assert found["answers"][0]["url"] == f"/nl/{TOWN}/collections/{MONEY}"
    assert found["answers"][0]["type"] == "page"


def test_a_gp_gives_something_of_it_along(demo: PageClient) -> None:
    page = demo.page(f"/nl/{TOWN}/collections/{MONEY}")
    [way] = page.query("a[href*='refer?collection']")
    where = demo.page(way.attrs["href"])
    cards = demo.page(where.query(".options__link")[0].attrs["href"])
    picks = [field.attrs["value"] for field in cards.query("input[name=pick]")]
    held = {link.attrs["href"].partition(f"{TOWN}/")[2] for link in page.query(".pick__name a")}

    assert len(picks) == 3
    assert set(picks) <= held
    assert "Geldzorgen: welke hulp, wanneer" in text_of(one(cards, ".refer__area"))
    fields = {field.attrs["name"]: field.attrs["value"] for field in cards.query(".give > input[type=hidden]")}
    answer = demo.post(f"/nl/{TOWN}/refer", data={**fields, "only": picks[0], "language": "nl"})
    assert answer.status_code == 303, answer.text[:500]
    assert text_of(demo.page(answer.headers["Location"]).query(".entry__name")[0])


@pytest.mark.parametrize("collection", ["bestaat-niet", "A b", "-"])
def test_a_gp_with_a_collection_that_is_not_there_chooses_again(demo: PageClient, collection: str) -> None:
    answer = demo.get(f"/nl/{TOWN}/refer", query_string={"collection": collection, "area": "all"})

    assert answer.status_code == 400
    assert "Deze collectie is er niet meer" in text_of(one(parse(answer.text), "[role=alert]"))
    assert "area=all" in parse(answer.text).query("[data-refer-subject]")[0].attrs["href"], "the rest is kept"


def test_a_gp_with_a_former_address_of_a_collection_and_in_another_language(demo: PageClient) -> None:
    town = get_open_municipality(TOWN)
    set_facts(town, get_public(town, MONEY), "geldzorgen", ["geld"], is_ladder=True)
    db.session.commit()
    page = demo.page(f"/nl/{TOWN}/refer?collection={MONEY}&area=all")

    assert page.query(".offer")
    english = next(link for link in page.query(".languages a") if link.attrs["href"].startswith("/en/"))
    assert "collection=geldzorgen" in english.attrs["href"]
    assert demo.page(english.attrs["href"]).query(".offer")
