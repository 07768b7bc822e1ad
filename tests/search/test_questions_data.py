"""The blind exam of the search is whole: every target exists, nothing is asked twice, everything is asked about."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from webapp.demo.operations import CONTENT
from webapp.taxonomy.rules import terms

TOWN = CONTENT / "alblasserdam"
QUESTIONS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))[
    "question"
]
ANSWERED = [question for question in QUESTIONS if question["expect"]]
PER_TAG = Counter(tag for question in QUESTIONS for tag in question["tags"])

# What the exam must hold at least; a tag that is not named here or made of an axis and a term is a slip of the pen.
LEAST = {
    **{"word": 100, "phrase": 150, "sentence": 60, "typo": 80, "compound": 30, "diminutive": 15, "inflection": 10},
    **{"diacritics": 8, "uppercase": 3, "question-mark": 3, "street-word": 15, "place": 30, "area": 20, "urgent": 20},
    **{"newcomer": 25, "volunteer": 25, "carer": 15, "parent": 30, "youth": 25, "relative": 12, "professional": 12},
    "nothing": 15,
}


def slugs(files: str, key: str) -> set[str]:
    return {entry["slug"] for path in TOWN.glob(files) for entry in tomllib.loads(path.read_text("utf-8"))[key]}


TARGETS = (
    {f"theme:{id_}" for id_ in terms("theme")}
    | {f"place:{slug}" for slug in slugs("places*.toml", "place")}
    | {f"activity:{slug}" for slug in slugs("activities*.toml", "activity")}
)


def test_a_question_has_these_keys_and_no_other() -> None:
    assert [q for q in QUESTIONS if q.keys() != {"text", "language", "expect", "tags"}] == []


def test_every_target_exists() -> None:
    assert {target for question in QUESTIONS for target in question["expect"]} - TARGETS == set()


def test_every_target_is_asked_for() -> None:
    assert TARGETS - {target for question in QUESTIONS for target in question["expect"]} == set()


def test_no_question_is_asked_twice_in_a_language() -> None:
    asked = Counter((question["language"], question["text"].casefold()) for question in QUESTIONS)

    assert [text for text, times in asked.items() if times > 1] == []


def test_texts_are_typed_by_people_and_fit_a_search_box() -> None:
    # 80 characters: longer is a letter to the team, not a search.
    assert [q["text"] for q in QUESTIONS if not 2 <= len(q["text"]) <= 80 or q["text"] != q["text"].strip()] == []


def test_the_exam_is_strict() -> None:
    """Four right answers are an exception: then nearly anything would pass."""
    sizes = Counter(len(set(question["expect"])) for question in ANSWERED)

    assert max(sizes) <= 4
    assert sizes[4] <= len(ANSWERED) / 20
    assert all(len(set(question["expect"])) == len(question["expect"]) for question in QUESTIONS)


def test_three_fifths_are_dutch_and_two_fifths_english() -> None:
    languages = Counter(question["language"] for question in ANSWERED)

    assert languages.keys() == {"nl", "en"}
    assert min(languages.values()) >= 150
    assert 0.55 <= languages["nl"] / languages.total() <= 0.65


def test_slips_of_the_pen_are_tested_in_both_languages() -> None:
    typos = Counter(question["language"] for question in QUESTIONS if "typo" in question["tags"])

    assert min(typos["nl"], typos["en"]) >= 30


@pytest.mark.parametrize(("tag", "least"), LEAST.items())
def test_each_way_of_asking_occurs_often_enough(tag: str, least: int) -> None:
    assert PER_TAG[tag] >= least


def test_a_question_is_a_word_a_phrase_or_a_sentence() -> None:
    assert [q for q in QUESTIONS if len({"word", "phrase", "sentence"} & set(q["tags"])) != 1] == []


def test_every_topic_and_every_group_is_asked_about_and_no_tag_is_unknown() -> None:
    subjects = {f"{axis}:{id_}" for axis in ("topic", "group") for id_ in terms(axis)}

    assert PER_TAG.keys() == subjects | LEAST.keys()


def test_questions_without_an_answer_say_so_and_stand_at_the_end() -> None:
    unanswerable = [question for question in QUESTIONS if "nothing" in question["tags"]]

    assert unanswerable == QUESTIONS[len(ANSWERED) :]
    assert all(question["expect"] == [] for question in unanswerable)
