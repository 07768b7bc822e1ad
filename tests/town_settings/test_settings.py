"""What a coordinator sets is what residents see, and only in that town."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.build import make_activity, make_municipality
from tests.page import PageClient, one, parse, text_of
from tests.staff import csrf_token, signed_in_client, submit
from tests.teams.build import make_team
from tests.town import OVERWATER
from tests.town_settings.test_logo import picture
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.town_settings import rules

SETTINGS = "/staff/brinkdam/settings"
HOME = "/nl/brinkdam/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def test_the_first_page_leads_to_each_of_them(coordinator: PageClient) -> None:
    for link in coordinator.page(SETTINGS).query(".options__link"):
        coordinator.page(str(link.attrs["href"]))


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
