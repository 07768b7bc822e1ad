"""Passive or active, against sentences that people labelled."""

from typing import Any

import pytest

from tests.plain_language.texts import labelled
from webapp.plain_language.rules import check_text
from webapp.plain_language.values import Kind

SENTENCES = labelled("labelled.toml")


def is_called_passive(sentence: str, language: str) -> bool:
    return any(finding.kind is Kind.PASSIVE for finding in check_text(sentence, language).findings)


def gathered(language: str, label: str) -> list[str]:
    parts: dict[str, Any] = SENTENCES[language]
    return [sentence for part in parts.values() for sentence in part[label]]


@pytest.mark.parametrize(("language", "precision", "recall"), [("nl", 0.96, 0.96), ("en", 0.93, 0.98)])
def test_passives_are_found_with_few_false_alarms(language: str, precision: float, recall: float) -> None:
    passive, active = gathered(language, "passive"), gathered(language, "active")
    right = [sentence for sentence in passive if is_called_passive(sentence, language)]
    wrong = [sentence for sentence in active if is_called_passive(sentence, language)]

    assert len(passive) + len(active) >= 60
    assert len(right) / (len(right) + len(wrong)) >= precision, wrong
    assert len(right) / len(passive) >= recall, set(passive) - set(right)


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        ("nl", "Hulp wordt hier snel aangevraagd.", "wordt aangevraagd"),
        ("nl", "Dat moet nog goedgekeurd worden.", "goedgekeurd worden"),
        ("nl", "De brief wordt, als alles klopt, morgen verstuurd.", "wordt verstuurd"),
        ("en", "The form is usually also checked.", "is checked"),
        ("en", "The office is closed by the mayor.", "is closed"),
    ],
)
def test_the_two_halves_of_a_passive_are_named(language: str, sentence: str, words: str) -> None:
    (finding,) = check_text(sentence, language).findings

    assert finding.words == words
    assert sentence[slice(*finding.span)].startswith(words.split(maxsplit=1)[0])
