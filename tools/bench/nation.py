"""A million made-up places in 342 towns, as many as the country has and as different in size; made by the database.

Texts come from a pool, so that their words are stemmed once and not a million times; everything else is as the triggers
would leave it (0004_search.py).
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tools.bench.words import NAMES, SENTENCES, STREETS
from webapp.core.database import allow_long_statements
from webapp.core.geo import Position
from webapp.taxonomy.rules import terms

TOWNS, PLACES, POOL = 342, 1_000_000, 20_000
FLATTER = 4  # the largest town has some 46,000 places, the smallest 670
MIDDLE = 171  # by size
WHAT = (
    "Buurthuis", "Inloop", "Spreekuur", "Koffieochtend", "Repaircafé", "Taalcafé", "Bibliotheek", "Dorpshuis",
    "Speeltuin", "Moestuin", "Eettafel", "Wandelgroep", "Voedselbank", "Kledingbank", "Huiskamer", "Zwembad",
    "Sporthal", "Naaicafé",
)  # fmt: skip
ENDINGS = (
    "hof",
    "huis",
    "plein",
    "zaal",
    "kring",
    "club",
    "punt",
    "hoek",
    "tuin",
    "brug",
    "poort",
    "werf",
    "stee",
    "kamp",
)
TABLES = ("place", "place_text", "slot")

_TOWNS = """
INSERT INTO municipality (code, slug, name, opened_at)
SELECT 'GM' || (5000 + n), 'stad-' || n, 'Stad ' || n, now() FROM generate_series(1, :towns) n
"""
_POOL = """
CREATE UNLOGGED TABLE pool AS
SELECT n, name, summary, description,
       search_vector('nl', name, 'A') || search_vector('nl', summary, 'B')
           || search_vector('nl', description, 'C') AS search
FROM (
    SELECT n,
           pick(:what, n) || ' ' || pick(:names, n / 7)
               || CASE WHEN n % 3 > 0 THEN pick(:endings, n / 11) ELSE '' END AS name,
           pick(:sentences, n / 3) AS summary, pick(:sentences, n / 5) || ' ' || pick(:sentences, n / 13) AS description
    FROM generate_series(1, :pool) n
) said
"""
# Zipf-like by the number of the town; `at` is the town's middle on a grid over the country.
_MADE = """
CREATE UNLOGGED TABLE made AS
SELECT m.id AS town, m.n AS town_number, gen_random_uuid() AS id, number, 1 + (random() * (:pool - 1))::int AS text
FROM (
    SELECT id, substr(code, 3)::int - 5000 AS n, 1.0 / (substr(code, 3)::int - 5000 + :flatter) AS weight,
           sum(1.0 / (substr(code, 3)::int - 5000 + :flatter)) OVER () AS weights
    FROM municipality WHERE code LIKE 'GM5___'
) m, LATERAL generate_series(1, ceil(:places * m.weight / m.weights)::int) number
"""
_PLACES = """
INSERT INTO place (municipality_id, id, slug, kind, point, street, house_number, city, free, walkin, themes, search)
SELECT town, id, 'plek-' || number, kind,
       ST_SetSRID(ST_MakePoint(4 + (town_number % 19) * 0.15 + (random() - 0.5) * 0.08,
                               51 + (town_number / 19) * 0.12 + (random() - 0.5) * 0.05), 4326),
       street, (number % 200)::text, 'Stad', number % 10 < 7, number % 10 < 6, themes,
       search_terms('theme', themes) || search_terms('place_kind', ARRAY[kind])
           || search_terms('is', ARRAY[CASE WHEN number % 10 < 7 THEN 'free' END,
                                       CASE WHEN number % 10 < 6 THEN 'walkin' END])
           || streets.search || pool.search
FROM (
    SELECT made.*, pick(:kinds, number) AS kind,
           ARRAY[pick(:themes, number / 3), pick(:themes, number / 3 + 1 + number % 3)] AS themes FROM made
) m
JOIN pool ON pool.n = m.text
JOIN (SELECT n, street, search_vector('nl', street || ' Stad', 'D') AS search
      FROM unnest(CAST(:streets AS text[])) WITH ORDINALITY AS each(street, n)) streets
  ON streets.n = 1 + m.number % cardinality(CAST(:streets AS text[]))
"""
_TEXTS = """
INSERT INTO place_text (municipality_id, place_id, language, name, summary, description)
SELECT town, id, 'nl', name, summary, description FROM made JOIN pool ON pool.n = made.text
"""
_SLOTS = """
INSERT INTO slot (municipality_id, place_id, starts_at, ends_at)
SELECT town, id, now() - interval '3 hours', now() + interval '5 hours'
FROM (SELECT * FROM made WHERE number % 2 = 0) made
"""
_WORDS = """
INSERT INTO search_word (municipality_id, word)
SELECT DISTINCT made.town, said.word FROM made JOIN (
    SELECT n, word
    FROM pool, regexp_split_to_table(search_clean(concat_ws(' ', name, summary, description)), ' ') AS word
    WHERE length(word) BETWEEN 3 AND 40
) said ON said.n = made.text
"""
_PICK = """
CREATE FUNCTION pick(list text[], n bigint) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT list[1 + n % cardinality(list)] $$
"""


def prepare(session: Session) -> None:
    """All towns, and which places they will have; nothing is stored yet."""
    allow_long_statements()
    _run(session, _PICK, _TOWNS, _POOL, "ANALYZE pool", _MADE, "ANALYZE made")


def fill(session: Session, where: str = "true") -> None:
    """The towns for which this holds in SQL. Without the triggers, which would do the same row by row. The
    caller commits."""
    allow_long_statements()
    for table in TABLES:
        _run(session, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    _run(session, "DROP INDEX ix_place_search", "SET LOCAL maintenance_work_mem = '512MB'")
    _run(session, *(f"{statement} WHERE {where}" for statement in (_PLACES, _TEXTS, _SLOTS, _WORDS)))
    _run(session, "CREATE INDEX ix_place_search ON place USING gin (municipality_id, search)")
    for table in TABLES:
        _run(session, f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _run(session: Session, *statements: str) -> None:
    values = {
        "towns": TOWNS, "pool": POOL, "places": PLACES, "flatter": FLATTER, "what": list(WHAT), "names": NAMES,
        "endings": list(ENDINGS), "streets": STREETS, "sentences": [dutch for dutch, _english in SENTENCES],
        "kinds": sorted(kind.id for kind in terms("place_kind").values() if not kind.pinless),
        "themes": sorted(terms("theme")),
    }  # fmt: skip
    for statement in statements:
        session.execute(sa.text(statement), values)


def middle_of(number: int) -> Position:
    return Position(51 + (number // 19) * 0.12, 4 + (number % 19) * 0.15)
