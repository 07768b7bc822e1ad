"""A third language is data: with a folder of Arabic every public page answers in it, from the right to the left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, g

from tests.arabic import deliver
from tests.conftest import running_application, visiting
from tests.database import settings_for_tests
from tests.page import PageClient, one, text_of, texts
from tests.whole_app.test_addresses import TOWN, public_pages
from webapp.app import create_app
from webapp.core import formats
from webapp.extensions import db
from webapp.taxonomy import rules

PAGES = [
    path.replace("/en/", "/ar/")
    for path in public_pages(TOWN)
    if path.startswith("/en/") and not path.endswith(".webmanifest")
] + [f"/ar/{TOWN}/{thing}" for thing in ("places/het-brughuis", "activities/inloop-geld-en-post", "places/luisterlijn")]


@pytest.fixture(scope="module")
def arabic_application(demo_application: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A second application on the demonstration's database, started with the setting alone."""
    with demo_application.app_context():
        url = db.engine.url
    with running_application(url, languages_dir=deliver(tmp_path_factory.mktemp("languages"))) as app:
        yield app
    rules._further_labels.pop("ar")  # known to the whole process from the start of such an application


@pytest.fixture
def arabic(arabic_application: Flask) -> Iterator[PageClient]:
    with visiting(arabic_application) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_from_the_right(arabic: PageClient, path: str) -> None:
    html = one(arabic.page(path), "html")

    assert (html.attrs["lang"], html.attrs["dir"]) == ("ar", "rtl")


def test_the_themes_are_in_arabic_and_the_menu_offers_the_language(arabic: PageClient) -> None:
    home = arabic.page(f"/ar/{TOWN}/")

    assert "المال والديون" in text_of(home.root)
    assert text_of(one(home, "h1")) == "ماذا يوجد لك في Alblasserdam؟"
    assert texts(home, ".languages__current") == ["العربية"]
    assert "العربية" in texts(arabic.page(f"/nl/{TOWN}/"), ".languages a")


@pytest.mark.parametrize("thing", ["places/het-brughuis", "activities/inloop-geld-en-post"])
def test_what_is_not_translated_is_marked_as_dutch_from_the_left(arabic: PageClient, thing: str) -> None:
    page = arabic.page(f"/ar/{TOWN}/{thing}")

    assert texts(page, ".notice--language") == ["هذا النص متوفر باللغة الهولندية فقط."]
    for selector in ("h1", ".detail-head__summary", ".detail__main > .prose", ".address"):
        for element in page.query(selector):
            assert (element.attrs.get("lang"), element.attrs["dir"]) == ("nl", "ltr"), selector


@pytest.mark.parametrize(
    ("path", "selector", "untranslated", "translated"),
    [
        ("", ".tile__name", "Kinderen en opvoeden", "المال والديون"),
        ("activities", "#theme option", "Kinderen en opvoeden", "المال والديون"),
        ("places", ".card__kind", "Bibliotheek", "بيت الحي"),
        ("helper", ".options__link", "Kinderen en opvoeden", "المال والديون"),
    ],
)
def test_a_label_without_translation_is_marked_as_dutch(
    arabic: PageClient, path: str, selector: str, untranslated: str, translated: str
) -> None:
    """On the element with the word or inside it; what is translated has no mark."""
    labels = {
        text_of(label).partition(" (")[0]: [label.attrs.get("lang"), *(x.attrs["lang"] for x in label.query("[lang]"))]
        for label in arabic.page(f"/ar/{TOWN}/{path}").query(selector)
    }

    assert "nl" in labels[untranslated]
    assert "nl" not in labels[translated]


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("activities?theme=gezin", ".chip span[lang]"),
        ("helper?about=gezin&who=any&how=any&when=any", ".chip span[lang]"),
        ("places/het-brughuis", ".topics span[lang]"),
    ],
)
def test_chosen_filters_and_topics_are_marked_too(arabic: PageClient, path: str, selector: str) -> None:
    found = arabic.page(f"/ar/{TOWN}/{path}").query(selector)

    assert found
    assert {label.attrs["lang"] for label in found} == {"nl"}


def test_the_map_and_the_suggestions_know_the_language_of_a_label(arabic: PageClient) -> None:
    found = arabic.get(f"/api/v1/{TOWN}/search.json?q=opvoeden&lang=ar").get_json()["answers"]
    assert [answer["lang"] for answer in found if answer["type"] == "theme"] == ["nl"]
    script = arabic.page(f"/ar/{TOWN}/places").query("script[type=module]")[-1].attrs["src"]
    assert '"labelLang": "nl"' in arabic.get(script or "").text


def test_lists_search_and_feed_tell_the_language_of_each_name(arabic: PageClient) -> None:
    for path in ("", "places", "activities", "search?q=koffie"):
        for name in arabic.page(f"/ar/{TOWN}/{path}").query(".card__name a"):
            assert (name.attrs["lang"], name.attrs["dir"]) == ("nl", "ltr"), path
    feed = arabic.get(f"/api/v1/{TOWN}/map.geojson?lang=ar").get_json()
    assert {feature["properties"]["lang"] for feature in feed["features"]} == {"nl"}
    found = arabic.get(f"/api/v1/{TOWN}/search.json?q=koffie&lang=ar").get_json()
    assert {answer["lang"] for answer in found["answers"] if answer["type"] != "theme"} == {"nl"}


def test_calendar_and_picture_answer_too(arabic: PageClient) -> None:
    assert arabic.get(f"/ar/{TOWN}/places/het-brughuis.ics").status_code == 200
    picture = one(arabic.page(f"/ar/{TOWN}/places/het-brughuis"), 'meta[property="og:image"]').attrs["content"]
    assert picture
    assert arabic.get(picture.partition("localhost")[2]).mimetype == "image/png"


def test_without_the_setting_there_is_no_such_page(demo: PageClient) -> None:
    assert demo.get(f"/ar/{TOWN}/").status_code == 404


def test_dates_and_numbers_are_those_of_babel(arabic_application: Flask) -> None:
    day, moment = date(2026, 11, 24), datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    with arabic_application.test_request_context():
        g.language = "ar"
        for write in (formats.day_name, formats.short_date, formats.day_and_month, formats.day_and_date):
            assert write(day).strip()
        assert formats.long_date(day) == "24 نوفمبر 2026"
        assert formats.clock_time(moment) == "9:30"
        assert formats.money(250).startswith("€")
        assert formats.distance(1249).endswith("km")


def test_a_folder_of_languages_that_is_not_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "terms.toml").write_text('[thema]\ngeld = "x"\n', encoding="utf-8")

    with pytest.raises(ValueError, match="unknown axis thema"):
        create_app(settings_for_tests(sa.make_url("postgresql://nowhere/x"), languages_dir=str(tmp_path)))
