"""The sentence on the card of a pin, asked of the browser's own code: as the list beside the map says it."""

import json
import shutil
import subprocess
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import forget_feeds
from tests.page import PageClient, text_of
from webapp.core import clock
from webapp.core.formats import day_and_date, day_name, short_date
from webapp.extensions import db
from webapp.finding.queries import PAGE_SIZE
from webapp.schedule.sentences import SENTENCES

SCRIPTS = Path(__file__).parents[2] / "static/js/map"
MONDAY = "2026-11-23T14:00"

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="needs node to run the browser's code")


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=clock.TIME_ZONE).timestamp())


def slot(start: str, end: str) -> list[int]:
    return [at(start), at(end)]


CASES = {
    "open until the slot ends": ({"slots": [slot("2026-11-23T13:00", "2026-11-23T17:00")]}, "Open now until 17:00"),
    "later today": ({"slots": [slot("2026-11-23T15:00", "2026-11-23T16:30")]}, "Opens today at 15:00"),
    "tomorrow": ({"slots": [slot("2026-11-24T09:00", "2026-11-24T12:00")]}, "Opens tomorrow at 9:00"),
    "within a week": ({"slots": [slot("2026-11-26T09:00", "2026-11-26T12:00")]}, "Opens on Thursday at 9:00"),
    "after that": ({"slots": [slot("2026-12-03T09:00", "2026-12-03T12:00")]}, "Next time: Thu 3 Dec at 9:00"),
    "an activity": (
        {"type": "activity", "slots": [slot("2026-11-24T09:00", "2026-11-24T12:00")]},
        "Tomorrow at 9:00",
    ),
    "what is over does not count": ({"slots": [slot("2026-11-23T09:00", "2026-11-23T14:00")]}, ""),
    "slots that touch are one": (
        {"slots": [slot("2026-11-23T13:00", "2026-11-24T00:00"), slot("2026-11-24T00:00", "2026-11-24T01:00")]},
        "Open now until 1:00",
    ),
    "day and night has no end": ({"slots": [slot("2026-11-22T00:00", "2026-12-06T00:00")]}, "Open day and night"),
    "a reason wins": (
        {"slots": [slot("2026-11-24T09:00", "2026-11-24T12:00")], "closed": "ill"},
        "Closed today: ill. Opens tomorrow at 9:00",
    ),
    "moved": (
        {"slots": [], "closed": "", "moved": at("2026-11-26T10:00")},
        "Moved to Thursday 26 November at 10:00",
    ),
    "moved, and why": (
        {"slots": [], "closed": "ill", "moved": at("2026-11-26T10:00")},
        "Moved to Thursday 26 November at 10:00: ill",
    ),
    "moved to later today": ({"slots": [], "closed": "", "moved": at("2026-11-23T19:30")}, "Moved to 19:30"),
    "nothing known, nothing said": ({"slots": []}, ""),
}


def node(code: str, *values: object) -> Any:
    told = ", ".join(json.dumps(value) for value in values)
    script = f"const values = [{told}]; {code}"
    done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def told(cases: list[dict[str, Any]], now: int, sentences: dict[str, str], language: str = "en") -> list[str]:
    script = json.dumps((SCRIPTS / "pin-opening.js").as_uri())
    answers = node(
        f"const {{ PinOpenings }} = await import({script}); const [cases, now, sentences, language] = values;"
        "const openings = new PinOpenings({ sentences, language });"
        "console.log(JSON.stringify(cases.map((one) => openings.told(one, now).sentence)));",
        cases, now, sentences, language,
    )  # fmt: skip
    return [str(answer) for answer in answers]


ENGLISH = {sentence: sentence for sentence in SENTENCES}


def test_the_card_says_when_it_is_open() -> None:
    said = told([{"type": "place", **one} for one, _ in CASES.values()], at(MONDAY), ENGLISH)

    assert dict(zip(CASES, said, strict=True)) == {name: sentence for name, (_, sentence) in CASES.items()}


def test_tomorrow_follows_the_calendar_when_the_clock_changes() -> None:
    """The night of 25 October 2026 has one hour more; of 29 March one hour less."""
    for start, now in (("2026-10-26T00:15", "2026-10-25T00:30"), ("2026-03-30T00:15", "2026-03-29T00:30")):
        one = {"type": "place", "slots": [[at(start), at(start) + 2700]]}
        assert told([one], at(now), ENGLISH) == ["Opens tomorrow at 0:15"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_days_have_the_names_that_the_server_gives_them(demo: PageClient, language: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 800, 3)]
    moments = [at(f"{day}T12:00") for day in days]
    script = json.dumps((SCRIPTS / "calendar-days.js").as_uri())
    browser = node(
        f"const {{ CalendarDays }} = await import({script}); const [moments, language] = values;"
        "const days = new CalendarDays(language, 'Europe/Amsterdam');"
        "console.log(JSON.stringify(moments.map((one) => days.dayOf(one))));",
        moments, language,
    )  # fmt: skip
    with demo.application.test_request_context(f"/{language}/alblasserdam/"):
        demo.application.preprocess_request()
        server = [{"name": day_name(day), "short": short_date(day), "full": day_and_date(day)} for day in days]

    assert browser == server


# Some of each thing's times, by chance, as staff might have changed them.
MIXED = """
    UPDATE slot SET status = CASE WHEN hashtext(id::text) % 5 = 0 THEN 'appointment'
                                  WHEN hashtext(id::text) % 5 = 1 THEN 'cancelled' ELSE status END,
        reason = CASE WHEN hashtext(id::text) % 5 = 1 AND hashtext(id::text) % 2 = 0
                      THEN '{"nl": "ziek", "en": "ill"}'::jsonb ELSE reason END
    WHERE status = 'open'
"""
# Of every third thing only what comes after the two weeks of the feed, of some by appointment.
LATER = """
    DELETE FROM slot WHERE starts_at < :moment + interval '15 days'
        AND abs(hashtext(coalesce(place_id, activity_id)::text)) % 3 = 0
"""


@pytest.mark.parametrize("changes", [(), (MIXED,), (MIXED, LATER)], ids=["as loaded", "mixed", "much later"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_pin_says_what_its_card_in_the_list_says(demo: PageClient, language: str, changes: tuple[str, ...]) -> None:
    for change in changes:
        db.session.execute(sa.text(change), {"moment": clock.now()} if ":moment" in change else {})
    forget_feeds(demo.application)
    feed = demo.get(f"/api/v1/alblasserdam/map.geojson?lang={language}").get_json()
    sentences = demo.get(f"/api/v1/alblasserdam/offline.json?lang={language}").get_json()["sentences"]
    now = int(clock.now().timestamp())
    said = told([one["properties"] for one in feed["features"]], now, sentences, language)
    unknown = sentences["Call or ask for the times"]
    by_id = {one["id"]: sentence or unknown for one, sentence in zip(feed["features"], said, strict=True)}
    shown = {**cards(demo, f"/{language}/alblasserdam/places"), **cards(demo, f"/{language}/alblasserdam/activities")}

    assert len(set(said)) > 10
    assert by_id == {id_: shown[id_] for id_ in by_id}


def cards(demo: PageClient, path: str) -> dict[str, str]:
    """What each card of a whole list says of when it is open, by id."""
    found: dict[str, str] = {}
    for page in count(1):
        listed = demo.page(path, query_string={"page": str(page)}).query("#results > .card")
        for card in listed:
            [opening] = card.query(".card__opening")
            found[card.attrs["data-id"]] = text_of(opening)
        if len(listed) < PAGE_SIZE:
            return found
    raise AssertionError("a list has an end")
