"""Finding practices, who works with them, what they like to give along, and what was counted."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.practices.models import Practice, PracticeFavourite, PracticeMember, PracticeQuarter, PracticeSheet


def list_practices(town: Municipality) -> Sequence[Practice]:
    """By name."""
    return db.session.scalars(
        select(Practice).where(Practice.municipality_id == town.id).order_by(Practice.name, Practice.id)
    ).all()


def list_practices_of(town: Municipality, user_id: UUID) -> Sequence[Practice]:
    """Those with which this user works, by name."""
    mine = select(PracticeMember.practice_id).where(
        PracticeMember.municipality_id == town.id, PracticeMember.user_id == user_id
    )
    return [one for one in list_practices(town) if one.id in set(db.session.scalars(mine))]


def get_practice(town: Municipality, id_: UUID) -> Practice:
    """Raises NotFound."""
    found = db.session.get(Practice, (town.id, id_))
    if found is None:
        raise NotFound
    return found


def find_practice(town: Municipality, code: str) -> Practice | None:
    return db.session.scalar(select(Practice).where(Practice.municipality_id == town.id, Practice.code == code))


def find_practice_by_code(code: str) -> Practice | None:
    """Of whichever town: its code is in no other."""
    return db.session.scalar(select(Practice).where(Practice.code == code))


def count_members(town: Municipality) -> dict[UUID, int]:
    rows = db.session.execute(
        select(PracticeMember.practice_id, func.count())
        .where(PracticeMember.municipality_id == town.id)
        .group_by(PracticeMember.practice_id)
    )
    return {row[0]: row[1] for row in rows}


def list_members(practice: Practice) -> Sequence[StaffUser]:
    """By name."""
    return db.session.scalars(
        select(StaffUser)
        .join(PracticeMember, PracticeMember.user_id == StaffUser.id)
        .where(PracticeMember.municipality_id == practice.municipality_id, PracticeMember.practice_id == practice.id)
        .order_by(StaffUser.name, StaffUser.email)
    ).all()


def is_member(practice: Practice, user_id: UUID) -> bool:
    return db.session.get(PracticeMember, (practice.municipality_id, practice.id, user_id)) is not None


def map_favourites(practice: Practice) -> dict[str, frozenset[UUID]]:
    """By theme, the ids of places and activities."""
    rows = db.session.scalars(
        select(PracticeFavourite).where(
            PracticeFavourite.municipality_id == practice.municipality_id,
            PracticeFavourite.practice_id == practice.id,
        )
    )
    found: dict[str, set[UUID]] = {}
    for row in rows:
        owner = row.place_id or row.activity_id
        if owner is not None:
            found.setdefault(row.theme, set()).add(owner)
    return {theme: frozenset(ids) for theme, ids in found.items()}


def map_quarters(practice: Practice, quarters: Collection[date]) -> dict[date, PracticeQuarter]:
    rows = db.session.scalars(
        select(PracticeQuarter).where(
            PracticeQuarter.municipality_id == practice.municipality_id,
            PracticeQuarter.practice_id == practice.id,
            PracticeQuarter.quarter.in_(quarters),
        )
    )
    return {row.quarter: row for row in rows}


def find_code_of_sheet(town: Municipality, sheet: str) -> str:
    """The code of the practice that made it; empty where none did."""
    found = db.session.scalar(
        select(Practice.code)
        .join(
            PracticeSheet,
            (PracticeSheet.municipality_id == Practice.municipality_id) & (PracticeSheet.practice_id == Practice.id),
        )
        .where(PracticeSheet.municipality_id == town.id, PracticeSheet.code == sheet)
    )
    return found or ""
