"""Each choice of the filters tells how many results it gives."""

import re
from typing import Any

import pytest

from tests.page import PageClient, one, text_of

PLACES = "/nl/alblasserdam/places"
ACTIVITIES = "/nl/alblasserdam/activities"
SELECTS = ("theme", "kind", "group", "spoken")


def total(document: Any) -> int:
    number = re.match(r"\d+", text_of(one(document, "h1")))
    return int(number[0]) if number else 0


def told(element: Any) -> int:
    number = re.search(r"\((\d+)\)$", text_of(element))
    assert number, text_of(element)
    return int(number[1])


def choices(document: Any) -> list[tuple[str, str, int, bool, bool]]:
    """Name, value, number, whether it is inactive and whether it is chosen."""
    options = [
        (name, option, option.attrs["value"], "selected" in option.attrs)
        for name in SELECTS
        for select in document.query(f"select[name={name}]")
        for option in select.query("option")
    ]
    switches = [(box.attrs["name"], box.parent, "1", "checked" in box.attrs) for box in document.query(".switch__box")]
    pills = [("open", pill, pill.attrs["value"], False) for pill in document.query(".pill[name=open]")]
    return [
        (name, value, told(element), bool(_inactive(element)), chosen)
        for name, element, value, chosen in (*options, *switches, *pills)
        if "data-near-me" not in element.attrs
    ]


def _inactive(element: Any) -> bool:
    return "disabled" in element.attrs or bool(element.query("[disabled]"))


@pytest.mark.parametrize(
    "path",
    [PLACES, f"{ACTIVITIES}?theme=geld&free=1", f"{ACTIVITIES}?q=koffie&open=week", f"{PLACES}?volunteer=1&welcome=1"],
)
def test_a_tap_gives_as_many_as_the_choice_tells(demo: PageClient, path: str) -> None:
    document = demo.page(path)
    address, _mark, query = path.partition("?")
    kept = dict(part.split("=") for part in query.split("&") if part)

    for name, value, number, _is_inactive, _chosen in choices(document)[::3]:
        arguments = {**kept, name: value}
        answer = demo.page(address, query_string=arguments)
        assert total(answer) == number, (name, value)


def test_a_choice_that_leads_nowhere_stays_in_its_place_and_cannot_be_chosen(demo: PageClient) -> None:
    everything, some = (choices(demo.page(path)) for path in (ACTIVITIES, f"{ACTIVITIES}?theme=geld&kind=spreekuur"))

    assert {choice[:2] for choice in some} == {choice[:2] for choice in everything}
    assert any(number == 0 for _name, _value, number, _is_inactive, _chosen in some)
    for name, value, number, is_inactive, chosen in some:
        assert is_inactive == (number == 0 and not chosen and value != ""), (name, value)


def test_a_chosen_filter_without_results_can_be_taken_away(demo: PageClient) -> None:
    document = demo.page(f"{PLACES}?theme=geld&kind=theater&welcome=1&open=now")

    assert total(document) == 0
    for name, value in (("theme", "geld"), ("kind", "theater"), ("welcome", "1")):
        [choice] = [choice for choice in choices(document) if choice[:2] == (name, value)]
        assert not choice[3]
        assert choice[4]
    assert "disabled" not in one(document, '.pill[aria-pressed="true"]').attrs


@pytest.mark.parametrize(
    ("filters", "chosen"), [("theme=geld", "geld"), ("kind=buurthuis", "buurthuis"), ("group=ouderen", "ouderen")]
)
def test_on_a_day_dates_and_doors_count_together(demo: PageClient, filters: str, chosen: str) -> None:
    document = demo.page(f"/nl/alblasserdam/today?{filters}&day=2026-11-25")

    shown = len(document.query(".card--date")) + len(document.query(".door"))
    [choice] = [choice for choice in choices(document) if choice[1] == chosen]
    assert 0 < shown == choice[2]
    assert all(len(text_of(chip).split()) > 1 for chip in document.query(".chip")), "a chip says what it takes away"
