"""The picker of a practice: its own neighbourhood, its own favourites first, its addresses; and the count."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from tests.conftest import DEMO_MOMENT
from tests.handouts.sheets import REFER, TOWN, give
from tests.handouts.test_warm import API, TOLD, send
from tests.page import PageClient, one, text_of, texts
from tests.practices.build import NAME, counts, give_from, make_practice, town
from webapp.extensions import db
from webapp.guiding.rules import Candidate
from webapp.handouts.operations import LIVES, forget_expired
from webapp.handouts.queries import list_areas, list_things
from webapp.places.models import Place
from webapp.practices import operations
from webapp.practices.models import PracticeQuarter, PracticeSheet

UNKNOWN = "zzzzzzzz"


def path_of(address: str) -> str:
    """Without what says that its maker looks."""
    return address.partition("?")[0]


def test_its_own_neighbourhood_is_not_asked_again_and_another_is_one_tap_away(demo: PageClient) -> None:
    code, name = list_areas(town())[1]
    practice = make_practice(code)
    begin = demo.page(f"{REFER}?practice={practice.code}")
    theme = next(link for link in begin.query("[data-refer-subject]") if "theme=geld" in link.attrs["href"])
    cards = demo.page(theme.attrs["href"])

    assert NAME in text_of(one(begin, ".refer__giver"))
    assert name in text_of(one(cards, ".refer__area"))
    assert cards.query(".offer")
    other = demo.page(one(cards, ".refer__area a").attrs["href"])
    assert not other.query(".offer")
    chosen = demo.page(other.query(".options__link")[0].attrs["href"])
    assert list_areas(town())[0][1] in text_of(one(chosen, ".refer__area"))
    assert NAME in text_of(one(chosen, ".refer__giver"))


def test_favourites_stand_first_but_never_what_nobody_checked(demo: PageClient) -> None:
    practice = make_practice()
    address = f"{REFER}?theme=ontmoeten&area=all&practice={practice.code}"
    names = texts(demo.page(address), ".offer__name")
    far = demo.page(f"{address}&skip=3").query("input[name=pick]")
    [liked_thing] = list_things(town(), [str(far[-1].attrs["value"])])
    liked = Candidate(liked_thing.id, isinstance(liked_thing, Place), liked_thing.slug, liked_thing.kind)
    operations.set_favourites(practice, "ontmoeten", [liked], [liked.id])
    db.session.commit()

    page = demo.page(address)
    [favourite] = [offer for offer in page.query(".offer") if offer.query(".offer__favourite")]
    assert favourite is page.query(".offer")[0]
    assert favourite.attrs["data-id"] == str(liked.id)
    assert texts(demo.page(f"{REFER}?theme=ontmoeten&area=all"), ".offer__name") == names, "for others as it was"

    liked_thing.checked_on = DEMO_MOMENT.date() - timedelta(days=2_000)
    db.session.commit()
    assert not demo.page(address).query(".offer__favourite")


@pytest.mark.parametrize("told", [UNKNOWN, "nee", "<script>", "x" * 300])
@pytest.mark.parametrize("rest", ["", "&theme=geld", "&theme=geld&area=all"])
def test_a_practice_that_nobody_knows_is_said_and_changes_nothing(demo: PageClient, told: str, rest: str) -> None:
    page = demo.page(f"{REFER}?practice={told}{rest}")

    assert "kennen deze praktijk niet" in text_of(one(page, ".notice"))
    assert not [link for link in page.query("main a") if "practice=" in (link.attrs.get("href") or "")]
    answer = demo.post(
        REFER, data={"theme": "geld", "area": "all", "practice": told, "pick": "activities/inloop-geld-en-post"}
    )
    assert answer.status_code == 303
    assert "made" not in answer.headers["Location"]


@pytest.mark.parametrize(("told", "ready"), [("en", "en"), ("nl", "nl"), ("xx", "nl"), ("<b>", "nl"), ("", "nl")])
def test_the_language_of_the_sheet_stands_ready(demo: PageClient, told: str, ready: str) -> None:
    page = demo.page(f"{REFER}?theme=geld&area=all&language={told}")

    [chosen] = [field for field in page.query("input[name=language]") if "checked" in field.attrs]
    assert chosen.attrs["value"] == ready
    assert chosen.attrs["type"] == "radio", "and it is sent once"
    free = next(link for link in page.query(".refer__chips a") if "free=1" in link.attrs["href"])
    assert ("language=en" in free.attrs["href"]) is (told == "en")


# ---------------------------------------------------------------- counting


def test_a_sheet_counts_once_when_somebody_else_than_its_maker_opens_it(demo: PageClient) -> None:
    practice = make_practice()
    made = give_from(demo, practice)
    assert counts(practice) == (1, 0, 0)

    page = demo.page(made)
    for link in page.query(".languages a"):
        demo.page(link.attrs["href"])
    demo.get(f"{path_of(made)}.pdf")
    demo.head(path_of(made))
    demo.get(path_of(made), headers={"Sec-Purpose": "prefetch;prerender"})
    assert counts(practice) == (1, 0, 0), "its maker, the printer of its maker, and a program that looks ahead"

    demo.page(path_of(made))
    demo.page(path_of(made))
    assert counts(practice) == (1, 1, 0)


def test_a_question_counts_for_the_practice_and_does_not_know_it(demo: PageClient) -> None:
    practice = make_practice()
    made = path_of(give_from(demo, practice))
    ask = demo.get(f"{made}/contact").headers["Location"]
    through = one(demo.page(ask), "input[name=through]").attrs["value"]

    assert counts(practice) == (1, 1, 0), "who scans the code for the team has used the sheet"
    assert through == f"practice-{practice.code}"
    assert send(demo, through=through) == 303
    assert counts(practice) == (1, 1, 1)
    key = {"Idempotency-Key": "6e0f6a55-9d2f-4e7c-8a55-3c1c5c2a1f10"}
    for _again in range(2):
        demo.post(API, json={**TOLD, "through": through}, headers=key)
    assert counts(practice) == (1, 1, 2), "the same question twice is one"
    assert practice.code not in rows_of("question") + rows_of("question_event")
    assert str(practice.id) not in rows_of("question") + rows_of("question_event")


def rows_of(table: str) -> str:
    return str(db.session.execute(text(f"SELECT to_jsonb({table}) FROM {table}")).all())


def test_a_question_with_the_code_of_nobody_is_a_question(demo: PageClient) -> None:
    assert send(demo, through=f"practice-{UNKNOWN}") == 303
    assert db.session.scalar(select(func.count()).select_from(PracticeQuarter)) == 0


def test_without_a_practice_nothing_is_noted(demo: PageClient) -> None:
    address = give(demo)
    demo.page(address)

    assert "?" not in address
    assert demo.get(f"{address}/contact").headers["Location"].endswith("through=practice&activity=inloop-geld-en-post")
    for model in (PracticeQuarter, PracticeSheet):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_what_ties_a_sheet_to_a_practice_goes_with_the_sheet_and_the_count_stays(demo: PageClient) -> None:
    practice = make_practice()
    give_from(demo, practice)

    assert forget_expired(DEMO_MOMENT + LIVES) == 1
    assert db.session.scalar(select(func.count()).select_from(PracticeSheet)) == 0
    assert counts(practice) == (1, 0, 0)
    with time_machine.travel(DEMO_MOMENT + timedelta(days=800), tick=False):
        assert operations.forget_old_counts(DEMO_MOMENT + timedelta(days=800)) == 1


def test_a_practice_that_ended_leaves_its_sheets_alone(demo: PageClient) -> None:
    practice = make_practice()
    made = path_of(give_from(demo, practice))
    operations.remove_practice(practice, DEMO_MOMENT)
    db.session.commit()

    assert demo.get(made).status_code == 200
    assert demo.get(f"{made}/contact").status_code == 302
    assert "kennen deze praktijk niet" in demo.get(f"{REFER}?practice={practice.code}").text


# ---------------------------------------------------------------- the waiting room


@pytest.mark.parametrize(("accepts", "lang"), [("nl", "nl"), ("en-GB,en;q=0.9", "en")])
def test_the_code_in_the_waiting_room_leads_to_what_is_near(demo: PageClient, accepts: str, lang: str) -> None:
    area, name = list_areas(town())[0]
    near, anywhere = make_practice(area), make_practice(name="Zonder buurt")
    asked = {"Accept-Language": accepts}

    there = demo.get(f"/p/{near.code.upper()}", headers=asked)
    assert there.headers["Location"].startswith(f"/{lang}/{TOWN}/activities?where=")
    assert name in text_of(one(demo.page(there.headers["Location"]), "main"))
    assert demo.get(f"/p/{anywhere.code}", headers=asked).headers["Location"] == f"/{lang}/{TOWN}/"
    assert {demo.get(f"/p/{code}").status_code for code in (UNKNOWN, "x" * 900, "%00", "1")} == {404}
    assert counts(near) == (0, 0, 0)
