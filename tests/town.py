"""The cast: Brinkdam, where everything happens, and Overwater next to it, which must never show up in it.

Both are squares of about 7 by 11 km; Brinkdam's south-west corner is at 5.10, 52.10, Overwater lies east of it.
"""

from shapely import MultiPolygon, box

from webapp.core.geo import Position

BRINKDAM, OVERWATER = "brinkdam", "overwater"
SQUARES = {BRINKDAM: box(5.10, 52.10, 5.20, 52.20), OVERWATER: box(5.20, 52.10, 5.30, 52.20)}
CODES = {BRINKDAM: "GM9001", OVERWATER: "GM9002"}
BRINK = Position(lat=52.15, lon=5.15)  # the green in the middle of Brinkdam
QUAY = Position(lat=52.15, lon=5.25)  # in Overwater


def boundary(slug: str) -> MultiPolygon:
    return MultiPolygon([SQUARES[slug]])
