"""Each finding is told in a sentence that says what to do."""

import re

from flask import Flask

from webapp.plain_language.lexicon import lexicon
from webapp.plain_language.rules import check_text
from webapp.plain_language.wording import BANDS, SENTENCES, advice, length_advice, summary

# One text with every kind of finding there is.
EVERYTHING = (
    "Tevens wordt de beschikking verstuurd. Dat is niet onmogelijk. Het aanvragen van een PGB, een XYZ o.a. hier. "
    "LET OP DE TIJDEN. De vrijwilligersverzekering. " + "loop " * 16 + "maar. " + "Loop " * 24 + "dan."
)


def test_every_finding_has_a_dutch_sentence(app: Flask) -> None:
    findings = check_text(EVERYTHING, "nl").findings
    with app.test_request_context("/"):
        told = [advice(finding) for finding in findings]

    assert {finding.code for finding in findings} == set(SENTENCES)
    assert "Deze zin heeft 25 woorden. Maak er twee zinnen van." in told
    assert not any(re.search(r"%\(|\bthe\b|words", sentence) for sentence in told)


def test_figure_and_silence_are_told(app: Flask) -> None:
    report = check_text("Kom langs. " * 60, "nl")
    with app.test_request_context("/"):
        assert report.measure is not None
        assert length_advice(report.measure).startswith("De woorden en zinnen zijn kort.")
        assert "Nederlands en Engels" in summary(check_text("Cześć", "pl"))
        assert summary(report) == "We vonden niets wat deze tekst moeilijk maakt."

    assert set(BANDS) == {"too_short", "easy", "normal", "hard"}


def test_the_lists_are_as_long_as_promised() -> None:
    assert lexicon("nl").entries >= 150
    assert lexicon("en").entries >= 80
