"""Tables of HSDS become nested values: each row goes into the rows that it names. Pure.

A row that names one that is not there is told and left out, with the table, the line and the id: of a record of the
tables no words are repeated here, as it is not known yet which of them have to stay secret.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webapp.core.errors import ImportRefused
from webapp.hsds_import.package import Package, Row, Tables, key_of, kind_of_value
from webapp.schedule.reading import show

SERVICES, LOCATIONS, ORGANIZATIONS = "services", "locations", "organizations"
HELD_AT, TERMS, TAXONOMIES = "service_at_location", "taxonomy_terms", "taxonomies"
SERVICE, LOCATION, ORGANIZATION, AT = "service_id", "location_id", "organization_id", "service_at_location_id"
PARENTS = {SERVICE: SERVICES, LOCATION: LOCATIONS, ORGANIZATION: ORGANIZATIONS, AT: HELD_AT}
# Which columns say what a row belongs to. Of the other tables nothing is kept: people, money, history.
CHILDREN = {
    "addresses": (LOCATION,),
    "accessibility": (LOCATION,),
    "phones": (SERVICE, LOCATION, ORGANIZATION, AT),
    "schedules": (SERVICE, LOCATION, AT),
    "languages": (SERVICE, LOCATION),
    "cost_options": (SERVICE,),
}
ELSEWHERE = {"phones": ("contact_id",), "languages": ("phone_id",)}  # belongs to something of which nothing is kept
ENTITIES = {
    "service": SERVICES, "location": LOCATIONS, "organization": ORGANIZATIONS, "service_at_location": HELD_AT,
}  # fmt: skip
OTHER_NAMES = {
    "service_at_locations": HELD_AT,
    "services_at_location": HELD_AT,
    "accessibility_for_disabilities": "accessibility",
}
TABLES = frozenset({
    SERVICES, LOCATIONS, ORGANIZATIONS, HELD_AT, TERMS, TAXONOMIES, "programs", "attributes", *CHILDREN, *OTHER_NAMES,
})  # fmt: skip
# By these it is seen whether a table is written with commas or semicolons.
COLUMNS = frozenset({
    "id", "name", "description", SERVICE, LOCATION, ORGANIZATION, AT, "link_id", "taxonomy_term_id", "number", "code",
    "freq", "byday", "address_1", "city", "latitude", "longitude", "amount", "parent_id", "status",
})  # fmt: skip
MOST_PARENTS = 20  # of a term, up to the top of its taxonomy


def link(tables: Tables) -> Package:
    """Raises ImportRefused where there is no table of services."""
    rows = {OTHER_NAMES.get(name, name): rows for name, rows in tables.rows.items()}
    if not rows.get(SERVICES) and not rows.get(LOCATIONS):
        raise ImportRefused("The package holds no services: services.csv is missing or empty.")
    package = Package(problems=list(tables.problems))
    return _Linking(rows, package).link()


class _Linking:
    def __init__(self, rows: Mapping[str, Sequence[Row]], package: Package) -> None:
        self._rows = rows
        self._package = package
        self._places: dict[str, dict[str, str]] = {}  # where each record of a table stands, by its id
        self._records = {name: self._by_id(name) for name in (*ENTITIES.values(), TERMS, TAXONOMIES, "programs")}

    def link(self) -> Package:
        for name, columns in CHILDREN.items():
            for where, row in self._table(name):
                self._put_below(name, columns, where, row)
        self._put_terms()
        self._put_attributes()
        self._put_services()
        self._package.services = self._found(SERVICES)
        self._package.locations = self._found(LOCATIONS)
        return self._package

    def _found(self, name: str) -> list[Row]:
        return [(self._places[name][id_], record) for id_, record in self._records[name].items()]

    def _table(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Without empty cells, which say nothing."""
        for where, row in self._rows.get(name, ()):
            if isinstance(row, Mapping):
                yield where, {key: value for key, value in row.items() if value not in (None, "")}
            else:
                self._package.reject(where, kind_of_value(row))

    def _by_id(self, name: str) -> dict[str, dict[str, Any]]:
        records: dict[str, dict[str, Any]] = {}
        places = self._places[name] = {}
        for where, row in self._table(name):
            id_ = key_of(row.get("id"))
            if not id_:
                self._package.reject(where, "id: is missing" if row.get("id") is None else "id: must be text")
            elif id_ in records:
                self._package.reject(where, f"id: {show(id_)} is the same as at {places[id_]}")
            else:
                records[id_], places[id_] = row, where
        return records

    def _put_below(self, name: str, columns: Sequence[str], where: str, row: dict[str, Any]) -> None:
        named = [column for column in columns if column in row]
        if not named and not any(column in row for column in ELSEWHERE.get(name, ())):
            self._package.leave_out(where, f"belongs to nothing: {' and '.join(columns)} {_are(columns)} empty")
        for column in named:
            parent = self._find(where, row, column, PARENTS[column])
            if parent is not None:
                parent.setdefault(name, []).append(row)

    def _find(self, where: str, row: Mapping[str, Any], column: str, table: str) -> dict[str, Any] | None:
        found = self._records[table].get(key_of(row.get(column)))
        if found is None:
            self._package.leave_out(where, f"{column}: {show(row.get(column))} is not in {table}.csv")
        return found

    def _put_terms(self) -> None:
        """Each with its taxonomy, and the names of those above it."""
        terms = self._records[TERMS]
        for id_, term in terms.items():
            taxonomy = self._records[TAXONOMIES].get(key_of(term.get("taxonomy_id")))
            if taxonomy is not None:
                term["taxonomy_detail"] = taxonomy
            seen, above = [id_], key_of(term.get("parent_id"))
            while above in terms and above not in seen and len(seen) < MOST_PARENTS:
                seen.append(above)
                above = key_of(terms[above].get("parent_id"))
            if above in seen:
                self._package.leave_out(self._places[TERMS][id_], f"parent_id: {show(above)} goes round in a circle")
            term["parent_names"] = [terms[one].get("name") for one in seen[1:]]

    def _put_attributes(self) -> None:
        for where, row in self._table("attributes"):
            entity = row.get("link_entity")
            named = ENTITIES.get(entity) if isinstance(entity, str) else None
            id_ = key_of(row.get("link_id"))
            tables = [named] if named else list(ENTITIES.values())
            thing = next((self._records[table][id_] for table in tables if id_ in self._records[table]), None)
            if thing is None:
                if named or not entity or entity == "link_entity":
                    self._package.leave_out(where, f"link_id: {show(id_)} is in none of {', '.join(tables)}")
                continue
            attribute = dict(row)
            if "taxonomy_term_id" in row:
                term = self._find(where, row, "taxonomy_term_id", TERMS)
                if term is None:
                    continue
                attribute["taxonomy_term"] = term
            thing.setdefault("attributes", []).append(attribute)

    def _put_services(self) -> None:
        for name, column, key in (
            (SERVICES, ORGANIZATION, "organization"),
            (LOCATIONS, ORGANIZATION, "organization"),
        ):
            for id_, record in self._records[name].items():
                if column in record:
                    found = self._find(self._places[name][id_], record, column, ORGANIZATIONS)
                    if found is not None:
                        record[key] = found
        for service in self._records[SERVICES].values():
            program = self._records["programs"].get(key_of(service.get("program_id")))
            if program is not None:
                service["program"] = program
            service["service_at_locations"] = []
        for id_, row in self._records[HELD_AT].items():
            self._put_at(self._places[HELD_AT][id_], row)

    def _put_at(self, where: str, row: dict[str, Any]) -> None:
        for column, table in ((SERVICE, SERVICES), (LOCATION, LOCATIONS)):
            if key_of(row.get(column)) not in self._records[table]:
                reason = f"{show(row[column])} is not in {table}.csv" if column in row else "is missing"
                self._package.reject(where, f"{column}: {reason}")
                return
        row["location"] = self._records[LOCATIONS][key_of(row[LOCATION])]
        self._records[SERVICES][key_of(row[SERVICE])]["service_at_locations"].append(row)


def _are(columns: Sequence[str]) -> str:
    return "is" if len(columns) == 1 else "are"
