"""Lists: their pages, each filter, and what makes no sense."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.build import make_activity, make_municipality, make_place
from tests.hsds.conftest import HSDS, LISTS, ask, contents, ids
from tests.page import PageClient
from tests.town import BRINK, BRINKDAM, OVERWATER, QUAY
from webapp.areas.models import Municipality, Postcode
from webapp.core.geo import Position
from webapp.core.postgis import from_position
from webapp.extensions import db
from webapp.taxonomy.published import AXES, FACT, published_terms, taxonomy_id, term_id

BRINKDAM_HSDS = f"/hsds/{BRINKDAM}"
NOBODY = "00000000-0000-4000-8000-000000000000"


def names(client: FlaskClient, path: str, **query: Any) -> set[str]:
    return {one["name"] for one in contents(client, f"{BRINKDAM_HSDS}{path}", **query)}


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_everything_once_and_say_where_they_stand(demo: PageClient, name: str) -> None:
    first = ask(demo, f"/{name}", per_page=7)
    total, pages = first["total_items"], first["total_pages"]
    seen: list[str] = []
    for number in range(1, pages + 1):
        page = ask(demo, f"/{name}", per_page=7, page=number)
        assert (page["total_items"], page["total_pages"], page["page_number"]) == (total, pages, number)
        assert (page["first_page"], page["last_page"]) == (number == 1, number == pages)
        assert page["size"] == len(page["contents"]) == min(7, total - 7 * (number - 1))
        assert page["empty"] is False
        seen += ids(page["contents"])

    assert len(seen) == len(set(seen)) == total
    assert pages == -(-total // 7)


@pytest.mark.parametrize("name", LISTS)
def test_a_page_behind_the_last_one_is_empty(demo: PageClient, name: str) -> None:
    total = ask(demo, f"/{name}")["total_items"]
    page = ask(demo, f"/{name}", page=1_000_000, per_page=100)

    assert page["empty"] is page["last_page"] is True
    assert (page["contents"], page["size"], page["total_items"], page["page_number"]) == ([], 0, total, 1_000_000)


def test_a_town_with_nothing_has_one_empty_page(client: PageClient, brinkdam: Municipality) -> None:
    for name in ("services", "service_at_locations", "organizations"):
        page = ask(client, f"{BRINKDAM_HSDS}/{name}")
        assert (page["empty"], page["first_page"], page["last_page"], page["total_items"]) == (True, True, True, 0)


def test_minimal_is_the_whole_town_in_one_page(demo: PageClient) -> None:
    whole = ask(demo, "/services", minimal="true")

    assert whole["last_page"] is True
    assert ids(whole["contents"]) == ids(contents(demo, "/services"))
    assert all(one.keys() == {"id", "last_modified"} for one in whole["contents"])


# ---------------------------------------------------------------- filters


def test_each_term_finds_what_carries_it_and_nothing_else(demo: PageClient) -> None:
    """Said once in SQL and once in Python."""
    services = contents(demo, "/services", full="true")
    carried: dict[str, set[str]] = {}
    for one in services:
        for attribute in one["attributes"]:
            carried.setdefault(attribute["taxonomy_term"]["id"], set()).add(one["id"])
    found = {
        term_id(axis, id_): set(ids(ask(demo, "/services", taxonomy_term_id=term_id(axis, id_), minimal=1)["contents"]))
        for axis, terms in published_terms().items()
        for id_ in terms
    }

    assert {term: those for term, those in found.items() if those} == carried
    assert len(carried) > 60


def test_a_taxonomy_finds_what_carries_any_of_its_terms(demo: PageClient) -> None:
    services = contents(demo, "/services", full="true")
    for axis in (*AXES, FACT):
        taxonomy = taxonomy_id(axis)
        wanted = {one["id"] for one in services if taxonomy in taxonomies_of(one)}
        assert set(ids(ask(demo, "/services", taxonomy_id=taxonomy, minimal=1)["contents"])) == wanted


def taxonomies_of(service: dict[str, Any]) -> set[str]:
    return {attribute["taxonomy_term"]["taxonomy_id"] for attribute in service["attributes"]}


def test_filters_add_up(demo: PageClient) -> None:
    def found(**query: str) -> set[str]:
        return set(ids(ask(demo, "/services", minimal=1, **query)["contents"]))

    coffee = ask(demo, "/services", search="koffie")["contents"]
    together: list[dict[str, str]] = [
        {"taxonomy_term_id": term_id(FACT, "free"), "taxonomy_id": taxonomy_id("place_kind")},
        {"search": "koffie", "organization_id": coffee[0]["organization"]["id"]},
        {"taxonomy_term_id": term_id("theme", "geld"), "modified_after": "2026-01-01"},
    ]
    for query in together:
        apart = [found(**{name: value}) for name, value in query.items()]
        assert found(**query) == set.intersection(*apart) != set()


def test_an_unknown_term_finds_nothing(demo: PageClient) -> None:
    for name in ("taxonomy_term_id", "taxonomy_id", "organization_id"):
        assert ask(demo, "/services", **{name: NOBODY})["empty"] is True


def test_each_organisation_finds_what_it_offers(demo: PageClient) -> None:
    organizations = contents(demo, "/organizations", full="true")
    offered = {one["id"]: set(ids(one["services"])) for one in organizations}
    found = {id_: set(ids(ask(demo, "/services", organization_id=id_, minimal=1)["contents"])) for id_ in offered}
    below: dict[str, set[str]] = {}
    for one in contents(demo, "/services"):
        below.setdefault(one["organization"]["id"], set()).add(one["id"])

    assert offered == found == below
    assert len(offered) > 3


def test_what_changed_since_a_moment(client: PageClient, brinkdam: Municipality) -> None:
    make_place(brinkdam, "De Brink")
    [one] = contents(client, f"{BRINKDAM_HSDS}/services")
    changed = datetime.fromisoformat(one["last_modified"])

    for moment, wanted in ((changed - timedelta(seconds=1), 1), (changed, 1), (changed + timedelta(seconds=1), 0)):
        for told in (moment.isoformat(), moment.isoformat().replace("+00:00", "Z")):
            assert len(names(client, "/services", modified_after=told)) == wanted, told
    assert names(client, "/services", modified_after=f"{changed + timedelta(days=1):%Y-%m-%d}") == set()
    assert abs(changed - datetime.now(UTC)) < timedelta(minutes=10)


def test_search_understands_as_our_pages_do(demo: PageClient) -> None:
    page = demo.get("/nl/alblasserdam/activities", query_string={"q": "schuldhulpspreekuur"})
    found = contents(demo, "/services", search="schuldhulpspreekuur")

    assert any(one["name"] in page.text for one in found)
    assert ask(demo, "/services", search="zwaluwstaartvogelhuisje")["empty"] is True


def test_a_postcode_and_how_near_to_it(client: PageClient, brinkdam: Municipality) -> None:
    overwater = make_municipality(OVERWATER)
    db.session.add(Postcode(code="9901", city="Brinkdam", point=from_position(BRINK)))
    db.session.add(Postcode(code="9902", city="Overwater", point=from_position(QUAY)))
    make_place(brinkdam, "Hier")
    make_place(brinkdam, "Ver", position=Position(lat=52.19, lon=5.15))
    make_place(brinkdam, "Lijn", kind="telefoon", position=None)
    make_place(overwater, "Kade", position=QUAY)

    def found(**query: Any) -> set[str]:
        return {one["service"]["name"] for one in contents(client, f"{BRINKDAM_HSDS}/service_at_locations", **query)}

    assert found() == {"Hier", "Ver"}
    assert found(postcode="9901") == {"Hier", "Ver"}
    assert found(postcode="9902") == set()
    assert found(postcode="9901 AB", proximity="500") == {"Hier"}
    assert found(postcode="9901", proximity=5000) == {"Hier", "Ver"}
    assert found(postcode="9902", proximity=20_000) == {"Hier", "Ver"}
    refused = ask(client, f"{BRINKDAM_HSDS}/service_at_locations", 400, postcode="8888", lang="en")
    assert "do not know this postcode" in refused["detail"]


def test_terms_by_taxonomy_parent_and_words(demo: PageClient) -> None:
    topics = contents(demo, "/taxonomy_terms", taxonomy_id=taxonomy_id("topic"))
    below = contents(demo, "/taxonomy_terms", parent_id=term_id("theme", "geld"))
    top = contents(demo, "/taxonomy_terms", top_only="true")

    assert {one["taxonomy"] for one in topics} == {"dichtbij:topic"}
    assert below == [one for one in topics if one["parent_id"] == term_id("theme", "geld")] != []
    assert not any("parent_id" in one for one in top)
    assert {one["code"] for one in contents(demo, "/taxonomy_terms", search="hulp bij SCHULDEN")} == {"schuldhulp"}
    assert ask(demo, "/taxonomies", search="zwaluwstaart")["empty"] is True


def test_organisations_by_words_and_by_what_they_offer(client: PageClient, brinkdam: Municipality) -> None:
    make_place(brinkdam, "De Brink", themes=("geld",))

    def found(**query: Any) -> int:
        return len(contents(client, f"{BRINKDAM_HSDS}/organizations", **query))

    assert found(search="BRINKDAM") == found(taxonomy_term_id=term_id("theme", "geld")) == found() == 1
    assert found(search="Overwater") == found(taxonomy_term_id=term_id("theme", "eten")) == 0
    assert found(taxonomy_id=taxonomy_id("provider_type")) == 0


def test_whole_services_below_an_organisation_only_where_they_fit(demo: PageClient, client: PageClient) -> None:
    [least, *_] = sorted(contents(demo, "/organizations", full=1), key=lambda one: len(one["services"]))
    whole = ask(demo, f"/organizations/{least['id']}", full_service="true")

    assert whole["services"] == [ask(demo, f"/services/{id_}") for id_ in ids(least["services"])]


def test_the_order_does_not_change_with_the_words(demo: PageClient) -> None:
    for name in ("services", "service_at_locations", "organizations"):
        told = [one.get("service", one)["id"] for one in contents(demo, f"/{name}")]
        assert all(before < after for before, after in pairwise(told))


# ---------------------------------------------------------------- what makes no sense

REFUSED = {
    "page": ("0", "-1", "1e9", "1.5", "abc", "9" * 30, "١"),
    "per_page": ("0", "101", "-5", "abc", "9" * 5000),
    "format": ("csv", "ndjson", "<xml>"),
    "full": ("yes", "2"),
    "minimal": ("maybe",),
    "taxonomy_term_id": ("geld", "' OR 1=1", "00000000-0000-4000-8000-00000000000g"),
    "organization_id": ("1", "../1"),
    "modified_after": ("yesterday", "2026-13-01", "99999-01-01"),
    "search": ("a" * 101, "koffie\x00thee"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused_with_what_to_do(demo: PageClient, name: str) -> None:
    for value in REFUSED[name]:
        english, dutch = (ask(demo, "/services", 400, lang=language, **{name: value}) for language in ("en", "nl"))
        assert english["status"] == 400
        assert english["detail"] != dutch["detail"], value
        assert "%(" not in english["detail"] + dutch["detail"]


@pytest.mark.parametrize("postcode", ["nee", "0123", "2951AB3", "2951\x00", ""])
@pytest.mark.parametrize("proximity", ["500", "nan", "-1", "1e300", "dichtbij"])
def test_a_place_that_makes_no_sense_is_refused(demo: PageClient, postcode: str, proximity: str) -> None:
    assert ask(demo, "/service_at_locations", 400, postcode=postcode, proximity=proximity)["detail"]
    if proximity != "500":
        assert "meter" in ask(demo, "/service_at_locations", 400, postcode="2951", proximity=proximity)["detail"]


def test_what_nobody_knows_is_ignored_and_empty_means_any(demo: PageClient) -> None:
    plain = ask(demo, "/services")

    assert ask(demo, "/services", page="", per_page="", search=" ", full="", utm_source="x", postcode="0000") == plain


def test_moments_at_the_ends_of_time_break_nothing(demo: PageClient) -> None:
    for moment, is_empty in (("0001-01-01T00:00:00+14:00", False), ("9999-12-31T23:59:59-14:00", True)):
        assert ask(demo, "/services", modified_after=moment)["empty"] is is_empty


@pytest.mark.parametrize("path", ["/services/1", "/nothing", *(f"/{name}/{NOBODY}" for name in LISTS)])
def test_what_is_not_there_is_told_to_programs(demo: PageClient, path: str) -> None:
    answer = demo.get(f"{HSDS}{path}")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_slash_too_many_leads_to_the_list(demo: PageClient) -> None:
    answer = demo.get(f"{HSDS}/services/?page=2")

    assert (answer.status_code, answer.location) == (308, f"{HSDS}/services?page=2")


def test_another_town_and_a_town_that_is_not_open_have_nothing_here(client: PageClient, brinkdam: Municipality) -> None:
    overwater = make_municipality(OVERWATER)
    there, here = make_place(overwater, "Kade", position=QUAY), make_place(brinkdam)
    make_activity(overwater, "Thee", place=there)
    make_municipality("dicht", is_open=False, code="GM9003")

    assert names(client, "/services") == {here.texts[0].name}
    ask(client, f"/hsds/{OVERWATER}/services/{there.id}")
    ask(client, f"{BRINKDAM_HSDS}/services/{there.id}", 404)
    ask(client, "/hsds/dicht/", 404)
    ask(client, "/hsds/nergens/services", 404)
