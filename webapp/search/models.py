"""The words of each town, its own synonyms, and what was searched for in vain."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, PrimaryKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Base


class SearchWord(Base):
    """A word that stands in a text of the town, cleaned; kept by triggers. Words that are gone go at a reindex."""

    __tablename__ = "search_word"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    word: Mapped[str] = mapped_column(Text(collation="C"))

    __table_args__ = (PrimaryKeyConstraint("municipality_id", "word"),)


class Synonym(Base):
    """What words mean in this town beside, or (not `is_meant`) instead of, what they mean everywhere.

    `term` is an id of the taxonomy with its axis, as in "theme=geld".
    """

    __tablename__ = "synonym"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    words: Mapped[str]
    term: Mapped[str]
    is_meant: Mapped[bool] = mapped_column(server_default="true")

    __table_args__ = (
        PrimaryKeyConstraint("municipality_id", "words", "term"),
        CheckConstraint("term ~ '^[a-z_]+=[a-z0-9-]+$'", name="term_form"),
    )


class MissedSearch(Base):
    """How often words found nothing on a day; nothing about who typed them."""

    __tablename__ = "missed_search"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    words: Mapped[str]
    number: Mapped[int]

    __table_args__ = (PrimaryKeyConstraint("municipality_id", "day", "words"),)
