"""Cells of a table that goes out, so that no program runs them, and back exactly. Pure."""

import re

# A cell that begins so is a formula to some program, after blanks and after quotes that we put before it ourselves.
RUNS = re.compile("[' \u00a0]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

WANTS_TO_RUN = re.compile(r"\s*(?:[=@]\S|[+\-][A-Za-z(])")  # no phone number, and no line of a list


def safe(text: str) -> str:
    """For a CSV: with a quote before what some program would run. `plain` takes it off again, exactly."""
    return f"'{text}" if RUNS.match(text) else text


def safe_in_sheet(text: str) -> str:
    """For a sheet, where a cell says itself that it is text: only what `plain` would take for our quote."""
    return f"'{text}" if text.startswith("'") and RUNS.match(text) else text


def is_formula(text: str) -> bool:
    """Whether somebody, or some program, meant a formula by it."""
    return WANTS_TO_RUN.match(text) is not None


def plain(text: str) -> str:
    """Without the quote of `safe`."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text
