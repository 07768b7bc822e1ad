"""Looking among the words of a town gives what the database with pg_trgm gives."""

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.town import OVERWATER
from webapp.areas.models import Municipality
from webapp.core.database import commit
from webapp.search.operations import forget_synonym, reindex, set_synonym
from webapp.search.queries import understand_words
from webapp.search.rules import is_mistyped, likeness, sound
from webapp.search.vocabulary import LIKE_ENOUGH, MOST_ALIKE, MOST_HOLDING, Vocabulary

letters = st.text("abcdeiknoprstuvwz", min_size=3, max_size=9)
WORDS = ["anjerhof", "buurthuis", "brughuis", "dorpshuis", "huis", "huiskamer", "koffie", "schulden", "schuldhulp"]


@given(st.lists(letters, unique=True), letters)
def test_the_words_that_hold_a_word_come_shortest_first(words: list[str], asked: str) -> None:
    holding = Vocabulary.of(words).look_up([asked], [], []).holding[asked]

    expected = sorted((word for word in words if asked in word), key=lambda word: (len(word), word))
    assert holding == expected[:MOST_HOLDING]


@given(st.lists(letters, unique=True), st.data())
def test_the_words_like_a_word_are_those_that_may_be_meant(words: list[str], data: st.DataObject) -> None:
    asked = data.draw(letters.filter(lambda word: word not in words and len(word) > 3))
    similar = Vocabulary.of(words).look_up([asked], [asked], []).similar[asked]

    meant = [word for word in words if is_mistyped(asked, word) and likeness(asked, word) >= LIKE_ENOUGH]
    assert similar == sorted(meant, key=lambda word: (-likeness(asked, word), word))[:MOST_ALIKE]


@given(st.lists(letters, unique=True))
def test_sounds_are_those_of_each_word(words: list[str]) -> None:
    assert Vocabulary.of(words).sounds.split() == [sound(word) for word in words]


def test_pieces_are_those_that_are_words() -> None:
    found = Vocabulary.of(WORDS).look_up(["buurtkoffie"], ["buurtkoffie"], ["buurt", "koffie", "koff", "huis"])

    assert found.parts == {"koffie", "huis"}


def test_a_word_that_is_there_is_not_taken_for_another_and_short_ones_hold_nothing() -> None:
    found = Vocabulary.of(WORDS).look_up(["huis", "ko"], ["huis", "ko"], [])

    assert found.holding["huis"] == ["huis", "brughuis", "buurthuis", "dorpshuis", "huiskamer"]
    assert (found.similar, "ko" in found.holding) == ({}, False)


def test_likeness_is_that_of_the_database(db_session: Session) -> None:
    statement = sa.text("SELECT similarity(:one, :other)")
    for one in WORDS:
        for other in (*WORDS, "brughius", "ko", "café"):
            assert abs(likeness(one, other) - db_session.scalar(statement, {"one": one, "other": other})) < 1e-6


def units(town: Municipality, query: str) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    return [(unit.words, unit.terms) for unit in understand_words(town, query).units]


def test_a_changed_text_is_understood_at_once(db_session: Session) -> None:
    town = make_municipality()
    place = make_place(town, "De Reiger")
    assert units(town, "zwaluww") == []
    assert units(town, "reigger") == [(("reigger", "reiger"), frozenset())]

    place.texts[0].name = "De Zwaluw"
    commit()
    assert units(town, "zwaluww") == [(("zwaluww", "zwaluw"), frozenset())]

    reindex(town.id)
    commit()
    assert units(town, "reigger") == []


def test_a_synonym_counts_from_the_next_search_and_no_longer_when_it_is_gone(db_session: Session) -> None:
    town, other = make_municipality(), make_municipality(OVERWATER)
    assert units(town, "flappentap") == []

    set_synonym(town.id, "flappentap", "theme=geld")
    commit()
    assert units(town, "flappentap") == [(("flappentap",), frozenset({"theme=geld"}))]
    assert units(other, "flappentap") == []

    forget_synonym(town.id, "flappentap", "theme=geld")
    commit()
    assert units(town, "flappentap") == []
