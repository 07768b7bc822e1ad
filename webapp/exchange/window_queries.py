"""The places in a window on the map, of all open towns, as GeoJSON that PostGIS writes by the index of points."""

from dataclasses import asdict

from webapp.core.geo import Box
from webapp.core.statements import planned_once
from webapp.extensions import db

MOST = 2_000  # places in one answer: some 800 kB, packed a seventh of that

# The limit stands inside, so that a window full of places costs no more than the largest answer; the order outside, so
# that the same places are the same bytes. Names: in the language that was asked, else in Dutch, else in another.
_INSIDE = planned_once("""
    SELECT count(*) AS number, coalesce(string_agg(
        '{"type":"Feature","id":"' || id || '","geometry":' || ST_AsGeoJSON(point, 6)
        || ',"properties":{"type":"place","town":"' || town || '","slug":"' || slug || '","name":' || to_json(name)
        || ',"lang":"' || language || '","kind":"' || kind || '","themes":' || to_json(themes)
        || ',"groups":' || to_json(groups) || ',"free":' || free || ',"walkin":' || walkin
        || ',"wheelchair":"' || wheelchair || '","spoken":' || to_json(spoken)
        || ',"checked":' || coalesce('"' || checked_on || '"', 'null')
        || ',"opening_hours":' || coalesce(to_json(hours)::text, 'null') || '}}',
        ',' ORDER BY town, slug), '') AS features
    FROM (
        SELECT p.id, p.point, m.slug AS town, p.slug, p.kind, p.themes, p.groups, p.free, p.walkin, p.wheelchair,
               p.spoken, p.checked_on, coalesce(own.name, dutch.name) AS name,
               coalesce(own.language, dutch.language) AS language, told.source_text AS hours
        FROM place p
        JOIN municipality m ON m.id = p.municipality_id AND m.opened_at IS NOT NULL
        LEFT JOIN place_text own
            ON own.municipality_id = p.municipality_id AND own.place_id = p.id AND own.language = :language
        LEFT JOIN place_text dutch
            ON dutch.municipality_id = p.municipality_id AND dutch.place_id = p.id AND dutch.language = 'nl'
        LEFT JOIN schedule told ON told.municipality_id = p.municipality_id AND told.place_id = p.id
        WHERE p.published AND p.point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
          AND coalesce(own.name, dutch.name) IS NOT NULL
        LIMIT :most
    ) AS inside
""")


def places_in(window: Box, language: str) -> str | None:
    """GeoJSON features, by town and name in the address; None where there are more than MOST."""
    values = {**asdict(window), "language": language, "most": MOST + 1}
    row = db.session.execute(_INSIDE, values).one()
    return None if row.number > MOST else str(row.features)
