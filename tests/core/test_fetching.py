"""Fetching for somebody else cannot be turned against our own network, and ends in time and within its bounds."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.certificate import make_certificate
from tests.far_server import (
    FarServer,
    Reply,
    continue_for_ever,
    drip,
    drip_head,
    far_server,
    garbage,
    half,
    hang,
    policy_of,
    pour,
)
from webapp.core import fetch_policy, fetching
from webapp.core.fetching import CONFIGURED, PUBLIC, Bounds, Fetched, FetchFailed, Policy, Problem, fetch

SOON = Bounds(seconds=0.4, max_bytes=1000)


@pytest.fixture(scope="module")
def shared_server() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def server(shared_server: FarServer) -> FarServer:
    shared_server.heard.clear()
    shared_server.answer = lambda heard: Reply(b"hello", headers={"Content-Type": "text/calendar; charset=utf-8"})
    return shared_server


def problem_of(url: str, policy: Policy = PUBLIC, bounds: Bounds | None = None, body: bytes | None = None) -> Problem:
    with pytest.raises(FetchFailed) as failed:
        fetch(url, policy=policy, bounds=bounds, body=body)
    assert "127.0" not in str(failed.value)
    return failed.value.problem


# ------------------------------------------------------------------ addresses that are refused before anything is sent


@pytest.mark.parametrize(
    "url",
    [
        "", "calendar", "//example.org/", "file:///etc/passwd", "gopher://example.org/", "ftp://example.org/a.ics",
        "javascript:alert(1)", "http://", "http:///a", "http://user@example.org/", "http://a:b@127.0.0.1/",
        "http://example.org\\@127.0.0.1/", "http://example.org\r\nHost: x/", "http://example.org/a b",
        "http://example.org:0/", "http://example.org:99999/", "http://example.org:x/", "http://[::1", "http://[::1]x/",
        "http://[fe80::1%25eth0]/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://127.0.0.0x1/", "http://017700000001/", "http://0/", "http://.example.org/", "http://exa mple.org/",
        "http://example..org/", "http://" + "a" * 64 + ".org/", "http://example.org/" + "a" * 2000,
        "http://%31%32%37.0.0.1/", "http://-a.org/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert problem_of(url) == Problem.NO_ADDRESS


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.0.0.1:8000/staff/", "http://[::1]/", "http://[::]/", "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/",
        "http://10.0.0.1/", "https://192.168.1.1/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/",
        "http://metadata.google.internal/", "http://metadata/", "http://db/", "http://nas.local/", "http://x.lan/",
        "http://１２７.0.0.1/", "http://127。0。0。1/", "http://example.org:22/", "http://example.org:5432/",
        "http://example.org:6379/",
    ],
)  # fmt: skip
def test_what_leads_into_a_network_of_our_own_is_refused_unresolved(url: str) -> None:
    def resolve(host: str, port: int, seconds: float) -> list[object]:
        raise AssertionError("asked a resolver")

    assert problem_of(url, Policy(resolve=resolve)) == Problem.NOT_PUBLIC  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ["127.0.0.1", "127.0.0.2,127.0.0.1", "10.1.2.3,127.0.0.2", "::1"])
def test_a_name_that_leads_inside_is_refused_also_beside_a_good_address(server: FarServer, answer: str) -> None:
    assert problem_of(server.url(host="inside.example"), policy_of({"inside.example": [answer]})) == Problem.NOT_PUBLIC
    assert server.heard == []


# ------------------------------------------------------------------ names and redirects


def test_a_resolver_that_changes_its_answer_gains_nothing(server: FarServer) -> None:
    """The name is asked for once, and the connection goes to the address that was judged."""
    asked: list[str] = []
    policy = policy_of({"turning.example": ["127.0.0.2", "127.0.0.1"]}, asked)
    assert fetch(server.url("/a?b=1", host="turning.example"), policy=policy).body == b"hello"
    assert asked == ["turning.example"]
    assert server.heard[0].headers["host"] == f"turning.example:{server.port}"
    assert problem_of(server.url(host="turning.example"), policy) == Problem.NOT_PUBLIC


def test_the_second_answer_counts_again_after_a_redirect(server: FarServer) -> None:
    server.answer = lambda heard: Reply(status=302, headers={"Location": "/again"})
    policy = policy_of({"turning.example": ["127.0.0.2", "127.0.0.1"]})
    assert problem_of(server.url(host="turning.example"), policy) == Problem.NOT_PUBLIC
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://127.0.0.1:{port}/secret", Problem.NOT_PUBLIC),
        ("//127.0.0.1:{port}/secret", Problem.NOT_PUBLIC),
        ("http://[::ffff:7f00:1]:{port}/", Problem.NOT_PUBLIC),
        ("http://inside.example:{port}/", Problem.NOT_PUBLIC),
        ("http://localhost:{port}/", Problem.NOT_PUBLIC),
        ("file:///etc/passwd", Problem.REDIRECTS),
        ("http://user:word@out.example:{port}/", Problem.REDIRECTS),
        ("http://2130706433:{port}/", Problem.REDIRECTS),
        ("/start", Problem.REDIRECTS),
    ],
)
def test_a_redirect_is_judged_as_the_first_address(server: FarServer, location: str, problem: Problem) -> None:
    server.answer = lambda heard: Reply(status=301, headers={"Location": location.format(port=server.port)})
    policy = policy_of({"out.example": ["127.0.0.2"], "inside.example": ["127.0.0.1"]})
    assert problem_of(server.url("/start", host="out.example"), policy) == problem
    assert len(server.heard) == 1


def test_redirects_are_followed_and_own_headers_stay_with_their_host(server: FarServer) -> None:
    steps = {"/a": "/b", "/b": f"http://other.example:{server.port}/c"}

    server.answer = lambda heard: (
        Reply(status=307, headers={"Location": steps[heard.target]}) if heard.target in steps else Reply(b"here")
    )
    policy = policy_of({"out.example": ["127.0.0.2"], "other.example": ["127.0.0.2"]})
    came = fetch(server.url("/a", host="out.example"), policy=policy, headers={"If-None-Match": '"x"'})
    assert (came.body, came.url) == (b"here", server.url("/c", host="other.example"))
    assert [heard.headers.get("if-none-match") for heard in server.heard] == ['"x"', '"x"', None]
    assert [heard.headers["user-agent"] for heard in server.heard] == ["Dichtbij"] * 3


def test_redirects_end(server: FarServer) -> None:
    server.answer = lambda heard: Reply(status=302, headers={"Location": f"{heard.target}x"})
    policy = policy_of({"out.example": ["127.0.0.2"]})
    assert problem_of(server.url("/", host="out.example"), policy, Bounds(redirects=3)) == Problem.REDIRECTS
    assert len(server.heard) == 4


def test_a_server_of_a_setting_may_be_inside_and_sends_us_nowhere_else(server: FarServer) -> None:
    assert fetch(server.url(), policy=CONFIGURED).body == b"hello"
    server.answer = lambda heard: Reply(status=302, headers={"Location": server.url("/", host="127.0.0.3")})
    assert problem_of(server.url(), CONFIGURED) == Problem.REDIRECTS
    assert [heard.headers["host"] for heard in server.heard] == [f"127.0.0.1:{server.port}"] * 2


def test_what_is_sent_is_never_sent_on(server: FarServer) -> None:
    server.answer = lambda heard: Reply(status=307, headers={"Location": "/elsewhere"})
    assert problem_of(server.url("/start"), CONFIGURED, body=b"{}") == Problem.REDIRECTS
    assert [(heard.method, heard.target, heard.body) for heard in server.heard] == [("POST", "/start", b"{}")]


def test_the_next_address_of_a_name_is_tried(server: FarServer) -> None:
    policy = Policy(
        may_connect=lambda address: True,
        ports=None,
        resolve=lambda host, port, seconds: [ip_address("::1"), ip_address("127.0.0.2")],
    )
    assert fetch(server.url(host="both.example"), policy=policy).body == b"hello"


def test_the_answer_as_it_came(server: FarServer) -> None:
    server.answer = lambda heard: Reply(b"no", 404, {"Content-Type": "Text/HTML; charset=x", "ETag": '"1"'})
    came = fetch(server.url("/ä b?q=é".replace(" ", "%20")), policy=CONFIGURED)
    assert came == Fetched(404, b"no", came.headers, came.url)
    assert (came.content_type, came.headers["etag"]) == ("text/html", '"1"')
    assert server.heard[0].target == "/%C3%A4%20b?q=%C3%A9"


# ------------------------------------------------------------------ time and size


@pytest.mark.parametrize("behaviour", [drip, drip_head, hang, continue_for_ever])
def test_a_slow_server_costs_no_more_than_its_time(server: FarServer, behaviour: object) -> None:
    server.answer = lambda heard: Reply(raw=behaviour)  # type: ignore[arg-type]
    began = time.monotonic()
    assert problem_of(server.url(), CONFIGURED, SOON) == Problem.TOO_SLOW
    assert time.monotonic() - began < 20  # without a bound it would never end


def test_an_endless_answer_is_cut_off(server: FarServer) -> None:
    server.answer = lambda heard: Reply(raw=pour)
    assert problem_of(server.url(), CONFIGURED, Bounds(seconds=30, max_bytes=300_000)) == Problem.TOO_LARGE


@pytest.mark.parametrize("size", [1000, 1001])
def test_a_size_that_is_announced_is_believed(server: FarServer, size: int) -> None:
    server.answer = lambda heard: Reply(b"x" * size)
    bounds = Bounds(seconds=30, max_bytes=1000)
    if size > bounds.max_bytes:
        assert problem_of(server.url(), CONFIGURED, bounds) == Problem.TOO_LARGE
    else:
        assert len(fetch(server.url(), policy=CONFIGURED, bounds=bounds).body) == size


@pytest.mark.parametrize(("size", "passes"), [(50_000, True), (200_000_000, False)])
def test_what_is_packed_counts_unpacked(server: FarServer, size: int, passes: bool) -> None:
    packed = gzip.compress(b"x" * size, 1)
    server.answer = lambda heard: Reply(packed, headers={"Content-Encoding": "gzip"})
    bounds = Bounds(seconds=30, max_bytes=2_000_000)
    if passes:
        assert fetch(server.url(), policy=CONFIGURED, bounds=bounds).body == b"x" * size
    else:
        assert problem_of(server.url(), CONFIGURED, bounds) == Problem.TOO_LARGE


@pytest.mark.parametrize("behaviour", [garbage, half])
def test_what_is_no_whole_answer_is_broken(server: FarServer, behaviour: object) -> None:
    server.answer = lambda heard: Reply(raw=behaviour)  # type: ignore[arg-type]
    assert problem_of(server.url(), CONFIGURED) == Problem.BROKEN


def test_a_body_that_is_not_what_its_packing_says_is_broken(server: FarServer) -> None:
    server.answer = lambda heard: Reply(b"plain", headers={"Content-Encoding": "gzip"})
    assert problem_of(server.url(), CONFIGURED) == Problem.BROKEN


def test_nobody_there() -> None:
    with far_server() as gone:
        url = gone.url()
    assert problem_of(url, CONFIGURED) == Problem.UNREACHABLE


def test_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*arguments: object, **options: object) -> object:
        raise fetch_policy.socket.gaierror

    monkeypatch.setattr(fetch_policy.socket, "getaddrinfo", getaddrinfo)
    assert problem_of("https://nobody.example/") == Problem.UNKNOWN_NAME


def test_a_resolver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(fetch_policy.socket, "getaddrinfo", lambda *arguments, **options: release.wait(60) and [])
    try:
        assert problem_of("https://slow.example/", bounds=SOON) == Problem.TOO_SLOW
    finally:
        release.set()


# ------------------------------------------------------------------ TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with far_server(certificate) as server:
        assert problem_of(server.url(), CONFIGURED) == Problem.NOT_SECURE
        assert server.heard == []


def test_the_certificate_is_judged_by_the_name_not_by_the_address(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetching, "_tls", lambda: trusting)
    here = Policy(
        may_connect=lambda address: True,
        ports=None,
        local_names=True,
        resolve=lambda host, port, seconds: [ip_address("127.0.0.1")],
    )
    with far_server(certificate) as server:
        assert fetch(server.url(host="localhost"), policy=here).body == b"hello"
        assert problem_of(server.url(host="other.example"), here) == Problem.NOT_SECURE
        server.answer = lambda heard: Reply(raw=drip)
        assert problem_of(server.url(host="localhost"), here, SOON) == Problem.TOO_SLOW
        server.answer = lambda heard: Reply(status=302, headers={"Location": "http://localhost/"})
        assert problem_of(server.url(host="localhost"), here) == Problem.NOT_SECURE
