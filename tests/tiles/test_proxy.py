"""Tiles through us: each asked for once, kept, and given out also while the other side is away, slow or confused."""

import gzip
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.far_server import FarServer, Heard, Reply, drip, drip_head, garbage, half, hang, pour
from tests.tiles.build import TEMPLATE, picture, serve_map, template_of
from tests.tiles.test_store import NOW
from webapp.core.fetching import Bounds
from webapp.tiles.answers import NoTileNow
from webapp.tiles.breaker import FAILURES, FIRST_REST_S, Breaker
from webapp.tiles.proxy import AGAIN_S, FRESH_S, Proxy
from webapp.tiles.rules import Tile
from webapp.tiles.upstream import Upstream

TILE, OTHER = Tile(14, 8402, 5418), Tile(14, 8403, 5418)
AGENT = "Dichtbij (+https://dichtbij.example)"
IMPATIENT = Bounds(seconds=1.2, max_bytes=100_000, redirects=2)
HTML = b"<!doctype html><title>Sign in</title>"
AWAY: dict[str, Callable[[Heard], Reply]] = {
    "an error": lambda heard: Reply(b"oops", status=500),
    "a page with 200": lambda heard: Reply(HTML),
    "a page said to be a picture": lambda heard: Reply(HTML, headers={"Content-Type": "image/png"}),
    "half a picture": lambda heard: Reply(picture()[:-9]),
    "an empty answer": lambda heard: Reply(b""),
    "a picture of another size": lambda heard: Reply(picture(size=2000)),
    "too much, announced": lambda heard: Reply(b"x" * 100_001),
    "without end": lambda heard: Reply(raw=pour),
    "a bomb": lambda heard: Reply(gzip.compress(bytes(3_000_000)), headers={"Content-Encoding": "gzip"}),
    "silence": lambda heard: Reply(raw=hang),
    "drop by drop": lambda heard: Reply(raw=drip),
    "a head without end": lambda heard: Reply(raw=drip_head),
    "no HTTP": lambda heard: Reply(raw=garbage),
    "a line that breaks": lambda heard: Reply(raw=half),
    "a circle": lambda heard: Reply(status=302, headers={"Location": heard.target}),
    "a way to another host": lambda heard: Reply(status=302, headers={"Location": "http://127.0.0.2:9/x.png"}),
    "a way into our files": lambda heard: Reply(status=302, headers={"Location": "file:///etc/passwd"}),
    "not for you": lambda heard: Reply(status=403),
}


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def proxy(server: FarServer, tmp_path: Path, clock: Clock) -> Proxy:
    return make_proxy(server, tmp_path, breaker=Breaker(clock))


def make_proxy(
    server: FarServer, folder: Path, *, slots: int = 3, breaker: Breaker | None = None, bounds: Bounds = IMPATIENT
) -> Proxy:
    template = template_of(server)
    upstream = Upstream(template, AGENT, bounds)
    return Proxy(
        template, folder=folder, most_bytes=10**7, agent=AGENT, slots=slots, upstream=upstream, breaker=breaker
    )


def test_a_tile_is_asked_for_once_and_says_who_we_are_and_nothing_else(proxy: Proxy, server: FarServer) -> None:
    first, second = proxy.get(TILE), proxy.get(TILE)

    assert first.body == second.body == picture("8402")
    assert first.content_type == "image/png"
    (heard,) = server.heard
    assert heard.target == TEMPLATE.format(z=14, x=8402, y=5418)
    assert heard.headers.pop("host").startswith("127.0.0.1")
    assert heard.headers == {
        "user-agent": AGENT,
        "accept": "image/png, image/webp, image/jpeg",
        "accept-encoding": "gzip",
    }


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_the_content_says_what_it_is(proxy: Proxy, server: FarServer, form: str, kind: str) -> None:
    server.answer = lambda heard: Reply(picture(form=form), headers={"Content-Type": "text/html"})

    assert proxy.get(TILE).content_type == kind
    assert proxy.get(TILE).content_type == kind


def test_an_old_tile_is_asked_after_and_stays(proxy: Proxy, server: FarServer, moment: time_machine.Traveller) -> None:
    proxy.get(TILE)
    moment.shift(timedelta(seconds=FRESH_S - 60))
    proxy.get(TILE)
    assert len(server.heard) == 1
    moment.shift(timedelta(seconds=120))
    assert proxy.get(TILE).body == picture("8402")
    assert len(server.heard) == 2
    assert server.heard[1].headers["if-none-match"]
    proxy.get(TILE)
    assert len(server.heard) == 2  # it counts as new again


def test_a_changed_tile_takes_the_place_of_the_old_one(
    proxy: Proxy, server: FarServer, moment: time_machine.Traveller
) -> None:
    proxy.get(TILE)
    server.answer = serve_map(lambda tile: picture("a new street"))
    moment.shift(timedelta(seconds=FRESH_S + 1))

    assert proxy.get(TILE).body == proxy.get(TILE).body == picture("a new street")
    assert len(server.heard) == 2


def test_a_date_is_a_mark_too(proxy: Proxy, server: FarServer, moment: time_machine.Traveller) -> None:
    day = "Tue, 10 Mar 2026 08:00:00 GMT"
    server.answer = lambda heard: (
        Reply(status=304)
        if heard.headers.get("if-modified-since") == day
        else Reply(picture(), headers={"Last-Modified": day})
    )
    proxy.get(TILE)
    moment.shift(timedelta(seconds=FRESH_S + 1))

    assert proxy.get(TILE).body == picture()
    assert server.heard[1].headers["if-modified-since"] == day


@pytest.mark.parametrize("trouble", AWAY)
def test_trouble_over_there_is_none_here(
    proxy: Proxy, server: FarServer, moment: time_machine.Traveller, trouble: str
) -> None:
    proxy.get(TILE)
    server.answer = AWAY[trouble]
    moment.shift(timedelta(seconds=FRESH_S + 1))

    assert proxy.get(TILE).body == picture("8402")
    with pytest.raises(NoTileNow):
        proxy.get(OTHER)
    server.answer = serve_map()
    assert proxy.get(OTHER).body == picture("8403")  # nothing of the trouble was kept


def test_a_tile_that_we_have_is_not_asked_after_at_each_look(
    proxy: Proxy, server: FarServer, moment: time_machine.Traveller
) -> None:
    proxy.get(TILE)
    server.answer = AWAY["an error"]
    moment.shift(timedelta(seconds=FRESH_S + 1))
    for _ in range(5):
        proxy.get(TILE)
    assert len(server.heard) == 2
    server.answer = serve_map(lambda tile: picture("back"))
    moment.shift(timedelta(seconds=AGAIN_S + 1))
    assert proxy.get(TILE).body == picture("back")


def test_a_dead_server_is_left_alone_and_found_again(
    proxy: Proxy, server: FarServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer = AWAY["silence"]
    with caplog.at_level(logging.DEBUG):
        for number in range(40):
            with pytest.raises(NoTileNow):
                proxy.get(Tile(14, number, 0))
    assert len(server.heard) == FAILURES
    assert len([record for record in caplog.records if record.name.startswith("webapp")]) == 1
    assert "too_slow" in caplog.text
    server.answer = serve_map()
    with pytest.raises(NoTileNow):
        proxy.get(TILE)
    clock.seconds = FIRST_REST_S + 1
    assert proxy.get(TILE).body
    assert proxy.get(OTHER).body


def test_a_server_that_has_enough_to_do_is_left_alone_at_once(proxy: Proxy, server: FarServer, clock: Clock) -> None:
    server.answer = lambda heard: Reply(status=429, headers={"Retry-After": "120"})
    for _ in range(3):
        with pytest.raises(NoTileNow):
            proxy.get(TILE)
    assert len(server.heard) == 1
    clock.seconds = 119
    with pytest.raises(NoTileNow):
        proxy.get(TILE)
    assert len(server.heard) == 1


@pytest.mark.parametrize("status", [204, 404, 410])
def test_what_is_not_on_the_map_is_empty_and_known(
    proxy: Proxy, server: FarServer, moment: time_machine.Traveller, status: int
) -> None:
    server.answer = lambda heard: Reply(status=status)
    for _ in range(5):
        assert proxy.get(TILE).body == b""
    assert len(server.heard) == 1
    server.answer = serve_map()
    moment.shift(timedelta(days=1, seconds=1))
    assert proxy.get(TILE).body == picture("8402")


def test_twelve_at_once_are_one_question(server: FarServer, tmp_path: Path) -> None:
    """Half of them in a second process's place: another object that shares the folder only."""
    gate = threading.Event()
    answer = serve_map()

    def slowly(heard: Heard) -> Reply:
        gate.wait(0.2)
        return answer(heard)

    server.answer = slowly
    patient = replace(IMPATIENT, seconds=30.0)  # nobody gives up, however busy the machine is
    proxies = [make_proxy(server, tmp_path, slots=12, bounds=patient) for _ in range(2)]
    with ThreadPoolExecutor(12) as pool:
        bodies = [one.body for one in pool.map(lambda number: proxies[number % 2].get(TILE), range(12))]

    assert bodies == [picture("8402")] * 12
    assert len(server.heard) == 1


def test_a_slow_server_keeps_a_few_threads_only(server: FarServer, tmp_path: Path) -> None:
    """The others hear at once that there is no tile now, and can serve pages."""
    server.answer = AWAY["silence"]
    proxy = make_proxy(server, tmp_path, slots=2)
    held = threading.Semaphore(0)

    def ask(number: int) -> None:
        with pytest.raises(NoTileNow):
            proxy.get(Tile(14, number, 0))
        held.release()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))

    assert len(server.heard) == 2


def test_another_address_in_the_setting_shows_nothing_of_the_old_one(server: FarServer, tmp_path: Path) -> None:
    one = Proxy(template_of(server), folder=tmp_path, most_bytes=10**7, agent=AGENT)
    other = Proxy(template_of(server) + "?style=grijs", folder=tmp_path, most_bytes=10**7, agent=AGENT)
    one.get(TILE)
    other.get(TILE)

    assert one.version != other.version
    assert [heard.target.partition("?")[2] for heard in server.heard] == ["", "style=grijs"]
