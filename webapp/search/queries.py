"""The words of a town, and how well a row fits what was asked, in SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Float, Text, and_, case, func, literal, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from webapp.extensions import db
from webapp.search.lexicon import lexicon_with
from webapp.search.models import MissedSearch, Synonym
from webapp.search.understanding import read, understand
from webapp.search.units import TownWords, Unit

# What a match is worth: in the name, by a narrow meaning, by a wide one, in the summary, anywhere; and that it matches.
IN_NAME, NARROW, WIDE, IN_SUMMARY, ANYWHERE, AT_ALL = 4.0, 3.0, 2.0, 2.0, 1.0, 6.0
ENOUGH = 0.6  # of the weight that the best of the town matches
LIKE_ENOUGH = 0.3  # pg_trgm similarity; what is really a typing error is decided letter by letter
MOST_WORDS = 30  # of the town for one that was typed

# One question for all words. The words of a town are some thousands at most; each part goes by an index. The cast is
# needed: the driver sends a small number as smallint, which the index of town and word does not take.
_TOWN_WORDS = text("""
    SELECT 'holding' AS how, asked.word AS asked, found.word
    FROM unnest(CAST(:words AS text[])) AS asked(word)
    JOIN LATERAL (
        SELECT word FROM search_word
        WHERE municipality_id = CAST(:town AS integer) AND length(asked.word) >= 3
            AND word LIKE '%' || asked.word || '%'
        ORDER BY length(word), word LIMIT :most
    ) AS found ON true
    UNION ALL
    SELECT 'similar', asked.word, found.word
    FROM unnest(CAST(:words AS text[])) AS asked(word)
    JOIN LATERAL (
        SELECT word FROM search_word
        WHERE municipality_id = CAST(:town AS integer) AND word % asked.word AND similarity(word, asked.word) >= :enough
        ORDER BY similarity(word, asked.word) DESC, word LIMIT 10
    ) AS found ON length(asked.word) >= 4
    UNION ALL
    SELECT 'part', word, word FROM search_word
    WHERE municipality_id = CAST(:town AS integer) AND word = ANY(CAST(:pieces AS text[]))
""")


@dataclass(frozen=True)
class Wanted:
    """What was asked for; without units nothing fits."""

    units: tuple[Unit, ...]


def understand_words(town_id: int, query: str) -> Wanted:
    """In at most two short questions to the database."""
    reading = read(query, lexicon_with(tuple(list_synonyms(town_id))))
    if not reading.asked:
        return Wanted(understand(reading))
    return Wanted(understand(reading, _list_town_words(town_id, reading.asked, reading.pieces)))


def list_synonyms(town_id: int) -> list[tuple[str, str, bool]]:
    rows = db.session.execute(
        select(Synonym.words, Synonym.term, Synonym.is_meant)
        .where(Synonym.municipality_id == town_id)
        .order_by(Synonym.words, Synonym.term)
    )
    return [(row.words, row.term, row.is_meant) for row in rows]


def _list_town_words(town_id: int, words: Sequence[str], pieces: Sequence[str]) -> TownWords:
    values = {"town": town_id, "words": list(words), "pieces": list(pieces), "most": MOST_WORDS, "enough": LIKE_ENOUGH}
    holding: dict[str, list[str]] = {}
    similar: dict[str, list[str]] = {}
    parts: set[str] = set()
    for how, asked, word in db.session.execute(_TOWN_WORDS, values):
        if how == "part":
            parts.add(word)
        else:
            (holding if how == "holding" else similar).setdefault(asked, []).append(word)
    return TownWords(holding, similar, frozenset(parts))


def list_missed(town_id: int, limit: int) -> Sequence[tuple[str, int]]:
    """Words that found nothing, most often first, over all days that are kept."""
    number = func.sum(MissedSearch.number)
    rows = db.session.execute(
        select(MissedSearch.words, number)
        .where(MissedSearch.municipality_id == town_id)
        .group_by(MissedSearch.words)
        .order_by(number.desc(), MissedSearch.words)
        .limit(limit)
    )
    return [(words, total) for words, total in rows]


# ---------------------------------------------------------------- how well a row fits


def fits(search: Any, wanted: Wanted) -> ColumnElement[bool]:
    """Whether anything that was asked for is there: by the index of the town's search columns."""
    words = [word for unit in wanted.units for word in unit.words]
    terms = [term for unit in wanted.units for term in sorted(unit.terms)]
    return _matches(search, words, terms)


def coverage(search: Any, wanted: Wanted) -> ColumnElement[float]:
    """How much of what was asked for is there."""
    return _sum(
        case((_matches(search, unit.words, sorted(unit.terms)), literal(unit.weight, Float)), else_=0.0)
        for unit in wanted.units
    )


def score(search: Any, wanted: Wanted) -> ColumnElement[float]:
    return _sum(_unit_score(search, unit) for unit in wanted.units)


def _unit_score(search: Any, unit: Unit) -> ColumnElement[float]:
    parts = [
        (_matches(search, unit.words, within="A"), IN_NAME),
        (_matches(search, unit.words, within="AB"), IN_SUMMARY),
        (_matches(search, unit.words), ANYWHERE),
        (_matches(search, unit.words, sorted(unit.terms)), AT_ALL),
    ]
    if unit.narrow_terms:
        parts.append((_matches(search, terms=unit.narrow_terms), NARROW))
    if unit.wide_terms:
        parts.append((_matches(search, terms=unit.wide_terms), WIDE))
    return _sum(case((matches, literal(worth * unit.weight, Float)), else_=0.0) for matches, worth in parts)


def _matches(
    search: Any, words: Sequence[str] = (), terms: Sequence[str] = (), within: str = ""
) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = search.op("@@")(_query(tuple(words), tuple(terms), within))
    return matches


@lru_cache(maxsize=2000)  # the same words are asked for of places and of activities, and again and again
def _query(words: tuple[str, ...], terms: tuple[str, ...], within: str) -> ColumnElement[Any]:
    """Made of objects, it costs more than the database takes to answer it."""
    return func.search_query(
        literal(list(words), ARRAY(Text)), literal(list(terms), ARRAY(Text)), literal(within, Text), type_=TSQUERY
    )


def _sum(parts: Iterable[ColumnElement[float]]) -> ColumnElement[float]:
    total: ColumnElement[float] = literal(0.0, Float)
    for part in parts:
        total = total + part
    return total


@dataclass(frozen=True)
class Best:
    """Of all that the town has, without any filter: so that filters only take away."""

    coverage: float = 0.0
    score: float = 0.0


def get_best(model: Any, town_id: int, wanted: Wanted) -> Best:
    if not wanted.units:
        return Best()
    row = db.session.execute(
        select(func.max(coverage(model.search, wanted)), func.max(score(model.search, wanted))).where(
            model.municipality_id == town_id, model.published, fits(model.search, wanted)
        )
    ).one()
    return Best(row[0] or 0.0, row[1] or 0.0)


def fits_enough(search: Any, wanted: Wanted, best: Best) -> ColumnElement[bool]:
    """The condition of a list: most of what the best one has."""
    if not wanted.units or not best.coverage:
        return literal(False)
    return and_(fits(search, wanted), coverage(search, wanted) >= ENOUGH * best.coverage)


def tier(search: Any, wanted: Wanted, best: Best) -> ColumnElement[int]:
    """4 (as good as the best) to 0: within a tier other things decide, such as what is open or near."""
    return func.floor(4 * score(search, wanted) / literal(best.score or 1.0, Float))
