"""Every record has the fields that HSDS knows, filled in as it wants them, in each language."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.hsds.conftest import HSDS, KINDS, LISTS, ask, contents, ids
from tests.hsds.fields import OBJECTS, REQUIRED, TABLES, check
from tests.page import PageClient

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "directories" / "hsds31_examples"
# Newer than the examples: HSDS 3.1 added them.
SINCE_3_1 = {"attribute": {"label"}, "organization": {"additional_websites"}, "service": {"additional_urls"}}
needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples of the specification are not here")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_each_record_of_each_list_is_as_the_standard_says(demo: PageClient, name: str, language: str) -> None:
    seen: dict[str, tuple[str, Any]] = {}
    for full in ("false", "true"):
        records = contents(demo, f"/{name}", lang=language, full=full)
        assert records
        for record in records:
            check(KINDS[name], record, seen)


@pytest.mark.parametrize("name", LISTS)
def test_what_stands_alone_is_as_the_standard_says_and_the_same_as_in_the_full_list(
    demo: PageClient, name: str
) -> None:
    for record in ask(demo, f"/{name}", full="true", per_page=5)["contents"]:
        alone = ask(demo, f"/{name}/{record['id']}")
        check(KINDS[name], alone, {})
        assert alone == record


def test_all_that_can_be_told_is_told_somewhere(demo: PageClient) -> None:
    """Else a field could vanish and no test of its form would notice."""
    told: dict[str, set[str]] = {}

    def note(kind: str, record: dict[str, Any]) -> None:
        told.setdefault(kind, set()).update(record)
        for name, value in record.items():
            wanted = OBJECTS[kind][name]
            if isinstance(wanted, list):
                for one in value:
                    note(wanted[0], one)
            elif isinstance(wanted, str) and wanted in OBJECTS:
                note(wanted, value)

    for name in LISTS:
        for record in contents(demo, f"/{name}", full="true", lang="en"):
            note(KINDS[name], record)

    assert told["service"] >= {
        "name", "alternate_name", "description", "url", "status", "application_process", "fees_description",
        "accreditations", "eligibility_description", "minimum_age", "assured_date", "alert", "last_modified", "phones",
        "schedules", "service_at_locations", "languages", "organization", "cost_options", "contacts", "attributes",
        "additional_urls",
    }  # fmt: skip
    assert told["location"] >= {"name", "latitude", "longitude", "addresses", "accessibility", "transportation"}
    assert told["organization"] >= {"name", "description", "phones", "website", "services", "locations", "attributes"}
    assert told["schedule"] >= {"freq", "byday", "until", "timezone", "description", "schedule_link", "attending_type"}
    assert told["taxonomy_term"] >= {"code", "parent_id", "taxonomy_detail", "term_uri", "language"}
    assert told.keys() >= OBJECTS.keys() - {"organization_identifier"}


def test_the_feed_says_what_it_is(demo: PageClient) -> None:
    root = ask(demo, "/")

    assert root.keys() == {"version", "profile", "openapi_url", "description", "publisher"}
    assert root["version"] == "3.1"
    assert root["publisher"]["name"]
    profile = demo.get(root["profile"].removeprefix("http://localhost"))
    assert (profile.status_code, profile.mimetype) == (200, "text/plain")
    assert "HSDS 3.1" in profile.text
    assert HSDS.replace("alblasserdam", "{town}") in profile.text
    assert "verzonnen" in root["description"]


def test_ids_are_the_same_in_each_language_and_words_are_not(demo: PageClient) -> None:
    dutch, english = (contents(demo, "/services", lang=language, full="true") for language in ("nl", "en"))

    assert ids(dutch) == ids(english)
    assert [len(one.get("schedules", ())) for one in dutch] == [len(one.get("schedules", ())) for one in english]
    for one, other in zip(dutch, english, strict=True):
        assert ids(one["attributes"]) == ids(other["attributes"])
        assert ids(one.get("schedules", [])) == ids(other.get("schedules", []))
    assert sum(one["name"] != other["name"] for one, other in zip(dutch, english, strict=True)) > 20


# ---------------------------------------------------------------- beside the examples of the specification


@needs_examples
def test_every_field_of_ours_stands_in_the_tables_of_the_specification() -> None:
    for kind, table in TABLES.items():
        with (EXAMPLES / "csv" / f"{table}.csv").open(encoding="utf-8") as file:
            header = set(next(csv.reader(file)))
        plain = {name for name, wanted in OBJECTS[kind].items() if not isinstance(wanted, list)}
        plain -= {name for name in plain if isinstance(OBJECTS[kind][name], str) and OBJECTS[kind][name] in OBJECTS}
        assert plain - SINCE_3_1.get(kind, set()) <= header, kind
        assert REQUIRED.get(kind, {"id"}) <= header, kind


@needs_examples
def test_what_hangs_below_what_is_as_in_the_examples() -> None:
    def compare(kind: str, example: dict[str, Any]) -> None:
        for name, value in example.items():
            wanted = OBJECTS[kind].get(name)
            if isinstance(value, list) and wanted:
                assert isinstance(wanted, list), f"{kind}.{name}"
                compare(wanted[0], value[0])
            elif isinstance(value, dict) and wanted:
                assert wanted in OBJECTS, f"{kind}.{name}"
                compare(wanted, value)
            elif wanted:
                assert not isinstance(wanted, list), f"{kind}.{name}"

    for file, kind in (
        ("service_full", "service"),
        ("organization_full", "organization"),
        ("service_at_location_full", "service_at_location"),
        ("taxonomy_term", "taxonomy_term"),
    ):
        compare(kind, json.loads((EXAMPLES / f"{file}.json").read_text(encoding="utf-8")))


@needs_examples
@pytest.mark.parametrize("name", LISTS)
def test_a_page_has_what_a_page_of_the_examples_has(demo: PageClient, name: str) -> None:
    example = json.loads((EXAMPLES / f"{KINDS[name]}_list.json").read_text(encoding="utf-8"))

    assert ask(demo, f"/{name}").keys() == example.keys()
    assert ask(demo, "/").keys() >= json.loads((EXAMPLES / "base.json").read_text(encoding="utf-8")).keys()
