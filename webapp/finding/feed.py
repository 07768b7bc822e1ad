"""The map feed: SQL writes the GeoJSON, the process keeps the zipped bytes of each version, nobody waits twice."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import brotli
from sqlalchemy import select, text
from werkzeug.datastructures import Accept

from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.areas.queries import get_content_version
from webapp.core.clock import TIME_ZONE
from webapp.core.kept import Kept
from webapp.extensions import db
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.finding.conditions import matching
from webapp.finding.rules import Filters
from webapp.places.models import Place

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
SLOT_DAYS = 14
STEP = timedelta(minutes=15)  # `generated_at` moves in steps, so that every process gives the same bytes and ETag
MAX_KEPT = 64
# Of 500 places: 7 takes 8 ms and 27.6 kB, 5 takes 2.5 ms and 28.4 kB, 4 takes 1.3 ms and 29.6 kB.
BROTLI_QUALITY = 4
BROTLI_WINDOW = 16  # bits: 64 kB; a larger one costs time and saves nothing here
GZIP_LEVEL = 6

# One thing a row. `others`: what a card in the list tells besides open doors, as [start, end, status]; of what is
# cancelled also [reason], nothing, nothing and to when it was moved; and what comes first after `slots_until`, where no
# door opens until then. `point` of an activity: its own, else that of its place; online has none.
_THINGS = {
    PLACE: """
        SELECT t.id, 'place' AS type, t.slug, t.kind, t.themes, t.groups, t.free, t.walkin, t.wheelchair,
               EXISTS (SELECT FROM activity a WHERE a.municipality_id = t.municipality_id
                       AND a.place_id = t.id AND a.volunteer AND a.published) AS volunteer,
               t.spoken, t.checked_on, t.point, shown.name, shown.language,
               slots.coming, slots.others, later.slot AS later,
               closed.reason AS closed, closed.moved
        FROM place t
    """,
    ACTIVITY: """
        SELECT t.id, 'activity' AS type, t.slug, t.kind, t.themes, t.groups, t.free, t.walkin,
               coalesce(p.wheelchair, 'unknown') AS wheelchair, t.volunteer,
               t.spoken, t.checked_on, CASE WHEN NOT t.online THEN coalesce(t.point, p.point) END AS point,
               shown.name, shown.language, slots.coming, slots.others, later.slot AS later,
               closed.reason AS closed, closed.moved
        FROM activity t
        LEFT JOIN place p ON p.municipality_id = t.municipality_id AND p.id = t.place_id
    """,
}
_DETAILS = """
    JOIN LATERAL (
        SELECT name, language FROM {type}_text WHERE municipality_id = t.municipality_id AND {type}_id = t.id
        ORDER BY language <> :language, language <> 'nl', language LIMIT 1
    ) AS shown ON true
    LEFT JOIN (
        SELECT {type}_id AS owner,
               string_agg('[' || extract(epoch FROM starts_at)::bigint || ',' || extract(epoch FROM ends_at)::bigint
                          || ']', ',' ORDER BY starts_at) FILTER (WHERE status = 'open') AS coming,
               string_agg('[' || extract(epoch FROM starts_at)::bigint || ',' || extract(epoch FROM ends_at)::bigint
                          || ',"' || status || '"' || CASE WHEN status = 'cancelled' THEN
                              ',[' || to_json(coalesce(reason->>:language, reason->>'nl', '')) || '],null,"",'
                              || coalesce(extract(epoch FROM elsewhere)::bigint, 0) ELSE '' END
                          || ']', ',' ORDER BY starts_at) FILTER (WHERE status <> 'open') AS others
        FROM slot
        WHERE municipality_id = :town AND {type}_id IS NOT NULL AND ends_at > :moment AND starts_at < :until
        GROUP BY {type}_id
    ) AS slots ON slots.owner = t.id
    LEFT JOIN LATERAL (
        SELECT '[' || extract(epoch FROM starts_at)::bigint || ',' || extract(epoch FROM ends_at)::bigint
               || ',"' || status || '"]' AS slot
        FROM slot
        WHERE slots.coming IS NULL AND municipality_id = :town AND {type}_id = t.id
          AND status IN ('open', 'appointment') AND starts_at >= :until
        ORDER BY status DESC, starts_at LIMIT 1
    ) AS later ON true
    LEFT JOIN LATERAL (
        SELECT coalesce(reason->>:language, reason->>'nl', '') AS reason,
               CASE WHEN change = 'moved' THEN extract(epoch FROM elsewhere)::bigint END AS moved FROM slot
        WHERE municipality_id = :town AND {type}_id = t.id AND status = 'cancelled'
          AND starts_at <= :moment AND ends_at > :moment LIMIT 1
    ) AS closed ON true
    WHERE t.municipality_id = :town AND t.published {only}
"""
_FEED = """
SELECT string_agg(
    '{{"type":"Feature","id":"' || id || '","geometry":' || ST_AsGeoJSON(point, 6)
    || ',"properties":{{"type":"' || type || '","slug":"' || slug || '","name":' || to_json(name)
    || ',"lang":"' || language || '","kind":"' || kind || '","themes":' || to_json(themes)
    || ',"groups":' || to_json(groups) || ',"free":' || free || ',"walkin":' || walkin
    || ',"wheelchair":"' || wheelchair || '","volunteer":' || volunteer || ',"spoken":' || to_json(spoken)
    || ',"checked":' || coalesce('"' || checked_on || '"', 'null') || ',"slots":[' || coalesce(coming, '') || ']'
    || CASE WHEN others IS NULL AND later IS NULL THEN ''
            ELSE ',"others":[' || concat_ws(',', others, later) || ']' END
    || CASE WHEN closed IS NULL THEN '' ELSE ',"closed":' || to_json(closed) END
    || CASE WHEN moved IS NULL THEN '' ELSE ',"moved":' || moved END || '}}}}',
    ',' ORDER BY type DESC, slug)
FROM ({things}) AS things WHERE point IS NOT NULL
"""


def zip_(plain: bytes, level: int) -> bytes:
    """The same bytes in each process: no clock in them."""
    return gzip.compress(plain, compresslevel=level, mtime=0)


@dataclass
class Feed:
    """The same document three ways, each packed when the first visitor wants it so; `etag` without quotes, one more
    letter a way of packing (RFC 9110, 8.8.3)."""

    plain: bytes
    etag: str
    brotli_quality: int = BROTLI_QUALITY
    brotli_window: int = BROTLI_WINDOW
    gzip_level: int = GZIP_LEVEL

    @cached_property
    def zipped(self) -> bytes:
        return zip_(self.plain, self.gzip_level)

    @cached_property
    def brotli(self) -> bytes:
        packed: bytes = brotli.compress(self.plain, quality=self.brotli_quality, lgwin=self.brotli_window)
        return packed

    def packed_for(self, accepted: Accept) -> tuple[bytes, str | None, str]:
        """Bytes, Content-Encoding and ETag."""
        if accepted["br"] > 0:
            return self.brotli, "br", f"{self.etag}-br"
        if accepted["gzip"] > 0:
            return self.zipped, "gzip", f"{self.etag}-gz"
        return self.plain, None, self.etag


_kept: Kept[tuple[int, str, str], Feed] = Kept(MAX_KEPT)


def get_feed(town: Municipality, language: str, types: tuple[str, ...], filters: Filters, moment: datetime) -> Feed:
    """The document of this version of the town; one cheap query when it has been made before.

    Only whole towns are kept: there are endless filters, and they must not push the usual document out.
    """
    generated_at = step_of(moment)
    if not filters.is_empty:
        return pack(build(town, language, types, filters, generated_at))
    key = (town.id, language, "+".join(types))
    version = (get_content_version(town), generated_at)
    return _kept.get(key, version, lambda: pack(build(town, language, types, filters, generated_at)))


def step_of(moment: datetime) -> datetime:
    return moment - timedelta(
        minutes=moment.minute % int(STEP.total_seconds() // 60),
        seconds=moment.second,
        microseconds=moment.microsecond,
    )


def build(town: Municipality, language: str, types: Iterable[str], filters: Filters, moment: datetime) -> str:
    """The GeoJSON text. A filtered feed holds exactly what the filtered lists hold, as far as it has a point."""
    until = moment + timedelta(days=SLOT_DAYS)
    only = {type_: _only(type_, town, filters, moment) for type_ in types}
    things = " UNION ALL ".join(
        _THINGS[type_] + _DETAILS.format(type=type_, only="" if ids is None else f"AND t.id = ANY(:{type_}_ids)")
        for type_, ids in only.items()
    )
    parameters = {"town": town.id, "language": language, "moment": moment, "until": until}
    parameters |= {f"{type_}_ids": ids for type_, ids in only.items() if ids is not None}
    features = db.session.scalar(text(_FEED.format(things=things)), parameters) or ""
    return (
        f'{{"type":"FeatureCollection","town":"{town.slug}","generated_at":"{moment.isoformat()}"'
        f',"slots_until":"{until.isoformat()}","timezone":"{TIME_ZONE.key}","features":[{features}]}}'
    )


def _only(type_: str, town: Municipality, filters: Filters, moment: datetime) -> list[object] | None:
    """None for the whole town, the usual case; else the ids that the lists would show, by the same condition."""
    if filters.is_empty:
        return None
    model = Place if type_ == PLACE else Activity
    statement = select(model.id).where(matching(model, town, filters, moment))
    if model is Activity:
        statement = statement.outerjoin(
            Place, (Place.municipality_id == Activity.municipality_id) & (Place.id == Activity.place_id)
        )
    return list(db.session.scalars(statement))


def pack(
    document: str, quality: int = BROTLI_QUALITY, window: int = BROTLI_WINDOW, gzip_level: int = GZIP_LEVEL
) -> Feed:
    plain = document.encode()
    return Feed(plain, hashlib.sha256(plain).hexdigest()[:32], quality, window, gzip_level)
