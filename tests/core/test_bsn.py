"""The eleven test and what it hides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions.cases import NUMBERS
from webapp.core.bsn import MASK, WEIGHTS, is_bsn, mask


@pytest.mark.parametrize("number", ["111222333", "123456782", "010464554", "999999990"])
def test_numbers_that_pass(number: str) -> None:
    assert is_bsn(number)


@pytest.mark.parametrize(
    "number", ["123456789", "111222334", "000000000", "12345678", "1234567820", "１１１２２２３３３", ""]
)
def test_numbers_that_do_not(number: str) -> None:
    assert not is_bsn(number)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("bsn 111222333 dank", f"bsn {MASK} dank"),
        ("111.222.333", MASK),
        ("111-222-333, 123456782", f"{MASK}, {MASK}"),
        ("1112 22 333", MASK),
        ("(111222333)", f"({MASK})"),
        ("رقم ١١١٢٢٢٣٣٣", f"رقم {MASK}"),
        ("bel 0612345678", "bel 0612345678"),
        ("+31111222333", "+31111222333"),
        ("NL91ABNA0417164300", "NL91ABNA0417164300"),
        ("2026-11-26", "2026-11-26"),
        ("1112223330", "1112223330"),
    ],
)
def test_what_is_hidden(text: str, hidden: str) -> None:
    assert mask(text)[0] == hidden


@pytest.mark.parametrize(("text", "is_hidden"), NUMBERS)
def test_the_table_that_the_browser_is_held_to(text: str, is_hidden: bool) -> None:
    assert bool(mask(text)[1]) == is_hidden


@given(st.integers(min_value=1, max_value=99_999_999), st.text(alphabet="abc \n,.!?", max_size=8))
def test_every_number_that_passes_is_hidden_wherever_it_stands(first_eight: int, around: str) -> None:
    digits = f"{first_eight:08}"
    last = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) % 11
    if last == 10:
        return  # no ninth digit makes it pass
    number = f"{digits}{last}"

    text, hidden = mask(f"{around}{number}{around}")

    assert number not in text
    assert hidden == 1
