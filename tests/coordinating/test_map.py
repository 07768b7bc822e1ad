"""Who serves what: the map and the list hold the same, and the map is ours."""

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from tests.coordinating.build import TEAMS, alblasserdam, coordinator
from tests.page import PageClient, one, text_of
from tests.teams.build import make_team
from webapp.coordinating.rules import letters
from webapp.core.geo import Position
from webapp.core.postgis import to_area
from webapp.extensions import db
from webapp.taxonomy.rules import terms
from webapp.teams import operations
from webapp.teams.facts import Ground, RuleFacts
from webapp.teams.queries import find_team_by_slug, list_teams
from webapp.teams.routing_queries import route
from webapp.teams.rules import Asked

TOPICS = ["", "geld", "veilig", "gezin"]
LISTED = ".grounds__one"


@pytest.fixture
def client(demo: PageClient) -> PageClient:
    return coordinator()


def on_map(client: PageClient, topic: str) -> list[dict[str, Any]]:
    answer = client.get(f"{TEAMS}/grounds.geojson?topic={topic}")
    assert answer.mimetype == "application/geo+json"
    features: list[dict[str, Any]] = json.loads(answer.text)["features"]
    return features


def listed(client: PageClient, topic: str) -> list[tuple[str, str, str]]:
    """Kind, sign and all the words."""
    page = client.page(f"{TEAMS}/map?topic={topic}")
    return [
        (item.attrs["data-kind"] or "", text_of(item.query(".grounds__sign")[0]), text_of(item))
        for item in page.query(LISTED)
    ]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_list_equals_the_map(client: PageClient, topic: str) -> None:
    drawn = [(one["properties"]["kind"], one["properties"]["sign"]) for one in on_map(client, topic)]
    told = [(kind, sign) for kind, sign, words in listed(client, topic) if "nergens" not in words]

    assert drawn
    assert sorted(drawn) == sorted(told)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_sign_stands_in_its_own_ground(client: PageClient, topic: str) -> None:
    for one_ in on_map(client, topic):
        assert shape(one_["geometry"]).covers(shapely.Point(one_["properties"]["at"])), one_["properties"]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_map_says_what_routing_does(client: PageClient, topic: str) -> None:
    town, features = alblasserdam(), on_map(client, topic)
    names = {team.id: team.name for team in list_teams(town)}
    for one_ in features:
        lon, lat = one_["properties"]["at"]
        decision = route(town, Asked(topic or None, "nl", Position(lat=lat, lon=lon)))
        expected = "Team Het Brughuis" if one_["properties"]["kind"] == "gap" else one_["properties"]["label"]
        assert names[decision.team_id] == expected.removeprefix("Regel 1: ").partition(" in plaats van ")[0]


@pytest.mark.parametrize("has_deputy", [True, False])
@pytest.mark.parametrize("topic", ["geld", ""])
def test_the_map_follows_routing_to_the_deputy(client: PageClient, topic: str, has_deputy: bool) -> None:
    town = alblasserdam()
    for slug in ("geld-en-papieren", "centrum-en-kinderdijk"):
        team = find_team_by_slug(town, slug)
        assert team is not None
        deputy = find_team_by_slug(town, "samen-doen")
        team.deputy_id = deputy.id if has_deputy and deputy is not None else None
        operations.deactivate_team(town, team.id)
    db.session.commit()

    page = text_of(one(client.page(f"{TEAMS}/map?topic={topic}"), "main"))
    words = [words for _kind, _sign, words in listed(client, topic)]

    assert "Deze nemen nu geen vragen aan: Team Centrum en Kinderdijk, Team Geld en papieren." in page
    assert any("in plaats van Team" in one_ for one_ in words) == has_deputy
    test_the_map_says_what_routing_does(client, topic)
    test_every_spot_of_the_town_is_served_or_a_gap(client, topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_spot_of_the_town_is_served_or_a_gap(client: PageClient, topic: str) -> None:
    shapes = [shape(one["geometry"]) for one in on_map(client, topic)]
    town = to_area(alblasserdam().boundary)

    together = shapely.union_all([one.buffer(0.0002) for one in shapes])  # the outlines are drawn to some metres

    assert together.covers(town)


def test_a_rule_for_all_of_a_topic_leaves_nothing_to_others(client: PageClient) -> None:
    told = listed(client, "veilig")

    rules = [words for kind, _sign, words in told if kind == "rule"]
    assert len(rules) == 1
    assert "Regel 1: Team Het Brughuis" in rules[0]
    assert all("nergens: anderen gaan voor" in words for kind, _sign, words in told if kind == "team")
    assert not [kind for kind, _sign, _words in told if kind == "gap"]


def test_gaps_are_told_in_hectares_and_with_who_looks_after_them(client: PageClient) -> None:
    gaps = [words for kind, _sign, words in listed(client, "veilig-niet") if kind == "gap"]

    assert gaps
    assert all("hectare" in words for words in gaps)
    assert "Dan kijkt Team Het Brughuis wie kan helpen." in text_of(one(client.page(f"{TEAMS}/map"), "main"))


def test_an_overlap_has_the_signs_of_both_teams(client: PageClient) -> None:
    make_team(alblasserdam(), "tweede-geld", name="Zusterteam", topics=["geld"])

    told = {kind: (sign, words) for kind, sign, words in listed(client, "geld")}

    sign, words = told["overlap"]
    first, second = sign.split("+")
    assert first < second
    assert "Team Geld en papieren en Zusterteam" in words


def test_no_two_teams_share_a_sign(client: PageClient) -> None:
    town = alblasserdam()
    for number in range(8):
        make_team(town, f"extra-{number}", topics=["geld"])

    signs = [one["properties"]["sign"] for one in on_map(client, "geld") if one["properties"]["kind"] == "team"]

    assert len(signs) == len(set(signs)) == 9


def test_a_rule_without_a_topic_is_on_every_map(client: PageClient) -> None:
    town = alblasserdam()
    team = make_team(town, "wijkteam")
    operations.add_rule(town, RuleFacts(team.id, ground=Ground(["WK048201"])))

    for topic in ("", *terms("theme")):
        assert any("Wijkteam" in words for kind, _sign, words in listed(client, topic) if kind == "rule")


@pytest.mark.parametrize("surface", ["grounds", "pick"])
def test_the_script_is_compiled_by_the_one_map_maker(client: PageClient, surface: str) -> None:
    path = f"{TEAMS}/map" if surface == "grounds" else f"{TEAMS}/try"
    page = client.page(path)
    (source,) = [one.attrs["src"] for one in page.query("script[type=module]")]

    script = client.get(source or "")

    assert script.mimetype == "text/javascript"
    assert f"Dichtbij.{'groundLayer' if surface == 'grounds' else 'pickLayer'}" in script.text
    assert one(page, ".map").attrs["data-outlines"] == f"{TEAMS}/outlines.geojson"
    assert client.get(f"{TEAMS}/outlines.geojson").status_code == 200


def test_a_surface_that_is_not_there_is_not_found(client: PageClient) -> None:
    assert client.get(f"{TEAMS}/map/town.x.js").status_code == 404


def test_letters_go_on_after_z() -> None:
    assert [letters(number) for number in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
