"""Saying that something is right, asking whether it is, and taking an answer. None of these commits."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update

from webapp.activities.item_links import PLACES
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.crypto import fingerprint, seal
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.freshness import mails, queries, rules
from webapp.freshness.models import FACTS, FreshnessAsk, FreshnessMail, ItemCheck, NeighbourhoodVolunteer
from webapp.freshness.queries import Item
from webapp.freshness.rules import CHANGED, RIGHT, Allotted, Due
from webapp.places.models import Place

STAFF, LINK, IMPORT = "staff", "link", "import"


def confirm(
    town: Municipality,
    item: Item,
    *,
    by: UUID | None,
    how: str,
    now: datetime,
    parts: Collection[str] | None = None,
) -> None:
    """Somebody looked and it is right today; public at once. `how` is STAFF or LINK. `parts` are FACTS and languages of
    texts; None: all of it. Raises NotFound for an item of another town."""
    if item.municipality_id != town.id:
        raise NotFound
    all_parts = [FACTS, *(text.language for text in item.texts)]
    day = clock.local(now).date()
    known = {check.part: check for check in queries.list_checks(item)}
    for part in all_parts if parts is None else [part for part in all_parts if part in parts]:
        check = known.get(part) or _new_check(item, part)
        check.checked_on, check.by_user_id, check.how = day, by, how
    if parts is None or FACTS in parts:
        item.checked_on = day
    db.session.flush()


def _new_check(item: Item, part: str) -> ItemCheck:
    owner = {"place_id": item.id} if isinstance(item, Place) else {"activity_id": item.id}
    check = ItemCheck(municipality_id=item.municipality_id, part=part, **owner)
    db.session.add(check)
    return check


def record_imported(municipality_id: int, items: Sequence[Item]) -> None:
    """The source of these items of one kind says when somebody looked. A newer check stays; two queries for all."""
    told = [item for item in items if item.checked_on is not None]
    known = queries.map_facts_checks(municipality_id, told)
    for item in told:
        check, day = known.get(item.id), item.checked_on
        if day is not None and (check is None or check.checked_on < day):
            check = check or _new_check(item, FACTS)
            check.checked_on, check.by_user_id, check.how = day, None, IMPORT
    db.session.flush()


def swap_facts_checks(one: Item, other: Item) -> bool:
    """Who looked at the one counts for the other now, and the other way round. False where not both were looked at."""
    known = queries.map_facts_checks(one.municipality_id, [one, other])
    mine, theirs = known.get(one.id), known.get(other.id)
    if mine is None or theirs is None:
        return False
    mine_now = theirs.checked_on, theirs.by_user_id, theirs.how
    theirs.checked_on, theirs.by_user_id, theirs.how = mine.checked_on, mine.by_user_id, mine.how
    mine.checked_on, mine.by_user_id, mine.how = mine_now
    db.session.flush()
    return True


def follow_facts_check(item: Item) -> None:
    """After rows moved from one item to another: its date is the one that is recorded."""
    check = queries.map_facts_checks(item.municipality_id, [item]).get(item.id)
    if check is not None and item.checked_on != check.checked_on:
        item.checked_on = check.checked_on
        db.session.flush()


def claim_town(today: date) -> Municipality | None:
    """An open town that had no round today; its round is in the same transaction, so one that is broken off comes
    again as a whole."""
    town: Municipality | None = db.session.scalar(
        select(Municipality)
        .where(Municipality.opened_at.is_not(None), Municipality.asked_on.is_distinct_from(today))
        .order_by(Municipality.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if town is not None:
        town.asked_on = today
        db.session.flush()
    return town


def ask_town(town: Municipality, now: datetime) -> int:
    """One mail to each who is to be asked today. How many mails."""
    today = clock.local(now).date()
    mailed = queries.map_mailed(town, today - rules.BETWEEN_MAILS)
    allotted = rules.allot(queries.list_due(town, today), mailed, today)
    for one in allotted:
        _ask(town, one, now)
    return len(allotted)


def _ask(town: Municipality, one: Allotted, now: datetime) -> None:
    today, token = clock.local(now).date(), secrets.token_urlsafe(24)
    mail = FreshnessMail(
        id=uuid4(),
        municipality_id=town.id,
        recipient=bytes.fromhex(one.person.key),
        token_hash=fingerprint(token),
        language=one.person.language,
        sent_on=today,
        expires_at=now + rules.LINK_LIVES,
    )
    db.session.add(mail)
    db.session.flush()
    links = [(due, _ask_for(town, mail, due, today)) for due in one.items]
    db.session.flush()
    mails.ask(town, one.person, mail.id, token, links)


def _ask_for(town: Municipality, mail: FreshnessMail, due: Due, today: date) -> str:
    """The token of its link; only its fingerprint is kept."""
    token = secrets.token_urlsafe(24)
    owner = {"place_id": due.item_id} if due.what == PLACES else {"activity_id": due.item_id}
    db.session.add(
        FreshnessAsk(
            municipality_id=town.id,
            mail_id=mail.id,
            stage=due.stage,
            asked_on=today,
            token_hash=fingerprint(token),
            **owner,
        )
    )
    return token


def answer(town: Municipality, ask: FreshnessAsk, said: str, words: str, now: datetime) -> bool:
    """By whoever has the link. False when it was answered before: the first answer stands. "Right" is public at once;
    "changed" and "gone" wait for an editor, as a link that was passed on must not take anything from the map."""
    locked = queries.lock_asks([ask.id])[0]
    if locked.answer is not None:
        return False
    locked.answer, locked.answered_at = said, now
    if said == RIGHT:
        confirm(town, queries.item_of(locked), by=None, how=LINK, now=now)
    elif words:
        locked.words = seal(words)
    db.session.flush()
    return True


def answer_right(town: Municipality, asks: Sequence[FreshnessAsk], now: datetime) -> int:
    """Those of one mail that were ticked. How many had no answer yet."""
    return sum(answer(town, ask, RIGHT, "", now) for ask in asks)


def handle(ask: FreshnessAsk, *, by: UUID, now: datetime) -> None:
    """The editor did what there was to do; the words have done their work."""
    ask.handled_at, ask.by_user_id, ask.words = now, by, None
    db.session.flush()


def handle_all_of(item: Item, *, by: UUID, now: datetime) -> None:
    """Whoever says that it is right today has dealt with what others said before."""
    db.session.execute(
        update(FreshnessAsk)
        .where(queries.of_item(FreshnessAsk, item), FreshnessAsk.answer == CHANGED, FreshnessAsk.handled_at.is_(None))
        .values(handled_at=now, by_user_id=by, words=None)
    )


def set_terms(town: Municipality, *, place: int, activity: int, line: int) -> None:
    """In days, between rules.FEWEST_DAYS and rules.MOST_DAYS."""
    town.place_term_days, town.activity_term_days, town.line_term_days = place, activity, line
    db.session.flush()


def add_volunteer(town: Municipality, code: str, name: str, email: str, language: str) -> NeighbourhoodVolunteer:
    one = NeighbourhoodVolunteer(
        municipality_id=town.id, neighbourhood_code=code, name=seal(name), email=seal(email), language=language
    )
    db.session.add(one)
    db.session.flush()
    return one


def remove_volunteer(one: NeighbourhoodVolunteer) -> None:
    db.session.delete(one)
    db.session.flush()
