"""The package of a town: public, the same for everybody, kept zipped as long as nothing changes."""

import json
from datetime import datetime, timedelta

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.access import public
from webapp.core.kept import Kept
from webapp.finding.feed import SLOT_DAYS, Feed, pack, step_of
from webapp.finding.packed import packed_answer
from webapp.offline.lexicon import lexicon_packed
from webapp.offline.package import package
from webapp.offline.queries import get_contents
from webapp.schedule.rules import midnight

bp = Blueprint("offline", __name__)

MOST_KEPT = 30_000_000  # bytes of all towns and languages together, unpacked, in each process
# Things are alike, far apart: of 1,000 these take 33 ms and 201 kB, those of the feed 26 ms and 272 kB.
BROTLI_QUALITY, BROTLI_WINDOW = 5, 22
_kept: Kept[tuple[int, str], Feed] = Kept(MOST_KEPT, lambda kept: len(kept.plain))


@bp.get("/api/v1/<slug:town>/offline.json")
@public
def town_package() -> ResponseReturnValue:
    """The shape stands in package.py."""
    town, began = current_municipality(), step_of(clock.now())
    made = _kept.get((town.id, g.language), (town.seen_version, began), lambda: _make(town, g.language, began))
    return packed_answer(made, "application/json")


@bp.get("/api/v1/lexicon.json")
@public
def lexicon_document() -> ResponseReturnValue:
    """What everyday words mean, the same in all towns."""
    return packed_answer(lexicon_packed(), "application/json")


def _make(town: Municipality, language: str, moment: datetime) -> Feed:
    began = midnight(clock.local(moment).date())  # a day list also tells what is over today
    contents = get_contents(town, language, began, moment + timedelta(days=SLOT_DAYS))
    document = package(town, contents, language, moment)
    return pack(json.dumps(document, ensure_ascii=False, separators=(",", ":")), BROTLI_QUALITY, BROTLI_WINDOW)
