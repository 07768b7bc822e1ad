"""What a setting may say about the picture under the map. Part of config.py, which says how settings are read."""

import os
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# The government's map of the country in calm colours, CC BY 4.0 of the Kadaster. The colon is the standard's.
PDOK_TILES = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/pastel/EPSG:3857/{z}/{x}/{y}.png"
_SERVER = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[1-9]\d{0,4})?/[^\s#{}@\\]*(?:\{[zxy]\}[^\s#{}@\\]*){3}",
    re.ASCII,
)
_ARCHIVE = re.compile(r"file:///[^\s?#]+\.pmtiles")
_LONGEST_CREDIT = 200
_NOT_IN_A_CREDIT = re.compile(r"[{}<>\\\x00-\x1f\x7f]|//")


@dataclass(frozen=True)
class TileSettings:
    """`url` None: no tiles. `cache_dir` None: a folder of our own."""

    url: str | None = None
    credit: str = ""  # whom the map is from; without it what we or the archive know
    cache_dir: str | None = None
    cache_mb: int = 500

    @property
    def archive(self) -> str | None:
        """The whole path of the file."""
        return unquote(urlsplit(self.url).path) if self.url and self.url.startswith("file:") else None


NO_TILES = TileSettings()


def read_url(told: str | None) -> str | None:
    """Without a word about it: PDOK's; empty: none. Raises ValueError with a sentence for the operator."""
    url = PDOK_TILES if told is None else told.strip()
    if not url or _is_server(url) or _is_archive(url):
        return url or None
    raise ValueError(
        "TILES_URL must look like https://tiles.example/{z}/{x}/{y}.png, or like file:///srv/town.pmtiles for a file "
        "that is there; empty means a map without tiles."
    )


def _is_server(url: str) -> bool:
    return _SERVER.fullmatch(url) is not None and all(url.count(part) == 1 for part in ("{z}", "{x}", "{y}"))


def _is_archive(url: str) -> bool:
    return _ARCHIVE.fullmatch(url) is not None and os.path.isfile(unquote(urlsplit(url).path))


def read_credit(told: str) -> str:
    """Raises ValueError with a sentence for the operator."""
    credit = told.strip()
    if len(credit) > _LONGEST_CREDIT or _NOT_IN_A_CREDIT.search(credit):
        raise ValueError(f"TILES_CREDIT must be plain text of at most {_LONGEST_CREDIT} characters, without addresses.")
    return credit
