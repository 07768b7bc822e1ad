"""The disk of the database is full: what cannot be stored is said not to be, and nothing else has to be done than to
make room. Photos and mails live in the database too, so there is no second disk that could be full alone."""

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.database import NO_MAIL_SERVER, migrate
from tests.faults.askers import Asked, Crowd, questions
from tests.faults.ledger import (
    API,
    TOPICS,
    assert_is_what_was_asked,
    open_town,
    rows,
)
from tests.faults.site import Web, as_owner
from tests.messages.workers import sender, wait_for
from tools import cluster, serving
from webapp.extensions import db
from webapp.questions.models import Question

DISK_MB = 220
LONG = 1_900  # letters, so that what is left is soon used up


@contextmanager
def small_disk() -> Iterator[Path]:
    """One of its own in memory. Skips where nobody may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="dichtbij-full-"))
    folder.chmod(0o755)  # the user of the server has to get through
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=755", "tmpfs", str(folder)]
    try:
        if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster_on(folder: Path) -> Iterator[tuple[sa.URL, dict[str, str]]]:
    ours = {"CLUSTER_DIR": str(folder / "cluster"), "CLUSTER_THROW_AWAY": "yes"}
    cluster.ask("start", ours)
    try:
        yield sa.make_url(cluster.ask("url", ours)), ours
    finally:
        cluster.ask("destroy", ours)


def fill(folder: Path) -> Path:
    """To the last byte, as a log that nobody rotates does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1_000_000, 4_096):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue
    return filler


@pytest.mark.slow
def test_a_full_disk_loses_nothing_and_is_over_once_there_is_room(tmp_path: Path) -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(small_disk())
        url, ours = stack.enter_context(cluster_on(folder))
        as_owner(url, f'ALTER DATABASE "{url.database}" SET synchronous_commit = on')
        migrate(url)
        stack.enter_context(sender(url))
        open_town()
        web = Web(url, NO_MAIL_SERVER, tmp_path)
        stack.callback(web.kill)
        web.start()
        wait_for(lambda: web.is_up, lambda: web.log[-2000:])
        asked = questions(4, random.Random(5), TOPICS)
        crowd = Crowd(web.port, API, asked, clients=1)
        assert crowd.send(asked[0]) in (200, 201)

        filler = fill(folder)
        refused = ask_until_refused(crowd)
        print(f"\nfull after {len(refused)} questions more: {dict(crowd.statuses)}")
        assert set(crowd.statuses) <= {200, 201, 503}
        assert serving.health(web.port, "/health/live")[0] == 200

        filler.unlink()
        # A server that could not write its log has ended; as systemd does, it is started again.
        cluster.ask("start", ours)
        wait_for(lambda: crowd.send(asked[1]) in (200, 201), lambda: web.log[-2000:])
        for one in (*asked[2:], *refused):
            assert crowd.send(one) in (200, 201)
        db.session.remove()
        db.engine.dispose()
        assert_all_there([*asked, *refused])


def ask_until_refused(crowd: Crowd) -> list[Asked]:
    """Ever more, until the database has no page left; gives all that were sent, whatever was said."""
    sent = []
    for number in range(3_000):
        one = questions(1, random.Random(1_000 + number), TOPICS)[0]
        one.key, one.body["question"] = uuid4(), "Lang verhaal. " * (LONG // 14) + "Einde"
        sent.append(one)
        if crowd.send(one) not in (200, 201):
            return sent
    pytest.fail("the disk was not full")


def assert_all_there(asked: list[Asked]) -> None:
    stored = {row.idempotency_key for row in rows("SELECT idempotency_key FROM question")}
    assert stored == {one.key for one in asked}
    for one in asked:
        [question] = db.session.scalars(sa.select(Question).filter_by(idempotency_key=one.key))
        assert_is_what_was_asked(question, one)
    per_question = rows("SELECT about, count(*) AS number FROM outgoing_message GROUP BY about")
    assert len(per_question) == len(asked)
    assert {row.number for row in per_question} == {1}
