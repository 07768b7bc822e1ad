"""Everything goes wrong at once, in an order that chance chose: no mail is lost, and each is recorded."""

import os
import random
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.database import migrate
from tests.messages.workers import QuickWorker, all_settled, queue, rows, sender, wait_for, working
from tests.smtp import Postbox, mail_server
from tools import cluster, run_tests
from webapp.core.job_runner import CONCURRENCY
from webapp.mail_settings import MailServer

MAILS_A_STEP = 20
TROUBLES = ["kill the worker", "restart the database", "greylist", "drop", "accept", "kill the worker"]


class Site:
    """A database, a mail server and one worker, each of which can fail."""

    def __init__(self, url: sa.URL, box: Postbox, server: MailServer, folder: Path, open_things: ExitStack) -> None:
        self._url, self._box, self._server, self._folder = url, box, server, folder
        self._open_things = open_things
        self.kills = 0
        self.worker = self._start_worker()

    def cause(self, trouble: str) -> None:
        if trouble == "kill the worker":
            self.worker.kill()
            self.kills += 1
            self.worker = self._start_worker()
        elif trouble == "restart the database":
            ours = run_tests.environment_of(str(os.getpid()))
            cluster.ask("stop", ours)
            cluster.ask("start", ours)
        else:
            self._box.behaviour = trouble

    def _start_worker(self) -> QuickWorker:
        return self._open_things.enter_context(working(self._url, self._server, self._folder))


@pytest.mark.slow
def test_no_mail_is_lost_whatever_fails(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    troubles = chance.sample(TROUBLES, len(TROUBLES))
    subjects = [f"mail {number}" for number in range(len(troubles) * MAILS_A_STEP)]
    with (
        run_tests.throw_away_cluster() as address,
        mail_server() as (box, server),
        ExitStack() as open_things,
    ):
        url = sa.make_url(address)
        migrate(url)
        open_things.enter_context(sender(url))
        site = Site(url, box, server, tmp_path, open_things)
        for step, trouble in enumerate(troubles):
            queue(*subjects[step * MAILS_A_STEP : (step + 1) * MAILS_A_STEP])
            tries = box.tries
            box.wait_for(lambda box, tries=tries: box.tries > tries)  # type: ignore[misc]
            site.cause(trouble)
        box.behaviour = "accept"
        wait_for(all_settled, lambda: site.worker.log[-2000:])

        assert site.worker.is_alive
        states = {state for state, _attempts in rows()}
    assert set(box.subjects()) == set(subjects)
    assert states == {"sent"}
    doubled = len(box.received) - len(subjects)
    assert doubled <= site.kills * CONCURRENCY, "only a worker that is killed in between sends twice"
    assert "voorbeeld" not in site.worker.log
