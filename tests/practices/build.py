"""A practice, somebody who works with it, and sheets that it gives along."""

from sqlalchemy import select

from tests.handouts.sheets import REFER, THING, TOWN
from tests.page import PageClient
from tests.staff import make_user, sign_in
from webapp.accounts.rules import PRACTICE
from webapp.areas.models import Municipality
from webapp.areas.queries import get_open_municipality
from webapp.core import clock
from webapp.extensions import db
from webapp.practices import operations
from webapp.practices.models import Practice, PracticeQuarter
from webapp.practices.rules import quarter_of

NAME = "Huisartsen aan de Dijk"


def town() -> Municipality:
    return get_open_municipality(TOWN)


def make_practice(area: str = "", name: str = NAME, in_town: Municipality | None = None) -> Practice:
    practice = operations.save_practice(in_town or town(), None, name, area, is_demo=False)
    db.session.commit()
    return practice


def member_of(client: PageClient, practice: Practice, **facts: str) -> PageClient:
    """Signed in."""
    user = make_user(PRACTICE, db.session.get_one(Municipality, practice.municipality_id), **facts)
    operations.WORKING.add(practice.municipality_id, practice.id, user.id)
    db.session.commit()
    return sign_in(client, user)


def page_of(practice: Practice, rest: str = "") -> str:
    return f"/staff/{TOWN}/practices/{practice.id}{rest}"


def give_from(client: PageClient, practice: Practice, *picks: str, **told: str) -> str:
    """The address to which the practice is led."""
    form = {"theme": "geld", "area": "all", "practice": practice.code, "pick": list(picks or [THING]), **told}
    answer = client.post(REFER, data=form)
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["Location"]


def counts(practice: Practice) -> tuple[int, int, int]:
    """Of this quarter: given, opened, asked."""
    row = db.session.scalar(
        select(PracticeQuarter).where(
            PracticeQuarter.practice_id == practice.id, PracticeQuarter.quarter == quarter_of(clock.now())
        )
    )
    db.session.expire_all()
    return (row.given, row.opened, row.asked) if row else (0, 0, 0)
