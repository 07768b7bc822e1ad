"""Opening hours become moments."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from webapp.core.clock import TIME_ZONE
from webapp.schedule.rules import HoursError, check_hours, expand

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hours" / "opening_hours_vectors.json.gz"
MONDAY = date(2026, 11, 2)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def times(text: str, first_day: date = MONDAY, days: int = 7) -> list[tuple[datetime, datetime]]:
    return [(slot.starts_at, slot.ends_at) for slot in expand(text, first_day, days)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo 09:00-12:00", [(utc(2, 8), utc(2, 11))]),
        ("Mo,Tu 9:00-12:00; Tu off", [(utc(2, 8), utc(2, 11))]),
        ("Tu 22:00-02:00", [(utc(3, 21), utc(4, 1))]),
        ("Mo 08:30-10:00,14:00-15:00", [(utc(2, 7, 30), utc(2, 9)), (utc(2, 13), utc(2, 14))]),
        ("Mo[1] 10:00-11:00", [(utc(2, 9), utc(2, 10))]),
        ("Mo[2] 10:00-11:00", []),
        ("2026 Nov 4 10:00-11:00", [(utc(4, 9), utc(4, 10))]),
        ("24/7", [(utc(1, 23), utc(8, 23))]),
        ("off", []),
        ("unknown", []),
        ("PH off", []),
    ],
)
def test_hours_become_moments_in_utc(text: str, expected: list[tuple[datetime, datetime]]) -> None:
    assert times(text) == expected


def test_an_opening_that_goes_on_since_yesterday_is_cut_at_the_first_day() -> None:
    assert times("Su 22:00-02:00", days=1) == [(utc(1, 23), utc(2, 1))]


def test_a_public_holiday_closes() -> None:
    christmas = date(2026, 12, 25)

    assert times("Mo-Fr 09:00-17:00; PH off", christmas, 1) == []
    assert len(times("Mo-Fr 09:00-17:00", christmas, 1)) == 1


@pytest.mark.parametrize(
    ("text", "day", "hours_open"),
    [
        ("Mo-Su 01:00-04:00", date(2026, 3, 29), 2),  # the clock jumps from 2 to 3
        ("Mo-Su 01:00-04:00", date(2026, 10, 25), 4),  # the hour from 2 to 3 comes twice
        ("24/7", date(2026, 3, 29), 23),
        ("24/7", date(2026, 10, 25), 25),
        ("Mo-Su 09:00-17:00", date(2026, 3, 29), 8),
        ("Mo-Su 09:00-17:00", date(2026, 10, 25), 8),
    ],
)
def test_hours_are_right_in_both_nights_in_which_the_clock_changes(text: str, day: date, hours_open: int) -> None:
    total = sum((end - start for start, end in times(text, day, 1)), timedelta())

    assert total == timedelta(hours=hours_open)


def test_nine_o_clock_stays_nine_o_clock_after_the_clock_changes() -> None:
    starts = [start.astimezone(TIME_ZONE).hour for start, _ in times("Mo-Su 09:00-10:00", date(2026, 10, 23), 5)]

    assert starts == [9] * 5


@pytest.mark.parametrize(
    "text",
    ["", "  ", '"op afspraak"', "ma-vr 9-17", "Mo 25:00-26:00", "SH off", "Mo-Fr 9:00-17:00; PH,SH off",
     'Mo 10:00-12:00 || "bel"', "x" * 2_000, "Mo 09:00-12:00\x00", "op afspraak"],
)  # fmt: skip
def test_hours_that_cannot_be_kept_exactly_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(HoursError, match=r"\w+ \w+"):
        check_hours(text)


def test_a_remark_beside_times_goes_along() -> None:
    assert expand('Mo 09:00-12:00 "op afspraak"', MONDAY, 1)[0].note == "op afspraak"


@pytest.mark.parametrize(("text", "count"), [('Mo "op afspraak"', 0), ('24/7 "bel aan"', 1), ('Mo open "feest"', 1)])
def test_a_day_with_nothing_but_a_remark_is_not_open_all_night(text: str, count: int) -> None:
    assert len(expand(text, MONDAY, 1)) == count


def _vectors() -> list[dict[str, Any]]:
    if not VECTORS.is_file():
        return []
    vectors = json.loads(gzip.decompress(VECTORS.read_bytes()))["vectors"]
    return [v for v in vectors if v["kind"] == "intervals" and v["opening_hours_py"] == "agrees"]


def _moment(text: str) -> datetime:
    """Wall clock, in a zone with the same offsets as ours."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TIME_ZONE)


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def test_all_vectors_on_which_two_implementations_agree() -> None:
    vectors = _vectors()
    if not vectors:
        pytest.skip("the opening_hours vectors are not here")
    refused = []
    for vector in vectors:
        first, last = _moment(vector["from"]), _moment(vector["to"])
        try:
            found = times(vector["value"], first.date(), (last.date() - first.date()).days + 1)
        except HoursError:
            refused.append(vector["value"])
            continue
        inside = [(max(start, first), min(end, last)) for start, end in found if start < last and end > first]
        expected = [(_moment(start), _moment(end)) for start, end, unknown, *_ in vector["intervals"] if not unknown]

        assert _joined(inside) == _joined(expected), vector["value"]
    assert len(vectors) == 182
    assert set(refused) == {"SH Mo-Fr"}, "no Dutch dates of school holidays: refused on purpose"
