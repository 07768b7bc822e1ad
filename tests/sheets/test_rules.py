"""Cells: what Excel made of them, and how they go out so that nothing runs them."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.core.cells import plain, safe, safe_in_sheet
from webapp.sheets.rules import read_cell

RUNNING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        ("name_nl", "Huis", "Huis"),
        ("house_number", ["n", "12"], "12"),
        ("lat", ["n", "51.8648"], "51.8648"),
        ("checked_on", ["d", "2026-11-03"], "2026-11-03"),
        ("free", ["b", "yes"], "yes"),
        ("phone", ["n", "112"], "112"),
    ],
)
def test_a_cell_is_what_a_person_sees(column: str, cell: Any, text: str) -> None:
    read = read_cell(column, cell)
    assert (read.text, read.note, read.problem) == (text, None, None)


@pytest.mark.parametrize(("cell", "text"), [(["n", "612345678"], "0612345678"), (["n", "31612345678"], "+31612345678")])
def test_what_excel_took_from_a_phone_number_is_put_back_and_told(cell: Any, text: str) -> None:
    read = read_cell("phone", cell)
    assert read.text == text
    assert text in str(read.note)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("house_number", ["d", "2026-04-02"]),
        ("opening_hours", ["t", "09:00:00"]),
        ("name_nl", ["f", ""]),
        ("name_nl", ["e", "#REF!"]),
    ],
)
def test_what_cannot_be_known_any_more_is_refused(column: str, cell: Any) -> None:
    assert read_cell(column, cell).problem


@given(st.text(max_size=8) | st.text("'=+-@ \t\n\u00a0a", max_size=8))
@example("'=1")
@example("' =1")
@example("''")
def test_nothing_that_goes_out_runs_and_it_comes_back_as_it_was(text: str) -> None:
    assert plain(safe(text)) == text
    assert plain(safe_in_sheet(text)) == text
    assert not safe(text).lstrip(" \u00a0").startswith(RUNNING)


@pytest.mark.parametrize("text", ["'s-Gravendeel", "De Brink", "", "12-14", "a=b"])
def test_what_is_harmless_stays(text: str) -> None:
    assert safe(text) == text
