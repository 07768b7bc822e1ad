"""A country of made-up places with their openings of 90 days, made by the database: a million slots in some seconds."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webapp.core.database import allow_long_statements
from webapp.core.geo import Position

TOWNS, PLACES, DAYS = 20, 556, 90
SLOTS = TOWNS * PLACES * DAYS
SLUG = "town-7"
HERE = Position(52.0, 5.0)

_TOWNS = f"""
INSERT INTO municipality (code, slug, name, opened_at)
SELECT 'GM' || (9000 + n), 'town-' || n, 'Town ' || n, now() FROM generate_series(1, {TOWNS}) n
"""
_PLACES = f"""
INSERT INTO place (municipality_id, id, slug, kind, point)
SELECT id, gen_random_uuid(), 'place-' || n, 'buurthuis',
       ST_SetSRID(ST_MakePoint(4 + random() * 3, 51 + random() * 2), 4326)
FROM municipality, generate_series(1, {PLACES}) n WHERE code LIKE 'GM90%'
"""
_TEXTS = """
INSERT INTO place_text (municipality_id, place_id, language, name)
SELECT municipality_id, id, 'nl', 'Huis ' || translate(substr(slug, 7), '0123456789', 'abcdefghij')
FROM place WHERE slug LIKE 'place-%'
"""
# Each day open for eight hours, around the time of day of the moment.
_SLOTS = f"""
INSERT INTO slot (municipality_id, place_id, starts_at, ends_at)
SELECT p.municipality_id, p.id, day - interval '90 minutes', day + interval '390 minutes'
FROM place p, generate_series(-4, {DAYS - 5}) n,
     LATERAL (SELECT CAST(:moment AS timestamptz) + n * interval '1 day') d(day)
WHERE p.slug LIKE 'place-%'
"""


def fill(session: Session, moment: datetime) -> None:
    """The caller commits."""
    fill_places(session)
    session.execute(sa.text(_SLOTS), {"moment": moment})
    session.execute(sa.text("ANALYZE slot"))


def fill_places(session: Session) -> None:
    """Place 123 of each town is named "Huis bcd"."""
    allow_long_statements()
    for statement in (_TOWNS, _PLACES, _TEXTS, "ANALYZE place", "ANALYZE place_text", "ANALYZE search_word"):
        session.execute(sa.text(statement))
