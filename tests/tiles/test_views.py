"""The addresses of tiles: only what a map of an open town can show, nothing of who asks, and phones keep it well."""

import gzip
import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.areas.build import shared
from tests.build import make_municipality, make_place
from tests.conftest import forget_feeds
from tests.far_server import FarServer, Reply
from tests.page import PageClient
from tests.tiles.build import TEMPLATE, picture, serve_map, template_of, write_archive
from tools import serving
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.geo import Box
from webapp.extensions import db
from webapp.tile_settings import TileSettings
from webapp.tiles import source as tile_source
from webapp.tiles.rules import Tile, tiles_over
from webapp.tiles.source import Tiles, source_of


@pytest.fixture
def town(app: Flask, db_session: Session) -> Municipality:
    forget_feeds(app)  # the same addresses in each test, within a second
    town = make_municipality()
    make_place(town)
    return town


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, tiles: TileSettings) -> Tiles:
    settings = replace(app.config["SETTINGS"], tiles=tiles, base_url="https://dichtbij.example")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setitem(app.extensions, "tiles", Tiles(source_of(settings)))
    found: Tiles = app.extensions["tiles"]
    return found


@pytest.fixture
def tiles(app: Flask, town: Municipality, server: FarServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiles:
    return use(app, monkeypatch, TileSettings(template_of(server), cache_dir=str(tmp_path)))


def tiles_of(town: Municipality, zoom: int = 14) -> list[Tile]:
    sides = (town.west, town.south, town.east, town.north)
    return tiles_over(Box(*map(float, sides)), [zoom], 10_000)  # type: ignore[arg-type]


def path_of(tiles: Tiles, tile: Tile) -> str:
    assert tiles.source is not None
    return f"/tiles/{tiles.source.version}/{tile.zoom}/{tile.x}/{tile.y}.{tiles.source.extension}"


def test_a_tile_of_an_open_town_is_there_and_kept(client: PageClient, tiles: Tiles, town: Municipality) -> None:
    answer = client.get(path_of(tiles, tiles_of(town)[0]))

    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    assert answer.data == picture(str(tiles_of(town)[0].x))
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers
    again = client.get(path_of(tiles, tiles_of(town)[0]), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_nothing_of_a_visitor_reaches_the_other_server_or_the_log(
    client: PageClient, tiles: Tiles, town: Municipality, server: FarServer, caplog: pytest.LogCaptureFixture
) -> None:
    tile = tiles_of(town)[0]
    telling = {
        "User-Agent": "A phone of somebody",
        "X-Forwarded-For": "198.51.100.7",
        "Forwarded": "for=198.51.100.7",
        "Referer": "https://dichtbij.example/nl/brinkdam/life-events/violence",
        "Cookie": "who=me",
        "Accept-Language": "ar",
        "If-None-Match": '"mine"',
        "Range": "bytes=0-3",
    }
    with caplog.at_level(logging.DEBUG):
        client.get(path_of(tiles, tile) + "?who=me", headers=telling)
        server.answer = lambda heard: Reply(status=500)
        for other in tiles_of(town, 15)[:6]:
            client.get(path_of(tiles, other))
    heard = server.heard[0]

    assert heard.target == TEMPLATE.format(z=tile.zoom, x=tile.x, y=tile.y)
    assert set(heard.headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert heard.headers["user-agent"] == "Dichtbij (+https://dichtbij.example)"
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy"))
    assert "away" in ours
    assert not re.search(rf"/\d+/{tile.x}|{tile.y}\.png|/tiles/|/map/|198\.51|somebody|who=me", ours)


def test_the_web_server_writes_no_list_of_addresses() -> None:
    dockerfile = (Path(__file__).parents[2] / "tools/Dockerfile").read_text(encoding="utf-8")

    assert "--no-access-log" in serving.server_command(8000)
    assert "--no-access-log" in dockerfile


def test_it_is_no_open_proxy(client: PageClient, tiles: Tiles, town: Municipality, server: FarServer) -> None:
    assert tiles.source is not None
    near = tiles_of(town)[0]
    begin = f"/tiles/{tiles.source.version}"
    refused = [
        f"{begin}/14/0/0.png",  # the Pacific
        f"{begin}/14/{near.x + 300}/{near.y}.png",
        f"{begin}/7/65/42.png",
        f"{begin}/19/{near.x * 32}/{near.y * 32}.png",
        f"{begin}/14/{near.x}/{near.y}",
        f"{begin}/14/{near.x}/{near.y}.jpg",
        f"{begin}/14/{near.x}/{near.y}.png.png",
        f"{begin}/14/{near.x}/{near.y}@2x.png",
        f"{begin}/14/0{near.x}/{near.y}.png",
        f"{begin}/14/{near.x}/-{near.y}.png",
        f"{begin}/14/{near.x}/{near.y}%00.png",
        f"{begin}/14/..%2f..%2fetc/passwd.png",
        f"{begin}/../../../etc/passwd",
        f"{begin}/14/{near.x}/..%2f{near.y}.png",
        f"{begin}/{'9' * 5000}/{near.x}/{near.y}.png",
        f"{begin}/14/{'9' * 5000}/{near.y}.png",
        f"{begin}/14/{near.x}/{near.y}.png/more",
        f"{begin}/14/{near.x}/http:%2f%2fexample.org%2f{near.y}.png",
        "/tiles/",
        f"{begin}/",
    ]

    assert {path: client.get(path).status_code for path in refused} == dict.fromkeys(refused, 404)
    assert server.heard == []


def test_a_town_that_is_not_open_has_no_tiles(
    client: PageClient, tiles: Tiles, town: Municipality, server: FarServer
) -> None:
    town.opened_at = None
    db.session.flush()
    tile = tiles_of(town)[0]
    assert client.get(path_of(tiles, tile)).status_code == 404
    assert server.heard == []
    town.opened_at = clock.now()
    db.session.flush()
    tiles.forget_towns()
    assert client.get(path_of(tiles, tile)).status_code == 200


def test_where_the_towns_are_is_asked_once_a_minute(
    tiles: Tiles, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    seconds = [0.0]
    one = Tiles(tiles.source, clock=lambda: seconds[0])
    monkeypatch.setattr(tile_source, "list_open_boxes", lambda: asked.append(1) or [])
    for moment in (1.0, 30.0, 61.5, 62.0):
        seconds[0] = moment
        one.has(tiles_of(town)[0])

    assert len(asked) == 2


def test_a_cold_tile_of_a_server_that_is_away_is_nothing_and_not_kept(
    client: PageClient, tiles: Tiles, town: Municipality, server: FarServer
) -> None:
    server.answer = lambda heard: Reply(b"<html>", headers={"Content-Type": "image/png"})
    tile = tiles_of(town)[0]
    answer = client.get(path_of(tiles, tile))

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Retry-After"]) > 0
    server.answer = serve_map()
    assert client.get(path_of(tiles, tile)).status_code == 200


def test_tiles_away_never_make_us_unready(
    client: PageClient, tiles: Tiles, server: FarServer, town: Municipality
) -> None:
    before = client.get("/health/ready").get_data(as_text=True)
    server.answer = lambda heard: Reply(status=500)
    for tile in tiles_of(town, 16)[:5]:
        client.get(path_of(tiles, tile))

    assert client.get("/health/ready").get_data(as_text=True) == before


def test_an_old_page_gets_the_tile_of_today_but_may_not_keep_it(
    client: PageClient, tiles: Tiles, town: Municipality
) -> None:
    assert tiles.source is not None
    path = path_of(tiles, tiles_of(town)[0]).replace(tiles.source.version, "0123456789ab")
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_without_the_setting_there_are_no_tiles_and_no_layer(client: PageClient, town: Municipality) -> None:
    page = client.get("/nl/brinkdam/places").get_data(as_text=True)
    (script,) = re.findall(r"/nl/brinkdam/map/town\.\w+\.js", page)

    assert "tileLayer" not in client.get(script).get_data(as_text=True)
    assert client.get("/tiles/0123456789ab/14/8402/5418.png").status_code == 404
    assert client.get("/api/v1/brinkdam/tiles.json").json == {"version": "", "drawing": "", "addresses": []}


def test_the_layer_lies_under_the_outlines_and_names_our_own_addresses(
    client: PageClient, tiles: Tiles, town: Municipality
) -> None:
    page = client.get("/nl/brinkdam/places").get_data(as_text=True)
    (script,) = re.findall(r"/nl/brinkdam/map/town\.\w+\.js", page)
    answer = client.get(script)
    body = answer.get_data(as_text=True)

    assert tiles.source is not None
    assert body.index("Dichtbij.tileLayer") < body.index("Dichtbij.outlineLayer")
    (told,) = re.findall(r"Dichtbij\.tileLayer\((.*)\);", body)
    wanted = {
        "address": f"/tiles/{tiles.source.version}",
        "extension": "png",
        "minZoom": 8,
        "maxZoom": 18,
        "script": "",
    }
    assert wanted.items() <= json.loads(told).items()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "//" not in body


def test_a_phone_is_told_which_tiles_to_keep(client: PageClient, tiles: Tiles, town: Municipality) -> None:
    answer = client.get("/api/v1/brinkdam/tiles.json")
    told = answer.json

    assert told is not None
    assert 0 < len(told["addresses"]) <= 250
    assert {client.get(path).status_code for path in told["addresses"][:12]} == {200}
    assert told["addresses"][0].startswith(f"/tiles/{told['version']}/8/")
    again = client.get("/api/v1/brinkdam/tiles.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/nowhere/tiles.json").status_code == 404


def test_an_archive_of_the_town(
    client: PageClient, app: Flask, town: Municipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tile, other = tiles_of(town, 12)[0], tiles_of(town, 13)[0]
    path = write_archive(tmp_path / "a.pmtiles", [(tile, b"streets"), (Tile(13, 0, 0), b"sea")])
    tiles = use(app, monkeypatch, TileSettings(path.as_uri()))
    packed = client.get(path_of(tiles, tile), headers={"Accept-Encoding": "gzip, br"})

    assert packed.mimetype == "application/vnd.mapbox-vector-tile"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Cache-Control"] == "public, max-age=2592000"
    assert gzip.decompress(packed.data) == b"streets"
    plain = client.get(path_of(tiles, tile), headers={"Accept-Encoding": "identity"})
    assert (plain.data, plain.headers.get("Content-Encoding")) == (b"streets", None)
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert client.get(path_of(tiles, other)).status_code == 204
    assert client.get(path_of(tiles, Tile(13, 0, 0))).status_code == 404  # it has it, and no town is near


def test_the_real_archive_in_the_demonstration_town(
    demo: PageClient, demo_application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = use(demo_application, monkeypatch, TileSettings(shared("basemap/drechtsteden_light.pmtiles").as_uri()))
    told = demo.get("/api/v1/alblasserdam/tiles.json").json
    assert told is not None
    assert tiles.source is not None
    answers = [demo.get(path) for path in told["addresses"]]

    assert {answer.status_code for answer in answers} == {200}
    assert len(answers) > 50
    assert sum(len(answer.data) for answer in answers) < 5_000_000
    with demo.get(told["drawing"]) as drawing:
        assert drawing.status_code == 200
    page = demo.get("/nl/alblasserdam/places").get_data(as_text=True)
    (script,) = re.findall(r"/nl/alblasserdam/map/town\.\w+\.js", page)
    assert json.dumps(told["drawing"]) in demo.get(script).get_data(as_text=True)
