"""Questions under rotating keys: all of it moves to the newest, and the history stays what it was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.build import make_municipality
from tests.questions.build import WORDS, make_question
from tests.staff import make_user
from tests.teams.build import make_team
from tools.local import new_data_key
from webapp.core.crypto import SealError
from webapp.extensions import db
from webapp.questions.answering import note
from webapp.questions.operations import open_question
from webapp.questions.queries import content_of, list_told

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def use(monkeypatch: pytest.MonkeyPatch, app: Flask, *keys: str) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], data_keys=keys))
    db.session.expire_all()


def test_a_question_moves_to_the_newest_key(monkeypatch: pytest.MonkeyPatch, app: Flask, cli: FlaskCliRunner) -> None:
    old, new = new_data_key(), new_data_key()
    use(monkeypatch, app, old)
    town = make_municipality()
    make_team(town, "brink")
    question, receipt = make_question(town, MOMENT, name="Noor")
    note(question, make_user("team", town).id, "Belt liever 's avonds.", MOMENT)
    db.session.commit()

    use(monkeypatch, app, new, old)
    result = cli.invoke(args=["keys", "reseal"])
    assert result.exit_code == 0, result.output

    use(monkeypatch, app, new)
    content = content_of(question)
    assert content is not None
    assert (content.question, content.name) == (WORDS, "Noor")
    assert [told.words for told in list_told(town.id, question.id) if told.words] == ["Belt liever 's avonds."]
    assert open_question(town.id, receipt.code, receipt.pass_code, "pass:1") is not None


def test_without_its_key_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    town = make_municipality()
    make_team(town, "brink")
    question, _receipt = make_question(town, MOMENT)

    use(monkeypatch, app, new_data_key())
    with pytest.raises(SealError):
        content_of(question)
