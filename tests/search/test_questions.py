"""The exam: everyday questions, written without sight of the search, must have their answer among the first three.

Two papers: `questions` is the one that the search learns from, `unseen_questions` was written later and before it was
asked for the first time; what it finds there tells whether the search only learnt the first one by heart.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.page import PageClient

FIRST = 3
# Of what is reached, raised with the search, never lowered.
FLOORS = {"questions": {"nl": 0.95, "en": 0.95}, "unseen_questions": {"nl": 0.95, "en": 0.95}}


def questions(paper: str) -> list[dict[str, Any]]:
    text = Path(__file__).with_name(f"{paper}.toml").read_text(encoding="utf-8")
    return [question for question in tomllib.loads(text)["question"] if question["expect"]]


def answers(demo: PageClient, question: dict[str, Any]) -> list[str]:
    query = {"q": question["text"], "lang": question["language"]}
    found = demo.get("/api/v1/alblasserdam/search.json", query_string=query).get_json()["answers"]
    return [f"{one['type']}:{one['url'].rsplit('=', 1)[-1].rsplit('/', 1)[-1]}" for one in found]


@pytest.mark.parametrize("paper", FLOORS)
def test_everyday_questions_find_their_answer_among_the_first_three(demo: PageClient, paper: str) -> None:
    asked: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for question in questions(paper):
        asked[question["language"]] += 1
        first = answers(demo, question)[:FIRST]
        if set(first) & set(question["expect"]):
            hits[question["language"]] += 1
        else:
            print(question["language"], question["text"], "|", *question["expect"], "|", *first)
    rates = {language: hits[language] / asked[language] for language in asked}
    print(rates)

    assert all(rates[language] >= floor for language, floor in FLOORS[paper].items()), rates
