"""What goes to a translator line by line, and which answers are safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.translating.rules import MOST_CHARACTERS, MOST_LINES, batches, is_usable, lines_of, put_together

texts = st.dictionaries(st.sampled_from(["name", "summary", "description"]), st.text(max_size=80))


@given(texts)
def test_paragraphs_stay_paragraphs(parts: dict[str, str]) -> None:
    lines = lines_of(parts)
    together = put_together(parts, lines, [line.words.upper() for line in lines])
    assert together.keys() == parts.keys()
    for part, words in parts.items():
        assert len(together[part].splitlines()) <= len(words.splitlines())
        assert [bool(line.strip()) for line in together[part].split("\n")][: len(words.splitlines())] == [
            any(sign.isprintable() and not sign.isspace() for sign in line) for line in words.splitlines()
        ] or not words


def test_line_by_line() -> None:
    parts = {"name": "Koffie", "description": "Kom langs.\n\nMet  taart.\n", "summary": ""}
    lines = lines_of(parts)
    assert [line.words for line in lines] == ["Koffie", "Kom langs.", "Met  taart."]
    assert put_together(parts, lines, ["Coffee", "Come by.", " With\u200b cake. "]) == {
        "name": "Coffee",
        "description": "Come by.\n\nWith cake.",
        "summary": "",
    }


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=3 * MOST_CHARACTERS // 2), max_size=60))
def test_no_request_is_larger_than_it_may_be_and_nothing_is_lost(words: list[str]) -> None:
    lines = lines_of({str(number): word for number, word in enumerate(words)})
    made = batches(lines)
    assert [line for batch in made for line in batch] == lines
    for batch in made:
        assert len(batch) <= MOST_LINES
        assert len(batch) == 1 or sum(len(line.words) for line in batch) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("source", "answer", "is_good"),
    [
        ("Kom langs.", "Come by.", True),
        ("Kom langs.", "", False),
        ("Kom langs.", " \n\u200b", False),
        ("Kom langs.", "Come by. " * 40, False),
        ("Bel 078 - 123 45 67.", "Call 078 123 4567.", True),
        ("Bel 078 - 123 45 67.", "Call 078 123 4568.", False),
        ("Bel 078 - 123 45 67.", "Call us.", False),
        ("Bel ons.", "Call 0900 123456.", False),
        ("Bel +31 6 12345678", "Call +31612345678", True),
        ("Van 19.30 tot 21.00 uur", "From 7.30 pm to 9 pm", True),
        ("Het kost € 2,50", "It costs €2.50", True),
        ("Kijk op www.brug.nl/taal.", "See www.brug.nl/taal.", True),
        ("Kijk op www.brug.nl/taal.", "See www.bridge.nl/language.", False),
        ("Mail naar info@brug.nl.", "Mail to info@brug.nl.", True),
        ("Mail naar info@brug.nl.", "Mail to info@bridge.nl.", False),
    ],
)
def test_a_number_or_an_address_has_to_survive(source: str, answer: str, is_good: bool) -> None:
    assert is_usable(source, answer) == is_good


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_comes_is_used_or_not(source: str, answer: str) -> None:
    assert is_usable(source, answer) in (True, False)
