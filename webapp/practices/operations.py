"""Making practices, their favourites, and counting. None of these commits."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts.belonging import Belonging
from webapp.accounts.rules import PRACTICE
from webapp.areas.models import Municipality
from webapp.asking.coming import CODE_LENGTH
from webapp.extensions import db
from webapp.guiding.rules import Candidate
from webapp.practices import queries
from webapp.practices.models import Practice, PracticeFavourite, PracticeMember, PracticeQuarter, PracticeSheet
from webapp.practices.rules import oldest_kept, quarter_of
from webapp.questions.codes import LETTERS

WORKING = Belonging(PRACTICE, Practice, PracticeMember, "practice_id")
WORKING.begin()


def save_practice(town: Municipality, found: Practice | None, name: str, area: str, *, is_demo: bool) -> Practice:
    """A new one without `found`. Its code stays as it is: it hangs in a waiting room."""
    practice = found or Practice(municipality_id=town.id, code=_new_code(), is_demo=is_demo)
    practice.name, practice.area = name, area or None
    db.session.add(practice)
    db.session.flush()
    return practice


def lock_practice(practice: Practice) -> None:
    """Until the transaction ends, as it is stored now: two who save at once do so after each other."""
    db.session.refresh(practice, with_for_update=True)


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def remove_practice(practice: Practice, moment: datetime) -> None:
    """Its sheets stay what they are; who works with no other practice of the town has no role here any more."""
    for user in queries.list_members(practice):
        WORKING.end(practice.municipality_id, practice.id, user.id, moment)
    db.session.delete(practice)
    db.session.flush()


def set_favourites(practice: Practice, theme: str, shown: Collection[Candidate], chosen: Collection[UUID]) -> None:
    """Of what was shown these and no others. What was not shown, as it needs a check just now, stays as it was."""
    of_theme = (
        PracticeFavourite.municipality_id == practice.municipality_id,
        PracticeFavourite.practice_id == practice.id,
        PracticeFavourite.theme == theme,
    )
    ids = [one.id for one in shown]
    owner = func.coalesce(PracticeFavourite.place_id, PracticeFavourite.activity_id)
    db.session.execute(delete(PracticeFavourite).where(*of_theme, owner.in_(ids)))
    for one in shown:
        if one.id in chosen:
            mine = {"municipality_id": practice.municipality_id, "practice_id": practice.id, "theme": theme}
            db.session.add(PracticeFavourite(**mine, **{"place_id" if one.is_place else "activity_id": one.id}))
    db.session.flush()


# ---------------------------------------------------------------- counting


def note_given(practice: Practice, sheet: str, moment: datetime) -> None:
    db.session.add(
        PracticeSheet(municipality_id=practice.municipality_id, code=sheet, practice_id=practice.id, is_opened=False)
    )
    db.session.flush()
    add_counts(practice.municipality_id, practice.id, quarter_of(moment), given=1)


def note_opened(town: Municipality, sheet: str, moment: datetime) -> bool:
    """True the first time; of two at once one counts. Of a sheet that no practice made nothing is noted."""
    opening = (
        update(PracticeSheet)
        .where(
            PracticeSheet.municipality_id == town.id, PracticeSheet.code == sheet, PracticeSheet.is_opened.is_(False)
        )
        .values(is_opened=True)
        .returning(PracticeSheet.practice_id)
    )
    practice_id = db.session.scalar(opening, execution_options={"synchronize_session": False})
    if practice_id is None:
        return False
    add_counts(town.id, practice_id, quarter_of(moment), opened=1)
    return True


def note_asked(town: Municipality, code: str, moment: datetime) -> None:
    """That somebody who came through this practice asked the team something. A code that nobody has counts nothing."""
    practice = queries.find_practice(town, code)
    if practice is not None:
        add_counts(town.id, practice.id, quarter_of(moment), asked=1)


def add_counts(
    town_id: int, practice_id: UUID, quarter: date, *, given: int = 0, opened: int = 0, asked: int = 0
) -> None:
    more = {"given": given, "opened": opened, "asked": asked}
    row = insert(PracticeQuarter).values(municipality_id=town_id, practice_id=practice_id, quarter=quarter, **more)
    sums = {name: getattr(PracticeQuarter, name) + number for name, number in more.items()}
    keys = ["municipality_id", "practice_id", "quarter"]
    db.session.execute(row.on_conflict_do_update(index_elements=keys, set_=sums))


def forget_old_counts(moment: datetime) -> int:
    """The number of rows that went. The caller commits."""
    old = delete(PracticeQuarter).where(PracticeQuarter.quarter < oldest_kept(moment))
    return len(db.session.execute(old.returning(PracticeQuarter.quarter)).all())
