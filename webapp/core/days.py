"""A day as somebody types it or a phone sends it. Pure."""

import re
from datetime import date

DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)


def read_day(text: str) -> date | None:
    """`2027-12-31`, `31-12-2027`, `31/12/2027`; None for what is no day."""
    typed = text.strip()
    dutch = DUTCH.fullmatch(typed)
    if dutch:
        day, month, year = map(int, dutch.groups())
        typed = f"{year:04}-{month:02}-{day:02}"
    try:
        return date.fromisoformat(typed) if len(typed) == len("2027-12-31") else None
    except ValueError:
        return None
