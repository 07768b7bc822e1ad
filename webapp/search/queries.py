"""What a town calls things, kept in the process as long as nothing changes, and what was searched for in vain."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.areas.models import Municipality
from webapp.core.kept import Kept
from webapp.extensions import db
from webapp.search.lexicon import lexicon_with
from webapp.search.models import MissedSearch, SearchWord, Synonym
from webapp.search.understanding import read, understand
from webapp.search.units import Wanted
from webapp.search.vocabulary import Vocabulary

MOST_KEPT = 10_000_000  # characters of the words of all towns together, in each process
MOST_UNDERSTOOD = 5_000  # searches: the same letters are typed again and again


@dataclass(frozen=True)
class OwnWords:
    """What one town calls things: its synonyms, and the words of its texts."""

    synonyms: tuple[tuple[str, str, bool], ...]
    vocabulary: Vocabulary


_kept: Kept[int, OwnWords] = Kept(MOST_KEPT, lambda own: own.vocabulary.size)
_understood: Kept[tuple[int, str], Wanted] = Kept(MOST_UNDERSTOOD)


def understand_words(town: Municipality, query: str) -> Wanted:
    """Without the database, as long as nothing changes in the town."""
    return _understood.get((town.id, query), town.seen_version, lambda: _understand(town, query))


def _understand(town: Municipality, query: str) -> Wanted:
    own = _kept.get(town.id, town.seen_version, lambda: _get_own_words(town.id))
    reading = read(query, lexicon_with(own.synonyms))
    return Wanted(understand(reading, own.vocabulary.look_up(reading.asked, reading.unknown.values(), reading.pieces)))


def _get_own_words(town_id: int) -> OwnWords:
    return OwnWords(tuple(list_synonyms(town_id)), Vocabulary.of(list_words(town_id)))


def list_words(town_id: int) -> Sequence[str]:
    """Of the texts and names of the town, in order."""
    of_town = SearchWord.municipality_id == town_id
    return db.session.scalars(select(SearchWord.word).where(of_town).order_by(SearchWord.word)).all()


def list_synonyms(town_id: int) -> list[tuple[str, str, bool]]:
    rows = db.session.execute(
        select(Synonym.words, Synonym.term, Synonym.is_meant)
        .where(Synonym.municipality_id == town_id)
        .order_by(Synonym.words, Synonym.term)
    )
    return [(row.words, row.term, row.is_meant) for row in rows]


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
