"""Which words are good enough, and in which order photos stand."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.photos.rules import MAX_ALT_CHARACTERS, Flaw, check_alt, moved, tidy

GOOD = "De ingang, met een helling links"


@pytest.mark.parametrize(
    ("alt", "flaws"),
    [
        ({"nl": GOOD}, {}),
        ({"nl": GOOD, "en": ""}, {}),
        ({"nl": GOOD, "en": "The entrance"}, {}),
        ({}, {"alt_nl": Flaw.ALT_MISSING}),
        ({"nl": "", "en": "The entrance"}, {"alt_nl": Flaw.ALT_MISSING}),
        ({"nl": "deur"}, {"alt_nl": Flaw.ALT_SHORT}),
        ({"nl": GOOD, "en": "door"}, {"alt_en": Flaw.ALT_SHORT}),
        ({"nl": "x" * (MAX_ALT_CHARACTERS + 1)}, {"alt_nl": Flaw.ALT_LONG}),
        ({"nl": "IMG_20260101_1200.jpg"}, {"alt_nl": Flaw.ALT_FILE_NAME}),
        ({"nl": "PXL_20260101_120000"}, {"alt_nl": Flaw.ALT_FILE_NAME}),
        ({"nl": "foto 12345678"}, {"alt_nl": Flaw.ALT_FILE_NAME}),
        ({"nl": "Foto van de ingang"}, {}),
    ],
)
def test_the_words_of_a_photo(alt: dict[str, str], flaws: dict[str, Flaw]) -> None:
    assert check_alt(alt) == flaws


@given(st.text())
def test_words_come_on_one_line_and_stay_what_they_were(words: str) -> None:
    assert tidy(words) == tidy(tidy(words))
    assert "\n" not in tidy(words)
    assert all(sign.isprintable() for sign in tidy(words))


@given(st.lists(st.uuids(), min_size=1, unique=True), st.data())
def test_moving_loses_nothing_and_keeps_the_order_of_the_rest(ids: list[UUID], data: st.DataObject) -> None:
    one, to = data.draw(st.sampled_from(ids)), data.draw(st.integers(-3, 12))
    after = moved(ids, one, to)
    assert [id_ for id_ in after if id_ != one] == [id_ for id_ in ids if id_ != one]
    assert after.index(one) == min(max(to, 0), len(ids) - 1)
