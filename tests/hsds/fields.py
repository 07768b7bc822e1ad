"""What HSDS 3.1 knows: each object with its fields, which of them have to be there, and of what type they are."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

TEXT, NUMBER, ID, ADDRESS, MAIL, DAY, MOMENT = "text", "number", "id", "web address", "mail", "day", "moment"
TIME = re.compile(r"\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d")

# Object → field → type: one of the above, a set of words, an object, or a list of one.
OBJECTS: dict[str, dict[str, Any]] = {
    "service": {
        "id": ID, "organization_id": ID, "program_id": ID, "name": TEXT, "alternate_name": TEXT, "description": TEXT,
        "url": ADDRESS, "email": MAIL, "status": frozenset({"active", "inactive", "defunct", "temporarily closed"}),
        "interpretation_services": TEXT, "application_process": TEXT, "fees_description": TEXT, "accreditations": TEXT,
        "eligibility_description": TEXT, "minimum_age": NUMBER, "maximum_age": NUMBER, "assured_date": DAY,
        "assurer_email": MAIL, "alert": TEXT, "last_modified": MOMENT, "phones": ["phone"], "schedules": ["schedule"],
        "service_at_locations": ["service_at_location"], "languages": ["language"],
        "organization": "organization", "cost_options": ["cost_option"], "contacts": ["contact"],
        "attributes": ["attribute"], "additional_urls": ["url"],
    },
    "service_at_location": {
        "id": ID, "service_id": ID, "location_id": ID, "description": TEXT, "contacts": ["contact"],
        "phones": ["phone"], "schedules": ["schedule"], "location": "location", "service": "service",
        "attributes": ["attribute"],
    },
    "location": {
        "id": ID, "location_type": frozenset({"physical", "postal", "virtual"}), "url": ADDRESS, "organization_id": ID,
        "name": TEXT, "alternate_name": TEXT, "description": TEXT, "transportation": TEXT, "latitude": NUMBER,
        "longitude": NUMBER, "languages": ["language"], "addresses": ["address"], "contacts": ["contact"],
        "accessibility": ["accessibility"], "phones": ["phone"], "schedules": ["schedule"],
        "attributes": ["attribute"],
    },
    "address": {
        "id": ID, "attention": TEXT, "address_1": TEXT, "address_2": TEXT, "city": TEXT, "region": TEXT,
        "state_province": TEXT, "postal_code": TEXT, "country": TEXT,
        "address_type": frozenset({"physical", "postal", "virtual"}),
    },
    "phone": {"id": ID, "number": TEXT, "extension": NUMBER, "type": TEXT, "description": TEXT,
              "languages": ["language"]},
    "schedule": {
        "id": ID, "valid_from": DAY, "valid_to": DAY, "dtstart": DAY, "timezone": NUMBER, "until": DAY,
        "count": NUMBER, "wkst": frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"}),
        "freq": frozenset({"WEEKLY", "MONTHLY"}), "interval": NUMBER, "byday": TEXT,
        "description": TEXT, "opens_at": TIME, "closes_at": TIME,
        "schedule_link": ADDRESS, "attending_type": TEXT, "notes": TEXT,
    },
    "organization": {
        "id": ID, "name": TEXT, "alternate_name": TEXT, "description": TEXT, "email": MAIL, "website": ADDRESS,
        "additional_websites": ["url"], "uri": ADDRESS, "contacts": ["contact"], "phones": ["phone"],
        "locations": ["location"], "organization_identifiers": ["organization_identifier"],
        "attributes": ["attribute"], "services": ["service"],
    },
    "organization_identifier": {"id": ID, "identifier_scheme": TEXT, "identifier_type": TEXT, "identifier": TEXT},
    "contact": {"id": ID, "name": TEXT, "title": TEXT, "department": TEXT, "email": MAIL, "phones": ["phone"]},
    "accessibility": {"id": ID, "description": TEXT, "details": TEXT, "url": ADDRESS},
    "cost_option": {"id": ID, "valid_from": DAY, "valid_to": DAY, "option": TEXT, "currency": TEXT, "amount": NUMBER,
                    "amount_description": TEXT},
    "language": {"id": ID, "name": TEXT, "code": TEXT, "note": TEXT},
    "url": {"id": ID, "label": TEXT, "url": ADDRESS},
    "attribute": {"id": ID, "link_id": ID, "taxonomy_term_id": ID, "link_type": TEXT, "link_entity": TEXT,
                  "value": TEXT, "label": TEXT, "taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"id": ID, "code": TEXT, "name": TEXT, "description": TEXT, "parent_id": ID, "taxonomy": TEXT,
                      "taxonomy_detail": "taxonomy", "language": TEXT, "taxonomy_id": ID, "term_uri": ADDRESS},
    "taxonomy": {"id": ID, "name": TEXT, "description": TEXT, "uri": ADDRESS, "version": TEXT},
}  # fmt: skip
REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"id", "number"},
    "organization_identifier": {"id", "identifier_type", "identifier"},
    "taxonomy": {"id", "name", "description"},
    "taxonomy_term": {"id", "name", "description"},
    "url": {"id", "url"},
}
# The tables of a data package, by their objects; a list names the rows of its table by ids.
TABLES = {
    "service": "services", "service_at_location": "service_at_location", "location": "locations",
    "address": "addresses", "phone": "phones", "schedule": "schedules", "organization": "organizations",
    "organization_identifier": "organization_identifiers", "contact": "contacts", "accessibility": "accessibility",
    "cost_option": "cost_options", "language": "languages", "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms", "taxonomy": "taxonomies",
}  # fmt: skip


def check(kind: str, record: dict[str, Any], ids: dict[str, tuple[str, Any]], path: str = "") -> None:
    """Raises AssertionError naming what is wrong. `ids` collects ids: one id is one thing."""
    where = f"{path}/{kind}"
    assert record.keys() <= OBJECTS[kind].keys(), f"{where} has {record.keys() - OBJECTS[kind].keys()}"
    missing = REQUIRED.get(kind, {"id"}) - record.keys()
    assert not missing, f"{where} lacks {missing}"
    assert ids.setdefault(record["id"], (kind, record["id"]))[0] == kind, f"{where}: an id of two kinds of things"
    for name, value in record.items():
        _check_value(OBJECTS[kind][name], value, ids, f"{where}/{name}")


def _check_value(wanted: Any, value: Any, ids: dict[str, tuple[str, Any]], where: str) -> None:
    if isinstance(wanted, list):
        assert isinstance(value, list), where
        assert value, f"{where} is empty: leave it out"
        assert len({one["id"] for one in value}) == len(value), f"{where}: the same id twice"
        for one in value:
            check(wanted[0], one, ids, where)
    elif wanted in OBJECTS:
        check(wanted, value, ids, where)
    elif isinstance(wanted, frozenset):
        assert value in wanted, f"{where}: {value}"
    elif wanted == NUMBER:
        assert isinstance(value, int | float), where
        assert not isinstance(value, bool), where
    else:
        _check_text(wanted, value, where)


def _check_text(wanted: Any, value: Any, where: str) -> None:
    assert isinstance(value, str), where
    assert value == value.strip(), where
    assert value or where.endswith("postal_code"), where
    if wanted == ID:
        assert str(UUID(value)) == value, where
        assert UUID(value).version in (4, 5), f"{where}: {value}"
    elif wanted == ADDRESS:
        assert re.fullmatch(r"https?://[^\s/]+(/\S*)?", value), f"{where}: {value}"
    elif wanted == MAIL:
        assert re.fullmatch(r"[^@\s]+@[^@\s]+", value), f"{where}: {value}"
    elif wanted == DAY:
        assert date.fromisoformat(value).isoformat() == value, where
    elif wanted == MOMENT:
        assert value.endswith("Z"), where
        assert datetime.fromisoformat(value), where
    elif wanted is TIME:
        assert TIME.fullmatch(value), f"{where}: {value}"
