"""The log: words for a developer, JSON lines (one object a line) for production.

It holds no personal data at any level: what visitors type and where they come from is never told to it, an error is
told by its kind and place, and of the libraries only what they always say, without the values they put in."""

import json
import logging
import sys
from datetime import UTC, datetime

from webapp.config import Settings
from webapp.core.errors import trace
from webapp.core.request_watch import find_note

OURS = ("webapp", "procrastinate", "alembic")  # the last two put names of jobs and migrations in, and nothing else
WEB_SERVER = "_granian"  # it would write down the words of an error that passes through it
WORDS = "%(asctime)s %(levelname)s %(name)s %(message)s"


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage() if _is_ours(record.name) else str(record.msg),
        }
        note = find_note()
        if note is not None:
            told["request"] = note.id
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            told["trace"] = trace(record.exc_info[1])
        return json.dumps(told)


def set_up(settings: Settings) -> None:
    """Nothing where a log was set up already, as in tests. A line a request only where it is read by a program."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.is_production else logging.Formatter(WORDS))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    for of_server in logging.getLogger(WEB_SERVER).handlers if settings.is_production else ():
        of_server.setFormatter(JsonLines())
    logging.getLogger("webapp.request").setLevel(logging.NOTSET if settings.is_production else logging.WARNING)


def _is_ours(name: str) -> bool:
    return name.split(".", 1)[0] in OURS
