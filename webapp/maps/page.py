"""What a page must know to embed a map, and what the answer with its script must say."""

from dataclasses import dataclass

from webapp.maps.checks import checked_address, checked_key, checked_term
from webapp.maps.render import MapScript

YEAR = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class MapOnPage:
    """The argument of the macro `town_map`. Town: a feed and a base. Item: a point. Sheet: a few points."""

    script_url: str
    feed_url: str
    outlines_url: str
    surface: str
    name: str
    lat: float | None = None
    lon: float | None = None
    spots: tuple[tuple[float, float, str], ...] = ()  # latitude, longitude and number of each point of a sheet
    focus_id: str = ""  # the point whose card is open at the start
    base: str = ""  # /{lang}/{town}, what detail addresses begin with
    list_id: str = "results"  # the list that moves in step with the map
    icon: str = "map-pin"  # of the one point of an item
    grounds_url: str = ""  # pieces of ground
    pick_id: str = ""  # the field in which a chosen point is written
    draw_id: str = ""  # the field in which drawn areas are written, as GeoJSON
    lat_id: str = ""  # the two fields that a pin is dragged for
    lon_id: str = ""

    def __post_init__(self) -> None:
        for address in (self.script_url, self.feed_url, self.outlines_url, self.base, self.grounds_url):
            if address:
                checked_address(address)
        checked_key(self.surface)
        checked_term(self.icon)
        if (self.lat is None) != (self.lon is None):
            raise ValueError("A point needs both lat and lon")


def script_name(surface: str, script: MapScript) -> str:
    """The last part of a script's address: new content, new address."""
    return f"{surface}.{script.digest}.js"


def script_headers(script: MapScript, asked_digest: str) -> dict[str, str]:
    """An old page may ask for an old digest: it gets today's script, but may not keep it as the old one."""
    fresh = asked_digest == script.digest
    return {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": f"public, max-age={YEAR}, immutable" if fresh else "no-cache",
        "ETag": f'"{script.digest}"',
    }
