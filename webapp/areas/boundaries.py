"""From features in a file to boundaries that can be stored, and the reasons for those that cannot."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import shapely
from shapely import MultiPolygon

from webapp.areas.geojson import Feature, Where
from webapp.areas.report import Rejection
from webapp.areas.rules import Area, Rejected, recognise_area
from webapp.areas.shapes import polygon_parts, read_outline


@dataclass(frozen=True)
class Boundary:
    where: Where
    area: Area
    shape: MultiPolygon
    is_repaired: bool

    def reject(self, column: str, reason: str) -> Rejection:
        return Rejection(self.where, column, reason, self.area.level)


@dataclass
class Gathered:
    """`boundaries` by code, `skipped` features that are no area (water, labels)."""

    boundaries: dict[str, Boundary] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    skipped: int = 0


def gather(features: Iterable[Feature], only: str | None = None) -> Gathered:
    """`only`: the code of the one municipality that is wanted. Raises ImportRefused as the reading does."""
    gathered = Gathered()
    for feature in features:
        try:
            area = recognise_area(feature.properties)
            if area is None:
                gathered.skipped += 1
            else:
                _add(gathered, area, feature, only)
        except Rejected as error:
            gathered.rejections.append(Rejection(feature.where, error.column, error.reason, error.level))
    return gathered


def _add(gathered: Gathered, area: Area, feature: Feature, only: str | None) -> None:
    try:
        if only and area.municipality_code != only:
            raise Rejected(area.level.codes[0], f"{area.code} does not lie in {only}")
        outline = read_outline(feature.geometry)
        boundary = Boundary(feature.where, area, outline.shape, outline.is_repaired)
        first = gathered.boundaries.get(area.code)
        gathered.boundaries[area.code] = _join(first, boundary) if first else boundary
    except Rejected as error:
        error.level = area.level
        raise


def _join(first: Boundary, second: Boundary) -> Boundary:
    """CBS gives the land and the water of one area as two features; any other double code is a mistake."""
    if not (first.area.is_water or second.area.is_water):
        raise Rejected(first.area.level.codes[0], f"{first.area.code} was already in {first.where.label}")
    land = second if first.area.is_water else first
    shape = polygon_parts(shapely.union(first.shape, second.shape))
    return replace(land, where=first.where, shape=shape, is_repaired=first.is_repaired or second.is_repaired)
