"""The forms that HSDS takes in JSON become one: services with their locations within. Pure.

A service, a list or a page of them; organizations with services and locations; services at locations; the tabular form.
Nested values name each other only downwards, so they cannot go round in a circle.
"""

from collections.abc import Mapping
from typing import Any

from webapp.core.errors import ImportRefused
from webapp.hsds_import.linking import HELD_AT, TABLES, link
from webapp.hsds_import.package import Package, Tables, key_of, kind_of_value
from webapp.places.findings import Rejected, Warned

MOST_RECORDS = 200_000
OF_A_LOCATION = {"location_type", "latitude", "longitude", "addresses", "transportation"}
OF_AN_ORGANIZATION = {
    "services", "locations", "legal_status", "year_incorporated", "tax_status", "organization_identifiers", "website",
}  # fmt: skip
OF_A_SERVICE = {
    "status",
    "service_at_locations",
    "organization",
    "organization_id",
    "cost_options",
    "application_process",
}
OF_A_TERM = {"taxonomy", "taxonomy_detail", "uri", "term_uri", "version"}  # those, and the first page of an address
LISTS = ("contents", "services", "organizations", "locations", "service_at_locations")


def gather(content: Any) -> Package:
    """Raises ImportRefused for what is no HSDS."""
    if isinstance(content, Mapping) and _is_tabular(content):
        return link(_tables(content))
    package = Package()
    found = _records(content, package)
    if len(found) > MOST_RECORDS:
        raise ImportRefused(f"The package has {len(found):,} records; {MOST_RECORDS:,} is the most: cut it in parts.")
    gathering = _Gathering(package)
    for where, record in found:
        gathering.take(where, record)
    if not (package.services or package.locations or any(isinstance(one, Rejected) for one in package.problems)):
        raise ImportRefused("The package holds no services, no locations and no organizations of HSDS.")
    return gathering.finish()


def _is_tabular(content: Mapping[str, Any]) -> bool:
    if any(key.endswith(".csv") for key in content):
        return True
    held = [content.get(name) for name in (HELD_AT, f"{HELD_AT}s")]
    rows = [row for one in held if isinstance(one, list) for row in one]
    return "services" in content and any(isinstance(row, Mapping) and "service_id" in row for row in rows)


def _tables(content: Mapping[str, Any]) -> Tables:
    tables = {key.removesuffix(".csv"): rows for key, rows in content.items()}
    for name, rows in tables.items():
        if name in TABLES and not isinstance(rows, list):
            raise ImportRefused(f"{name}.csv must be a list of rows.")
    return Tables(
        {
            name: [(f"{name}.csv row {number}", row) for number, row in enumerate(rows, start=1)]
            for name, rows in tables.items()
            if name in TABLES
        }
    )


def _records(content: Any, package: Package) -> list[tuple[str, Any]]:
    if isinstance(content, list):
        return [(f"record {number}", record) for number, record in enumerate(content, start=1)]
    if not isinstance(content, Mapping) or not content.keys() & {"id", "name", *LISTS}:
        raise ImportRefused("The file is no HSDS: it holds neither a record nor a list of them.")
    if key_of(content.get("id")) or not any(isinstance(content.get(name), list) for name in LISTS):
        return [("record 1", content)]
    _warn_of_pages(content, package)
    return [
        (f"{name}[{number}]", record)
        for name in LISTS
        if isinstance(content.get(name), list)
        for number, record in enumerate(content[name], start=1)
    ]


def _warn_of_pages(content: Mapping[str, Any], package: Package) -> None:
    number, pages = content.get("page_number"), content.get("total_pages")
    if isinstance(pages, int) and not isinstance(pages, bool) and pages > 1:
        package.problems.append(Warned(f"this is page {number!s:.20} of {pages}: the others are files of their own"))


class _Gathering:
    """Locations are told once or many times over: within a service, or of an organization and then by their id."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._locations: dict[str, Any] = {}

    def take(self, where: str, record: Any) -> None:
        if not isinstance(record, Mapping):
            self._package.reject(where, kind_of_value(record))
        elif isinstance(record.get("service"), Mapping):
            held = {key: value for key, value in record.items() if key != "service"}
            self._service(where, {**record["service"], "service_at_locations": [held]})
        elif record.keys() & OF_A_LOCATION and "status" not in record:
            self._location(where, record)
        elif record.keys() & OF_AN_ORGANIZATION and not record.keys() & {"status", "organization"}:
            self._organization(where, record)
        elif record.keys() & OF_A_SERVICE or not record.keys() & OF_A_TERM:
            self._service(where, record)

    def _organization(self, where: str, record: Mapping[str, Any]) -> None:
        organization = {key: value for key, value in record.items() if key not in ("services", "locations")}
        for name, take in (("locations", self._location), ("services", self._service)):
            values = record.get(name)
            if values is not None and not isinstance(values, list):
                self._package.reject(where, f"{name}: must be a list")
                continue
            for number, value in enumerate(values or (), start=1):
                if isinstance(value, Mapping):
                    take(f"{where}.{name}[{number}]", {"organization": organization, **value})
                else:
                    self._package.reject(f"{where}.{name}[{number}]", kind_of_value(value))

    def _location(self, where: str, record: Mapping[str, Any]) -> None:
        self._locations.setdefault(key_of(record.get("id")), record)
        self._package.locations.append((where, record))

    def _service(self, where: str, record: Mapping[str, Any]) -> None:
        self._package.services.append((where, record))

    def finish(self) -> Package:
        """A service that names its locations by their id only gets them from where they are told."""
        self._package.services = [(where, self._with_locations(record)) for where, record in self._package.services]
        return self._package

    def _with_locations(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        held = record.get("service_at_locations")
        if not isinstance(held, list):
            return record
        return {**record, "service_at_locations": [self._with_location(one) for one in held]}

    def _with_location(self, held: Any) -> Any:
        if not isinstance(held, Mapping) or held.get("location") is not None:
            return held
        found = self._locations.get(key_of(held.get("location_id")))
        return held if found is None else {**held, "location": found}
