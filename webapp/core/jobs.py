"""Work that is done later, soon and certainly: a job is queued in the transaction of what it belongs to.

A job may run twice, never zero times: a worker that is killed leaves its jobs "doing", and they are found again. So
every job looks first whether its work was done. Arguments hold ids only: they stand in the open in the database and in
logs."""

import json
import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import text

from webapp.core import clock
from webapp.core.rounds import each_minute
from webapp.core.statements import Made
from webapp.extensions import db

HEARTBEAT_S = 10
DEAD_AFTER_S = 30  # without a heartbeat a worker counts as gone
MAX_ATTEMPTS = 30  # one day, with the waits below
LONGEST_WAIT = timedelta(hours=1)

JobFunction = Callable[..., None]
_jobs: dict[str, JobFunction] = {}
# As the library does it, over the connection of the session; for a statement that also writes what the job is about.
DEFERRING = """
    procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', :job, 0, NULL, NULL, CAST(:job_arguments AS jsonb), CAST(:job_at AS timestamptz))
    ]::procrastinate_job_to_defer_v1[])
"""
_DEFER = Made(text(f"SELECT {DEFERRING}"))


class JobFailed(Exception):
    """What went wrong in a job, without the words of the error: these could hold what a resident wrote."""


class Again(BaseRetryStrategy):
    """2, 4, 8 … seconds, then each hour, for a day. For the unexpected; what is expected a job plans by itself."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if job.attempts + 1 >= MAX_ATTEMPTS:
            return None
        wait = min(timedelta(seconds=2 ** min(job.attempts + 1, 12)), LONGEST_WAIT)
        return RetryDecision(retry_at=clock.now() + wait)


def job(name: str) -> Callable[[JobFunction], JobFunction]:
    """Makes a function known as a job, `room.verb`; it lives in the jobs.py of its room and commits by itself."""

    def register(function: JobFunction) -> JobFunction:
        if name in _jobs:
            raise LookupError(f"There are two jobs {name}.")
        _jobs[name] = function
        return function

    return register


def list_jobs() -> dict[str, JobFunction]:
    return dict(_jobs)


def defer(name: str, /, *, at: datetime | None = None, **arguments: str | int) -> None:
    """Queues a job in the transaction of the caller: it exists when that is committed, and not before. `at` is the
    earliest moment. Raises LookupError for a job that nobody knows."""
    _DEFER.ask(values_of(name, at=at, **arguments))


def values_of(name: str, /, *, at: datetime | None = None, **arguments: str | int) -> dict[str, Any]:
    """For a statement with DEFERRING. Raises LookupError."""
    if name not in _jobs:
        raise LookupError(f"There is no job {name}.")
    return {"job": name, "job_arguments": json.dumps(arguments), "job_at": at}


def describe(error: BaseException) -> str:
    """Kind and place of an error, fit for a log: its words could hold what a resident wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/webapp/" in frame.filename] or frames
    place = f" in {ours[-1].filename.rpartition('/webapp/')[2]}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"


# The second column is for a job that kills each worker that takes it up: it does not go on for ever.
FIND_AGAIN = text("""
    SELECT
        CASE WHEN attempts < :most THEN procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) END,
        CASE WHEN attempts >= :most THEN procrastinate_finish_job_v1(id, 'failed', false) END
    FROM (
        SELECT job.id, job.attempts FROM procrastinate_jobs AS job
        LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        WHERE job.status = 'doing'
          AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :dead_after))
        FOR UPDATE OF job SKIP LOCKED
    ) AS left_behind
""")


@each_minute
def find_jobs_again(_moment: datetime) -> None:
    """The jobs of workers that were killed, or lost the database before they could say that they were done."""
    db.session.execute(FIND_AGAIN, {"dead_after": DEAD_AFTER_S, "most": MAX_ATTEMPTS})


def count_jobs() -> dict[str, int]:
    """How many are todo, doing and failed; those that went well are gone."""
    counts = text("SELECT status::text AS status, count(*) AS number FROM procrastinate_jobs GROUP BY status")
    return {row.status: row.number for row in db.session.execute(counts)}


def quiet_logs() -> None:
    """Of procrastinate one line for what goes wrong: no report of each job, and no words of errors."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    for name in ("procrastinate.worker", "procrastinate.worker.worker"):
        logging.getLogger(name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True
