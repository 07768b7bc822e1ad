"""Several web servers and workers, a pooler, a replica: pages are read from the replica while it is there and fresh,
and from the primary by themselves when it is not; what is written is there exactly once."""

import http.client
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from tests.build import make_municipality, make_place
from tests.faults.askers import Crowd, questions
from tests.faults.site import Web, as_owner
from tests.growth.servers import Machines, machines
from tests.messages.workers import QuickWorker, all_settled, sender, wait_for
from tests.smtp import MailHouse
from tests.teams.build import make_team
from tests.town import BRINKDAM
from tools import serving
from webapp.extensions import db

LAG_S = 8
WEBS, WORKERS, READERS, QUESTIONS = 2, 2, 3, 40
PLACE = f"/nl/{BRINKDAM}/places/de-brink"
FORM = f"/nl/{BRINKDAM}/ask"
PAGES = (
    PLACE,
    f"/nl/{BRINKDAM}/places",
    f"/nl/{BRINKDAM}/search?q=zoekt+vergeefs",
    f"/api/v1/{BRINKDAM}/map.geojson?lang=nl",
)


class Sites:
    def __init__(self, machines: Machines, webs: list[Web]) -> None:
        self.machines, self.webs = machines, webs

    def page(self, path: str) -> list[tuple[int, str]]:
        """From each web server."""
        return [get(web.port, path) for web in self.webs]

    def names(self) -> set[str]:
        """What the place is called by several pages of each server, whichever of its processes answers."""
        found = {text.partition("<h1")[2].partition("</h1>")[0] for _ in range(4) for _status, text in self.page(PLACE)}
        return {name.rpartition(">")[2].strip() for name in found}

    def wait_until_read_from_replica(self) -> None:
        """Every process: each says so once when it begins to."""

        def all_read() -> bool:
            self.page(PLACE)
            return all(reading(web) == serving.WORKERS for web in self.webs)

        wait_for(all_read, lambda: [web.log[-1500:] for web in self.webs])


def reading(web: Web) -> int:
    return web.log.count("replica back") - web.log.count("replica away")


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with closing(http.client.HTTPConnection(serving.HOST, port, timeout=20)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException) as problem:
        return 0, str(problem)


class Readers:
    """Visitors who look at pages without a pause."""

    def __init__(self, ports: list[int]) -> None:
        self.statuses: Counter[int] = Counter()
        self._end = Event()
        self._threads = [Thread(target=self._read, args=[ports, start]) for start in range(READERS)]

    def _read(self, ports: list[int], start: int) -> None:
        for number, path in enumerate(cycle(PAGES), start):
            if self._end.is_set():
                return
            self.statuses[get(ports[number % len(ports)], path)[0]] += 1

    def see(self, more: int) -> None:
        """Waits until they have seen so many pages more."""
        target = self.statuses.total() + more
        wait_for(lambda: self.statuses.total() >= target, lambda: self.statuses)

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.slow
def test_reads_follow_the_replica_and_writes_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with machines() as found, sites(found, tmp_path, monkeypatch) as (site, mail):
        pages_come_from_the_replica_unless_it_is_too_far_behind(site)
        what_it_does_not_know_yet_is_found(site)
        nothing_is_lost_while_it_goes_and_comes_back(site, mail)
        pages_are_there_while_the_primary_is_away(site)
        for web in site.webs:
            assert "Traceback" not in web.log


@contextmanager
def sites(found: Machines, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Sites, MailHouse]]:
    monkeypatch.setenv("DATABASE_READ_URL", written(found.replica.url))
    monkeypatch.setenv("DATABASE_READ_LAG", str(LAG_S))
    monkeypatch.setenv("DATABASE_DIRECT_URL", written(found.primary))
    monkeypatch.setenv("DATABASE_POOLER", "transaction")
    with sender(found.primary), ExitStack() as started:
        open_town()
        mail = MailHouse()
        mail.open()
        started.callback(mail.close)
        webs = []
        for number in range(WEBS):
            (own := folder / f"web {number}").mkdir()
            webs.append(Web(found.pooled, mail.server, own))
            started.callback(webs[-1].kill)
            webs[-1].start()
        for number in range(WORKERS):
            (own := folder / f"worker {number}").mkdir()
            started.callback(QuickWorker(found.pooled, mail.server, own).kill)
        for web in webs:
            wait_for(lambda web=web: web.is_up, lambda web=web: web.log[-2000:])
        yield Sites(found, webs), mail


def written(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def open_town() -> None:
    town = make_municipality(BRINKDAM)
    make_team(town, "wijkteam")
    make_place(town, "De Brink", slug="de-brink")
    db.session.remove()


def rename(site: Sites, name: str) -> None:
    as_owner(site.machines.primary, f"UPDATE place_text SET name = '{name}'")


def pages_come_from_the_replica_unless_it_is_too_far_behind(site: Sites) -> None:
    site.wait_until_read_from_replica()
    site.machines.replica.hold()
    rename(site, "De Nieuwe Brink")
    assert site.names() == {"De Brink"}, "as the replica has it"
    wait_for(lambda: site.names() == {"De Nieuwe Brink"}, lambda: "still read from a replica that is too far behind")
    site.machines.replica.go_on()
    site.wait_until_read_from_replica()
    assert site.names() == {"De Nieuwe Brink"}


def what_it_does_not_know_yet_is_found(site: Sites) -> None:
    site.machines.replica.hold()
    as_owner(site.machines.primary, "UPDATE place SET slug = 'nieuw'")
    assert {status for status, _text in site.page(PLACE.replace("de-brink", "nieuw"))} == {200}
    assert {status for status, _text in site.page(PLACE)} == {200}, "as the replica has it"
    as_owner(site.machines.primary, "UPDATE place SET slug = 'de-brink'")
    site.machines.replica.go_on()


def nothing_is_lost_while_it_goes_and_comes_back(site: Sites, mail: MailHouse) -> None:
    replica = site.machines.replica
    asked = questions(QUESTIONS, random.Random(8), {"": ""})
    crowds = [
        Crowd(web.port, f"/api/v1/{BRINKDAM}/questions", asked[number::WEBS], clients=2)
        for number, web in enumerate(site.webs)
    ]
    with Readers([web.port for web in site.webs]) as readers:
        for crowd in crowds:
            crowd.start()
        readers.see(20)
        for trouble, cure in ((replica.crash, replica.start), (replica.freeze, replica.thaw)):
            trouble()
            readers.see(40)
            cure()
            readers.see(10)
            site.wait_until_read_from_replica()
        for crowd in crowds:
            crowd.join()
    assert readers.statuses.keys() == {200}, readers.statuses
    assert {status for crowd in crowds for status in crowd.statuses} <= {200, 201}
    wait_for(all_settled)
    taken = Counter(rows("SELECT CAST(idempotency_key AS text) FROM question"))
    assert taken == Counter(str(one.key) for one in asked)
    told = Counter(rows("SELECT about FROM outgoing_message WHERE state = 'sent'"))
    assert told == Counter(rows("SELECT CAST(id AS text) FROM question"))
    assert len(mail.box.received) == QUESTIONS
    assert rows("SELECT words FROM missed_search") == ["zoekt vergeefs"], (
        "counted at the primary, by a page of the replica"
    )
    assert rows_of(site.machines.pooled, "SHOW statement_timeout") == ["10s"], "the pooler sets what a session needs"


def pages_are_there_while_the_primary_is_away(site: Sites) -> None:
    site.wait_until_read_from_replica()
    site.machines.stop_primary()
    assert {status for status, _text in site.page(PLACE)} == {200}
    assert 200 not in {status for status, _text in site.page(FORM)}
    site.machines.start_primary()
    wait_for(
        lambda: {status for status, _text in site.page(FORM)} == {200}, lambda: [web.log[-2000:] for web in site.webs]
    )


def rows_of(url: sa.URL, statement: str) -> list[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.scalars(sa.text(statement)))


def rows(statement: str) -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(sa.text(statement)))
