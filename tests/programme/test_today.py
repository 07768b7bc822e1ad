"""Today's programme on the first page and day by day: what falls out is seen by residents at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from tests.build import make_activity, make_municipality, make_place
from tests.page import parse, text_of, texts
from tests.programme.build import (
    COFFEE,
    MOMENT,
    TODAY,
    House,
    editor_of,
    line_of,
    make_organisation,
    send,
    stored,
    tap,
    undo,
)
from tests.staff import signed_in_client
from tests.town import OVERWATER, QUAY
from webapp.accounts.rules import COORDINATOR, TEAM
from webapp.schedule.values import CANCELLED, MOVED, Change


def public(house: House, rest: str, language: str = "nl") -> str:
    page = house.client.page(f"/{language}/{house.town.slug}/{rest}")
    return text_of(page.query("main")[0])


def test_the_first_page_shows_what_is_ahead_today_and_tomorrow(house: House) -> None:
    make_activity(house.town, "Ontbijt", place=house.place, opening_hours="Tu 08:00-09:00")
    page = house.client.page("/staff/")

    assert [text_of(one) for one in page.query(".programme__name")] == ["Ons huis", "Koffie", "Ons huis"]
    assert "14:00–16:00" in line_of(house.client, "Koffie")
    assert texts(page, ".programme__place") == ["Ons huis"], "where it is; a house is where it is itself"


def test_cancelling_takes_one_post_and_residents_see_it_at_once(house: House) -> None:
    slug, place = house.coffee.slug, house.place.slug
    assert "Wegens ziekte" not in public(house, f"activities/{slug}")

    answer = tap(house, house.coffee, COFFEE)

    assert answer.status_code == 303
    assert answer.location.startswith("/staff/#date-")
    for rest in (f"activities/{slug}", f"places/{place}", "today", "activities"):
        assert "Wegens ziekte" in public(house, rest), rest
    assert "Because of illness" in public(house, f"activities/{slug}", "en")
    feed = house.client.get(f"/api/v1/{house.town.slug}/map.geojson?lang=nl").json
    (coffee,) = [one for one in feed["features"] if one["properties"]["slug"] == slug]
    assert min(start for start, _end in coffee["properties"]["slots"]) > MOMENT.timestamp() + 86_400
    assert "Wegens ziekte" in line_of(house.client, "Koffie")


def test_every_reason_is_a_button_that_works(house: House) -> None:
    page = house.client.page("/staff/")
    line = next(one for one in page.query(".programme__date") if "Koffie" in text_of(one))
    values = [button.attrs["value"] for button in line.query("button[name=reason]")]
    assert len(values) >= 6
    for value in values:
        assert tap(house, house.coffee, COFFEE, value).status_code == 303
        (change,) = stored(house.coffee).changes
        assert change.kind == CANCELLED
        assert set(change.reason) == {"nl", "en"}


def test_put_back_leaves_no_trace(house: House) -> None:
    before = stored(house.coffee)
    tap(house, house.coffee, COFFEE)

    assert undo(house, house.coffee, COFFEE).status_code == 303

    assert stored(house.coffee) == before
    assert "Wegens ziekte" not in public(house, f"activities/{house.coffee.slug}")


def test_put_back_keeps_what_was_moved_there_before_it_was_cancelled(house: House) -> None:
    send(
        house.client,
        house.of(house.coffee, f"date/{COFFEE}/move"),
        **{"day": "2026-11-24", "from": "15:00", "to": "17:00", "reason": "room"},
    )
    moved = stored(house.coffee)
    assert [change.kind for change in moved.changes] == [MOVED]

    tap(house, house.coffee, "2026-11-24T15:00")
    undo(house, house.coffee, "2026-11-24T15:00")

    assert stored(house.coffee) == moved


def test_a_tap_twice_is_one_cancellation(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    tap(house, house.coffee, COFFEE, "holiday")

    (change,) = stored(house.coffee).changes
    assert change.reason["en"] == "Holiday"


def test_what_goes_on_now_can_be_stopped_and_what_went_on_over_midnight(house: House) -> None:
    night = make_activity(house.town, "Nachtopvang", place=house.place, opening_hours="Mo-Su 20:00-08:00")
    assert tap(house, house.place, "2026-11-24T09:00").status_code == 303
    with time_machine.travel(MOMENT + timedelta(hours=15), tick=False):
        later = replace(house, client=editor_of(house.town, house.organisation))
        assert "Nachtopvang" in text_of(later.client.page("/staff/").query(".programme__date")[0])
        assert tap(later, night, "2026-11-24T20:00").status_code == 303
        assert "Wegens ziekte" in line_of(later.client, "Nachtopvang")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"when": "2026-11-25T14:00"}, 400),  # nothing then
        ({"when": "2026-11-17T14:00"}, 400),  # over
        ({"reason": "because"}, 400),
        ({"reason": ""}, 400),
        ({"when": "2026-11-24 14:00"}, 404),
        ({"when": "tomorrow"}, 404),
        ({"when": "2026-11-24T14:00+01:00"}, 404),
        ({"what": "people"}, 404),
        ({"item": "koffie"}, 404),
        ({"what": "places"}, 404),  # the id of an activity
    ],
)
def test_what_makes_no_sense_changes_nothing(house: House, change: dict[str, str], status: int) -> None:
    before = stored(house.coffee)
    typed = {"what": "activities", "item": str(house.coffee.id), "when": COFFEE, "reason": "ill", **change}

    answer = send(house.client, f"{house.staff}/today/cancel", **typed)

    assert answer.status_code == status
    assert stored(house.coffee) == before


def test_nobody_changes_what_is_not_theirs(house: House) -> None:
    theirs = make_organisation(house.town, "andere")
    stranger = editor_of(house.town, theirs)
    far = make_municipality(OVERWATER)
    far_place = make_place(far, "Ver weg", position=QUAY, opening_hours="Mo-Fr 09:00-17:00")
    foreign = {
        "stranger": stranger,
        "no organisation": signed_in_client("editor", house.town),
        "far": signed_in_client(COORDINATOR, far),
        "team": signed_in_client(TEAM, house.town),
    }
    typed = {"what": "activities", "item": str(house.coffee.id), "when": COFFEE, "reason": "ill", "line": COFFEE}
    for who, client in foreign.items():
        for path in ("today/cancel", "today/put-back"):
            assert send(client, f"{house.staff}/{path}", **typed).status_code == 404, (who, path)
        for rest in (f"date/{COFFEE}", f"date/{COFFEE}/move", "date/new"):
            assert client.get(house.of(house.coffee, rest)).status_code == 404, (who, rest)
            assert send(client, house.of(house.coffee, rest), do="regular").status_code == 404, (who, rest)
        assert "Koffie" not in client.get("/staff/").text, who
    assert send(house.client, f"{house.staff}/today/cancel", **{**typed, "item": str(far_place.id)}).status_code == 404
    assert stored(house.coffee).changes == ()


def test_a_coordinator_has_the_whole_town_and_only_that(house: House) -> None:
    coordinator = signed_in_client(COORDINATOR, house.town)
    page = coordinator.page(f"{house.staff}/today")
    assert [text_of(one) for one in page.query(".programme__name")] == ["Ons huis", "Koffie"]


def test_any_day_can_be_looked_at(house: House) -> None:
    page = house.client.page(f"{house.staff}/today?day=2026-12-01")
    assert [text_of(one) for one in page.query(".programme__name")] == ["Ons huis", "Koffie"]
    assert house.client.page(f"{house.staff}/today?day=2026-11-28").query(".programme__date") == []
    for day in ("2026-11-23", "2027-06-01", "x", "20261124"):
        assert house.client.get(f"{house.staff}/today?day={day}").status_code == 400, day
    for number in ("0", "x", "51", "-1"):
        assert house.client.get(f"{house.staff}/today?page={number}").status_code == 400, number


def test_a_long_day_goes_on_on_the_next_page(house: House) -> None:
    for number in range(61):
        make_activity(house.town, f"Spel {number}", place=house.place, opening_hours="Th 10:00-11:00")
    day = f"{house.staff}/today?day=2026-11-26"
    first, second = house.client.page(day), house.client.page(f"{day}&page=2")
    names = [text_of(one) for page in (first, second) for one in page.query(".programme__name")]
    assert len(names) == len(set(names)) == 62
    assert len(first.query(".programme__date")) == 60


def test_what_is_not_published_is_not_on_the_programme(house: House) -> None:
    house.coffee.published = False
    assert "Koffie" not in house.client.get("/staff/").text


# ---------------------------------------------------------------- one date


def test_a_reason_in_own_words_needs_dutch(house: House) -> None:
    path = house.of(house.coffee, f"date/{COFFEE}")
    for typed in ({"reason-en": "The oven is broken"}, {}, {"reason-nl": "x" * 301}, {"reason-nl": "a\x07b"}):
        answer = send(house.client, path, do="cancel", **typed)
        assert answer.status_code == 422
        assert parse(answer.text).query(".field__error")
        if "reason-en" in typed:
            assert 'value="The oven is broken"' in answer.text
    assert stored(house.coffee).changes == ()

    answer = send(house.client, path, do="cancel", **{"reason-nl": " De oven is  stuk ", "reason-en": "Oven broken"})

    assert answer.status_code == 303
    (change,) = stored(house.coffee).changes
    assert change.reason == {"nl": "De oven is stuk", "en": "Oven broken"}


def test_a_date_is_moved_and_put_back(house: House) -> None:
    path = house.of(house.coffee, f"date/{COFFEE}/move")
    typed = {"day": "2026-11-26", "from": "10:00", "to": "11:30", "reason": "room"}

    assert send(house.client, path, **typed).location.endswith("day=2026-11-26")

    shown = public(house, f"activities/{house.coffee.slug}")
    assert "Verplaatst naar donderdag 26 november om 10:00" in shown
    assert "De ruimte is niet vrij" in shown
    there = house.of(house.coffee, "date/2026-11-26T10:00")
    assert "Terug naar de gewone tijd" in house.client.get(there).text
    assert send(house.client, there, do="regular").status_code == 303
    assert stored(house.coffee).changes == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "2026-11-23"}, "day"),
        ({"day": "2046-11-23"}, "day"),
        ({"from": "25:00"}, "from"),
        ({"from": "09:00"}, "from"),  # this morning: over
        ({"to": "half elf"}, "to"),
        ({"to": "11:00", "from": "11:00"}, "to"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_with_another_time_is_said_beside_it(house: House, typed: dict[str, str], field: str) -> None:
    right = {"day": "2026-11-24", "from": "11:00", "to": "12:00", "reason": "demand"}
    answer = send(house.client, house.of(house.coffee, "date/new"), **{**right, **typed})
    assert answer.status_code == 422
    page = parse(answer.text)
    assert page.query(f"#{field}-error")
    for name, value in {**right, **typed}.items():
        if name != "reason":
            assert page.query(f"#{name}")[0].attrs["value"] == value
    assert stored(house.coffee).changes == ()


def test_an_extra_time_past_midnight(house: House) -> None:
    typed = {"day": TODAY.isoformat(), "from": "22:00", "to": "01:00", "reason": "special"}
    assert send(house.client, house.of(house.coffee, "date/new"), **typed).status_code == 303
    (change,) = stored(house.coffee).changes
    assert isinstance(change, Change)
    assert change.minutes == 180
    there = house.of(house.coffee, "date/2026-11-24T22:00")
    assert "Haal deze extra keer weg" in house.client.get(there).text
    send(house.client, there, do="regular")
    assert stored(house.coffee).changes == ()


def test_a_date_that_is_not_there_is_not_found(house: House) -> None:
    for when in ("2026-11-24T15:00", "2026-11-24", "x", "new2", "2026-11-24T14:00:00"):
        assert house.client.get(house.of(house.coffee, f"date/{when}")).status_code == 404, when
