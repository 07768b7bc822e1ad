"""`flask teams …` as an operator runs it: a town set up without screens, and bad files told by line and name."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from tests.areas.build import bow_tie, collection, feature, square, write
from tests.build import make_municipality
from tests.teams.build import make_neighbourhood, part
from webapp.areas.models import Municipality
from webapp.core.geo import Position
from webapp.teams import queries
from webapp.teams.routing_queries import route
from webapp.teams.rules import Asked

TEAMS = """
# Two teams and a rule.
[[team]]
slug = "noord"
name = "Team Noord"
email = "noord@example.org"
hours = "Mo-Fr 09:00-12:00,13:00-17:00"
deputy = "zuid"
topics = ["geld"]
area = "langs de dijk"

[[team]]
slug = "zuid"
name = "Team Zuid"
email = "zuid@example.org"
phone = "078 123 45 67"
answer_days = 3
triage = true
neighbourhoods = ["WK900101"]

[[rule]]
team = "zuid"
languages = ["ar"]
"""
AREAS = collection(
    feature(square(5.12, 52.12), name="langs de dijk"), feature(square(5.14, 52.12), name="langs de dijk")
)


@pytest.fixture
def town(db_session: Session) -> Municipality:
    town = make_municipality()
    make_neighbourhood(town, "WK900101", part(0, 0, 0.5, 1))
    return town


def run(cli: FlaskCliRunner, *arguments: object) -> tuple[int, list[str]]:
    result = cli.invoke(args=["teams", *map(str, arguments), "--town", "brinkdam"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.splitlines()


def load(cli: FlaskCliRunner, folder: Path, teams: str, areas: object = AREAS, *more: str) -> tuple[int, list[str]]:
    file = write(folder, teams, "teams.toml")
    return run(cli, "import", file, "--areas", write(folder, areas), *more)


def test_a_town_is_set_up_from_files_and_the_second_time_nothing_changes(
    cli: FlaskCliRunner, town: Municipality, tmp_path: Path
) -> None:
    assert load(cli, tmp_path, TEAMS) == (0, ["2 teams: 2 added, 0 changed, 0 unchanged", "1 rules: replaced"])
    assert load(cli, tmp_path, TEAMS) == (0, ["2 teams: 0 added, 0 changed, 2 unchanged", "1 rules: unchanged"])
    assert run(cli, "list") == (
        0,
        [
            "noord\tTeam Noord\tnoord@example.org\tactive\tgeld\ta drawn area",
            "zuid\tTeam Zuid\tzuid@example.org\ttriage\t-\tWK900101",
            "rule 1\tzuid\t-\tar\t-",
        ],
    )
    north = queries.find_team_by_slug(town, "noord")
    assert north is not None
    assert len(north.working_hours) == 10
    for position, owner in ((Position(52.125, 5.145), "noord"), (Position(52.155, 5.145), "zuid")):
        decision = route(town, Asked("geld", position=position))
        assert queries.get_team(town, decision.team_id).slug == owner


def test_what_is_otherwise_in_the_file_is_changed_and_the_rest_stays(
    cli: FlaskCliRunner, town: Municipality, tmp_path: Path
) -> None:
    load(cli, tmp_path, TEAMS)
    other = TEAMS.replace('topics = ["geld"]', 'topics = ["eten"]\nactive = false').split("[[rule]]")[0]

    assert load(cli, tmp_path, other) == (0, ["2 teams: 0 added, 1 changed, 1 unchanged"])
    assert [line.split("\t")[3] for line in run(cli, "list")[1]] == ["inactive", "triage", "ar"]


def test_a_dry_run_keeps_nothing(cli: FlaskCliRunner, town: Municipality, tmp_path: Path) -> None:
    code, lines = load(cli, tmp_path, TEAMS, AREAS, "--dry-run")

    assert (code, lines[0]) == (0, "dry run: nothing was kept")
    assert run(cli, "list") == (0, ["No team can be reached: residents see a phone number in place of the form."])


ONE = '[[team]]\nslug = "een"\nname = "Een"\nemail = "een@example.org"\n'


@pytest.mark.parametrize(
    ("teams", "problems"),
    [
        (ONE + 'mail = "x"', ["line 1, team 'een': a team: unknown key 'mail'"]),
        (ONE + "answer_days = 0", ["line 1, team 'een': answer_days: '0' is not a whole number above zero"]),
        (ONE + "answer_days = 99", ["line 1, team 'een', answer_days: Choose a whole number from 1 to 30."]),
        (ONE + 'topics = "geld"', ["line 1, team 'een': topics must be a list"]),
        (ONE + 'area = "dijk"', ["line 1, team 'een': area: there is no 'dijk' in the file of areas"]),
        (ONE + 'deputy = "twee"', ["line 1, team 'een', deputy: there is no team 'twee'"]),
        (ONE + 'deputy = "een"', ["line 1, team 'een', deputy: A team cannot stand in for itself."]),
        (
            ONE + 'hours = "Jan-Mar Mo 10:00-12:00"',
            [
                "line 1, team 'een': hours: 'Jan-Mar Mo 10:00-12:00' is not one week with its periods, like "
                "Mo-Fr 09:00-17:00"
            ],
        ),
        (ONE + 'neighbourhoods = ["WK900199"]', [
            "line 1, team 'een', neighbourhoods: There is no wijk or buurt WK900199 in this town."
        ]),
        ('[[team]]\nname = "Een"', ["line 1, team 1: slug is missing"]),
        (ONE + "\n" + ONE, ["line 6, team 'een', slug: is in the file twice"]),
        (ONE + '\n\n[[rule]]\nteam = "twee"\ntopics = ["geld"]', ["line 7, rule 1, team: there is no team 'twee'"]),
        (
            ONE + '\n[[rule]]\nteam = "een"\n[[rule]]\nteam = "een"\ntopics = ["geldzorg"]',
            [
                "line 6, rule 1, rule: This rule fits every question. Choose a topic, an area or a language.",
                "line 8, rule 2, topics: There is no topic geldzorg. Choose one of: ontmoeten, eten",
            ],
        ),
        ('[[teams]]\nslug = "een"', ["line 1, teams: is not known; a file holds [[team]] and [[rule]]"]),
        ("team = 3", ["line 1, team 1: a team must hold keys with values"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_and_name_and_nothing_is_kept(
    cli: FlaskCliRunner, town: Municipality, tmp_path: Path, teams: str, problems: list[str]
) -> None:
    code, lines = load(cli, tmp_path, teams)

    assert (code, lines[0]) == (1, "Error: Nothing was kept:")
    assert [line.startswith(f"  {problem}") for line, problem in zip(lines[1:], problems, strict=True)] == [
        True for _ in problems
    ], lines
    assert queries.list_teams(town, with_inactive=True) == []


@pytest.mark.parametrize(
    ("teams", "sentence"),
    [
        ("[[team]]\nslug = een", "Error: The file is not in the form of TOML: Invalid value (at line 2, column 8)."),
        ('[[team]]\nslug = "é"'.encode("latin-1"), "teams.toml is not UTF-8 (line 2)"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    cli: FlaskCliRunner, town: Municipality, tmp_path: Path, teams: str, sentence: str
) -> None:
    code, lines = load(cli, tmp_path, teams)

    assert code == 1
    assert len(lines) == 1
    assert sentence in lines[0]


@pytest.mark.parametrize(
    ("areas", "problem"),
    [
        (collection(feature(square())), "line 1, feature 1, name: is missing: teams and rules refer to it"),
        (
            collection(feature(bow_tie(), name="dijk")),
            "line 1, feature 1, geometry: crosses or covers itself; draw it anew",
        ),
        (
            collection(feature(square(104000, 429000), name="dijk")),
            "line 1, feature 1, geometry: coordinate 104000, 429000 looks like RD coordinates (EPSG:28992); "
            "save the file in EPSG:4326",
        ),
    ],
)
def test_areas_that_are_not_right_are_told_by_line(
    cli: FlaskCliRunner, town: Municipality, tmp_path: Path, areas: object, problem: str
) -> None:
    assert load(cli, tmp_path, ONE, areas) == (1, ["Error: Nothing was kept:", f"  {problem}"])


def test_an_area_that_nobody_uses_is_mentioned(cli: FlaskCliRunner, town: Municipality, tmp_path: Path) -> None:
    assert load(cli, tmp_path, ONE) == (
        0,
        [
            "1 teams: 1 added, 0 changed, 0 unchanged",
            "area 'langs de dijk' is in the file, but no team and no rule uses it",
        ],
    )


def test_a_drawn_area_with_a_hole_keeps_it(cli: FlaskCliRunner, town: Municipality, tmp_path: Path) -> None:
    outer, hole = square(5.12, 52.12, 0.03)["coordinates"][0], square(5.13, 52.13)["coordinates"][0]
    areas = collection(feature({"type": "Polygon", "coordinates": [outer, hole]}, name="langs de dijk"))
    load(cli, tmp_path, TEAMS, json.loads(json.dumps(areas)))

    decision = route(town, Asked("geld", position=Position(52.135, 5.135)))

    assert queries.get_team(town, decision.team_id).slug == "zuid"


def test_a_town_that_is_not_there_is_said(cli: FlaskCliRunner, db_session: Session) -> None:
    assert run(cli, "list") == (1, ["Error: There is no town 'brinkdam'; `flask areas list` shows them."])
