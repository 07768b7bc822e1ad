"""What a visitor of the demonstration town can do on a Tuesday, seen at half past ten, and on the days after it."""

import re
from datetime import date, datetime, timedelta

import pytest
from justhtml import JustHTML
from sqlalchemy import func, select

from tests.conftest import forget_feeds
from tests.page import PageClient, inside, one, parse, text_of, texts
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.finding import day_queries
from webapp.places.models import Place
from webapp.schedule.closing import WHOLE_TOWN, close
from webapp.schedule.models import Slot
from webapp.schedule.operations import add_date, cancel_date, move_date
from webapp.schedule.rules import midnight
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure

TODAY = date(2026, 11, 24)
PAGE = "/nl/alblasserdam/today"
EN = "/en/alblasserdam/today"
ILL_IN_DUTCH = {"nl": "de begeleider is ziek"}


def fresh(demo: PageClient, path: str) -> JustHTML:
    db.session.commit()
    forget_feeds(demo.application)
    return demo.page(path)


def activity_of(slug: str) -> Activity:
    return db.session.scalars(select(Activity).where(Activity.slug == slug)).one()


def entries(document: JustHTML, slug: str) -> list[str]:
    """The words of each card that leads to this activity."""
    cards = [card for card in document.query(".card--date") if card.query(f'a[href$="/activities/{slug}"]')]
    return [text_of(card) for card in cards]


def test_today_tells_in_order_what_goes_on_and_what_comes(demo: PageClient) -> None:
    document = demo.page(PAGE)

    assert text_of(one(document, "h1")) == "Wat kan ik vandaag doen?"
    titles = [text_of(title) for title in document.query(".page-today .part__title")]
    assert titles == ["Nu bezig", "Vanmiddag", "Vanavond", "Hier kun je binnenlopen"]
    for part in document.query(".part")[:-1]:
        starts = [card.query("time")[0].attrs["datetime"] for card in part.query(".card--date")]
        assert starts
        assert starts == sorted(starts)


def test_every_date_of_the_day_is_there_once(demo: PageClient) -> None:
    town = db.session.scalars(select(Activity.municipality_id)).first()
    day = TODAY + timedelta(days=1)
    stored = db.session.scalar(
        select(func.count())
        .select_from(Slot)
        .where(
            Slot.municipality_id == town,
            Slot.activity_id.is_not(None),
            Slot.starts_at >= midnight(day),
            Slot.starts_at < midnight(day + timedelta(days=1)),
        )
    )

    assert stored
    assert len(demo.page(f"{PAGE}?day={day}").query(".card--date")) == stored


def test_what_is_over_is_folded_away_and_nothing_else_is(demo: PageClient) -> None:
    document = demo.page(PAGE)
    for card in document.query(".card--date"):
        ends = datetime.fromisoformat(card.query("time")[1].attrs["datetime"] or "")
        assert inside(card, "details") == (ends <= datetime.fromisoformat("2026-11-24T10:30+01:00"))
    add_date(*_koffie(), datetime(2026, 11, 24, 8), 60, {"nl": "extra"})

    assert any("8:00 – tot 9:00" in words for words in texts(fresh(demo, PAGE), ".fold .card--date"))


def _koffie() -> tuple[int, Owner]:
    activity = activity_of("koffie-in-het-brughuis")
    return activity.municipality_id, Owner(activity_id=activity.id)


def test_an_activity_with_two_dates_appears_twice(demo: PageClient) -> None:
    before = entries(demo.page(PAGE), "koffie-in-het-brughuis")
    add_date(*_koffie(), datetime(2026, 11, 24, 20), 60, {"nl": "extra avond"})

    after = entries(fresh(demo, PAGE), "koffie-in-het-brughuis")

    assert len(after) == len(before) + 1 == 2
    assert "Extra: extra avond" in after[1]


def test_a_cancelled_date_stays_struck_through_with_its_reason_marked_as_dutch(demo: PageClient) -> None:
    cancel_date(*_koffie(), TODAY, ILL_IN_DUTCH)

    document = fresh(demo, EN)

    card = next(card for card in document.query(".card--date") if card.query('a[href$="/koffie-in-het-brughuis"]'))
    assert text_of(one(card, "s")).startswith("9:00")
    assert "Cancelled: de begeleider is ziek" in text_of(card)
    assert text_of(one(card, "[lang=nl]")) == "de begeleider is ziek"


def test_a_moved_date_is_at_both_times_with_the_reason(demo: PageClient) -> None:
    reason = {"nl": "zaal bezet", "en": "room in use"}
    town, owner = _koffie()
    move_date(town, owner, datetime(2026, 11, 24, 9), datetime(2026, 11, 26, 19), reason)

    tuesday, thursday = (entries(fresh(demo, path), "koffie-in-het-brughuis") for path in (EN, f"{EN}?day=2026-11-26"))

    assert any("Moved to Thursday 26 November at 19:00: room in use" in words for words in tuesday)
    assert any("19:00" in words and "Moved from Tuesday 24 November: room in use" in words for words in thursday)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Verplaatst naar donderdag 26 november om 19:00 uur: De zaal is bezet"),
        ("en", "Moved to Thursday 26 November at 19:00: The room is in use"),
    ],
)
def test_a_card_of_what_was_moved_says_to_when(demo: PageClient, language: str, words: str) -> None:
    reason = {"nl": "De zaal is bezet.", "en": "The room is in use."}
    town, owner = _koffie()
    move_date(town, owner, datetime(2026, 11, 24, 9), datetime(2026, 11, 26, 19), reason)

    for path in ("activities?q=koffie", "search?q=koffie", "activities/koffie-in-het-brughuis"):
        assert words in " ".join(texts(fresh(demo, f"/{language}/alblasserdam/{path}"), ".opening")), path


def test_a_town_closure_closes_all_doors_with_the_reason(demo: PageClient) -> None:
    town, _owner = _koffie()
    close(town, WHOLE_TOWN, Closure(date(2026, 11, 26), date(2026, 11, 26), {"nl": "storm", "en": "a storm"}))

    document = fresh(demo, f"{EN}?day=2026-11-26")

    doors, dates = texts(document, ".door"), texts(document, ".card--date")
    still_open = [door for door in doors if "Closed on this day: a storm" not in door]
    still_on = [card for card in dates if "Cancelled: a storm" not in card]
    assert len(doors) > len(still_open) == 1
    assert "Klein Alblas park" in still_open[0]
    assert len(dates) > len(still_on) == 1
    assert "Online" in still_on[0]


def test_a_door_that_should_be_open_says_why_it_is_not(demo: PageClient) -> None:
    place = db.session.scalars(select(Place).where(Place.slug == "het-brughuis")).one()
    cancel_date(place.municipality_id, Owner(place_id=place.id), TODAY, {"nl": "lekkage", "en": "a leak"})

    door = next(door for door in fresh(demo, EN).query(".door") if "Het Brughuis" in text_of(door))

    assert "Closed today: a leak" in text_of(door)
    assert text_of(one(door, "s")) == "9:00–16:30"


@pytest.mark.parametrize(
    "filters", ["theme=geld", "free=1", "q=koffie", "wheelchair=1", "volunteer=1", "kind=spreekuur", "group=ouderen"]
)
def test_a_filter_leaves_some_and_takes_some_and_stays_in_every_link(demo: PageClient, filters: str) -> None:
    everything, some = (len(demo.page(path).query(".card--date")) for path in (PAGE, f"{PAGE}?{filters}"))
    document = demo.page(f"{PAGE}?{filters}&unknown=1")

    assert 0 < some < everything
    for link in document.query(".day-choice a"):
        assert filters in (link.attrs["href"] or "")
    assert filters in (one(document, "[data-calendar]").attrs["href"] or "")
    name, _equals, value = filters.partition("=")
    assert one(document, f".day-field input[name={name}]").attrs["value"] == value


def test_the_day_says_when_so_open_changes_nothing(demo: PageClient) -> None:
    assert len(demo.page(f"{PAGE}?open=now").query(".card--date")) == len(demo.page(PAGE).query(".card--date"))


def test_a_filter_on_another_day_stays_on_that_day(demo: PageClient) -> None:
    document = demo.page(f"{PAGE}?day=2026-11-26&theme=geld&free=1")

    assert all("day=2026-11-26" in (chip.attrs["href"] or "") for chip in document.query(".chip"))
    assert [field.attrs["value"] for field in document.query(".filters input[name=day]")] == ["2026-11-26"] * 2


def test_near_a_postcode_the_distance_is_told_and_the_order_is_still_time(demo: PageClient) -> None:
    document = demo.page(f"{PAGE}?postcode=2953&day=2026-11-26")

    starts = [card.query("time")[0].attrs["datetime"] for card in document.query(".card--date")]
    assert starts == sorted(starts)
    assert any(re.search(r"\d (k?m)\b", text) for text in texts(document, ".card--date .card__where--near"))
    assert document.query(".door .card__where--near")


def test_the_days_are_links_and_the_next_week_is_one_link_away(demo: PageClient) -> None:
    document = demo.page(EN)
    assert texts(document, ".day-choice .pill") == [
        "Today", "Tomorrow", "Thu 26", "Fri 27", "Sat 28", "Sun 29", "Mon 30", "Week after",
    ]  # fmt: skip
    assert text_of(one(document, ".day-choice [aria-current=date]")) == "Today"

    there = demo.page(one(document, ".day-choice [rel=next]").attrs["href"])

    assert text_of(one(there, "h1")) == "What can I do on Tuesday 1 December?"
    assert one(there, ".day-choice [rel=prev]").attrs["href"] == EN


def test_the_last_day_that_is_known_ends_the_weeks(demo: PageClient) -> None:
    document = demo.page(f"{EN}?day=2027-02-21")

    assert not document.query(".day-choice [rel=next]")
    assert one(document, "#day").attrs["max"] == "2027-02-21"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("day", ["2026-11-23", "2027-02-22", "nooit", "%00", "2026-02-30"])
def test_a_day_that_cannot_be_shown_gives_400_with_the_way_on(demo: PageClient, lang: str, day: str) -> None:
    answer = demo.get(f"/{lang}/alblasserdam/today?day={day}")

    assert answer.status_code == 400
    main = one(parse(answer.text), "main")
    assert re.search("Kies|kies" if lang == "nl" else "Choose|choose", text_of(main))
    assert main.query(f'a[href="/{lang}/alblasserdam/today"]')


def test_a_day_without_anything_leads_to_the_next_with_something(demo: PageClient) -> None:
    document = demo.page(f"{EN}?day=2026-11-29&theme=geld")

    way = next(link for link in document.query(".nothing a") if "There is something on" in text_of(link))
    there = demo.page(way.attrs["href"])
    assert there.query(".card--date")
    assert "theme=geld" in (way.attrs["href"] or "")


def test_nothing_in_all_the_weeks_offers_everything(demo: PageClient) -> None:
    document = demo.page(f"{EN}?q=ruimtevaart")

    assert not document.query(".card--date")
    assert any(link.attrs["href"] == EN for link in document.query(".nothing a"))


def test_pages_hold_each_date_and_door_once(demo: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = demo.page(f"{PAGE}?day=2026-11-26")
    monkeypatch.setattr(day_queries, "ENTRIES", 7)
    monkeypatch.setattr("webapp.finding.day_page.ENTRIES", 7)
    dates: list[str] = []
    doors: list[str] = []
    path: str | None = f"{PAGE}?day=2026-11-26&unknown=1"
    while path:
        document = demo.page(path)
        assert len(document.query(".card--date")) <= 7
        dates += texts(document, ".card--date")
        doors += texts(document, ".door")
        following = document.query(".pages [rel=next]")
        path = following[0].attrs["href"] if following else None

    assert dates == texts(whole, ".card--date")
    assert doors == texts(whole, ".door")
    assert demo.get(f"{PAGE}?page=400").status_code == 404


def test_home_and_the_list_of_activities_lead_here(demo: PageClient) -> None:
    assert demo.page("/nl/alblasserdam/").query(f'.hero a[href="{PAGE}"]')
    assert demo.page("/nl/alblasserdam/activities?theme=geld&open=now").query(f'a[href="{PAGE}?theme=geld"]')
