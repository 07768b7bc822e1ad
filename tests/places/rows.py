"""Files of places to import: a good row, and what a test makes of it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from webapp.places.rules import COLUMNS

GOOD = {
    "external_id": "1",
    "kind": "buurthuis",
    "name_nl": "De Brink",
    "name_en": "The Green",
    "description_nl": "Koffie en een praatje.",
    "description_en": "Coffee and a chat.",
    "street": "Dorpsstraat",
    "house_number": "1a",
    "postcode": "3731 AB",
    "city": "Brinkdam",
    "lat": "52.15",
    "lon": "5.15",
    "phone": "030 - 123 45 67",
    "email": "info@brink.example",
    "website": "https://brink.example/",
    "opening_hours": "Mo-Fr 09:00-12:00",
    "themes": "ontmoeten|eten",
    "groups": "iedereen",
    "attributes": "toilet welkom",
    "wheelchair": "yes",
    "free": "ja",
    "walkin": "0",
    "spoken": "nl ar",
    "checked_on": "2026-10-01",
}


def csv_text(*rows: dict[str, str], delimiter: str = ",", columns: tuple[str, ...] = COLUMNS) -> str:
    """Each row is the good one with these changes."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, delimiter=delimiter, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return stream.getvalue()


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def feature(id_: str = "node/1", geometry: Any = None, **tags: str) -> dict[str, Any]:
    """A library on the green of Brinkdam; a colon in a tag is written as two underscores, None takes a tag away."""
    given = {key.replace("__", ":"): value for key, value in tags.items()}
    properties = {"amenity": "library", "name": "Bibliotheek", **given}
    point = {"type": "Point", "coordinates": [5.15, 52.15]}
    return {
        "type": "Feature",
        "id": id_,
        "geometry": geometry or point,
        "properties": {key: value for key, value in properties.items() if value},
    }


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})
