"""Fetching one town from PDOK, from a server of our own that speaks the same protocol."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.areas.build import Json, collection, district, neighbourhood, shared, square, town
from webapp.areas import pdok, queries
from webapp.areas.boundaries import gather
from webapp.areas.models import Municipality, Neighbourhood
from webapp.areas.operations import CBS
from webapp.areas.pdok import PdokClient
from webapp.core.errors import ImportRefused

ALBLASSERDAM = {
    "gemeenten": [town(water="NEE"), town("GM0590", "Papendrecht", water="NEE")],
    "wijken": [district("WK048201", wijknaam="Centrum"), district("WK048202", wijknaam="Kinderdijk")],
    "buurten": [neighbourhood(f"BU048201{number:02}", f"Buurt nummer {number}") for number in range(5)],
}
Answer = tuple[int, str, bytes]


class FakePdok:
    """Filters by municipality and gives `page_size` features at a time; `break_with` replaces every answer."""

    def __init__(self) -> None:
        self.collections: dict[str, list[Json]] = ALBLASSERDAM
        self.page_size = 2
        self.break_with: Callable[[str], Answer | None] = lambda path: None
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.silence = threading.Event()
        self.base_url = ""

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        self.requests.append((path, headers))
        return self.break_with(path) or self._page(path)

    def _page(self, path: str) -> Answer:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name = parts.path.split("/")[-2]
        wanted = query["gemeentecode"]
        features = [item for item in self.collections[name] if item["properties"]["gemeentecode"] == wanted]
        start = int(query.get("cursor", "0"))
        members: dict[str, Any] = {"links": [{"rel": "self", "href": "x"}]}
        if start + self.page_size < len(features):
            following = urlencode({**query, "cursor": start + self.page_size})
            members["links"].append({"rel": "next", "href": f"{self.base_url}/collections/{name}/items?{following}"})
        page = collection(*features[start : start + self.page_size], **members)
        return 200, "application/geo+json", json.dumps(page).encode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePdok]:
    fake = FakePdok()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = fake.answer(self.path, dict(self.headers))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", kind)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fake.base_url = f"http://127.0.0.1:{httpd.server_port}/cbs/ogc/v1"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("PDOK_URL", fake.base_url)
    yield fake
    fake.silence.set()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def fetch(cli: FlaskCliRunner, code: str = "GM0482") -> tuple[int, list[str]]:
    result = cli.invoke(args=["areas", "fetch", code])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.splitlines()


def is_empty(session: Session) -> bool:
    return session.scalar(sa.select(sa.func.count()).select_from(Municipality)) == 0


@pytest.mark.parametrize("code", ["GM0482", "482", "gm0482"])
def test_a_town_is_fetched_page_by_page_and_opened(
    cli: FlaskCliRunner, db_session: Session, server: FakePdok, code: str
) -> None:
    assert fetch(cli, code) == (
        0,
        [
            "1 municipality: 1 added, 0 changed, 0 unchanged; 0 rejected",
            "2 wijken: 2 added, 0 changed, 0 unchanged; 0 rejected",
            "5 buurten: 5 added, 0 changed, 0 unchanged; 0 rejected",
        ],
    )
    municipality = queries.get_open_municipality("alblasserdam")
    assert municipality.attribution == CBS
    assert len(server.requests) == 1 + 1 + 3


def test_a_second_fetch_changes_nothing_and_leaves_the_opening(
    cli: FlaskCliRunner, db_session: Session, server: FakePdok
) -> None:
    fetch(cli)
    opened_at = queries.get_open_municipality("alblasserdam").opened_at
    assert [line.partition(": ")[2] for line in fetch(cli)[1]] == [
        f"0 added, 0 changed, {number} unchanged; 0 rejected" for number in (1, 2, 5)
    ]
    assert queries.get_open_municipality("alblasserdam").opened_at == opened_at


def test_the_request_says_what_it_wants_and_who_asks(server: FakePdok) -> None:
    client = PdokClient(server.base_url, contact="https://dichtbij.example")
    gather(client.features("GM0482"))
    path, headers = server.requests[0]
    assert path == "/cbs/ogc/v1/collections/gemeenten/items?f=json&gemeentecode=GM0482&limit=1000"
    assert "https://dichtbij.example" in headers["User-Agent"]


def test_features_are_counted_on_over_pages_and_named_by_page(server: FakePdok) -> None:
    wheres = [feature.where for feature in PdokClient(server.base_url).features("GM0482")]
    assert [where.number for where in wheres] == list(range(1, 9))
    assert wheres[-1].label == "page 3 of buurten, feature 1"


def test_areas_of_another_town_are_rejected(cli: FlaskCliRunner, db_session: Session, server: FakePdok) -> None:
    stray = neighbourhood("BU05900001")
    stray["properties"]["gemeentecode"] = "GM0482"
    other = {**stray, "properties": {"buurtcode": "BU05900001", "gemeentecode": "GM0590"}}
    page = json.dumps(collection(other)).encode()
    server.break_with = lambda path: (200, "application/json", page) if "/buurten/" in path else None
    code, lines = fetch(cli)
    assert code == 0
    assert lines[-1].endswith("buurtcode: BU05900001 does not lie in GM0482")


def html(path: str) -> Answer:
    return 200, "text/html", b"\n<!doctype html><title>Onderhoud</title>"


def endless(path: str) -> Answer:
    cursor = int(parse_qs(urlsplit(path).query).get("cursor", ["0"])[0]) + 1
    links = [{"rel": "next", "href": f"?gemeentecode=GM0482&cursor={cursor}"}]
    return 200, "application/json", json.dumps(collection(town(), links=links)).encode()


def circle(path: str) -> Answer:
    return 200, "application/json", json.dumps(collection(town(), links=[{"rel": "next", "href": path}])).encode()


def elsewhere(path: str) -> Answer:
    links = [{"rel": "next", "href": "http://169.254.169.254/latest"}]
    return 200, "application/json", json.dumps(collection(town(), links=links)).encode()


def truncated(path: str) -> Answer:
    return 200, "application/json", json.dumps(collection(town())).encode()[:-20]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda path: (404, "text/plain", b""), "PDOK answered 404 for gemeenten; is the address or the year right?"),
        (lambda path: (500, "text/plain", b""), "PDOK answered 500 for gemeenten."),
        (lambda path: (302, "http://169.254.169.254/", b""), "points to another host"),
        (lambda path: (302, "file:///etc/passwd", b""), "PDOK answered 302 for gemeenten."),
        (html, "PDOK answered with a web page instead of JSON for gemeenten"),
        (endless, "does not end after 50 pages"),
        (circle, "go round in a circle"),
        (elsewhere, "points to another host"),
        (truncated, "The JSON is broken at line 1, column"),
        (lambda path: (200, "application/json", b'"x"'), "The JSON is broken at line 1, column 1"),
        (lambda path: (200, "application/json", b"{}"), "not a GeoJSON FeatureCollection"),
        (lambda path: (200, "application/json", b'{"a": "\xff"}'), "is not UTF-8"),
        (
            lambda path: (200, "x", json.dumps(collection()).encode()),
            "There is no usable boundary of municipality GM0482",
        ),
        (
            lambda path: (200, "x", json.dumps(collection(town(geometry=square(104000, 429000)))).encode()),
            "EPSG:28992",
        ),
    ],
)
def test_a_wrong_answer_is_one_sentence_and_leaves_the_database_as_it_was(
    cli: FlaskCliRunner,
    db_session: Session,
    server: FakePdok,
    answer: Callable[[str], Answer],
    sentence: str,
) -> None:
    server.break_with = answer
    code, lines = fetch(cli)
    assert code == 1
    assert len(lines) == 1
    assert sentence in lines[0]
    assert is_empty(db_session)


def test_buurten_that_fail_take_the_town_back_too(cli: FlaskCliRunner, db_session: Session, server: FakePdok) -> None:
    server.break_with = lambda path: (500, "text/plain", b"") if "/buurten/" in path else None
    assert fetch(cli) == (1, ["Error: PDOK answered 500 for buurten."])
    assert is_empty(db_session)


def test_a_server_that_keeps_silent_is_left(server: FakePdok) -> None:
    def silent(path: str) -> Answer:
        server.silence.wait()
        return 500, "text/plain", b""

    server.break_with = silent
    client = PdokClient(server.base_url, timeout_s=0.05)
    with pytest.raises(ImportRefused, match=r"PDOK did not answer within 0\.05 seconds\."):
        list(client.features("GM0482"))
    server.silence.set()


def test_too_much_is_refused(server: FakePdok, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdok, "MAX_BYTES", 100)
    with pytest.raises(ImportRefused, match="larger than"):
        list(PdokClient(server.base_url).features("GM0482"))


def test_no_server_at_all_is_one_sentence(server: FakePdok) -> None:
    with pytest.raises(ImportRefused, match="PDOK cannot be reached"):
        list(PdokClient("http://127.0.0.1:1/ogc").features("GM0482"))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://pdok.nl", "pdok.nl", "https://", "http://[x"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(ImportRefused, match="must begin with https://"):
        PdokClient(address)


def test_a_code_that_is_none_asks_nobody(cli: FlaskCliRunner, db_session: Session, server: FakePdok) -> None:
    assert fetch(cli, "Alblasserdam") == (
        1, ["Error: 'Alblasserdam' is not the code of a gemeente, like GM0482."],
    )  # fmt: skip
    assert server.requests == []


def test_the_real_alblasserdam_has_6_wijken_and_29_buurten(
    cli: FlaskCliRunner, db_session: Session, server: FakePdok
) -> None:
    wijken = json.loads(shared("boundaries/alblasserdam_wijken_2023.geojson").read_text(encoding="utf-8"))
    buurten = json.loads(shared("boundaries/alblasserdam_buurten_2023.geojson").read_text(encoding="utf-8"))
    server.collections = {
        "gemeenten": [town(geometry=square(4.6, 51.83, 0.1))],
        "wijken": wijken["features"],
        "buurten": buurten["features"],
    }
    server.page_size = 10
    code, lines = fetch(cli)
    assert (code, lines[1:]) == (
        0,
        [
            "6 wijken: 6 added, 0 changed, 0 unchanged; 0 rejected",
            "29 buurten: 29 added, 0 changed, 0 unchanged; 0 rejected",
        ],
    )
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Neighbourhood)) == 35
