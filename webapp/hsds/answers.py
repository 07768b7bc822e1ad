"""Answers as they are sent: packed, kept as long as the town and the day are the same, and one page of a list."""

import json
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from flask import Response, g

from webapp.areas.current import current_municipality
from webapp.core import clock
from webapp.core.addresses import base_address
from webapp.core.kept import Kept
from webapp.finding.feed import Feed, pack
from webapp.finding.packed import packed_answer
from webapp.hsds.rules import Asked, PageOf
from webapp.schedule.rules import HORIZON_DAYS
from webapp.schedule.values import Days

Json = dict[str, Any]
MOST_KEPT = 6_000_000  # bytes of all towns and languages together, unpacked, in each process: 500 services
# Records are alike, and far apart in a list; one service alone fits into the small window too.
BROTLI_QUALITY, BROTLI_WINDOW, GZIP_LEVEL = 5, 20, 6
FOR_ONE = "private, max-age=60"
KEEP_SECONDS = 10  # ready, without looking whether something changed; others may keep it for a minute
AROUND = 1_000  # bytes that even an empty answer takes: there are endless pages behind the last one
_kept: Kept[tuple[Hashable, ...], Feed] = Kept(MOST_KEPT, lambda kept: len(kept.plain) + AROUND)


def known_days() -> Days:
    """From today on, as far as all times are stored: the worker adds the last day in the night."""
    return Days(clock.today(), HORIZON_DAYS - 1)


def answer(what: str, which: Hashable, make: Callable[[], Json], *, is_personal: bool = False) -> Response:
    """`what` and `which` say what is asked for; what holds words or a place of somebody is kept nowhere."""
    if is_personal:
        response = packed_answer(_pack(make()), "application/json", keep_seconds=0)
        response.headers["Cache-Control"] = FOR_ONE
        return response
    town = current_municipality()
    key = (town.id, g.language, what, which, base_address())
    made = _kept.get(key, (town.seen_version, clock.today()), lambda: _pack(make()))
    return packed_answer(made, "application/json", keep_seconds=KEEP_SECONDS)


def listed(asked: Asked, total: int, contents: Sequence[Json]) -> Json:
    """A page that lies behind the last one is empty, so that who goes on until nothing comes finds an end."""
    page = PageOf(total, asked.page, asked.per_page, len(contents))
    return {
        "total_items": page.total,
        "total_pages": page.pages,
        "page_number": page.number,
        "size": page.size,
        "first_page": page.number == 1,
        "last_page": page.number >= page.pages,
        "empty": not contents,
        "contents": contents,
    }


def part_of(asked: Asked, everything: Sequence[Any]) -> Sequence[Any]:
    """What stands on the page that was asked for."""
    return everything[asked.first : asked.first + asked.per_page]


def _pack(document: Json) -> Feed:
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return pack(written, BROTLI_QUALITY, BROTLI_WINDOW, GZIP_LEVEL)
