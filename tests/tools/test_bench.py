"""The benchmarks' own arithmetic: a wrong figure is worse than none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import union_all

from tools.bench import blocking, lighthouse, servers, town
from tools.bench.measuring import read_wrk
from tools.bench.report import Figure, Part, Trouble, has_failed, table
from tools.bench.run import Wanted
from tools.bench.slow_line import ROUND_TRIP_S, SlowLine, Way

WRK = """Running 4s test @ http://127.0.0.1:1/
  62341 requests in 4.00s, 1.90GB read
Requests/sec:  15579.12
"""


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("ratio", 0.2, at_least=0.2), True),
        (Figure("ratio", 0.19, at_least=0.2), False),
        (Figure("time", 25, at_most=25), True),
        (Figure("time", 25.1, at_most=25), False),
        (Figure("to know", 1), None),
    ],
)
def test_a_goal_is_met_up_to_and_including_its_bound(figure: Figure, is_met: bool | None) -> None:
    assert figure.is_met is is_met


def test_one_missed_goal_or_one_trouble_fails_the_run() -> None:
    fine = Part("fine", (Figure("time", 1, "ms", at_most=2),))
    assert not has_failed([fine, Part("not here", skipped="no browser")])
    assert has_failed([fine, Part("slow", (Figure("time", 3, "ms", at_most=2),))])
    assert has_failed([fine, Part("broken", trouble="answers 500")])


def test_the_table_names_what_is_missed_and_what_is_skipped() -> None:
    said = table([Part("slow", (Figure("time", 3, "ms", at_most=2),)), Part("absent", skipped="no browser")])
    assert "NO" in said
    assert "no browser" in said


def test_wrk_is_read() -> None:
    assert read_wrk(WRK).rate == 15579.12
    assert read_wrk(WRK).requests == 62341


@pytest.mark.parametrize(
    "line", ["  Non-2xx or 3xx responses: 7", "  Socket errors: connect 0, read 3, write 0, timeout 0"]
)
def test_answers_that_were_errors_are_no_figure(line: str) -> None:
    with pytest.raises(Trouble):
        read_wrk(f"{WRK}{line}\n")


def test_the_town_is_the_same_each_time() -> None:
    assert town.make(1, date(2026, 1, 1)) == town.make(1, date(2026, 1, 1))


def test_the_neighbourhoods_fill_the_town_without_overlap() -> None:
    whole = town.area(0, 0, town.COLUMNS, town.ROWS)
    parts = [town.area(x, y, 1, 1) for x in range(town.COLUMNS) for y in range(town.ROWS)]
    assert all(part.is_valid for part in parts)
    assert sum(part.area for part in parts) == pytest.approx(whole.area)
    assert union_all(parts).symmetric_difference(whole).area == pytest.approx(0, abs=1e-12)


def test_parts_are_chosen_by_words_in_their_titles() -> None:
    some = Wanted(["light", "Phone"])
    assert [title in some for title in ("Lighthouse", "Phone", "Pages")] == [True, True, False]
    assert "Pages" in Wanted([])
    assert [part.title for part in some.part("Phone", lambda: [])] == ["Phone"]
    assert list(some.part("Pages", lambda: 1 / 0)) == []  # type: ignore[arg-type,return-value]


def report(score: float, lcp_ms: float) -> dict[str, Any]:
    audits = {name: {"score": 1, "scoreDisplayMode": "numeric", "numericValue": 0} for name in lighthouse.TIMES}
    audits["largest-contentful-paint"] = {"score": score, "scoreDisplayMode": "numeric", "numericValue": lcp_ms}
    parts = [{"id": "largest-contentful-paint", "weight": 25}]
    categories = {name: {"score": score, "auditRefs": parts} for name in lighthouse.SCORES}
    return {"audits": audits, "categories": categories, lighthouse.BY_PROCESSOR: lcp_ms / 10}


def test_of_reports_of_lighthouse_the_median_counts_and_what_cost_points_is_named() -> None:
    found = list(lighthouse.figures("home", [report(1, 900), report(0.6, 2_500), report(0.5, 1_900)]))
    by_name = {figure.what: figure for figure in found}
    assert by_name["home: performance"].value == 60
    assert by_name["home: performance"].remark == "largest-contentful-paint"
    assert by_name["home: largest contentful paint"].value == 1.9
    assert by_name["home: largest contentful paint"].is_met is False
    assert by_name["home: layout shift"].is_met is True
    assert by_name["home: blocked, by time of a processor"].value == 190


def event(name: str, ts: int, *, tid: int = 1, **more: int) -> dict[str, Any]:
    return {"name": name, "pid": 7, "tid": tid, "ts": ts, **more}


def test_blocked_is_what_long_tasks_took_of_a_processor_after_the_first_content() -> None:
    events = [
        event("RunTask", 100, tdur=90_000, dur=90_000),
        event("firstContentfulPaint", 200),
        event("RunTask", 300, tdur=10_000, dur=400_000),  # short, but it waited long for its turn
        event("RunTask", 400, tdur=20_000, dur=25_000),
        event("RunTask", 500, tid=2, tdur=90_000, dur=90_000),  # of another thread
        event("RunTask", 600),  # still running when the trace ended
    ]

    assert blocking.blocked_ms(events) == 4 * 20 - 50
    assert blocking.blocked_ms(events[:1]) is None


def test_pieces_on_a_slow_line_wait_for_each_other() -> None:
    line = SlowLine(0)
    way = Way(line, 1000)
    assert way.arrives_at(500, 10) == 10
    line.is_slow = True
    assert way.arrives_at(500, 10) == pytest.approx(10.5 + ROUND_TRIP_S / 2)
    assert way.arrives_at(500, 10) == pytest.approx(11 + ROUND_TRIP_S / 2)
    assert way.arrives_at(500, 20) == pytest.approx(20.5 + ROUND_TRIP_S / 2)


def test_of_the_documented_proxy_all_but_its_tls_is_measured(tmp_path: Path) -> None:
    text = servers.without_tls(servers.PROXY.read_text(encoding="utf-8"), tmp_path, port=1234, product_port=5678)

    assert "ssl" not in text
    assert "letsencrypt" not in text
    assert text.count("\nserver {") == 1
    assert "listen 127.0.0.1:1234;" in text
    assert "server 127.0.0.1:5678" in text
    assert "proxy_cache_valid 200 5s;" in text
    assert "limit_req zone=dichtbij_views" in text
