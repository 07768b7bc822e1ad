"""What the database knows of how the service is: figures of all towns together, and of nobody."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, text

from webapp.core.jobs import count_jobs
from webapp.extensions import db
from webapp.freshness.all_towns import count_all_stale
from webapp.messages.queries import count_by_state, count_overdue
from webapp.metrics.rules import Figure
from webapp.questions.models import Question
from webapp.questions.values import NEW, WAITING
from webapp.schedule.models import Heartbeat
from webapp.schedule.rules import HORIZON_DAYS

JOB_STATES = ("todo", "doing", "failed")
# Since when the first job that may be done now could have been done.
_OLDEST_JOB = text("""
    SELECT max(EXTRACT(EPOCH FROM CAST(:moment AS timestamptz) - coalesce(job.scheduled_at, event.at)))
    FROM procrastinate_jobs AS job
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred'
    ) AS event ON true
    WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= :moment
""")


def list_figures(moment: datetime, today: date) -> list[Figure]:
    jobs = count_jobs()
    return [
        Figure("jobs", "Jobs in the queue", {state: jobs.get(state, 0) for state in JOB_STATES}, "state"),
        _plain("queue_age_seconds", "How long the oldest job waits that may be done now", _oldest_job(moment)),
        Figure("mails", "Mails by state", count_by_state(), "state"),
        _plain("mails_overdue", "Mails that should have been tried minutes ago", count_overdue(moment)),
        Figure("questions", "Questions that wait for a team", _questions(moment), "state"),
        Figure("stale_items", "Public items that nobody has checked for too long", count_all_stale(today), "kind"),
        *_signs_of_life(moment),
    ]


def _plain(name: str, help_: str, value: float) -> Figure:
    return Figure(name, help_, {"": value})


def _oldest_job(moment: datetime) -> float:
    return float(db.session.scalar(_OLDEST_JOB, {"moment": moment}) or 0)


def _questions(moment: datetime) -> dict[str, float]:
    """`unread_overdue`: nobody of its team read it in the time it had, also when it was passed on meanwhile. `late`:
    the moment that was promised to the resident has passed."""
    is_new, waits = Question.state == NEW, Question.state.in_(WAITING)
    row = db.session.execute(
        select(
            func.count().label("waiting"),
            func.count().filter(is_new).label("unread"),
            func.count()
            .filter(is_new, or_(Question.unread_by <= moment, Question.reached > 0))
            .label("unread_overdue"),
            func.count().filter(Question.answer_by < moment).label("late"),
        ).where(waits)
    ).one()
    return {name: float(number) for name, number in row._mapping.items()}


def _signs_of_life(moment: datetime) -> list[Figure]:
    """Nothing for what never was: an alarm on absence tells that apart from "long ago"."""
    beats = {row.name: row for row in db.session.scalars(select(Heartbeat))}
    found = []
    if "worker" in beats:
        worker = beats["worker"]
        found.append(_plain("worker_age_seconds", "Since the worker gave a sign of life", _age(worker, moment)))
        if worker.slots_refreshed_on is not None:
            until = worker.slots_refreshed_on + timedelta(days=HORIZON_DAYS)
            days = (until - moment.date()).days
            found.append(_plain("slots_horizon_days", "How many days ahead openings are known", days))
    if "backup" in beats:
        found.append(
            _plain("backup_age_seconds", "Since the last backup that was whole", _age(beats["backup"], moment))
        )
    return found


def _age(beat: Heartbeat, moment: datetime) -> float:
    return (moment - beat.beat_at).total_seconds()
