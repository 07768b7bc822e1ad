"""nginx as it is documented, in front of the product as it is started: what visitors get through it."""

import gzip
import http.client
import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import brotli
import pytest
import sqlalchemy as sa

from tests.build import make_municipality, make_place
from tests.database import cloned_database
from tests.deploy.proxy import NAME, Proxy, find_nginx
from tests.faults.site import Web
from tests.messages.workers import sender, wait_for
from tests.smtp import MailHouse
from tests.town import BRINKDAM, OVERWATER
from tests.whole_app.test_headers import EXACT
from webapp.core.database import commit

FEED = f"/api/v1/{BRINKDAM}/map.geojson?lang=nl"
PROGRAM = find_nginx()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        PROGRAM is None, reason="there is no nginx on this machine (Debian: apt-get install nginx-light)"
    ),
]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for one, value in self.headers if one.lower() == name.lower())

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.headers if one.lower() == name.lower()]


class Front:
    """A visitor of the proxy."""

    def __init__(self, proxy: Proxy, web: Web) -> None:
        self.proxy, self.web = proxy, web
        self.trust = ssl.create_default_context(cafile=str(proxy.certificate))

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPSConnection(NAME, self.proxy.https, timeout=30, context=self.trust)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body=body, headers=named)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())

    def cached(self, path: str, **headers: str) -> str:
        return self.ask(path, **headers)["X-Cache"]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("proxy")
    with cloned_database() as url:
        fill(url)
        web = Web(url, MailHouse().server, folder)
        proxy = Proxy(PROGRAM or "", folder, web.port)
        assert proxy.check() == ""
        web.change(BASE_URL=f"https://{NAME}:{proxy.https}", PROXIES="1", ENVIRONMENT="production")
        web.start()
        try:
            wait_for(lambda: web.is_up, lambda: web.log[-2000:])
            with proxy.running():
                yield Front(proxy, web)
        finally:
            web.kill()


def fill(url: sa.URL) -> None:
    with sender(url):
        for slug in (BRINKDAM, OVERWATER):
            make_place(make_municipality(slug), slug=f"huis-{slug}", name=f"Huis {slug}")
        commit()


def test_every_answer_has_each_header_once_whoever_gives_it(front: Front) -> None:
    of_ours = [
        front.ask(f"/nl/{BRINKDAM}/"),
        front.ask(f"/en/{BRINKDAM}/places"),
        front.ask("/nowhere"),
        front.ask(FEED),
        front.ask(FEED),
        front.ask("/staff/"),
    ]
    assert [answer.status for answer in of_ours] == [200, 200, 404, 200, 200, 303]
    for answer in of_ours:
        assert {name: answer.all(name) for name in EXACT} == {name: [value] for name, value in EXACT.items()}

    of_the_proxy = front.ask(f"/nl/{BRINKDAM}/ask", "POST", b"x" * 1_200_000)
    assert of_the_proxy.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Maak het korter" in of_the_proxy.body.decode()
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Strict-Transport-Security"):
        assert of_the_proxy.all(name) == [EXACT[name]]
    assert of_the_proxy.all("Content-Security-Policy") == ["default-src 'none'; frame-ancestors 'none'"]


def test_plain_http_leads_to_https_and_another_name_nowhere(front: Front) -> None:
    plain = http.client.HTTPConnection(NAME, front.proxy.http, timeout=10)
    with closing(plain):
        plain.request("GET", f"/nl/{BRINKDAM}/?q=1")
        answer = plain.getresponse()
        assert (answer.status, answer.getheader("Location")) == (
            301, f"https://{NAME}:{front.proxy.https}/nl/{BRINKDAM}/?q=1"
        )  # fmt: skip
    with closing(http.client.HTTPConnection("127.0.0.1", front.proxy.http, timeout=10)) as other:
        other.request("GET", "/", headers={"Host": "evil.example"})
        with pytest.raises(http.client.RemoteDisconnected):
            other.getresponse()
    foreign = ssl.create_default_context(cafile=str(front.proxy.certificate))
    with socket.create_connection(("127.0.0.1", front.proxy.https)) as raw, pytest.raises(ssl.SSLError):
        foreign.wrap_socket(raw, server_hostname="evil.example")


def test_kept_apart_by_town_language_question_and_packing(front: Front) -> None:
    paths = [
        f"/api/v1/{town}/areas.geojson{query}"
        for town in (BRINKDAM, OVERWATER)
        for query in ("?lang=nl", "?lang=en", "?lang=nl&more=1")
    ]
    first = {
        (path, packing): front.ask(path, Accept_Encoding=packing) for path in paths for packing in ("br", "gzip", "")
    }
    assert {answer["X-Cache"] for answer in first.values()} == {"MISS"}
    for (path, packing), answer in first.items():
        again = front.ask(path, Accept_Encoding=packing)
        assert (again["X-Cache"], again.body) == ("HIT", answer.body), (path, packing)
        assert json.loads(unpacked(answer)), (path, packing)
    assert first[(paths[0], "")].body != first[(paths[3], "")].body


def unpacked(answer: Answer) -> bytes:
    ways = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    return bytes(ways[answer["Content-Encoding"]](answer.body))


def test_many_ways_to_write_what_a_browser_unpacks_are_one_key(front: Front) -> None:
    path = f"/api/v1/{BRINKDAM}/areas.geojson?lang=nl&ways=1"
    assert front.cached(path, Accept_Encoding="gzip, deflate, br") == "MISS"
    assert front.cached(path, Accept_Encoding="br;q=1.0, gzip;q=0.8, *;q=0.1") == "HIT"
    assert front.ask(path, Accept_Encoding="br;q=0, identity")["Content-Encoding"] == ""


def test_what_a_visitor_says_of_himself_poisons_nothing(front: Front) -> None:
    path = f"/api/v1/{BRINKDAM}/areas.geojson?lang=nl&poison=1"
    lies = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "gopher", "Cookie": "a=b", "Accept_Language": "ar"}
    poisoned = front.ask(path, **lies)
    clean = front.ask(path)

    assert (poisoned["X-Cache"], clean["X-Cache"]) == ("MISS", "HIT")
    assert clean.body == poisoned.body
    assert b"evil" not in front.ask(f"/nl/{BRINKDAM}/", **lies).body


def test_pages_and_what_is_of_one_person_are_never_kept(front: Front) -> None:
    for path in (f"/nl/{BRINKDAM}/", f"/nl/{BRINKDAM}/ask", f"/nl/{BRINKDAM}/safe", "/", "/staff/sign-in"):
        assert {front.cached(path) for _time in range(3)} <= {"MISS", ""}, path
    languages = [front.ask("/", Accept_Language=lang) for lang in ("nl", "en", "nl")]
    assert [answer["Content-Language"] for answer in languages] == ["nl", "en", "nl"]


def test_files_are_kept_as_long_as_they_say(front: Front) -> None:
    page = front.ask(f"/nl/{BRINKDAM}/").body.decode()
    path = page.split('<link rel="stylesheet" href="', 1)[1].split('"', 1)[0]

    assert [front.cached(path, Accept_Encoding="br") for _time in range(2)] == ["MISS", "HIT"]
    assert "immutable" in front.ask(path)["Cache-Control"]


def test_the_figures_are_not_for_visitors(front: Front) -> None:
    assert front.ask("/metrics").status == 404
    assert front.ask("/metrics", X_Forwarded_For="127.0.0.1").status == 404
    direct = http.client.HTTPConnection("127.0.0.1", front.web.port, timeout=10)
    with closing(direct):
        direct.request("GET", "/metrics")
        assert b"dichtbij_requests_total" in direct.getresponse().read()


def test_slow_visitors_hold_nobody_up(front: Front) -> None:
    """Forty that send a form letter by letter: five times as many as the product has threads."""
    with ExitStack() as slow:
        for _number in range(40):
            raw = slow.enter_context(socket.create_connection(("127.0.0.1", front.proxy.https)))
            visitor = slow.enter_context(front.trust.wrap_socket(raw, server_hostname=NAME))
            visitor.sendall(
                f"POST /nl/{BRINKDAM}/ask HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 5000\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\nquestion=a".encode()
            )
        began = time.monotonic()
        statuses = [front.ask(f"/nl/{BRINKDAM}/places").status for _number in range(10)]

        assert statuses == [200] * 10
        assert time.monotonic() - began < 20, "they waited for who is slow"


def test_nothing_of_a_visitor_is_written_down(front: Front, tmp_path: Path) -> None:
    front.ask(f"/nl/{BRINKDAM}/search?q=mijnbuurvrouw", User_Agent="Truus/1", Referer="https://huilt.example/")
    front.ask(f"/nl/{BRINKDAM}/ask?question=mijnbuurvrouw", "POST", b"question=mijnbuurvrouw" * 100_000)
    written = front.proxy.log.read_text() + front.proxy.errors.read_text()

    assert not [word for word in ("mijnbuurvrouw", "Truus", "huilt", "127.0.0.1", BRINKDAM, "/nl/") if word in written]
    of_the_product = [json.loads(line) for line in front.web.log.splitlines()]
    assert {"answering.search"} <= {line.get("endpoint") for line in of_the_product}
    assert not [word for word in ("mijnbuurvrouw", "Truus", "huilt", "127.0.0.1", BRINKDAM) if word in front.web.log]
    lines = [json.loads(line) for line in front.proxy.log.read_text().splitlines()]
    assert {frozenset(line) for line in lines} == {
        frozenset({"time", "request", "method", "status", "seconds", "bytes", "cache"})
    }
