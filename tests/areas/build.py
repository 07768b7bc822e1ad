"""Features and files for the tests of areas."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
Json = dict[str, Any]


def shared(name: str) -> Path:
    """A real file, where the shared data are present."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"shared data are not here: {name}")
    return path


def square(lon: float = 4.66, lat: float = 51.86, size: float = 0.01) -> Json:
    """A GeoJSON polygon with its south-west corner at this point."""
    east, north = lon + size, lat + size
    return {"type": "Polygon", "coordinates": [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]]}


def bow_tie() -> Json:
    """An outline that crosses itself: two triangles once repaired."""
    return {"type": "Polygon", "coordinates": [[[4.6, 51.8], [4.7, 51.9], [4.7, 51.8], [4.6, 51.9], [4.6, 51.8]]]}


def feature(geometry: object = None, **properties: object) -> Json:
    return {"type": "Feature", "properties": properties, "geometry": square() if geometry is None else geometry}


def town(code: str = "GM0482", name: str = "Alblasserdam", geometry: object = None, **more: object) -> Json:
    return feature(geometry, gemeentecode=code, gemeentenaam=name, **more)


def district(code: str = "WK048201", geometry: object = None, **more: object) -> Json:
    return feature(geometry, wijkcode=code, gemeentecode=f"GM{code[2:6]}", **more)


def neighbourhood(code: str = "BU04820101", name: str = "Cortgene", geometry: object = None, **more: object) -> Json:
    return feature(geometry, buurtcode=code, buurtnaam=name, gemeentecode=f"GM{code[2:6]}", **more)


def drawn(level: str, code: str, name: str = "Getekend") -> Json:
    return feature(level=level, code=code, name=name, approximate=True)


def collection(*features: Json, **members: object) -> Json:
    return {"type": "FeatureCollection", "features": list(features), **members}


def write(folder: Path, content: object, name: str = "areas.geojson") -> Path:
    """JSON, text or bytes as a file; a name that ends in .gz is packed."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path
