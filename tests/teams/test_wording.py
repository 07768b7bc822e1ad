"""Every reason, refusal and stretch of working time has words, in Dutch and in English."""

import ast
import inspect
import re
from datetime import date, datetime

import pytest
from flask import Flask, g

from webapp.coordinating import drawn_area
from webapp.core.clock import TIME_ZONE
from webapp.teams import checks, ground, importing, operations, rules, wording
from webapp.teams.checks import Flaw
from webapp.teams.rules import Decision, Reason
from webapp.teams.working_time import OFFICE_HOURS

NAMES = {"team": "Noord", "other": "Zuid", "place": "Kinderdijk", "topic": "geld", "lang": "ar", "number": "2"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE)


def kinds_in(*modules: object, named: str) -> set[str]:
    """What is made with `Reason.of("…")` or as the second part of `Flaw.of("…", "…")`."""
    found: set[str] = set()
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):  # type: ignore[arg-type]
            is_made = isinstance(node, ast.Call) and ast.unparse(node.func) == f"{named}.of"
            if is_made:
                argument = node.args[0 if named == "Reason" else 1]  # type: ignore[attr-defined]
                found |= {part.value for part in ast.walk(argument) if isinstance(part, ast.Constant)}
    return {kind for kind in found if isinstance(kind, str)}


def test_every_reason_that_is_given_has_words() -> None:
    made = kinds_in(rules, named="Reason") | {"topic_here", "topic_everywhere", "all_here"}
    made |= {"smaller_area", "larger_area", "fewer_topics", "first_by_name"}

    assert made == set(wording.REASONS)


def test_every_refusal_has_words() -> None:
    assert kinds_in(checks, ground, operations, importing, drawn_area, named="Flaw") == set(wording.FLAWS)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_reasons_are_whole_sentences_with_names_filled_in(app: Flask, language: str) -> None:
    with app.test_request_context("/"):
        g.language = language
        told = [wording.sentence(Reason.of(kind, **NAMES)) for kind in wording.REASONS]

    assert len(set(told)) == len(told)
    assert all(re.fullmatch(r"[A-Z][^%]+\.", words) for words in told)
    assert told[0] == {
        "nl": "De vraag gaat over: Geld, schulden en post.",
        "en": "The question is about: Money, debts and letters.",
    }[language]  # fmt: skip
    assert any({"nl": "Arabisch", "en": "Arabic"}[language] in words for words in told)


def test_a_decision_in_words(app: Flask) -> None:
    decision = Decision(
        rules.UUID(int=1),
        (
            Reason.of("about", topic="geld"),
            Reason.of("from", place="Kinderdijk"),
            Reason.of("topic_here", team="Team Geld"),
            Reason.of("a kind of a later release"),
        ),
    )
    with app.test_request_context("/"):
        g.language = "nl"
        assert wording.sentences(decision) == [
            "De vraag gaat over: Geld, schulden en post.",
            "De vraag komt uit Kinderdijk.",
            "Team Geld helpt met dit onderwerp in dit gebied.",
        ]


def test_a_topic_that_is_gone_is_still_told(app: Flask) -> None:
    with app.test_request_context("/"):
        assert wording.sentence(Reason.of("about", topic="weg")) == "De vraag gaat over: weg."


def test_a_refusal_in_both_languages(app: Flask) -> None:
    flaw = Flaw.of("area", "area_outside", town="Brinkdam")

    with app.test_request_context("/"):
        g.language = "nl"
        assert wording.flaw_sentence(flaw) == "Dit gebied ligt buiten Brinkdam. Teken het binnen de gemeente."
    assert wording.in_english(flaw) == "This area lies outside Brinkdam. Draw it inside the town."


@pytest.mark.parametrize(
    ("moment", "nl", "en"),
    [
        ("2026-11-24 10:00", "Het team is er nu.", "The team is there now."),
        ("2026-11-24 07:00", "Het team is er vandaag weer om 9:00 uur.", "The team is back today at 9:00."),
        ("2026-11-24 18:00", "Het team is er morgen weer om 9:00 uur.", "The team is back tomorrow at 9:00."),
        ("2026-11-27 18:00", "Het team is er maandag weer om 9:00 uur.", "The team is back on Monday at 9:00."),
        (
            "2026-12-23 18:00",
            "Het team is er weer op maandag 4 januari om 9:00 uur.",
            "The team is back on Monday 4 January at 9:00.",
        ),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_when_the_team_is_back(app: Flask, moment: str, nl: str, en: str, language: str) -> None:
    holidays = {date(2026, 12, day) for day in range(24, 32)} | {date(2027, 1, 1)}
    with app.test_request_context("/"):
        g.language = language
        assert wording.presence(OFFICE_HOURS, holidays, at(moment)) == {"nl": nl, "en": en}[language]


def test_a_team_without_working_time_is_silent_about_it(app: Flask) -> None:
    with app.test_request_context("/"):
        assert wording.presence((), (), at("2026-11-24 10:00")) == ""


@pytest.mark.parametrize(
    ("answer_by", "nl", "en"),
    [
        ("2026-11-25 17:00", "Je krijgt uiterlijk morgen antwoord.", "You get an answer tomorrow at the latest."),
        ("2026-11-27 17:00", "Je krijgt uiterlijk vrijdag antwoord.", "You get an answer on Friday at the latest."),
        (
            "2026-12-08 17:00",
            "Je krijgt uiterlijk dinsdag 8 december antwoord.",
            "You get an answer on Tuesday 8 December at the latest.",
        ),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_promise(app: Flask, answer_by: str, nl: str, en: str, language: str) -> None:
    with app.test_request_context("/"):
        g.language = language
        assert wording.promise(at(answer_by), at("2026-11-24 10:00")) == {"nl": nl, "en": en}[language]
