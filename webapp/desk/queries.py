"""Counts for the desk, each in one statement; and the texts that a language still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from webapp.activities.item_links import ACTIVITIES, PLACES
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.text_states import Maker, TextState
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.messages.rules import QUEUED, UNDELIVERED
from webapp.places.models import Organisation, OrganisationEditor, Place, PlaceText
from webapp.questions.models import Question
from webapp.questions.values import NEW, WAITING

MOST_LISTED = 200
KINDS = ((PLACES, Place, PlaceText, PlaceText.place_id), (ACTIVITIES, Activity, ActivityText, ActivityText.activity_id))
TO_DO = (TextState.MISSING, TextState.OUTDATED, TextState.MACHINE)


@dataclass(frozen=True)
class TextLine:
    """One published place or activity; `name` is in Dutch, or in what there is."""

    what: str
    item_id: UUID
    name: str


def count_texts(town: Municipality, language: str) -> dict[TextState, int]:
    """How many published places and activities have no text in this language, an outdated one or a machine's."""
    states = union_all(*(_texts(town, kind, language, state) for kind in KINDS for state in TO_DO)).subquery()
    rows = db.session.execute(select(states.c.state, func.count()).group_by(states.c.state))
    return {TextState(row[0]): row[1] for row in rows}


def list_texts(town: Municipality, language: str, state: TextState) -> Sequence[TextLine]:
    """Which ones, by name."""
    found = union_all(*(_texts(town, kind, language, state) for kind in KINDS)).subquery()
    rows = db.session.execute(
        select(found.c.what, found.c.id, found.c.name).order_by(found.c.name, found.c.id).limit(MOST_LISTED)
    )
    return [TextLine(what, id_, name) for what, id_, name in rows]


def _texts(town: Municipality, kind: tuple, language: str, state: TextState) -> Select:  # type: ignore[type-arg]
    """As core/text_states.py says it, in SQL; a test compares them."""
    what, item, text, owner = kind
    source, own = aliased(text), aliased(text)
    key = owner.key
    return (
        select(
            literal(what).label("what"),
            item.id.label("id"),
            func.coalesce(source.name, own.name, item.slug).label("name"),
            literal(state.value).label("state"),
        )
        .select_from(item)
        .outerjoin(source, _of(source, key, item, FALLBACK_LANGUAGE))
        .outerjoin(own, _of(own, key, item, language))
        .where(item.municipality_id == town.id, item.published, _state(own, source) == state.value)
    )


def _of(text: type, key: str, item: type, language: str) -> ColumnElement[bool]:
    return and_(
        text.municipality_id == item.municipality_id,  # type: ignore[attr-defined]
        getattr(text, key) == item.id,  # type: ignore[attr-defined]
        text.language == language,  # type: ignore[attr-defined]
    )


def _state(own: type[PlaceText], source: type[PlaceText]) -> ColumnElement[str]:
    return case(
        (own.language.is_(None), TextState.MISSING.value),
        (own.version < source.version, TextState.OUTDATED.value),
        (and_(own.made_by == Maker.MACHINE.value, own.language != FALLBACK_LANGUAGE), TextState.MACHINE.value),
        else_=TextState.CHECKED.value,
    )


@dataclass(frozen=True)
class Waiting:
    """Questions of a town: a number only, as a coordinator reads none."""

    unread: int
    late: int


def count_waiting(town: Municipality, moment: datetime) -> Waiting:
    """Those unread for longer than their team has for it, and those not answered by when it was promised."""
    unread = and_(Question.state == NEW, Question.unread_by <= moment)
    late = and_(Question.state.in_(WAITING), Question.answer_by < moment)
    row = db.session.execute(
        select(func.count().filter(unread), func.count().filter(late)).where(
            Question.municipality_id == town.id, or_(unread, late)
        )
    ).one()
    return Waiting(row[0], row[1])


def count_undelivered(town: Municipality, since: datetime) -> dict[str, int]:
    """Mails that failed for good or came back since then, by kind."""
    rows = db.session.execute(
        select(OutgoingMessage.kind, func.count())
        .where(
            OutgoingMessage.municipality_id == town.id,
            OutgoingMessage.state.in_(UNDELIVERED),
            OutgoingMessage.settled_at >= since,
        )
        .group_by(OutgoingMessage.kind)
        .order_by(OutgoingMessage.kind)
    )
    return {row[0]: row[1] for row in rows}


def count_waiting_mails(town: Municipality, since: datetime) -> int:
    """Mails that were queued before then and are still to go: the mail server is away, or puts them off."""
    query = select(func.count()).where(
        OutgoingMessage.municipality_id == town.id, OutgoingMessage.state == QUEUED, OutgoingMessage.queued_at < since
    )
    return db.session.scalar(query) or 0


def list_without_editor(town: Municipality) -> Sequence[Organisation]:
    """Organisations that offer something and that nobody keeps, by name."""
    offers = or_(
        select(Place.id).where(Place.municipality_id == town.id, Place.organisation_id == Organisation.id).exists(),
        select(Activity.id)
        .where(Activity.municipality_id == town.id, Activity.organisation_id == Organisation.id)
        .exists(),
    )
    edited = (
        select(OrganisationEditor.user_id)
        .where(OrganisationEditor.municipality_id == town.id, OrganisationEditor.organisation_id == Organisation.id)
        .exists()
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.municipality_id == town.id, offers, ~edited)
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST_LISTED)
    ).all()
