"""The command that has texts translated, and the worker that does it by itself where that is wanted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.build import make_place
from tests.far_server import FarServer
from tests.translating.translator import capitals, said, sent
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.text_states import TextState, state_of
from webapp.places.models import Place
from webapp.places.writing import find_row
from webapp.translating import upkeep
from webapp.translating.queries import list_untranslated


def state(item: Any, language: str = "en") -> TextState:
    return state_of(find_row(item.texts, language), find_row(item.texts, "nl"))


def run(cli: FlaskCliRunner, *more: str) -> tuple[int, str]:
    result = cli.invoke(args=["texts", "translate", "--town", "brinkdam", "--language", "en", *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_command_translates_what_is_missing(cli: FlaskCliRunner, translator: FarServer, place: Place) -> None:
    assert run(cli, "--missing", "--dry-run") == (0, "de-brink\ndry run: 1 texts would be sent\n")
    assert translator.heard == []
    assert run(cli, "--missing") == (0, "1 translated, 0 not\n")
    assert state(place) == TextState.MACHINE
    assert run(cli) == (0, "0 translated, 0 not\n")


def test_the_command_goes_on_after_one_that_cannot_be_used(
    cli: FlaskCliRunner, translator: FarServer, town: Municipality, place: Place
) -> None:
    make_place(town, "De Hoek", slug="de-hoek", summary="Mooi.")
    translator.answer = lambda heard: (
        said({"translatedText": ["X"]})
        if len(sent(translator)) > 3
        else said({"translatedText": ["A house", "Come!", "Call us."]})
    )
    assert run(cli) == (1, "de-brink: changed\n1 translated, 1 not\n")


def test_the_command_stops_where_the_next_would_fail_too(
    cli: FlaskCliRunner, translator: FarServer, town: Municipality, place: Place
) -> None:
    make_place(town, "De Hoek", slug="de-hoek", summary="Mooi.")
    translator.answer = lambda heard: said({"error": "Slow down"}, 429)
    code, output = run(cli)
    assert (code, len(translator.heard)) == (1, 1)
    assert "refused" in output


@pytest.mark.parametrize("more", [("--language", "nl"), ("--language", "xx"), ("--town", "nergens")])
def test_the_command_says_what_it_does_not_know(
    cli: FlaskCliRunner, translator: FarServer, place: Place, more: Any
) -> None:
    assert run(cli, *more)[0] == 1
    assert translator.heard == []


def test_the_command_needs_a_translator(cli: FlaskCliRunner, place: Place) -> None:
    code, output = run(cli)
    assert code == 1
    assert "TRANSLATOR_URL" in output


@pytest.fixture
def automatic(translator: FarServer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> upkeep.Automatic:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], translator_automatic=True))
    return upkeep.Automatic()


def test_the_worker_does_a_few_a_minute(automatic: upkeep.Automatic, town: Municipality, place: Place) -> None:
    for number in range(upkeep.MOST_A_MINUTE):
        make_place(town, f"Huis {number}", summary="Mooi.")
    moment = clock.now()
    assert len(list(automatic.run(moment))) == upkeep.MOST_A_MINUTE
    assert len(list(automatic.run(moment))) == 1
    assert list(automatic.run(moment)) == []
    assert list_untranslated(town, "en") == []


def test_the_worker_does_nothing_unless_it_is_wanted(translator: FarServer, place: Place) -> None:
    assert list(upkeep.Automatic().run(clock.now())) == []
    assert translator.heard == []


def test_the_worker_rests_after_a_translator_that_is_away(
    automatic: upkeep.Automatic, translator: FarServer, place: Place
) -> None:
    translator.answer = lambda heard: said({"error": "Slow down"}, 429)
    moment = clock.now()
    list(automatic.run(moment))
    list(automatic.run(moment + timedelta(minutes=29)))
    assert len(translator.heard) == 1
    translator.answer = capitals
    list(automatic.run(moment + timedelta(minutes=30)))
    assert state(place) == TextState.MACHINE


def test_the_worker_leaves_alone_what_cannot_be_used(
    automatic: upkeep.Automatic, translator: FarServer, town: Municipality, place: Place
) -> None:
    translator.answer = lambda heard: said({"translatedText": ["A house", "Come!", "Call us."]})
    moment = clock.now()
    list(automatic.run(moment))
    list(automatic.run(moment + timedelta(minutes=1)))
    assert len(translator.heard) == 1
