"""The page of a screen on the demonstration town, on a Tuesday morning at half past ten."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient, one, text_of, texts
from webapp.areas.queries import get_open_municipality
from webapp.core.qr import drawing
from webapp.extensions import db
from webapp.schedule.models import Slot

TOWN = "alblasserdam"
SCREEN = f"/nl/{TOWN}/screen"


def test_today_in_order_of_time_and_nothing_that_is_over(demo: PageClient) -> None:
    page = demo.page(SCREEN)
    days = page.query("[data-day]")
    today = days[0]

    assert text_of(one(page, "h1")) == "Vandaag in Alblasserdam"
    assert [day.attrs["data-day"] for day in days] == [f"2026-11-{number}" for number in range(24, 31)] + ["2026-12-01"]
    assert ["hidden" in day.attrs for day in days] == [False, *[True] * 7]
    assert "hidden" in one(page, "[data-nothing]").attrs
    rows = today.query("[data-ends]")
    assert len(rows) > 5
    assert all(int(row.attrs["data-ends"]) > DEMO_MOMENT.timestamp() for row in rows)
    listed = texts(demo.page(f"/nl/{TOWN}/today"), "main .part .card__name")
    assert {text_of(row.query(".screen__name")[0]) for row in rows} <= set(listed)


def test_what_is_cancelled_says_why(demo: PageClient) -> None:
    row = (
        db.session.query(Slot)
        .filter(
            Slot.activity_id.is_not(None),
            Slot.starts_at > DEMO_MOMENT,
            Slot.starts_at < DEMO_MOMENT + timedelta(hours=4),
        )
        .first()
    )
    assert row is not None
    row.status, row.reason = "cancelled", {"nl": "De docent is ziek", "en": "The teacher is ill"}
    db.session.commit()

    assert any("De docent is ziek" in words for words in texts(demo.page(SCREEN), ".screen__row--off"))


def test_two_languages_have_the_same_rows(demo: PageClient) -> None:
    dutch, english = demo.page(f"{SCREEN}?also=en").query("[data-block]")

    assert (dutch.attrs["lang"], english.attrs["lang"]) == ("nl", "en")
    assert "Today in Alblasserdam" in text_of(english)
    assert "Tuesday 24 November" in text_of(english)
    starts = [[row.attrs["data-starts"] for row in block.query("[data-starts]")] for block in (dutch, english)]
    assert starts[0] == starts[1]
    for other in ("", "?also=nl", "?also=xx", "?also=<script>"):
        assert len(demo.page(SCREEN + other).query("[data-block]")) == 1


def test_a_place_shows_what_it_holds(demo: PageClient) -> None:
    page = demo.page(f"{SCREEN}?place=het-brughuis")
    names = texts(page, "[data-day='2026-11-24'] .screen__name")

    assert text_of(one(page, "h1")) == "Vandaag in Het Brughuis"
    assert names
    held = texts(demo.page(f"/nl/{TOWN}/places/het-brughuis"), ".card__name")
    assert set(names) <= set(held)
    assert demo.get(f"{SCREEN}?place=bestaat-niet").status_code == 404


def test_filters_are_those_of_the_lists(demo: PageClient) -> None:
    some = texts(demo.page(f"{SCREEN}?theme=eten"), ".screen__name")

    assert 0 < len(some) < len(texts(demo.page(SCREEN), ".screen__name"))
    slip = demo.get(f"{SCREEN}?theme=onzin")
    assert slip.status_code == 400
    assert "screen__notice" in slip.text


def test_late_in_the_evening_the_next_day_comes(demo: PageClient) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 22, 50, tzinfo=UTC), tick=False):
        page = demo.page(f"{SCREEN}?theme=geld")
    tomorrow = page.query("[data-day]")[0]

    assert tomorrow.attrs["data-day"] == "2026-11-25"
    assert "hidden" not in tomorrow.attrs
    assert "hidden" not in one(page, "[data-over]").attrs
    assert "Er is vandaag niets meer." in text_of(page)


def test_where_nothing_comes_for_days_it_says_so_and_whom_to_call(demo: PageClient) -> None:
    page = demo.page(f"{SCREEN}?q=qqqqwwww&also=en")

    assert not page.query("[data-day]")
    assert texts(page, "[data-nothing]:not([hidden])") == [
        "De komende dagen staat er niets. Kijk op het adres hieronder, of bel.",
        "Nothing is planned for the coming days. Look at the address below, or call.",
    ]
    assert all("hidden" in line.attrs for line in page.query("[data-over]")), "nothing comes next"
    get_open_municipality(TOWN).team_phone = None
    db.session.commit()
    assert "of bel" not in text_of(one(demo.page(f"{SCREEN}?q=qqqqwwww"), "[data-nothing]"))


def test_a_day_holds_what_is_on_that_day_and_no_more_than_a_screen_can_turn(demo: PageClient) -> None:
    """The further days are those of the page of that day; a place has its own week."""
    page = demo.page(SCREEN)
    for day in page.query("[data-day]")[1:]:
        listed = texts(demo.page(f"/nl/{TOWN}/today?day={day.attrs['data-day']}"), "main .part .card__name")
        assert {text_of(row) for row in day.query(".screen__name")} == set(listed), day.attrs["data-day"]
    assert len({day.attrs["data-day"] for day in demo.page(f"{SCREEN}?place=het-brughuis").query("[data-day]")}) > 3


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_code_leads_to_the_town(demo: PageClient, lang: str) -> None:
    page = demo.page(f"/{lang}/{TOWN}/screen")

    assert f"/{lang}/{TOWN}" in one(page, "svg.sheet__qr").attrs["aria-label"]
    assert one(page, "svg.sheet__qr path").attrs["d"] == drawing(f"http://localhost/{lang}/{TOWN}/").path
    assert "078 - 202 11 11" in text_of(page)
