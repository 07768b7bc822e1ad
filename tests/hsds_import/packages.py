"""Packages of HSDS to import: a good one, and what a test makes of it."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from click.testing import Result

Import = Callable[..., Result]
Rows = Mapping[str, list[dict[str, Any]]]


def schedule(**parts: Any) -> dict[str, Any]:
    """Each Tuesday from ten to twelve."""
    return _without_none(
        {"id": "sc1", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00", **parts}
    )


def location(id_: str = "l1", **parts: Any) -> dict[str, Any]:
    """A community centre on the green of Brinkdam; None takes a part away."""
    address = {"id": f"a-{id_}", "address_1": "Dorpsstraat 1a", "city": "Brinkdam", "state_province": "Utrecht",
               "postal_code": "3731 AB", "country": "NL", "address_type": "physical"}  # fmt: skip
    return _without_none(
        {
            "id": id_,
            "location_type": "physical",
            "name": "Wijkcentrum De Brink",
            "description": "Midden in het dorp.",
            "transportation": "Bus 77 stopt voor de deur.",
            "latitude": 52.15,
            "longitude": 5.15,
            "addresses": [address],
            "phones": [{"id": "p1", "number": "030 123 45 67", "type": "voice"}],
            "languages": [{"id": "t1", "code": "ar"}],
            "accessibility": [{"id": "x1", "description": "Wheelchair access is possible."}],
            "schedules": [schedule(id="s1", byday="MO,TU", opens_at="09:00", closes_at="17:00")],
            **parts,
        }
    )


def at(id_: str = "h1", **parts: Any) -> dict[str, Any]:
    return _without_none({"id": id_, "location": location(), **parts})


def service(id_: str = "d1", **parts: Any) -> dict[str, Any]:
    """Help with debts on Tuesdays, in that centre."""
    return _without_none(
        {
            "id": id_,
            "name": "Spreekuur schulden",
            "description": "Hulp bij <b>schulden</b>.<br>Ook bij post.",
            "status": "active",
            "url": "https://hulp.example/geld",
            "email": "geld@hulp.example",
            "minimum_age": 18,
            "assured_date": "2026-10-01",
            "application_process": "Je hebt geen afspraak nodig.",
            "schedules": [schedule()],
            "cost_options": [{"id": "k1", "amount": 0, "currency": "eur"}],
            "organization": {
                "id": "o1",
                "name": "Stichting Hulp",
                "description": "",
                "website": "https://hulp.example/",
            },
            "service_at_locations": [at()],
            "languages": [{"id": "t2", "name": "Engels"}],
            **parts,
        }
    )


def term(name: str, taxonomy: str = "elders", **parts: Any) -> dict[str, Any]:
    return {"id": f"at-{name}", "taxonomy_term": {"id": f"te-{name}", "name": name, "taxonomy": taxonomy, **parts}}


def package(*services: Any) -> str:
    return json.dumps(list(services))


def tables(**changes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The same service and location as tables; a table that is named stands in place of the good one."""
    return {
        "organizations": [{"id": "o1", "name": "Stichting Hulp", "description": "", "website": "https://hulp.example/"}],
        "services": [
            {"id": "d1", "organization_id": "o1", "name": "Spreekuur schulden", "description": "Hulp bij schulden.",
             "status": "active", "minimum_age": "18", "email": "geld@hulp.example"},
        ],
        "service_at_location": [{"id": "h1", "service_id": "d1", "location_id": "l1"}],
        "locations": [
            {"id": "l1", "location_type": "physical", "name": "Wijkcentrum De Brink", "latitude": "52.15",
             "longitude": "5.15"},
        ],
        "addresses": [
            {"id": "a1", "location_id": "l1", "address_1": "Dorpsstraat 1a", "city": "Brinkdam",
             "postal_code": "3731 AB", "address_type": "physical"},
        ],
        "phones": [{"id": "p1", "location_id": "l1", "number": "030 123 45 67"}],
        "schedules": [
            {"id": "s1", "service_at_location_id": "h1", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00",
             "closes_at": "12:00"},
        ],
        **changes,
    }  # fmt: skip


def csv_text(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_folder(folder: Path, rows: Rows) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text("{}")
    for name, some in rows.items():
        (folder / f"{name}.csv").write_text(csv_text(some) if some else "")
    return folder


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def zipped(rows: Rows, folder: str = "package/") -> dict[str, str]:
    return {f"{folder}{name}.csv": csv_text(some) for name, some in rows.items()}


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
