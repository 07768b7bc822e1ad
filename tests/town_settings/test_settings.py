"""What a coordinator sets is what residents see, and only in that town."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one, parse, text_of
from tests.staff import csrf_token, signed_in_client, submit
from tests.teams.build import make_team
from tests.town import OVERWATER
from tests.town_settings.test_logo import picture
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.schedule.closing import Subject, close
from webapp.schedule.queries import get_ticks, list_school_breaks
from webapp.schedule.values import Closure
from webapp.search.operations import count_missed
from webapp.search.queries import list_synonyms
from webapp.town_settings import rules
from webapp.town_settings.queries import list_town_closures

SETTINGS = "/staff/brinkdam/settings"
HOME = "/nl/brinkdam/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def brinkdam(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def test_the_first_page_leads_to_each_of_them(coordinator: PageClient) -> None:
    for link in coordinator.page(SETTINGS).query(".options__link"):
        coordinator.page(str(link.attrs["href"]))


# ---------------------------------------------------------------- days


def closure(**other: str) -> dict[str, str]:
    return {
        "closure_first": "2026-12-24",
        "closure_last": "24-12-2026",
        "closure_reason_nl": "Kerstavond",
        "closure_reason_en": "Christmas Eve",
        **other,
    }


def test_the_whole_town_is_closed_and_open_again(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    days = f"{SETTINGS}/closed-days"
    assert submit(coordinator, f"{days}/closures", form_page=days, **closure()).status_code == 303

    (row,) = list_town_closures(brinkdam, date(2026, 11, 24))
    assert (row.first_day, row.last_day, row.reason["en"]) == (date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve")
    assert "Kerstavond" in coordinator.page(days).to_text()

    assert submit(coordinator, f"{days}/closures/{row.id}/remove", form_page=days).status_code == 303
    assert list_town_closures(brinkdam, date(2026, 11, 24)) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("closure_first", ""),
        ("closure_first", "morgen"),
        ("closure_last", "2026-12-23"),
        ("closure_last", "31-02-2027"),
        ("closure_reason_nl", ""),
        ("closure_reason_en", " "),
        ("closure_reason_nl", "x" * 130),
    ],
)
def test_a_slip_in_days_is_said_beside_it(
    coordinator: PageClient, brinkdam: Municipality, field: str, typed: str
) -> None:
    days = f"{SETTINGS}/closed-days"
    answer = submit(coordinator, f"{days}/closures", form_page=days, **closure(**{field: typed}))

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert "2026-12-24" in answer.text or field == "closure_first"
    assert list_town_closures(brinkdam, date(2026, 1, 1)) == []


def test_more_days_than_a_closure_takes_are_refused(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"
    answer = submit(coordinator, f"{days}/closures", form_page=days, **closure(closure_last="2035-01-01"))

    assert answer.status_code == 422
    assert 'id="closure_first-problem"' in answer.text


def test_a_closure_of_one_place_is_not_the_towns_to_remove_here(
    coordinator: PageClient, brinkdam: Municipality
) -> None:
    day = date(2026, 12, 1)
    row = close(brinkdam.id, Subject(place_id=make_place(brinkdam).id), Closure(day, day, {"nl": "ziek"}))
    db.session.commit()
    days = f"{SETTINGS}/closed-days"

    assert submit(coordinator, f"{days}/closures/{row.id}/remove", form_page=days).status_code == 404


def test_holidays_are_ticked(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"
    ticked = [
        str(box.attrs["value"]) for box in coordinator.page(days).query("input[name=closed]") if "checked" in box.attrs
    ]
    assert "christmas" in ticked
    assert "good-friday" not in ticked

    submit(coordinator, f"{days}/holidays", form_page=days, closed=[*(set(ticked) - {"kings-day"}), "good-friday"])

    assert get_ticks(brinkdam.id) == {"good-friday": True, "kings-day": False}


def test_school_breaks_come_and_go_and_do_not_overlap(coordinator: PageClient, brinkdam: Municipality) -> None:
    days = f"{SETTINGS}/closed-days"

    def add(first: str, last: str) -> int:
        values = {"break_first": first, "break_last": last, "break_reason_nl": "vakantie", "break_reason_en": "break"}
        return submit(coordinator, f"{days}/breaks", form_page=days, **values).status_code

    assert [add("2026-12-19", "2027-01-03"), add("2027-01-03", "2027-01-10")] == [303, 422]
    assert [one.first_day for one in list_school_breaks(brinkdam.id)] == [date(2026, 12, 19)]
    assert submit(coordinator, f"{days}/breaks/2026-12-19/remove", form_page=days).status_code == 303
    assert list_school_breaks(brinkdam.id) == []
    assert submit(coordinator, f"{days}/breaks/x/remove", form_page=days).status_code == 404


# ---------------------------------------------------------------- themes


def tiles(client: PageClient, town: str = "brinkdam", language: str = "nl") -> list[str]:
    return [text_of(name) for name in client.page(f"/{language}/{town}/").query(".tile__name")]


def test_the_home_page_shows_the_themes_that_are_chosen_in_their_order(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    for theme in ("ontmoeten", "eten", "geld"):
        make_activity(brinkdam, name=f"Iets met {theme}", themes=[theme])
    db.session.commit()
    usual = tiles(client)
    assert len(usual) == 3
    page = f"{SETTINGS}/themes"

    def change(theme: str, way: str) -> int:
        return submit(coordinator, f"{page}/{theme}/{way}", form_page=page).status_code

    assert change("eten", "hide") == 303
    hidden = tiles(client)
    assert change("eten", "show") == 303, "at the end now"
    shown = tiles(client)
    assert change("eten", "up") == 303

    gone = next(iter(set(usual) - set(hidden)))
    assert shown == [*hidden, gone]
    assert change("bestaat-niet", "hide") == 404


def test_a_theme_has_the_towns_own_name_there_and_nowhere_else(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    overwater = make_municipality(OVERWATER)
    for town in (brinkdam, overwater):
        make_activity(town, name="Iets met geld", themes=["geld"])
    db.session.commit()
    usual = tiles(client)

    path = f"{SETTINGS}/themes/geld"
    assert submit(coordinator, path, label_nl="Knaken", label_en="").status_code == 303

    assert tiles(client) == ["Knaken"]
    assert tiles(client, "overwater") == usual
    assert tiles(client, language="en") != ["Knaken"]
    assert submit(coordinator, path, label_nl="", label_en="").status_code == 303
    assert tiles(client) == usual
    assert submit(coordinator, path, label_nl="x" * 60).status_code == 422


# ---------------------------------------------------------------- words


def test_a_search_in_vain_becomes_a_word_of_the_town(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    make_activity(brinkdam, name="Inloop", themes=["geld"])
    count_missed(brinkdam.id, "de poen", date(2026, 11, 20))
    db.session.commit()
    page = coordinator.page(f"{SETTINGS}/words")
    link = next(link for link in page.query("a") if "words=de" in str(link.attrs.get("href")))
    assert 'value="de poen"' in coordinator.get(str(link.attrs["href"])).text

    assert submit(coordinator, f"{SETTINGS}/words", words="de poen", term="theme=geld").status_code == 303

    assert list_synonyms(brinkdam.id) == [("de poen", "theme=geld", True)]
    assert "Inloop" in client.page("/nl/brinkdam/search?q=de+poen").to_text()
    submit(coordinator, f"{SETTINGS}/words/forget", form_page=f"{SETTINGS}/words", words="de poen", term="theme=geld")
    assert list_synonyms(brinkdam.id) == []


@pytest.mark.parametrize(
    ("words", "term", "field"),
    [("", "theme=geld", "words"), ("x", "theme=onzin", "term"), ("x " * 50, "theme=geld", "words")],
)
def test_a_slip_in_words_is_said(coordinator: PageClient, words: str, term: str, field: str) -> None:
    answer = submit(coordinator, f"{SETTINGS}/words", words=words, term=term)

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text


# ---------------------------------------------------------------- the form


def test_the_town_says_it_in_its_own_words(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality, triage: None
) -> None:
    answer = submit(coordinator, f"{SETTINGS}/form", intro_nl="Vraag maar raak.", extra_nl="Wij zijn er.", whatsapp="1")
    assert answer.status_code == 303

    dutch, english = client.page("/nl/brinkdam/ask"), client.page("/en/brinkdam/ask")

    assert text_of(one(dutch, ".lead")) == "Vraag maar raak."
    assert "Wij zijn er." in dutch.to_text()
    lead = one(english, ".lead")
    assert (text_of(lead), lead.attrs["lang"]) == ("Vraag maar raak.", "nl"), "Dutch stands in, and says so"


def test_hints_stand_beside_a_text_that_is_hard(coordinator: PageClient) -> None:
    submit(
        coordinator,
        f"{SETTINGS}/form",
        intro_nl="Teneinde uw aanvraag te kunnen behandelen dient u het formulier in te vullen.",
    )

    assert coordinator.page(f"{SETTINGS}/form").query(".hints li")


def test_a_text_only_in_english_and_one_that_is_too_long_are_refused(coordinator: PageClient) -> None:
    answer = submit(coordinator, f"{SETTINGS}/form", intro_en="Ask away.", thanks_nl="x" * 500)

    assert answer.status_code == 422
    assert {'id="intro_nl-problem"' in answer.text, 'id="thanks_nl-problem"' in answer.text} == {True}
    assert "Ask away." in answer.text


@pytest.fixture
def triage(brinkdam: Municipality) -> None:
    make_team(brinkdam, "wijkteam", email="wijkteam@example.nl", whatsapp="+31 6 12345678")
    db.session.commit()


def test_whatsapp_is_the_towns_to_offer(coordinator: PageClient, client: PageClient, triage: None) -> None:
    assert client.page("/nl/brinkdam/ask").query('input[value="whatsapp"]')

    submit(coordinator, f"{SETTINGS}/form", intro_nl="")

    assert not client.page("/nl/brinkdam/ask").query('input[value="whatsapp"]')


# ---------------------------------------------------------------- colours and logo


def stylesheet(client: PageClient) -> str:
    (link,) = [link for link in client.page(HOME).query("link[rel=stylesheet]") if "theme." in str(link.attrs["href"])]
    return str(link.attrs["href"])


def test_colours_reach_every_page_of_the_town_and_are_kept_by_browsers(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    assert "theme." not in client.get(HOME).text
    assert submit(coordinator, f"{SETTINGS}/appearance", primary="14507A", accent="").status_code == 303

    path = stylesheet(client)
    answer = client.get(path)

    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--colour-primary:#14507a" in answer.text
    assert answer.text.count("--colour-primary:") == 2, "by day and by night"
    old = client.get("/brinkdam/theme.0000.css")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    assert submit(coordinator, f"{SETTINGS}/appearance", primary="").status_code == 303
    assert client.get(path).status_code == 404


def test_a_colour_from_the_palette(coordinator: PageClient, brinkdam: Municipality) -> None:
    submit(coordinator, f"{SETTINGS}/appearance", palette=rules.PALETTE[1], primary="#000000")
    db.session.refresh(brinkdam)

    assert brinkdam.colours == {"primary": rules.PALETTE[1]}


@pytest.mark.parametrize(
    ("fields", "wrong", "words"),
    [
        ({"primary": "#ffcc00"}, "primary", "contrast 1.2"),
        ({"primary": "#14507a", "primary_dark": "#14507a"}, "primary_dark", "’s nachts te donker"),
        ({"accent": "blauw"}, "accent", "Dit is geen kleur"),
        ({"accent_dark": "#ffffff"}, "accent", "Kies eerst"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(
    coordinator: PageClient, brinkdam: Municipality, fields: dict[str, str], wrong: str, words: str
) -> None:
    answer = submit(coordinator, f"{SETTINGS}/appearance", **fields)

    said = text_of(one(parse(answer.text), f"#{wrong}-problem"))
    assert answer.status_code == 422
    assert words in said
    db.session.refresh(brinkdam)
    assert brinkdam.colours == {}
    if "contrast" in said:
        proposal = said.rstrip(".")[-7:]
        assert submit(coordinator, f"{SETTINGS}/appearance", **{**fields, wrong: proposal}).status_code == 303


def send_logo(client: PageClient, data: bytes) -> int:
    page = f"{SETTINGS}/appearance"
    token = csrf_token(client, page)
    sent = {"csrf_token": token, "logo": (io.BytesIO(data), "logo.png")}
    return client.post(f"{page}/logo", data=sent, content_type="multipart/form-data").status_code


def test_a_logo_stands_on_each_page_and_goes_again(
    coordinator: PageClient, client: PageClient, brinkdam: Municipality
) -> None:
    assert send_logo(coordinator, picture()) == 303

    src = str(one(client.page(HOME), ".brand__logo").attrs["src"])
    answer = client.get(src)
    assert (answer.mimetype, answer.data[:4]) == ("image/webp", b"RIFF")
    assert "immutable" in answer.headers["Cache-Control"]

    page = f"{SETTINGS}/appearance"
    assert submit(coordinator, f"{page}/logo/remove", form_page=page).status_code == 303
    assert client.get(src).status_code == 404


def test_an_svg_is_no_logo(coordinator: PageClient, brinkdam: Municipality) -> None:
    assert send_logo(coordinator, b"<svg><script>alert(1)</script></svg>") == 422
    db.session.refresh(brinkdam)
    assert brinkdam.logo is None
