"""The same question twenty times at once is one; requests that are far too large are refused, cost no memory and hold
nobody up."""

import gzip
import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
import sqlalchemy as sa

from tests.database import NO_MAIL_SERVER, cloned_database
from tests.faults.askers import Crowd, questions
from tests.faults.ledger import API, TOPICS, open_town
from tests.faults.site import Web
from tests.messages.workers import sender, wait_for
from tests.questions.visitor import Visitor, form_of
from tests.town import BRINKDAM
from tools.bench.measuring import pss_mib
from tools.serving import HOST, THREADS, WORKERS
from webapp.extensions import db

AT_ONCE = 20
MEGABYTE = 1_000_000
MOST_GROWTH_MIB = 20  # of one process, whose threads have all met such a body; one that is kept would be 40
FORM = "application/x-www-form-urlencoded"
ASK = f"/nl/{BRINKDAM}/ask"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with cloned_database() as url, sender(url):
        open_town()
        web = Web(url, NO_MAIL_SERVER, tmp_path_factory.mktemp("web"))
        web.start()
        try:
            wait_for(lambda: web.is_up, lambda: web.log[-2000:])
            yield web
        finally:
            web.kill()


def stored() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM question")) or 0


def mails() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM outgoing_message")) or 0


@pytest.mark.slow
def test_one_question_sent_twenty_times_at_once_is_one(web: Web) -> None:
    [asked] = questions(1, random.Random(3), TOPICS)
    crowd = Crowd(web.port, API, [asked], clients=1)
    before = stored(), mails()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _time: crowd.send(asked), range(AT_ONCE)))

    assert crowd.statuses == Counter({200: AT_ONCE - 1, 201: 1})
    assert len(asked.codes) == 1
    assert (stored() - before[0], mails() - before[1]) == (1, 1)


@pytest.mark.slow
def test_one_form_sent_twenty_times_at_once_is_one(web: Web) -> None:
    visitor = Visitor(web.port)
    told = {"question": "Kan iemand meekijken?", "reply_by": "none"}
    action, hidden = form_of(visitor.post(ASK, told), "/ask")  # sent too fast: shown once more, with its key
    before = stored(), mails()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _time: visitor.post(action, {**hidden, **told}), range(AT_ONCE)))

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location.partition("?")[0] for answer in answers}) == 1
    assert (stored() - before[0], mails() - before[1]) == (1, 1)


LARGE = {
    "a field of ten megabytes": (FORM, b"question=" + b"a" * 10 * MEGABYTE),
    "ten thousand fields": (FORM, b"&".join(b"field%d=%s" % (number, b"a" * 150) for number in range(10_000))),
    "a hundred thousand parts": (
        "multipart/form-data; boundary=x",
        b"".join(b'--x\r\nContent-Disposition: form-data; name="n"\r\n\r\na\r\n' for _part in range(100_000))
        + b"--x--",
    ),
    "json of ten megabytes": ("application/json", json.dumps({"question": "a" * 10 * MEGABYTE}).encode()),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", LARGE)
def test_what_is_too_large_is_refused_and_costs_no_memory(web: Web, what: str) -> None:
    kind, body = LARGE[what]
    paths = (API,) if kind == "application/json" else (ASK, "/staff/sign-in")
    for _thread in range(WORKERS * THREADS):  # the first body takes up to 20 MiB of buffers, which stay for the next
        for path in paths:
            send(web, path, kind, body)
    before = [pss_mib(process) for process in web.processes]
    rows = stored()
    for _time in range(2):
        for path in paths:
            assert send(web, path, kind, body) in (413, 0), path  # 0: the server hung up before all was sent
        assert Visitor(web.port).get(f"/nl/{BRINKDAM}/places").status_code == 200
    growth = [after - earlier for earlier, after in zip(before, map(pss_mib, web.processes), strict=True)]
    print(f"\n{what}: {[f'{mib:.1f} MiB' for mib in growth]}")
    assert max(growth) < MOST_GROWTH_MIB
    assert stored() == rows


@pytest.mark.slow
def test_two_gigabytes_are_refused_by_what_is_said_of_them(web: Web) -> None:
    """Before any of it is sent: nothing is read that is too much."""
    with closing(socket.create_connection((HOST, web.port), timeout=60)) as line:
        head = f"POST {ASK} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {FORM}\r\nContent-Length: 2000000000\r\n\r\n"
        line.sendall(head.encode())
        answer = line.recv(1000)

    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.slow
def test_a_packed_body_is_no_form(web: Web) -> None:
    """Nothing unpacks it, so a small one cannot become a large one."""
    rows = stored()
    body = gzip.compress(b"question=" + b"a" * 50 * MEGABYTE)
    status = send(web, ASK, FORM, body, {"Content-Encoding": "gzip"})

    assert 400 <= status < 500
    assert stored() == rows


@pytest.mark.slow
def test_two_hundred_half_requests_hold_nobody_up(web: Web) -> None:
    """Of which the end of the head never comes. A slow body is another matter: it holds a thread, so a proxy stands in
    front that reads a request whole."""
    with ExitStack() as lines:
        for number in range(200):
            line = lines.enter_context(closing(socket.create_connection((HOST, web.port), timeout=60)))
            line.sendall(f"GET /nl/{BRINKDAM}/places?{number} HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
        visitor = Visitor(web.port)
        for _time in range(20):
            assert visitor.get(f"/nl/{BRINKDAM}/places").status_code == 200


def send(web: Web, path: str, kind: str, body: bytes, headers: dict[str, str] | None = None) -> int:
    with closing(http.client.HTTPConnection(HOST, web.port, timeout=60)) as connection:
        try:
            connection.request("POST", path, body, {"Content-Type": kind, **(headers or {})})
            return connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            return 0
