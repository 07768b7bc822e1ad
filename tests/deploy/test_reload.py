"""A new release comes in while visitors go on: no request fails, and none is counted twice or not at all."""

import http.client
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from tests.build import make_municipality
from tests.database import cloned_database
from tests.faults.site import Web
from tests.messages.workers import sender, wait_for
from tests.smtp import MailHouse
from tests.teams.build import make_team
from tests.town import BRINKDAM
from tools import serving
from webapp.extensions import db

VISITORS = 4
PAGE, QUESTIONS = f"/nl/{BRINKDAM}/places", f"/api/v1/{BRINKDAM}/questions"


class Visitors:
    """Each looks at the list and asks a question, over and over; what goes wrong is kept."""

    def __init__(self, port: int) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.problems: list[str] = []
        self._port = port
        self._stop = Event()
        self._threads = [Thread(target=self._visit) for _number in range(VISITORS)]

    def _visit(self) -> None:
        while not self._stop.is_set():
            for path, body in ((PAGE, None), (QUESTIONS, {"question": "Wie helpt mij?", "reply_by": "visit"})):
                try:
                    self.answers[(path, self._ask(path, body))] += 1
                except (OSError, http.client.HTTPException) as problem:
                    self.problems.append(f"{path}: {problem!r}")

    def _ask(self, path: str, body: dict[str, str] | None) -> int:
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json", "Connection": "close"}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        with closing(connection):
            connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status

    @contextmanager
    def going_on(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def wait_for_more(self, number: int) -> None:
        wanted = self.answers.total() + number
        wait_for(lambda: self.answers.total() >= wanted or self.problems, lambda: self.answers)


@pytest.mark.slow
@pytest.mark.skipif(
    "FAULT_QUESTIONS" not in os.environ,
    reason="in `make faults` only: a machine full of other tests starts a process in more than serving.READY_WITHIN_S",
)
def test_new_processes_take_over_and_no_request_fails(tmp_path: Path) -> None:
    counted = tmp_path / "counted"
    counted.mkdir()
    with cloned_database() as url, sender(url):
        make_team(make_municipality(BRINKDAM), "wijkteam")
        db.session.remove()
        web = Web(url, MailHouse().server, tmp_path)
        web.change(METRICS_DIR=str(counted))
        web.start()
        try:
            wait_for(lambda: web.is_up, lambda: web.log[-2000:])
            visitors = Visitors(web.port)
            with visitors.going_on():
                before = whole_team(web)
                visitors.wait_for_more(40)
                web.reload()
                wait_for(lambda: is_another(processes_of(web), before), lambda: web.log[-2000:])
                visitors.wait_for_more(40)
            assert visitors.problems == []
            assert set(visitors.answers) == {(PAGE, 200), (QUESTIONS, 201)}
            assert_counted(web.port, visitors)
            stored = db.session.scalar(sa.text("SELECT count(*) FROM question"))
            assert stored == visitors.answers[(QUESTIONS, 201)]
        finally:
            web.kill()


def processes_of(web: Web) -> set[int]:
    """None where a thread of it ended while we looked."""
    with suppress(FileNotFoundError):
        return set(web.processes)
    return set()


def whole_team(web: Web) -> set[int]:
    wait_for(lambda: len(processes_of(web)) == serving.WORKERS, lambda: web.log[-2000:])
    return processes_of(web)


def is_another(now: set[int], before: set[int]) -> bool:
    return len(now) == serving.WORKERS and not now & before


def assert_counted(port: int, visitors: Visitors) -> None:
    """Of all processes together, also those that have gone."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    found = {
        (sample.labels["endpoint"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "dichtbij_requests_total"
    }
    assert found[("finding.places", "200")] == visitors.answers[(PAGE, 200)]
    assert found[("asking.create", "201")] == visitors.answers[(QUESTIONS, 201)]
