"""From a file of postcodes, polygons (GeoJSON) or points (CSV), to rows that can be stored."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

import shapely
from shapely import MultiPolygon, Point

from webapp.areas.geojson import Feature, GeoJson, Where
from webapp.areas.reading import read_csv
from webapp.areas.report import Rejection
from webapp.areas.rules import Rejected, clean_name, normalise_postcode
from webapp.areas.shapes import check_position, read_outline
from webapp.core.errors import ImportRefused

CODES = ("pc4", "pc6", "postcode4", "postcode6", "postcode")
CITIES = ("plaats", "woonplaats", "city")
LATITUDES = ("lat", "latitude")
LONGITUDES = ("lon", "lng", "longitude")


@dataclass(frozen=True)
class PostcodeRow:
    where: Where
    code: str
    city: str | None
    point: Point
    boundary: MultiPolygon | None
    is_repaired: bool = False


@dataclass
class Postcodes:
    rows: dict[str, PostcodeRow] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)

    def add(self, row: PostcodeRow, column: str) -> None:
        first = self.rows.setdefault(row.code, row)
        if first is not row:
            raise Rejected(column, f"{row.code} was already in {first.where.label or f'line {first.where.line}'}")


def read_postcodes(pieces: Iterable[str]) -> Postcodes:
    """Raises ImportRefused for a file that is neither."""
    iterator = iter(pieces)
    start = next(iterator, "")
    rest = chain([start], iterator)
    return _read_polygons(rest) if start.lstrip().startswith("{") else _read_points(rest)


def _read_polygons(pieces: Iterable[str]) -> Postcodes:
    postcodes = Postcodes()
    for feature in GeoJson(pieces).features():
        try:
            values = {str(key).strip().lower(): value for key, value in feature.properties.items()}
            column = _find(values, CODES) or CODES[0]
            postcodes.add(_polygon_row(feature, values, column), column)
        except Rejected as error:
            postcodes.rejections.append(Rejection(feature.where, error.column, error.reason))
    return postcodes


def _polygon_row(feature: Feature, values: Mapping[str, object], column: str) -> PostcodeRow:
    code = normalise_postcode(values.get(column), column, letters=_has_letters(column, values.get(column)))
    city_column = _find(values, CITIES) or CITIES[0]
    city = clean_name(values.get(city_column), city_column)
    outline = read_outline(feature.geometry)
    point = shapely.point_on_surface(outline.shape)
    return PostcodeRow(feature.where, code, city, point, outline.shape, outline.is_repaired)


@dataclass(frozen=True)
class _Header:
    columns: list[str]
    code: str
    lat: str
    lon: str
    city: str | None

    @classmethod
    def of(cls, fields: list[str]) -> "_Header":
        columns = [field.strip().lower() for field in fields]
        present = dict.fromkeys(columns, "")
        code, lat, lon = (_find(present, names) for names in (CODES, LATITUDES, LONGITUDES))
        if not (code and lat and lon):
            missing = [name for name, found in (("pc4 or pc6", code), ("lat", lat), ("lon", lon)) if not found]
            raise ImportRefused(f"The header has no column {', '.join(missing)}; it needs pc4 or pc6, lat and lon.")
        return cls(columns, code, lat, lon, _find(present, CITIES))


def _read_points(pieces: Iterable[str]) -> Postcodes:
    postcodes = Postcodes()
    lines = read_csv(pieces)
    _, fields = next(lines, (1, []))
    header = _Header.of(fields)
    for number, (line, row) in enumerate(lines, start=1):
        where = Where(line, number, "")
        try:
            postcodes.add(_point_row(where, header, row), header.code)
        except Rejected as error:
            postcodes.rejections.append(Rejection(where, error.column, error.reason))
    return postcodes


def _point_row(where: Where, header: _Header, fields: list[str]) -> PostcodeRow:
    if len(fields) > len(header.columns):
        raise Rejected("", f"has {len(fields)} fields, the header has {len(header.columns)}")
    values = dict(zip(header.columns, fields, strict=False))
    written = values.get(header.code, "")
    code = normalise_postcode(written, header.code, letters=_has_letters(header.code, written))
    city = clean_name(values.get(header.city), header.city) if header.city else None
    lat, lon = (_degrees(values.get(column, ""), column) for column in (header.lat, header.lon))
    check_position(lon, lat, f"{header.lat}, {header.lon}")
    return PostcodeRow(where, code, city, Point(lon, lat), None)


def _degrees(text: str, column: str) -> float:
    """A decimal comma is what a Dutch spreadsheet writes."""
    if not text.strip():
        raise Rejected(column, "is empty")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Rejected(column, "is not a number")
    return value


def _has_letters(column: str, value: object) -> bool:
    """Column `pc4` holds four digits, `pc6` also two letters; `postcode` may hold either."""
    if column == "postcode":
        return len("".join(str(value).split())) > len("2951")
    return column in ("pc6", "postcode6")


def _find(values: Mapping[str, object], names: Iterable[str]) -> str | None:
    return next((name for name in names if name in values), None)
