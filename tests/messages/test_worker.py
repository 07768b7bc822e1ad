"""The worker with mails in hand: killed, stopped, doubled; a database that restarts, a mail server that fails."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.database import cloned_database, migrate
from tests.messages.quick_worker import SECRET
from tests.messages.workers import all_settled, queue, rows, sender, wait_for, working
from tests.smtp import mail_server
from tools import cluster, run_tests
from webapp.core import jobs
from webapp.core.database import commit
from webapp.extensions import db

pytestmark = pytest.mark.slow  # each starts a worker or two


@pytest.fixture
def url() -> Iterator[sa.URL]:
    with cloned_database() as url, sender(url):
        yield url


def test_mails_leave_as_they_come_and_the_worker_stops_when_told(url: sa.URL, tmp_path: Path) -> None:
    with mail_server() as (box, server), working(url, server, tmp_path) as worker:
        queue("een", "twee")
        box.wait_for(lambda box: len(box.received) == 2)
        wait_for(all_settled, lambda: worker.log)
        queue("drie")
        box.wait_for(lambda box: len(box.received) == 3)
        wait_for(all_settled, lambda: worker.log)

        assert worker.stop() == 0
    assert box.subjects() == Counter(["een", "twee", "drie"])
    assert rows() == [("sent", 1)] * 3
    assert "worker stopped" in worker.log
    assert "voorbeeld" not in worker.log


def test_a_mail_in_the_hands_of_a_killed_worker_is_delivered_by_the_next(url: sa.URL, tmp_path: Path) -> None:
    with mail_server() as (box, server):
        box.behaviour = "hang"
        with working(url, server, tmp_path) as worker:
            queue("een")
            box.wait_for(lambda box: box.tries == 1)
            worker.kill()
        assert rows() == [("queued", 1)]
        box.behaviour = "accept"
        with working(url, server, tmp_path) as worker:
            box.wait_for(lambda box: len(box.received) == 1)
            wait_for(all_settled, lambda: worker.log)

    assert box.subjects() == Counter(["een"])
    assert rows() == [("sent", 2)]


def test_a_worker_stops_although_a_mail_server_hangs(url: sa.URL, tmp_path: Path) -> None:
    with mail_server() as (box, server):
        box.behaviour = "hang"
        with working(url, server, tmp_path) as worker:
            queue("een")
            box.wait_for(lambda box: box.tries == 1)
            assert worker.stop() == 0
            assert "stopped in the middle of a job" in worker.log
        box.behaviour = "accept"
        with working(url, server, tmp_path) as worker:
            wait_for(all_settled, lambda: worker.log)

    assert box.subjects() == Counter(["een"])


def test_two_workers_deliver_each_mail_once(url: sa.URL, tmp_path: Path) -> None:
    subjects = [f"mail {number}" for number in range(60)]
    (tmp_path / "other").mkdir()
    with (
        mail_server() as (box, server),
        working(url, server, tmp_path) as one,
        working(url, server, tmp_path / "other") as other,
    ):
        wait_for(lambda: "worker started" in one.log and "worker started" in other.log)
        queue(*subjects)
        wait_for(all_settled, lambda: one.log + other.log)

    assert box.subjects() == Counter(subjects)
    assert rows() == [("sent", 1)] * 60


def test_mails_wait_for_a_server_that_is_away_and_puts_off(url: sa.URL, tmp_path: Path) -> None:
    with mail_server() as (box, server), working(url, server, tmp_path) as worker:
        box.behaviour = "greylist"
        queue("een", "twee")
        box.wait_for(lambda box: box.tries >= 4)
        box.behaviour = "accept"
        wait_for(all_settled, lambda: worker.log)

    assert box.subjects() == Counter(["een", "twee"])
    assert all(state == "sent" and attempts > 1 for state, attempts in rows())


def test_a_job_that_stumbles_is_run_again_and_its_words_stay_out_of_the_log(url: sa.URL, tmp_path: Path) -> None:
    with mail_server() as (_box, server), working(url, server, tmp_path) as worker:
        jobs.defer("test.stumble")
        commit()
        wait_for(all_settled, lambda: worker.log)

    assert worker.mark.read_text() == "done"
    assert "a job failed, test.stumble: ValueError" in worker.log
    assert SECRET not in worker.log


def test_a_database_that_restarts_costs_no_mail_and_doubles_none(tmp_path: Path) -> None:
    with run_tests.throw_away_cluster() as address, mail_server() as (box, server):
        url = sa.make_url(address)
        ours = run_tests.environment_of(str(os.getpid()))
        migrate(url)
        with sender(url), working(url, server, tmp_path) as worker:
            box.behaviour = "hold"
            queue("in de hand")
            box.wait_for(lambda box: box.tries == 1)
            cluster.ask("stop", ours)
            box.behaviour = "accept"
            box.release()
            box.wait_for(lambda box: len(box.received) == 1)
            cluster.ask("start", ours)
            queue("daarna")
            wait_for(all_settled, lambda: worker.log)

            assert worker.is_alive
            assert box.subjects() == Counter(["in de hand", "daarna"])
            assert rows() == [("sent", 1)] * 2
            cluster.ask("stop", ours)
            with working(url, server, tmp_path) as late:
                wait_for(lambda: "database away" in late.log)
                cluster.ask("start", ours)
                queue("ten slotte")
                wait_for(all_settled, lambda: late.log)
                assert worker.is_alive

    assert box.subjects() == Counter(["in de hand", "daarna", "ten slotte"])


def test_a_job_of_which_nobody_could_write_down_that_it_was_done_is_found_again(url: sa.URL, tmp_path: Path) -> None:
    """As when the database restarts just then and is back before the worker notices, which lives on with its job."""
    finish = "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)"
    with mail_server() as (box, server), working(url, server, tmp_path) as worker:
        queue("een")
        box.wait_for(lambda box: len(box.received) == 1)
        wait_for(all_settled, lambda: worker.log)
        change(f"ALTER FUNCTION {finish} RENAME TO procrastinate_is_away")
        queue("twee")
        box.wait_for(lambda box: len(box.received) == 2)
        wait_for(lambda: "procrastinate_finish_job_v1" in worker.log, lambda: worker.log)
        change(f"ALTER FUNCTION {finish.replace('finish_job_v1', 'is_away')} RENAME TO procrastinate_finish_job_v1")
        wait_for(all_settled, lambda: worker.log)

    assert box.subjects() == Counter(["een", "twee"])
    assert rows() == [("sent", 1)] * 2


def change(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))
