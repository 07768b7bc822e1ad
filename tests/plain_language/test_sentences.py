"""Where a sentence ends, and how many syllables a word has."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plain_language.texts import labelled
from webapp.plain_language.lexicon import lexicon
from webapp.plain_language.sentences import split_sentences
from webapp.plain_language.syllables import count_syllables


def split(text: str, language: str = "nl") -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text, lexicon(language).words)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kom langs. Wij helpen je.", ["Kom langs.", "Wij helpen je."]),
        ("Neem iets mee, bijv. Een boek of o.a. Thee.", ["Neem iets mee, bijv. Een boek of o.a. Thee."]),
        ("Vraag naar dhr. De Vries of mw. J.P. Jansen.", ["Vraag naar dhr. De Vries of mw. J.P. Jansen."]),
        ("Koffie, thee enz. Kom gerust.", ["Koffie, thee enz.", "Kom gerust."]),
        ("Om 9.30 uur. Het kost € 2.50 per keer.", ["Om 9.30 uur.", "Het kost € 2.50 per keer."]),
        ("Bel 078 - 202 11 11. Of mail.", ["Bel 078 - 202 11 11.", "Of mail."]),
        ("Heb je een vraag? Bel! Nu.", ["Heb je een vraag?", "Bel!", "Nu."]),
        ("“Kom je?” vroeg ze.", ["“Kom je?” vroeg ze."]),
        (
            "Kijk op www.brughuis.nl. Of mail info@brughuis.nl.",
            ["Kijk op www.brughuis.nl.", "Of mail info@brughuis.nl."],
        ),
        (
            "Neem mee:\n- je pas\n- je brief\n1. Bel aan\n2) Wacht",
            ["Neem mee:", "je pas", "je brief", "Bel aan", "Wacht"],
        ),
        ("Deze regel gaat\nhier verder.", ["Deze regel gaat\nhier verder."]),
        ("Een kop\n\nen een zin.", ["Een kop", "en een zin."]),
        ("Een kop\r\nEen zin.", ["Een kop", "Een zin."]),
        ("Dat is zo. We gaan. Open op za. 12 mei.", ["Dat is zo.", "We gaan.", "Open op za. 12 mei."]),
        ("Wacht even… Dan komen wij (echt waar!). Dag.", ["Wacht even…", "Dan komen wij (echt waar!).", "Dag."]),
        ("", []),
        (" \n\t ", []),
        ("...", ["..."]),
    ],
)
def test_a_dutch_text_is_cut_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ask Mr. Smith. He helps.", ["Ask Mr. Smith.", "He helps."]),
        ("Open until 5 p.m. Come in.", ["Open until 5 p.m.", "Come in."]),
        ("Open from 9 a.m. to noon, e.g. Monday.", ["Open from 9 a.m. to noon, e.g. Monday."]),
        ("Sit in the sun. We love art. No. 5 is free.", ["Sit in the sun.", "We love art.", "No. 5 is free."]),
    ],
)
def test_an_english_text_is_cut_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert split(text, "en") == sentences


@given(st.text(alphabet="aB1 .,!?\n-*“”(…é\u0301@", max_size=200), st.sampled_from(["nl", "en"]))
def test_sentences_follow_each_other_and_lose_no_word(text: str, language: str) -> None:
    sentences = split_sentences(text, lexicon(language).words)

    assert all(one.start < one.end for one in sentences)
    assert all(before.end <= after.start for before, after in pairwise(sentences))
    inside = sum(text[one.start : one.end].count("é") for one in sentences)
    assert inside == text.count("é")  # a letter that is never a bullet


@pytest.mark.parametrize(("language", "part", "floor"), [
    ("nl", "made", 1.0), ("nl", "drawn", 0.98), ("en", "made", 1.0), ("en", "drawn", 0.97),
])  # fmt: skip
def test_syllables_are_counted_as_by_hand(language: str, part: str, floor: float) -> None:
    pairs = [
        pair.split()
        for pair in labelled("syllables.toml")[language][part].replace("\n", " ").split(",")
        if pair.strip()
    ]
    wrong = [word for word, count in pairs if count_syllables(word, language) != int(count)]

    assert len(pairs) > 130
    assert 1 - len(wrong) / len(pairs) >= floor, wrong
