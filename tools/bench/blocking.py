"""How long the main thread of a page is blocked, by the time it had a processor: what else the machine does is no part.

Lighthouse's own figure also counts, four times, how long a task waited for its turn."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SLOWER = 4
FREE_MS = 50  # of each task: as long as nobody notices
US = 1000  # a trace counts in microseconds


def read_trace(file: Path) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["traceEvents"]
    return events


def blocked_ms(events: Sequence[dict[str, Any]]) -> float | None:
    """After the first content of the page; None when the trace has none."""
    drawn = [event for event in events if event["name"] == "firstContentfulPaint"]
    if not drawn:
        return None
    last = drawn[-1]
    tasks: list[float] = [
        event["tdur"] / US * SLOWER
        for event in events
        if event["name"] == "RunTask" and "tdur" in event and thread(event) == thread(last) and event["ts"] > last["ts"]
    ]
    return sum(max(0.0, took - FREE_MS) for took in tasks)


def thread(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]
