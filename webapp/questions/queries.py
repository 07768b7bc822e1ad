"""Reading questions. Every query takes the town first; who may see the answer is asked here, in the `WHERE`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, and_, bindparam, case, cast, func, or_, select, true
from sqlalchemy.orm import undefer

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality
from webapp.core.crypto import unseal
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.messages.models import OutgoingMessage
from webapp.places.former import ACTIVITIES, PLACES, find_owner
from webapp.places.models import Place, PlaceText
from webapp.questions.contents import read_content
from webapp.questions.models import Question, QuestionAccess, QuestionEvent
from webapp.questions.values import ANSWERED, CLOSED, NEW, OPEN, WAITING, WITHDRAWN, Content, Told
from webapp.teams.models import Team

MOST_LISTED = 200  # a team with more open questions needs colleagues, not a longer page


def find_by_code(municipality_id: int, code: str, *, lock: bool = False) -> Question | None:
    """`lock` for who changes it: nobody of its team does so meanwhile."""
    wanted = select(Question).where(Question.municipality_id == municipality_id, Question.code == code)
    return db.session.scalar(wanted.with_for_update() if lock else wanted)


_BY_KEY = (
    select(
        Question.id,
        Question.code,
        Question.pass_code,
        Question.fingerprint,
        Question.received_at,
        Question.answer_by,
        Team.name,
    )
    .join(Team, (Team.municipality_id == Question.municipality_id) & (Team.id == Question.team_id))
    .where(Question.municipality_id == bindparam("town"), Question.idempotency_key == bindparam("key"))
)


def find_by_key(
    municipality_id: int, key: UUID
) -> Row[UUID, str, bytes | None, bytes | None, datetime, datetime | None, str] | None:
    """What a repeat needs: its codes, what was told as a fingerprint, the name of its team."""
    return db.session.execute(_BY_KEY, {"town": municipality_id, "key": key}).one_or_none()


def has_questions(municipality_id: int) -> bool:
    first = select(Question.id).where(Question.municipality_id == municipality_id).limit(1)
    return db.session.scalar(first) is not None


def get_for_teams(municipality_id: int, question_id: UUID, teams: Collection[UUID], *, lock: bool = False) -> Question:
    """Only of these teams. Raises NotFound for any other, also for one that was theirs and was handed over."""
    wanted = select(Question).where(
        Question.municipality_id == municipality_id, Question.id == question_id, Question.team_id.in_(teams)
    )
    question = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if question is None:
        raise NotFound
    return question


def lock_in_order(municipality_id: int, ids: Collection[UUID]) -> None:
    """Until the transaction ends, always in one order: two colleagues who need the same two do not wait for each other.
    Whose they are is asked afterwards."""
    wanted = select(Question.id).where(Question.municipality_id == municipality_id, Question.id.in_(ids))
    db.session.execute(wanted.order_by(Question.id).with_for_update()).all()


def content_of(question: Question) -> Content | None:
    """What was told, unsealed; None when it has been forgotten."""
    return read_content(unseal(question.content)) if question.content is not None else None


def list_open(municipality_id: int, teams: Collection[UUID], most: int = MOST_LISTED) -> Sequence[Question]:
    """Those that wait for these teams: about life first, then what is late or waits longest; answered ones last."""
    wanted = _of(municipality_id, teams).where(Question.state.in_(OPEN))
    return db.session.scalars(_by_urgency(wanted).limit(most)).all()


def list_ended(municipality_id: int, teams: Collection[UUID], most: int = MOST_LISTED) -> Sequence[Question]:
    """The latest first."""
    ended = _of(municipality_id, teams).where(Question.state.in_((CLOSED, WITHDRAWN)))
    return db.session.scalars(ended.order_by(Question.closed_at.desc(), Question.id).limit(most)).all()


def _of(municipality_id: int, teams: Collection[UUID]) -> Select[Question]:
    return select(Question).where(Question.municipality_id == municipality_id, Question.team_id.in_(teams))


def _by_urgency(wanted: Select[Question]) -> Select[Question]:
    waits = Question.state.in_(WAITING)
    return wanted.order_by(
        waits.desc(),
        (waits & Question.is_urgent).desc(),
        case((waits, Question.answer_by)).asc().nulls_last(),
        Question.received_at,
        Question.id,
    )


def list_told(municipality_id: int, question_id: UUID) -> list[Told]:
    """The life of a question, the oldest first, with its words unsealed; forgotten words are empty."""
    rows = db.session.scalars(
        select(QuestionEvent)
        .where(QuestionEvent.municipality_id == municipality_id, QuestionEvent.question_id == question_id)
        .order_by(QuestionEvent.id)
        .options(undefer(QuestionEvent.content))
    )
    return [_told(row) for row in rows]


def _told(row: QuestionEvent) -> Told:
    words = unseal(row.content) if row.content is not None else ""
    return Told(row.at, row.kind, words, row.facts, row.by_user, row.team_id)


def list_accesses(municipality_id: int, question_id: UUID) -> Sequence[QuestionAccess]:
    """Who read it, the oldest first."""
    return db.session.scalars(
        select(QuestionAccess)
        .where(QuestionAccess.municipality_id == municipality_id, QuestionAccess.question_id == question_id)
        .order_by(QuestionAccess.id)
    ).all()


@dataclass(frozen=True)
class Change:
    """What a live inbox compares: it asks again only when one of these moved."""

    number: int
    last_event: int


def get_change(municipality_id: int, teams: Collection[UUID]) -> Change:
    """A number that grows with every step of a question of these teams, and how many are open."""
    row = db.session.execute(
        select(
            select(func.count())
            .where(Question.municipality_id == municipality_id, Question.team_id.in_(teams), Question.state.in_(OPEN))
            .scalar_subquery(),
            select(func.coalesce(func.max(QuestionEvent.id), 0))
            .where(QuestionEvent.municipality_id == municipality_id, QuestionEvent.team_id.in_(teams))
            .scalar_subquery(),
        )
    ).one()
    return Change(row[0], row[1])


def list_unread(moment: datetime, most: int = 100) -> Sequence[Question]:
    """Of every town: new ones that should have been read by now; locked, and what another worker holds is skipped."""
    return db.session.scalars(
        select(Question)
        .where(Question.state == NEW, Question.unread_by <= moment)
        .order_by(Question.unread_by)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def list_late(moment: datetime, most: int = 1_000) -> list[tuple[Municipality, Question]]:
    """Of every town: those whose answer was promised for before now, the longest late first."""
    rows = db.session.execute(
        select(Municipality, Question)
        .join(Question, Question.municipality_id == Municipality.id)
        .where(Question.state.in_(WAITING), Question.answer_by < moment)
        .order_by(Question.answer_by, Question.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def list_to_forget(moment: datetime, most: int = 500) -> Sequence[Question]:
    """Of every town: ended ones whose content has been kept long enough."""
    return db.session.scalars(
        select(Question)
        .where(Question.forgotten_at.is_(None), Question.forget_at <= moment)
        .order_by(Question.forget_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def list_like(municipality_id: int, question: Question, teams: Collection[UUID]) -> Sequence[Question]:
    """Open ones of the same teams with which this may be one: the same subject, asked within a fortnight."""
    same_topic = or_(Question.topic == question.topic, Question.topic.is_(None)) if question.topic else true()
    return db.session.scalars(
        _of(municipality_id, teams)
        .where(
            Question.state.in_(OPEN),
            Question.id != question.id,
            same_topic,
            func.abs(func.extract("epoch", Question.received_at - question.received_at)) < 14 * 86_400,
        )
        .order_by(Question.received_at.desc())
        .limit(20)
    ).all()


def find_about_texts(town: Municipality, type_: str, slug: str) -> Sequence[PlaceText | ActivityText]:
    """The texts of a published place or activity of this town; none when it is not there."""
    if type_ == "activity":
        join = (ActivityText.municipality_id == Activity.municipality_id) & (ActivityText.activity_id == Activity.id)
        return db.session.scalars(
            select(ActivityText).join(Activity, join).where(_published(Activity, town, slug))
        ).all()
    join = (PlaceText.municipality_id == Place.municipality_id) & (PlaceText.place_id == Place.id)
    return db.session.scalars(select(PlaceText).join(Place, join).where(_published(Place, town, slug))).all()


def _published(thing: type[Place | Activity], town: Municipality, slug: str) -> ColumnElement[bool]:
    """Also by an address that it had once, as somebody may have kept the link."""
    owner = find_owner(town.id, PLACES if thing is Place else ACTIVITIES, slug)
    return and_(thing.municipality_id == town.id, or_(thing.slug == slug, thing.id == owner), thing.published)


def list_answered_before(moment: datetime, most: int = 500) -> Sequence[Question]:
    """Of every town: answered ones from which nothing was heard since."""
    return db.session.scalars(
        select(Question)
        .where(Question.state == ANSWERED, Question.answered_at <= moment)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def list_mail_failures(most: int = 100) -> list[tuple[Question, UUID]]:
    """Of every town: unread questions of which the mail to the present team will not arrive, with that mail."""
    return _list_failures("question", "undelivered", Question.state == NEW, most)


def list_answer_failures(most: int = 100) -> list[tuple[Question, UUID]]:
    """Of every town: questions whose answer by mail will not arrive, with that mail, while somebody can still see to
    it. Not those to which somebody has said something since: a later answer may have arrived."""
    last_said = (
        select(func.max(QuestionEvent.at))
        .where(
            QuestionEvent.municipality_id == Question.municipality_id,
            QuestionEvent.question_id == Question.id,
            QuestionEvent.kind == "answered",
        )
        .scalar_subquery()
    )
    waits = (
        Question.state.in_((ANSWERED, CLOSED)),
        Question.merged_into.is_(None),
        Question.forgotten_at.is_(None),
        OutgoingMessage.queued_at >= last_said,
    )
    return _list_failures("answer", "answer_undelivered", and_(*waits), most)


def _list_failures(mail_kind: str, told_as: str, which: ColumnElement[bool], most: int) -> list[tuple[Question, UUID]]:
    told = (
        select(QuestionEvent.id)
        .where(
            QuestionEvent.municipality_id == Question.municipality_id,
            QuestionEvent.question_id == Question.id,
            QuestionEvent.kind == told_as,
            QuestionEvent.facts["message"].astext == cast(OutgoingMessage.id, Text),
        )
        .exists()
    )
    rows = db.session.execute(
        select(Question, OutgoingMessage.id)
        .join(
            OutgoingMessage,
            (OutgoingMessage.municipality_id == Question.municipality_id)
            & (OutgoingMessage.about == cast(Question.id, Text))
            & (OutgoingMessage.kind == mail_kind),
        )
        .where(which, OutgoingMessage.state.in_(("failed", "bounced")), ~told)
        .order_by(Question.received_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=Question)
    )
    return [(row[0], row[1]) for row in rows]
