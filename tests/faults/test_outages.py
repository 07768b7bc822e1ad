"""The database restarts, is away, has no connection left or a table that somebody holds: later is said at once, what
was typed stays, the map goes on, and all of it is over by itself."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from tests.faults.askers import Crowd, questions
from tests.faults.ledger import (
    API,
    TOPICS,
    assert_each_was_answered,
    assert_stored_once_and_whole,
    assert_told,
    open_town,
    repeat,
)
from tests.faults.site import Site, as_owner, running_site
from tests.messages.workers import wait_for, wait_for_many
from tests.page import parse
from tests.questions.visitor import Answer, Visitor, form_of
from tests.town import BRINKDAM
from tools import serving
from webapp.extensions import db

FEED = f"/api/v1/{BRINKDAM}/map.geojson?lang=nl"
ASK = f"/en/{BRINKDAM}/ask"
WORDS = "Who can read\nthis letter with me?"
WHILE_WARMING = 24  # each of the processes answers some of them
STATEMENT_S = 10  # after so long the database itself ends a statement; a lock is given up long before
ROLE = "dichtbij"


@pytest.mark.slow
def test_the_database_restarts_under_traffic_and_goes_away(tmp_path: Path) -> None:
    chance = random.Random(20261127)
    with running_site(tmp_path) as site:
        open_town()
        visitor = Visitor(site.web.port)
        action, hidden = form_of(visitor.get(ASK), "/ask")
        processes = site.web.processes
        caused: Counter[str] = Counter()

        asked = questions(16, chance, TOPICS)
        crowd = Crowd(site.web.port, API, asked, clients=4)
        with reading(visitor) as read:
            crowd.start()
            for trouble in ("restart the database", "crash the database"):
                crowd.wait_until(crowd.done + 4, within_s=20)
                site.cause(trouble, chance)
                caused[trouble] += 1
            crowd.join()
        print(f"\nanswers {dict(crowd.statuses)}, reads of the map {dict(read)}")
        assert set(crowd.statuses) <= {200, 201, 503}, crowd.statuses
        assert set(read) == {200}, read
        assert_each_was_answered(asked)

        away(site, visitor, action, {**hidden, "question": WORDS, "reply_by": "none"})
        without_connections(site, visitor)
        locked(site, visitor, action, {**hidden, "question": WORDS, "reply_by": "none"})
        assert site.web.processes == processes, "none of it ends a process"

        repeat(crowd, asked)
        db.session.remove()
        db.engine.dispose()
        wait_for_many(lambda: site.worker.log[-3000:])
        stored = assert_stored_once_and_whole(asked)
        assert_told(site, stored, caused)


def away(site: Site, visitor: Visitor, action: str, form: dict[str, str]) -> None:
    warm(visitor)
    site.end_database("stop")
    said_later(visitor.post(action, form), form)
    assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 503
    assert visitor.get(FEED).status_code == 200
    assert serving.health(site.web.port, "/health/live")[0] == 200
    assert serving.health(site.web.port, "/health/ready")[0] == 503
    site.start_database()
    db.engine.dispose()
    wait_for(lambda: is_ready(site), lambda: site.worker.log[-2000:])
    assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 200


def without_connections(site: Site, visitor: Visitor) -> None:
    db.session.remove()
    db.engine.dispose()
    as_owner(site.url, f"ALTER ROLE {ROLE} CONNECTION LIMIT 2")
    as_owner(site.url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'")
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda _number: visitor.get(f"/nl/{BRINKDAM}/places"), range(24)))
    assert {answer.status_code for answer in answers} <= {200, 503}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert all(answer.retry_after for answer in refused)
    print(f"{len(refused)} of {len(answers)} had no connection")
    as_owner(site.url, f"ALTER ROLE {ROLE} CONNECTION LIMIT -1")
    wait_for(lambda: is_ready(site), lambda: site.worker.log[-2000:])
    assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 200


def locked(site: Site, visitor: Visitor, action: str, form: dict[str, str]) -> None:
    """By somebody who changes a table, for one."""
    warm(visitor)
    with holding(site.url, "question"):
        began = time.monotonic()
        said_later(visitor.post(action, form), form)
        took = time.monotonic() - began
        assert took < STATEMENT_S / 2, "a lock is given up before the statement is"
        assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 200, "who only reads places notices nothing"
    print(f"a locked table was told after {took:.1f} s")
    with holding(site.url, "municipality"):
        assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 503
        assert visitor.get(FEED).status_code == 200
    assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 200


def said_later(answer: Answer, form: dict[str, str]) -> None:
    """In the language of the page, with the form as it was."""
    assert (answer.status_code, answer.retry_after) == (503, "30"), answer.text[:300]
    page = parse(answer.text)
    assert page.query("html")[0].attrs["lang"] == "en"
    assert "what you typed is still here" in answer.text
    [again] = page.query("main form")
    said = {field.attrs["name"]: field.attrs.get("value") or "" for field in again.query("input")}
    assert said == form


@contextmanager
def holding(url: sa.URL, table: str) -> Iterator[None]:
    engine = sa.create_engine(url.set(username="postgres"), poolclass=sa.NullPool)
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield


@contextmanager
def reading(visitor: Visitor) -> Iterator[Counter[int]]:
    """The map, over and over, until it is left."""
    warm(visitor)
    seen: Counter[int] = Counter()
    is_over = Event()

    def read() -> None:
        while not is_over.wait(0.02):
            seen[visitor.get(FEED).status_code] += 1

    thread = Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()


def warm(visitor: Visitor) -> None:
    for _time in range(WHILE_WARMING):
        assert visitor.get(FEED).status_code == 200


def is_ready(site: Site) -> bool:
    return serving.health(site.web.port, "/health/ready")[0] == 200
