"""Where the picture under the map comes from, and what makes no sense."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from webapp.config import SettingError, read_settings
from webapp.tile_settings import PDOK_TILES, TileSettings
from webapp.tiles.source import source_of

GOOD = {
    "ENVIRONMENT": "development",
    "DATABASE_URL": "postgresql://dichtbij@db/dichtbij",
    "SECRET_KEY": "q8Zt0vX3mK5rW9yB2nL7pD4fG6hJ1sA_cE-uIoQk",
    "DATA_KEYS": "_DM_VIXRH4DRke06NANH_UDxNf19E8hdSZz7b3F9i04=",
    "MAIL_URL": "file:var/mail",
}


@pytest.mark.parametrize(
    "url",
    [
        PDOK_TILES,
        "https://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example:8443/a/{z}/{y}/{x}",
        "http://127.0.0.1:9000/{z}/{x}/{y}.webp",
        "https://tiles.example/wmts?LAYER=a&TILEMATRIX={z}&TILECOL={x}&TILEROW={y}&key=k",
        "https://[2001:db8::1]/{z}/{x}/{y}.png",
    ],
)
def test_a_map_server_is_an_address_with_three_places(url: str) -> None:
    assert read_settings({**GOOD, "TILES_URL": url}).tiles.url == url


def test_silence_is_pdok_and_an_empty_word_is_none() -> None:
    assert read_settings(GOOD).tiles.url == PDOK_TILES
    assert read_settings({**GOOD, "TILES_URL": " "}).tiles.url is None


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}/{s}.png",
        "https://{z}.example/{x}/{y}.png",
        "https://user:word@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png#a",
        "https://tiles.example/{z}/{x}/ {y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "{z}/{x}/{y}.png",
        "javascript:{z}{x}{y}",
        "file:///nowhere/town.pmtiles",
        "file:///etc/passwd",
        "file:town.pmtiles",
        "file://host/town.pmtiles",
        "/srv/town.pmtiles",
        "yes",
    ],
)
def test_what_makes_no_sense_stops_the_start(url: str) -> None:
    with pytest.raises(SettingError, match=r"^TILES_URL must look like [^\n]*\.$"):
        read_settings({**GOOD, "TILES_URL": url})


@pytest.mark.parametrize("credit", ["<b>me</b>", "{{ 7*7 }}", "https://example.org", "a\nb", "x" * 201])
def test_whom_the_map_is_from_is_plain_text(credit: str) -> None:
    with pytest.raises(SettingError, match=r"^TILES_CREDIT must be plain text"):
        read_settings({**GOOD, "TILES_CREDIT": credit})


def test_a_folder_that_cannot_be_used_leaves_the_map_without_tiles(
    tmp_path: Path, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    told = TileSettings(PDOK_TILES, cache_dir=str(tmp_path / "file"))
    settings = replace(app.config["SETTINGS"], tiles=told)

    assert source_of(settings) is None
    assert "TILES_CACHE_DIR" in caplog.text
