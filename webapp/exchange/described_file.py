"""The times that a web page tells in the words of schema.org (JSON-LD), for one thing. Pure."""

from datetime import date

from webapp.core.errors import ImportRefused
from webapp.exchange.calendar_file import Gathered, is_over
from webapp.schedule.ical_read import ReadEvent
from webapp.schedule.rules import HoursError
from webapp.schedule.schema_org_read import read_json


def gather_described(content: bytes, name: str, today: date) -> Gathered:
    """All of the file or nothing: one description is one schedule. Raises ImportRefused saying what and where."""
    try:
        schedule = read_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name} is not written in UTF-8; save it so.") from error
    except HoursError as error:
        raise ImportRefused(f"{name}: {error}") from error
    if is_over(schedule, today):
        return Gathered(schedule, (), 1, ())
    return Gathered(schedule, (ReadEvent("", name, "", "", schedule),), 0, ())
