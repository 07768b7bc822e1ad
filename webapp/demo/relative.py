"""Days that content counts from the day on which the demonstration began: "+10", "+10 sa", "-14 we 13:30". Pure.

With a weekday it is the first such day from there on. In a rule the end of a series is told so too: "UNTIL=+70".
"""

import re
from datetime import date, timedelta
from typing import Any

from webapp.schedule.document import DAYS

TOLD = re.compile(rf"([+-]\d{{1,3}})(?: ({'|'.join(DAYS)}))?(?: (\d\d:\d\d))?")
UNTIL = re.compile(r"UNTIL=([+-]\d{1,3})")


def in_days(value: Any, first: date) -> Any:
    """The same content with real days in it."""
    if isinstance(value, dict):
        return {key: in_days(part, first) for key, part in value.items()}
    if isinstance(value, list):
        return [in_days(part, first) for part in value]
    return _resolved(value, first) if isinstance(value, str) else value


def _resolved(text: str, first: date) -> str:
    told = TOLD.fullmatch(text)
    if told is None:
        return UNTIL.sub(lambda found: f"UNTIL={first + timedelta(days=int(found[1])):%Y%m%d}", text)
    day = first + timedelta(days=int(told[1]))
    if told[2]:
        day += timedelta(days=(DAYS.index(told[2]) - day.weekday()) % 7)
    return f"{day}T{told[3]}" if told[3] else day.isoformat()
