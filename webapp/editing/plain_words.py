"""How plain a text is, worst sentences first, as data for a page and for the script that asks while somebody types."""

from dataclasses import dataclass
from typing import Any

from webapp.plain_language.rules import check_text
from webapp.plain_language.wording import advice, length_advice, summary

LONGEST = 12_000  # characters that are looked at


@dataclass(frozen=True)
class Hard:
    sentence: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Meter:
    """`band` is easy, normal, hard or too_short; empty where the language is not known."""

    summary: str
    length: str
    band: str
    hard: tuple[Hard, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "summary": self.summary,
            "length": self.length,
            "band": self.band,
            "hard": [{"sentence": one.sentence, "advice": list(one.advice)} for one in self.hard],
        }


def meter(text: str, language: str) -> Meter:
    report = check_text(text[:LONGEST], language)
    hard = tuple(
        Hard(worst.text, tuple(dict.fromkeys(advice(finding) for finding in worst.findings)))
        for worst in report.worst_sentences
    )
    measured = report.measure
    return Meter(summary(report), length_advice(measured) if measured else "", measured.band if measured else "", hard)
