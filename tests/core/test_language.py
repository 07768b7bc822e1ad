"""Languages are data; what a visitor reads is written their way, in any of them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from webapp.core import formats, language
from webapp.core.texts import Paragraphs, Spoken, pick_text
from webapp.places.models import PlaceText


def test_dutch_comes_first_and_each_language_has_its_own_name() -> None:
    assert [(one.code, one.name) for one in language.languages()][:2] == [("nl", "Nederlands"), ("en", "English")]


def test_a_catalogue_is_all_that_a_language_needs(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "ar" / "LC_MESSAGES" / "messages.po").touch()
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    arabic = language.find_language("ar")

    assert arabic is not None
    assert (arabic.name, arabic.direction) == ("العربية", "rtl")


@pytest.mark.parametrize(
    ("metres", "nl", "en"),
    [
        (0, "50 m", "50 m"),
        (149, "150 m", "150 m"),
        (974, "950 m", "950 m"),
        (980, "1 km", "1 km"),
        (1249, "1,2 km", "1.2 km"),
    ],
)
def test_distances(application: Flask, metres: float, nl: str, en: str) -> None:
    with application.test_request_context():
        for code, expected in (("nl", nl), ("en", en)):
            g.language = code
            assert formats.distance(metres) == expected


@pytest.mark.parametrize(
    ("cents", "nl", "en"), [(300, "€ 3", "€ 3"), (250, "€ 2,50", "€ 2.50"), (1, "€ 0,01", "€ 0.01")]
)
def test_money(application: Flask, cents: int, nl: str, en: str) -> None:
    with application.test_request_context():
        for code, expected in (("nl", nl), ("en", en)):
            g.language = code
            assert formats.money(cents) == expected


def test_times_are_those_of_a_clock_in_the_netherlands(application: Flask) -> None:
    with application.test_request_context():
        g.language = "en"
        assert formats.clock_time(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)) == "9:30"
        assert formats.clock_time(datetime(2026, 7, 24, 12, 0, tzinfo=UTC)) == "14:00"
        assert formats.day_name(date(2026, 11, 24)) == "Tuesday"
        g.language = "nl"
        assert formats.long_date(date(2026, 11, 24)) == "24 november 2026"


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("078 - 202 11 11", "tel:+31782021111"),
        ("+31 88 242 5070", "tel:+31882425070"),
        ("0800-2000", "tel:08002000"),
        ("0800 0432", "tel:08000432"),
        ("112", "tel:112"),
        ("088 0767 000", "tel:+31880767000"),
    ],
)
def test_phone_numbers_can_be_dialled(number: str, address: str) -> None:
    assert formats.phone_address(number) == address


def text(code: str) -> PlaceText:
    return PlaceText(language=code, name=code)


@pytest.mark.parametrize(
    ("there", "wanted", "shown"),
    [(["nl", "en"], "en", "en"), (["nl", "ar"], "en", "nl"), (["ar"], "en", "ar"), (["en", "nl"], "nl", "nl")],
)
def test_a_missing_text_is_shown_in_dutch(there: list[str], wanted: str, shown: str) -> None:
    assert pick_text([text(code) for code in there], wanted).language == shown


def test_paragraphs_end_at_empty_lines() -> None:
    assert Paragraphs.of(Spoken("Een.\nTwee.\r\n\r\n\n Drie. ", "nl")).parts == ("Een.\nTwee.", "Drie.")
    assert Paragraphs.of(Spoken("", "nl")).parts == ()
