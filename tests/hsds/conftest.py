"""Asking the directory of a town."""

import json
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from tests.hsds.fields import check
from tests.town import BRINKDAM
from webapp.activities.models import Activity
from webapp.places.models import Place

TOWN = "alblasserdam"
HSDS = f"/hsds/{TOWN}"
LISTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
KINDS = dict(zip(LISTS, ("service", "service_at_location", "organization", "taxonomy", "taxonomy_term"), strict=True))


def ask(client: FlaskClient, path: str, status: int = 200, **query: Any) -> dict[str, Any]:
    answer = client.get(f"{HSDS}{path}" if not path.startswith("/hsds") else path, query_string=query)
    assert answer.status_code == status, f"{path} {query}: {answer.status_code} {answer.text[:300]}"
    assert answer.mimetype == ("application/json" if status == 200 else "application/problem+json")
    found: dict[str, Any] = json.loads(answer.data)
    return found


def contents(client: FlaskClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """Of all pages."""
    return list(_all(client, path, **query))


def _all(client: FlaskClient, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    page = 1
    while True:
        found = ask(client, path, page=page, **{"per_page": 100, **query})
        yield from found["contents"]
        if found["last_page"]:
            return
        page += 1


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["id"] for record in records]


def told(client: FlaskClient, thing: Place | Activity, **query: Any) -> dict[str, Any]:
    record = ask(client, f"/hsds/{BRINKDAM}/services/{thing.id}", **query)
    check("service", record, {})
    return record


def carried(record: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (attribute["taxonomy_term"]["taxonomy"].removeprefix("dichtbij:"), attribute["taxonomy_term"]["code"])
        for attribute in record.get("attributes", ())
    }
