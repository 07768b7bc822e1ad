"""The picker on the demonstration town, on a Tuesday morning at half past ten."""

import re

import pytest

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient, one, parse, text_of, texts
from webapp.areas.queries import get_open_municipality
from webapp.extensions import db
from webapp.handouts.queries import list_areas
from webapp.handouts.rules import SHOWN, possible_themes

TOWN = "alblasserdam"
REFER = f"/nl/{TOWN}/refer"
PHONE = "078 - 202 11 11"
COLLECTIONS = 3  # of the demonstration


def areas(demo: PageClient) -> list[tuple[str, str]]:
    with demo.application.app_context():
        return list_areas(get_open_municipality(TOWN))


def test_three_taps_lead_to_three_cards(demo: PageClient) -> None:
    begin = demo.page(REFER)
    theme = next(link for link in begin.query(".options__link") if "theme=geld" in link.attrs["href"])
    where = demo.page(theme.attrs["href"])
    cards = demo.page(where.query(".options__link")[0].attrs["href"])

    assert len(begin.query("[data-refer-subject]")) == len(possible_themes()) + 6 + len(
        begin.query(".collections__list a")
    )
    assert len(cards.query(".offer")) == SHOWN
    for offer in cards.query(".offer"):
        told = text_of(offer)
        assert "Geen verwijzing nodig" in told
        assert "Gecontroleerd op" in told
        assert "lopen" in told or "km" in told or "Online" in told, told
        assert "Gratis" in told or "€" in told or "kost" in told
        assert re.search(r"Vraag naar [A-Z]\w+, \w+", told), "a first name and a role"
        assert re.search(r"dag \d+ \w+", text_of(one(offer, ".offer__next"))), "the next date"
    assert PHONE in text_of(one(cards, "#help"))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("subject", [*(f"theme={id_}" for id_ in possible_themes()), "dimension=PG1", "dimension=PG3"])
def test_every_subject_has_something_to_give(demo: PageClient, subject: str, lang: str) -> None:
    page = demo.page(f"/{lang}/{TOWN}/refer?{subject}&area=all")

    assert 1 <= len(page.query(".offer")) <= SHOWN
    assert PHONE in text_of(one(page, "#help"))


def test_a_choice_is_one_tap_and_one_tap_undoes_it(demo: PageClient) -> None:
    page = demo.page(f"{REFER}?theme=ontmoeten&area=all")
    chips = {text_of(chip): chip.attrs["href"] for chip in page.query(".refer__chips a")}
    evening = demo.page(chips["In de avond of het weekend"])

    [chosen] = evening.query(".refer__chips [aria-current]")
    assert text_of(chosen) == "In de avond of het weekend"
    assert demo.page(chosen.attrs["href"]).query(".offer") is not None
    assert texts(demo.page(chosen.attrs["href"]), ".offer__name") == texts(page, ".offer__name")


def test_three_others_and_then_the_first_again(demo: PageClient) -> None:
    page = demo.page(f"{REFER}?theme=ontmoeten&area=all")
    first = texts(page, ".offer__name")
    names: list[str] = []
    for _turn in range(20):
        shown = texts(page, ".offer__name")
        assert not set(shown) & set(names)
        names += shown
        [link] = page.query(".button--quiet[href*=refer]")
        page = demo.page(link.attrs["href"])
        if texts(page, ".offer__name") == first:
            break
    assert len(names) > SHOWN
    assert texts(page, ".offer__name") == first


def test_what_nobody_checked_in_time_is_never_given(demo: PageClient) -> None:
    from webapp.activities.models import Activity
    from webapp.places.models import Place

    with demo.application.app_context():
        for model in (Activity, Place):
            db.session.query(model).update({"checked_on": DEMO_MOMENT.date().replace(year=2025)})
        db.session.commit()

    page = demo.page(f"{REFER}?theme=geld&area=all")

    assert not page.query(".offer")
    assert "bel het team" in text_of(one(page, "main"))
    assert PHONE in text_of(one(page, "#help"))


def test_every_area_measures_from_its_own_middle(demo: PageClient) -> None:
    told = {code: texts(demo.page(f"{REFER}?theme=geld&area={code}"), ".offer")[0] for code, _name in areas(demo)}

    assert len(told) > 3
    assert len(set(told.values())) > 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("theme=Jansen", ".options__link[data-refer-subject]"),
        ("theme=veilig&area=all", ".options__link[data-refer-subject]"),
        ("dimension=PG9", ".options__link[data-refer-subject]"),
        ("theme=geld&area=Jansen", ".options__link"),
        ("theme=geld&area=all&how=Jansen", ".offer"),
        ("theme=geld&area=all&who=Jansen&when=Jansen", ".offer"),
        ("collection=jansen&theme=geld&area=all", ".options__link[data-refer-subject]"),
    ],
)
def test_nonsense_gets_a_sentence_above_what_is_left(demo: PageClient, query: str, shown: str) -> None:
    answer = demo.get(f"{REFER}?{query}")
    page = parse(answer.text)

    assert answer.status_code == 400
    assert all("kennen" in told or "niet meer" in told for told in texts(page, "[role=alert]"))
    assert page.query("[role=alert]")
    assert page.query(shown)
    assert "ansen" not in answer.text, "what stood there is nowhere said again, in no link either"


def test_an_area_that_is_gone_is_chosen_again(demo: PageClient) -> None:
    answer = demo.get(f"{REFER}?theme=geld&area=BU99999999")

    assert answer.status_code == 400
    assert "Deze buurt kennen we niet" in answer.text
    assert "theme=geld" in answer.text
    assert "Deze buurt kennen we niet" in demo.get(f"{REFER}?area=BU99999999").text


@pytest.mark.parametrize("page", ["", "places", "activities/inloop-geld-en-post", "about"])
def test_who_refers_finds_the_picker_below_every_page(demo: PageClient, page: str) -> None:
    below = one(demo.page(f"/nl/{TOWN}/{page}"), ".foot__links")

    assert "Voor huisartsen en anderen die verwijzen" in text_of(below)
    assert REFER in [link.attrs["href"] for link in below.query("a")]


def test_there_is_no_field_to_type_in(demo: PageClient) -> None:
    for query in ("", "?theme=geld", "?theme=geld&area=all"):
        page = demo.page(REFER + query)
        assert not page.query("textarea")
        assert {field.attrs.get("type") for field in page.query("input")} <= {"hidden", "radio", "checkbox"}
