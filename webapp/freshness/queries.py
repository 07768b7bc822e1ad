"""What is due, what is stale, who is to be asked. The same terms in SQL as in rules.py, told as days."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import selectinload

from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.activities.models import Activity
from webapp.activities.scope import Scope, activities_in, organisation_of, places_in
from webapp.areas.models import Municipality
from webapp.core.crypto import fingerprint
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.freshness import rules
from webapp.freshness.models import FACTS, FreshnessAsk, FreshnessMail, ItemCheck
from webapp.freshness.people_queries import People
from webapp.freshness.rules import Asked, Due, Mailed, Person
from webapp.places.models import Place
from webapp.taxonomy.rules import terms

Item = Place | Activity
LINES = tuple(kind.id for kind in terms("place_kind").values() if kind.pinless)


def term_of(town: Municipality, item: Item) -> int:
    """In days."""
    if isinstance(item, Activity):
        return town.activity_term_days
    return town.line_term_days if item.kind in LINES else town.place_term_days


def is_stale(town: Municipality, item: Item, today: date) -> bool:
    """Whether nobody has checked it for far too long; the same as `stale` in SQL."""
    return rules.is_stale(item.checked_on, term_of(town, item), today)


def stale(model: Any, town: Municipality, today: date) -> ColumnElement[bool]:
    """Condition on Place or Activity; to order by as it is, no row has to be asked anything."""
    if model is Place:
        line, place = (rules.stale_before(term, today) for term in (town.line_term_days, town.place_term_days))
        bound: Any = case((Place.kind.in_(LINES), literal(line, Date)), else_=literal(place, Date))
    else:
        bound = literal(rules.stale_before(town.activity_term_days, today), Date)
    return func.coalesce(model.checked_on < bound, True)


def list_checks(item: Item) -> Sequence[ItemCheck]:
    """Of each part that anybody checked."""
    return db.session.scalars(select(ItemCheck).where(of_item(ItemCheck, item)).order_by(ItemCheck.part)).all()


def map_facts_checks(municipality_id: int, items: Sequence[Item]) -> dict[UUID, ItemCheck]:
    """By the id of these items, of one kind."""
    if not items:
        return {}
    column = ItemCheck.place_id if isinstance(items[0], Place) else ItemCheck.activity_id
    checks = db.session.scalars(
        select(ItemCheck).where(
            ItemCheck.municipality_id == municipality_id,
            ItemCheck.part == FACTS,
            column.in_([item.id for item in items]),
        )
    )
    return {check.place_id or check.activity_id: check for check in checks}  # type: ignore[misc]


def of_item(model: Any, item: Item) -> ColumnElement[bool]:
    column = model.place_id if isinstance(item, Place) else model.activity_id
    return and_(model.municipality_id == item.municipality_id, column == item.id)


def list_in_scope(scope: Scope, town: Municipality, limit: int) -> list[Item]:
    """What is public and may be changed, what is most overdue first."""
    places = db.session.scalars(
        select(Place)
        .where(places_in(scope), Place.published)
        .order_by(Place.checked_on.asc().nulls_first(), Place.id)
        .limit(limit)
        .options(selectinload(Place.texts))
    ).all()
    activities = db.session.scalars(
        select(Activity)
        .where(activities_in(scope), Activity.published)
        .order_by(Activity.checked_on.asc().nulls_first(), Activity.id)
        .limit(limit)
        .options(selectinload(Activity.texts))
    ).all()
    found: list[Item] = [*places, *activities]
    return sorted(found, key=lambda one: (rules.due_on(one.checked_on, term_of(town, one)), one.id))[:limit]


def list_due(town: Municipality, today: date) -> list[Due]:
    """All that is to be asked for today, with the people who could be asked. A fixed number of queries."""
    rows = [*_due_rows(town, Place, today), *_due_rows(town, Activity, today)]
    asked = _last_asked(town)
    people = People.of(town)
    found = []
    for item, organisation_id, area in rows:
        term = term_of(town, item)
        stage = rules.next_stage(item.checked_on, term, asked.get(item.id), today)
        if stage is not None:
            found.append(
                Due(
                    what=PLACES if isinstance(item, Place) else ACTIVITIES,
                    item_id=item.id,
                    stage=stage,
                    since=rules.due_on(item.checked_on, term),
                    owners=people.owners[organisation_id],
                    coordinators=people.coordinators,
                    volunteers=people.volunteers[area],
                )
            )
    return found


def _due_rows(town: Municipality, model: Any, today: date) -> list[tuple[Item, UUID | None, str | None]]:
    terms_of_town: tuple[int, ...]
    statement: Any
    if model is Place:
        statement = select(Place, Place.organisation_id, Place.neighbourhood_code)
        terms_of_town = (town.place_term_days, town.line_term_days)
    else:
        organisation = func.coalesce(Activity.organisation_id, Place.organisation_id)
        statement = select(Activity, organisation, Place.neighbourhood_code).outerjoin(
            Place, and_(Place.municipality_id == Activity.municipality_id, Place.id == Activity.place_id)
        )
        terms_of_town = (town.activity_term_days,)
    latest = max(rules.asked_from(term, today) for term in terms_of_town)
    statement = statement.where(
        model.municipality_id == town.id,
        model.published,
        or_(model.checked_on.is_(None), model.checked_on <= latest),
    )
    return [(item, organisation_id, area) for item, organisation_id, area in db.session.execute(statement)]


def _last_asked(town: Municipality) -> dict[UUID, Asked]:
    item_id = func.coalesce(FreshnessAsk.place_id, FreshnessAsk.activity_id)
    rows = db.session.execute(
        select(item_id, FreshnessAsk.stage, FreshnessAsk.asked_on)
        .where(FreshnessAsk.municipality_id == town.id)
        .ext(distinct_on(item_id))
        .order_by(item_id, FreshnessAsk.asked_on.desc(), FreshnessAsk.stage.desc())
    )
    return {id_: Asked(stage, on) for id_, stage, on in rows}


def map_mailed(town: Municipality, since: date) -> dict[str, Mailed]:
    """Of each address that had such a mail since then."""
    here = func.max(FreshnessMail.sent_on).filter(FreshnessMail.municipality_id == town.id)
    rows = db.session.execute(
        select(FreshnessMail.recipient, here, func.max(FreshnessMail.sent_on))
        .where(FreshnessMail.sent_on >= since)
        .group_by(FreshnessMail.recipient)
    )
    return {recipient.hex(): Mailed(of_town, of_any) for recipient, of_town, of_any in rows}


def find_mail(token: str) -> FreshnessMail | None:
    return db.session.scalar(select(FreshnessMail).where(FreshnessMail.token_hash == fingerprint(token)))


def get_mail(id_: UUID) -> FreshnessMail:
    """Raises NotFound."""
    found = db.session.get(FreshnessMail, id_)
    if found is None:
        raise NotFound
    return found


def find_ask(token: str) -> FreshnessAsk | None:
    return db.session.scalar(select(FreshnessAsk).where(FreshnessAsk.token_hash == fingerprint(token)))


def list_asks(mail: FreshnessMail) -> Sequence[FreshnessAsk]:
    return db.session.scalars(
        select(FreshnessAsk).where(FreshnessAsk.mail_id == mail.id).order_by(FreshnessAsk.id)
    ).all()


def lock_asks(ids: Iterable[UUID]) -> Sequence[FreshnessAsk]:
    """Until the transaction ends: who presses twice answers once."""
    statement = select(FreshnessAsk).where(FreshnessAsk.id.in_(list(ids))).order_by(FreshnessAsk.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def item_of(ask: FreshnessAsk) -> Item:
    """With its texts."""
    model: Any = Place if ask.place_id else Activity
    item: Item | None = db.session.get(model, (ask.municipality_id, ask.place_id or ask.activity_id))
    assert item is not None  # by its foreign key
    return item


def list_open_answers(scope: Scope) -> list[FreshnessAsk]:
    """Changed and gone, of what may be changed by this user; the oldest first."""
    of_places = select(Place.id).where(places_in(scope))
    of_activities = select(Activity.id).where(activities_in(scope))
    return list(
        db.session.scalars(
            select(FreshnessAsk)
            .where(
                FreshnessAsk.municipality_id == scope.municipality_id,
                FreshnessAsk.answer.in_([rules.CHANGED, rules.GONE]),
                FreshnessAsk.handled_at.is_(None),
                or_(FreshnessAsk.place_id.in_(of_places), FreshnessAsk.activity_id.in_(of_activities)),
            )
            .order_by(FreshnessAsk.answered_at, FreshnessAsk.id)
        )
    )


def count_stale(town: Municipality, today: date) -> dict[str, int]:
    """Of what is public, by kind as in addresses."""
    models: dict[str, Any] = {PLACES: Place, ACTIVITIES: Activity}
    return {
        what: db.session.scalar(
            select(func.count()).where(model.municipality_id == town.id, model.published, stale(model, town, today))
        )
        or 0
        for what, model in models.items()
    }


def get_open_answer(scope: Scope, id_: UUID) -> FreshnessAsk:
    """Raises NotFound."""
    for ask in list_open_answers(scope):
        if ask.id == id_:
            return ask
    raise NotFound


def list_owners(town: Municipality, item: Item) -> tuple[Person, ...]:
    """Who keeps it up to date: the editors of its organisation, else its mailbox, else the coordinators."""
    people = People.of(town)
    return people.owners[organisation_of(item)] or people.coordinators
