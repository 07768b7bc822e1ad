"""The sentence on a card, asked of the browser's own code."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.maps.build import make_town_map

SCRIPT = Path(__file__).parents[2] / "static/js/map/openings.js"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="needs node to run the browser's code")


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM).timestamp())


def slot(start: str, end: str) -> list[int]:
    return [at(start), at(end)]


CASES = {
    "open until the slot ends": (
        [slot("2026-11-23T13:00", "2026-11-23T17:00")],
        None,
        "Open now until 17:00",
    ),
    "later today": ([slot("2026-11-23T15:00", "2026-11-23T16:30")], None, "Today 15:00–16:30"),
    "tomorrow": ([slot("2026-11-24T09:00", "2026-11-24T12:00")], None, "Tomorrow 09:00–12:00"),
    "another day": (
        [slot("2026-11-26T09:00", "2026-11-26T12:00")],
        None,
        "Thursday 26 November 09:00–12:00",
    ),
    "what is over does not count": ([slot("2026-11-23T09:00", "2026-11-23T14:00")], None, ""),
    "slots that touch are one": (
        [slot("2026-11-24T00:00", "2026-11-24T02:00"), slot("2026-11-23T13:00", "2026-11-24T00:00")],
        None,
        "Open now until 02:00",
    ),
    "day and night has no end": ([slot("2026-11-22T00:00", "2026-12-06T00:00")], None, "Open now"),
    "a reason wins": ([slot("2026-11-24T09:00", "2026-11-24T12:00")], "ill", "Closed now: ill"),
    "nothing known, nothing said": ([], None, ""),
}


def sentences(cases: list[dict[str, object]], now: int) -> list[str]:
    words = dict(make_town_map().strings)
    code = (
        f"const {{ Openings }} = await import({json.dumps(SCRIPT.as_uri())});"
        f"const openings = new Openings({{ words: {json.dumps(words)}, language: 'en' }});"
        f"const cases = {json.dumps(cases)};"
        f"console.log(JSON.stringify(cases.map((one) => openings.sentence(one, {now}))));"
    )
    done = subprocess.run(["node", "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    answer: list[str] = json.loads(done.stdout)
    return answer


def test_the_card_says_when_it_is_open():
    cases = [{"slots": slots, "closed": closed} for slots, closed, _ in CASES.values()]

    said = dict(zip(CASES, sentences(cases, at("2026-11-23T14:00")), strict=True))

    assert said == {name: sentence for name, (_, _, sentence) in CASES.items()}


def test_tomorrow_follows_the_calendar_when_the_clock_changes():
    """The night of 25 October 2026 has one hour more; of 29 March one hour less."""
    early = [{"slots": [slot("2026-10-26T00:15", "2026-10-26T01:00")]}]
    assert sentences(early, at("2026-10-25T00:30")) == ["Tomorrow 00:15–01:00"]

    early = [{"slots": [slot("2026-03-30T00:15", "2026-03-30T01:00")]}]
    assert sentences(early, at("2026-03-29T00:30")) == ["Tomorrow 00:15–01:00"]


def test_what_was_moved_says_where_it_went():
    one = {"slots": [], "closed": "", "moved": at("2026-11-26T10:00")}
    cases = [one, {**one, "closed": "ill"}, {**one, "moved": at("2026-11-23T19:30")}]

    assert sentences(cases, at("2026-11-23T14:00")) == [
        "Moved to Thursday 26 November at 10:00",
        "Moved to Thursday 26 November at 10:00: ill",
        "Moved to 19:30",
    ]
