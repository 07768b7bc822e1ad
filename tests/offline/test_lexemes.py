"""What PostgreSQL keeps of a text is told to the phone without loss."""

from itertools import accumulate

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from tests.examples import examples
from webapp.offline.lexemes import WEIGHTS, Lexemes

Search = dict[str, set[str]]  # lexeme → its weights


def written(lexemes: Lexemes, search: str) -> Search:
    found: Search = {}
    for weight, steps in zip(WEIGHTS, lexemes.numbers_of(search), strict=False):
        for number in accumulate(steps):
            found.setdefault(lexemes.told[number], set()).add(weight)
    return found


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("", {}),
        ("'koffie':1A,4C 'thee':2B", {"koffie": {"A", "C"}, "thee": {"B"}}),
        ("'theme=geld'", {"theme=geld": {"D"}}),
        ("'wijn':3", {"wijn": {"D"}}),
        (r"'''s':1A 'a\\b':2B", {"'s": {"A"}, "a\\b": {"B"}}),
    ],
)
def test_each_lexeme_with_its_weights(search: str, told: Search) -> None:
    assert written(Lexemes(), search) == told


WORDS = ["koffie", "'s", "a\\b", "é", "12", "a b", "x:y", "a,b"]


@given(told=st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WEIGHTS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(50))
def test_whatever_the_database_writes_is_read(db_session: Session, told: dict[str, str]) -> None:
    search = ""
    for word, weight in told.items():
        quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + f"':1{weight}"
        search += " " + (db_session.scalar(sa.select(sa.cast(sa.cast(quoted, TSVECTOR), sa.Text))) or "")

    assert written(Lexemes(), search) == {word: {weight} for word, weight in told.items()}
