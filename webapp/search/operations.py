"""The town's own synonyms, searches without result, and the words of a town made anew."""

import re
from datetime import date, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from webapp.areas.models import ContentVersion
from webapp.core.database import allow_long_statements
from webapp.extensions import db
from webapp.search.lexicon import is_known_term
from webapp.search.models import MissedSearch, Synonym
from webapp.search.rules import clean

LONGEST_SYNONYM = 60  # characters
MOST_MISSED = 500  # different words a day and town: whoever floods us fills no disk
LONGEST_MISSED = 60
KEEP_MISSED_DAYS = 365
# A number of four digits or more may be a phone number, a BSN or a postcode; an address of mail is a person.
_PERSONAL = re.compile(r"\S*@\S*|\S*\d{4,}\S*")


class SynonymError(ValueError):
    """A synonym that cannot be kept; the message says what to change."""


def set_synonym(town_id: int, words: str, term: str, *, is_meant: bool = True) -> None:
    """In this town these words mean this term ("theme=geld"), or do not, whatever they mean elsewhere."""
    cleaned = clean(words)
    if not cleaned or len(cleaned) > LONGEST_SYNONYM:
        raise SynonymError(f"Write one to four words, at most {LONGEST_SYNONYM} characters.")
    if not is_known_term(term):
        raise SynonymError(f"There is no {term!a}; write an axis and an id of the taxonomy, like theme=geld.")
    values = insert(Synonym).values(municipality_id=town_id, words=cleaned, term=term, is_meant=is_meant)
    db.session.execute(
        values.on_conflict_do_update(
            index_elements=[Synonym.municipality_id, Synonym.words, Synonym.term],
            set_={"is_meant": values.excluded.is_meant},
        )
    )


def forget_synonym(town_id: int, words: str, term: str) -> bool:
    """Back to what the words mean everywhere. Whether there was anything to forget."""
    gone = db.session.scalars(
        delete(Synonym)
        .where(Synonym.municipality_id == town_id, Synonym.words == clean(words), Synonym.term == term)
        .returning(Synonym.words)
    ).all()
    return bool(gone)


def count_missed(town_id: int, query: str, day: date) -> None:
    """One more search without result; what may say who somebody is, is left out of the words."""
    words = clean(_PERSONAL.sub(" ", query))[:LONGEST_MISSED].strip()
    if not words:
        return
    again = update(MissedSearch).where(
        MissedSearch.municipality_id == town_id, MissedSearch.day == day, MissedSearch.words == words
    )
    if db.session.scalars(again.values(number=MissedSearch.number + 1).returning(MissedSearch.number)).first():
        return
    today = select(func.count()).where(MissedSearch.municipality_id == town_id, MissedSearch.day == day)
    if (db.session.scalar(today) or 0) < MOST_MISSED:
        row = insert(MissedSearch).values(municipality_id=town_id, day=day, words=words, number=1)
        raised = {"number": MissedSearch.number + 1}  # somebody else may have been first
        db.session.execute(row.on_conflict_do_update(constraint="pk_missed_search", set_=raised))


def forget_missed(today: date) -> int:
    """What is older than a year goes. The number of rows."""
    old = delete(MissedSearch).where(MissedSearch.day < today - timedelta(days=KEEP_MISSED_DAYS))
    return len(db.session.scalars(old.returning(MissedSearch.words)).all())


def reindex(town_id: int) -> None:
    """Search columns and words of the town made anew: words that no text holds any more are gone."""
    allow_long_statements()
    for owner in ("place", "activity"):
        db.session.execute(
            text(f"SELECT fill_{owner}_search(:town, ARRAY(SELECT id FROM {owner} WHERE municipality_id = :town))"),
            {"town": town_id},
        )
    db.session.execute(text("SELECT refresh_search_words(:town)"), {"town": town_id})
    # Of itself the list of words changes nothing that is shown; but who kept it shall read it again.
    again = update(ContentVersion).where(ContentVersion.municipality_id == town_id)
    db.session.execute(again.values(version=ContentVersion.version + 1))
