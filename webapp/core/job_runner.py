"""Runs jobs beside the rounds of the worker, in a thread with procrastinate's own loop; jobs run in threads of it.

Whatever ends that loop (a database that restarts, a network that goes) only begins it again."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from flask import Flask
from procrastinate import App, PsycopgConnector
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from webapp.config import Settings
from webapp.core import jobs
from webapp.core.connections import driver_url
from webapp.extensions import db

logger = logging.getLogger(__name__)
CONCURRENCY = 4  # jobs at a time; each holds a connection of the application
POLL_S = 5  # for jobs that were planned or found again; new ones announce themselves
RETRY_S = 1
CONNECT_WITHIN_S = 5


class CarefulWorker(Worker):
    """Where it could not write down what became of a job, that job is "doing" for as long as this worker lives, and
    nobody takes it up. So it ends, and the next one begins under another number."""

    async def _persist_job_status(self, *told: Any, **named: Any) -> None:
        try:
            await super()._persist_job_status(*told, **named)
        except Exception:
            self.stop()  # type: ignore[no-untyped-call]
            raise


class JobRunner(Thread):
    def __init__(self, app: Flask) -> None:
        super().__init__(name="jobs", daemon=True)
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._asked_to_stop = asyncio.Event()
        self._worker: Worker | None = None
        self._turn: asyncio.Task[None] | None = None

    def run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._run_until_stopped())

    def stop(self, within_s: float) -> bool:
        """No new jobs; True when those that run were finished in time. Can be called from any thread."""
        if self.is_alive():
            self._loop.call_soon_threadsafe(self._stop_here)
            self.join(within_s)
        return not self.is_alive()

    def _stop_here(self) -> None:
        self._asked_to_stop.set()
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]
        elif self._turn is not None:
            self._turn.cancel()

    async def _run_until_stopped(self) -> None:
        while not self._asked_to_stop.is_set():
            self._turn = asyncio.create_task(self._take_turn())
            [outcome] = await asyncio.gather(self._turn, return_exceptions=True)
            if isinstance(outcome, Exception):
                logger.warning("jobs: %s; beginning again", jobs.describe(outcome))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked_to_stop.wait(), RETRY_S)

    async def _take_turn(self) -> None:
        """Until it is asked to stop or the database goes."""
        settings: Settings = self._app.config["SETTINGS"]
        connector = PsycopgConnector(
            # New jobs announce themselves over a session that stays, which no pooler keeps.
            conninfo=driver_url(settings.databases.direct_url or settings.database_url),
            kwargs={"connect_timeout": CONNECT_WITHIN_S, "application_name": "dichtbij jobs"},
            min_size=1,
            max_size=CONCURRENCY + 2,
            timeout=CONNECT_WITHIN_S,
        )
        queue = App(connector=connector)
        for name, function in jobs.list_jobs().items():
            queue.task(name=name, retry=jobs.Again())(function)
        async with queue.open_async():
            self._worker = CarefulWorker(
                queue,
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLL_S,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=jobs.HEARTBEAT_S,
                stalled_worker_timeout=jobs.DEAD_AFTER_S,
                task_middleware=[self._inside_application],
            )
            try:
                await self._worker.run()  # type: ignore[no-untyped-call]
            finally:
                self._worker = None

    def _inside_application(self, run: Callable[[], Any], context: JobContext, _worker: Worker) -> None:
        """With database and settings at hand; of an error only its kind leaves."""
        with self._app.app_context():
            try:
                run()
            except Exception as error:
                db.session.rollback()
                found = f"{context.job.task_name}: {jobs.describe(error)}"
                logger.warning("a job failed, %s", found)
                raise jobs.JobFailed(found) from None
