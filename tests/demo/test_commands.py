"""`flask demo load`: invented content, loaded like any other, never by accident on a real installation."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import make_municipality
from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality, Neighbourhood, Postcode
from webapp.areas.queries import get_content_version, get_open_municipality
from webapp.collecting.models import Collection
from webapp.demo.operations import list_towns
from webapp.extensions import db
from webapp.photos.models import Photo
from webapp.places.models import Organisation, Place, PlaceText
from webapp.questions.models import Question
from webapp.schedule.models import Slot
from webapp.teams.models import Team


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("town", list_towns())
def test_a_town_loads_completely_and_a_second_time_changes_nothing(
    app: Flask, db_session: Session, cli: FlaskCliRunner, town: str
) -> None:
    first = cli.invoke(args=["demo", "load", town])
    assert first.exit_code == 0, first.output
    municipality = get_open_municipality(town)
    version = get_content_version(municipality)
    second = cli.invoke(args=["demo", "load", town])

    loaded = {
        "organisations": count(Organisation),
        "places": count(Place),
        "activities": count(Activity),
        "photos": count(Photo),
        "teams": count(Team),
        "collections": count(Collection),
    }
    counts = ", ".join(f"{number} {what}" for what, number in loaded.items() if number)
    total = sum(loaded.values())
    assert first.output.splitlines() == [
        f"{municipality.name}: {counts} ({total} added, 0 changed, 0 unchanged).",
        f"This is invented content, open to residents at /nl/{town}/.",
        f"One account a role: {app.config['DEMO_ACCOUNTS']}",
        f"{count(Question)} invented questions for the inbox of team@{town}.example.",
    ]
    assert f"(0 added, 0 changed, {total} unchanged)" in second.output
    assert get_content_version(municipality) == version


def test_all_of_it_is_marked_and_in_both_languages(db_session: Session, cli: FlaskCliRunner) -> None:
    cli.invoke(args=["demo", "load"])

    municipality = get_open_municipality("alblasserdam")
    assert municipality.is_demo
    assert municipality.team_phone == "078 - 202 11 11"
    assert set(municipality.intro) == {"nl", "en"}
    for model in (Organisation, Place, Activity, Team):
        assert db.session.scalars(select(model.is_demo).distinct()).all() == [True]
    assert min(count(Place), count(Activity)) > 20
    assert count(PlaceText) == 2 * count(Place)
    assert count(ActivityText) == 2 * count(Activity) - 1, "one shows how a missing text looks"
    assert min(count(Neighbourhood), count(Postcode), count(Slot)) > 0
    assert db.session.scalar(select(Place.neighbourhood_code).where(Place.slug == "het-brughuis"))


def test_if_empty_does_nothing_once_a_town_is_open(db_session: Session, cli: FlaskCliRunner) -> None:
    make_municipality()

    result = cli.invoke(args=["demo", "load", "--if-empty"])

    assert (result.exit_code, result.output) == (0, "A town is open already; nothing was loaded.\n")
    assert count(Municipality) == 1


def test_if_empty_loads_while_no_town_is_open(db_session: Session, cli: FlaskCliRunner) -> None:
    make_municipality(is_open=False)

    assert "added" in cli.invoke(args=["demo", "load", "--if-empty"]).output


def test_production_is_spared_unless_asked_for(
    app: Flask, cli: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")

    refused = cli.invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert "This is production" in refused.output
    assert count(Municipality) == 0
    assert cli.invoke(args=["demo", "load", "--even-in-production"]).exit_code == 0


def test_a_town_without_content_is_refused_with_those_there_are(cli: FlaskCliRunner) -> None:
    result = cli.invoke(args=["demo", "load", "../alblasserdam"])

    assert result.exit_code == 1
    assert "there is alblasserdam" in result.output
