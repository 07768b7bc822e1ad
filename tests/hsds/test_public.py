"""Nothing that is not public is told, and what is public has the same ids everywhere."""

import re
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import make_activity, make_place
from tests.database import ROOT
from tests.hsds.conftest import HSDS, ask, carried, contents, ids, told
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.hsds.ids import id_at_location
from webapp.hsds.rules import PAGED
from webapp.hsds.views import AT_LOCATIONS, OF_ORGANIZATIONS, OF_SERVICES, OF_TERMS
from webapp.taxonomy.published import AXES, FACT, FACTS, NAMESPACE, find_term, made_id, taxonomy_id, term_id

ONE = f"/hsds/{BRINKDAM}/services"


def test_nothing_of_what_is_not_public_is_told(client: PageClient, brinkdam: Municipality) -> None:
    hidden = make_place(brinkdam, "Verborgen huis", street="Stilleweg", phone="030 999")
    merged = make_place(brinkdam, "Dubbel")
    there = make_activity(brinkdam, "Zichtbaar", place=hidden)
    draft = make_activity(brinkdam, "Concept")
    assert told(client, there)["service_at_locations"]
    hidden.published = draft.published = False
    merged.published, merged.merged_into_id = False, hidden.id
    db.session.commit()

    for path in ("", "/services", "/service_at_locations", "/organizations", f"/services/{there.id}"):
        answer = client.get(f"/hsds/{BRINKDAM}{path or '/'}", query_string={"full": "true"})
        assert answer.status_code == 200
        for secret in ("Verborgen", "Stilleweg", "030 999", "Dubbel", "Concept", str(hidden.id)):
            assert secret not in answer.text, (path, secret)
    for thing in (hidden, merged, draft):
        ask(client, f"{ONE}/{thing.id}", 404)
        ask(client, f"/hsds/{BRINKDAM}/service_at_locations/{id_at_location(thing.id)}", 404)
    assert ids(ask(client, ONE, minimal="true")["contents"]) == [str(there.id)]
    assert ask(client, f"/hsds/{BRINKDAM}/service_at_locations")["empty"] is True


def test_no_column_that_is_for_staff_gets_out(demo: PageClient) -> None:
    whole = "".join(demo.get(f"{HSDS}/services?full=true&page={page}").text for page in (1, 2))

    for word in ("external_id", "municipality_id", "programme", "Wmo", "IZA", "kwetsbaar", "merged", "source"):
        assert word not in whole


def test_the_same_town_has_the_same_ids_in_the_map_feed(demo: PageClient) -> None:
    features = {one["id"]: one for one in demo.get("/api/v1/alblasserdam/map.geojson").json["features"]}
    at_locations = {one["service_id"]: one["location"] for one in contents(demo, "/service_at_locations")}

    assert features.keys() == {id_ for id_, location in at_locations.items() if "latitude" in location}
    for id_, feature in features.items():
        location = at_locations[id_]
        assert feature["geometry"]["coordinates"] == pytest.approx(
            [location["longitude"], location["latitude"]], abs=1e-6
        )


def test_a_demonstration_says_so_on_each_record(demo: PageClient) -> None:
    for name in ("services", "organizations"):
        assert all(("fact", "demonstration") in carried(one) for one in contents(demo, f"/{name}", full="true"))


@given(st.lists(st.text(), min_size=1))
def test_ids_made_of_names_are_those_of_the_standard(names: list[str]) -> None:
    assert made_id(*names) == str(uuid5(NAMESPACE, "/".join(names)))


def test_terms_have_the_same_ids_everywhere() -> None:
    """Written down here: others count by them."""
    assert taxonomy_id("theme") == "d93b6130-a2de-5d15-9175-48b8b14abb51"
    assert term_id("theme", "geld") == "c53ea5aa-8dd2-569a-bf47-fc7801f186b5"
    assert find_term(term_id("theme", "geld").upper()) == ("theme", "geld")


def test_the_profile_names_each_parameter_each_taxonomy_and_each_fact() -> None:
    told = set(re.findall(r"[\w:-]+", (ROOT / "docs" / "hsds.md").read_text(encoding="utf-8")))
    parameters = {*OF_SERVICES, *AT_LOCATIONS, *OF_ORGANIZATIONS, *OF_TERMS, *PAGED}

    assert {*parameters, *FACTS, *(f"dichtbij:{axis}" for axis in (*AXES, FACT))} <= told
