"""A country of made-up towns, written by SQL: towns, places with their words, and slots, as many as are asked for."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

TOWNS = """
INSERT INTO municipality (code, slug, name, opened_at)
SELECT 'GM' || (4000 + n), 'town-' || n, 'Town ' || n, now()
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n
"""
# Each town in its own square of some 13 by 11 km; themes, kinds and switches as in a real town, by chance.
PLACES = """
INSERT INTO place (municipality_id, id, slug, kind, point, street, postcode, themes, groups, free, walkin)
SELECT m.id, gen_random_uuid(), 'place-' || n, kinds[1 + n % array_length(kinds, 1)],
       ST_SetSRID(ST_MakePoint(
           3.4 + (m.id % 18) * 0.2 + random() * 0.19, 50.8 + (m.id / 18) * 0.1 + random() * 0.09), 4326),
       streets[1 + n % array_length(streets, 1)], '1' || lpad((n % 1000)::text, 3, '0'),
       ARRAY[themes[1 + n % array_length(themes, 1)]], '{}', n % 3 > 0, n % 2 = 0
FROM municipality m, generate_series(1, CAST(:places AS int)) n, (SELECT CAST(:kinds AS text[]) AS kinds,
     CAST(:streets AS text[]) AS streets, CAST(:themes AS text[]) AS themes) AS words
WHERE m.slug ~ '^town-' AND substr(m.slug, 6)::int BETWEEN CAST(:first AS int) AND CAST(:last AS int)
"""
PLACE_TEXTS = """
INSERT INTO place_text (municipality_id, place_id, language, name, summary)
SELECT p.municipality_id, p.id, 'nl', names[1 + (hashtext(p.id::text) & 31)] || ' ' || p.street,
       sentences[1 + ((hashtext(p.id::text) >> 5) & 31)] || ' ' || sentences[1 + ((hashtext(p.id::text) >> 10) & 31)]
FROM place p JOIN municipality m ON m.id = p.municipality_id,
     (SELECT CAST(:names AS text[]) AS names, CAST(:sentences AS text[]) AS sentences) AS words
WHERE m.slug ~ '^town-' AND substr(m.slug, 6)::int BETWEEN CAST(:first AS int) AND CAST(:last AS int)
"""
# Open from nine to five on each of ninety days.
SLOTS = """
INSERT INTO slot (municipality_id, place_id, starts_at, ends_at)
SELECT p.municipality_id, p.id, day + interval '8 hours', day + interval '16 hours'
FROM (
    SELECT id, municipality_id FROM place WHERE municipality_id IN (
        SELECT id FROM municipality WHERE slug ~ '^town-' AND substr(slug, 6)::int <= CAST(:towns AS int)
    ) AND substr(slug, 7)::int <= CAST(:places AS int)
) AS p, CAST(:first_day AS timestamptz) AS first_day, generate_series(0, 89) AS number,
    LATERAL (SELECT first_day + number * interval '1 day' AS day) AS days
"""
KINDS = ["buurthuis", "inloop", "bibliotheek", "voedselbank", "huiskamer", "jongerencentrum"]
STREETS = ["Dorpsstraat", "Kerkstraat", "Molenweg", "Plantageweg", "Waalsingel", "Ieplaan", "Marineweg", "Havenstraat"]
THEMES = ["ontmoeten", "eten", "geld", "taal-digitaal", "gezin", "praten-steun", "vrijwilligerswerk"]
SLOT_TOWNS, SLOT_PLACES, SLOT_DAYS = 20, 556, 90  # a million slots


def add_towns(session: Session, first: int, last: int, places: int) -> None:
    """Towns `first` to `last`, each with so many places."""
    which = {"first": first, "last": last}
    session.execute(sa.text(TOWNS), which)
    values = {"places": places, "kinds": KINDS, "streets": STREETS, "themes": THEMES}
    session.execute(sa.text(PLACES), {**which, **values})


def add_texts(session: Session, first: int, last: int, names: list[str], sentences: list[str]) -> None:
    """A Dutch text for each place of these towns; 32 names and 32 sentences. The triggers fill the search."""
    values = {"first": first, "last": last, "names": names[:32], "sentences": sentences[:32]}
    session.execute(sa.text(PLACE_TEXTS), values)


def add_slots(session: Session, first_day: str) -> int:
    """A million, in the first twenty towns; how many."""
    values = {"towns": SLOT_TOWNS, "places": SLOT_PLACES, "first_day": first_day}
    session.execute(sa.text(SLOTS), values)
    return SLOT_TOWNS * SLOT_PLACES * SLOT_DAYS
