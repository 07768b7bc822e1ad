"""Asking another program for its calendar: one bounded answer, or a word that says what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.core.fetching import PUBLIC, Bounds, FetchFailed, Policy, fetch
from webapp.schedule.ical_lines import MOST_BYTES

POLICY: Policy = PUBLIC
BOUNDS = Bounds(seconds=8.0, max_bytes=MOST_BYTES, redirects=5)
ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"
LONGEST_MARK = 500  # characters of an ETag or a date that is sent back
NOT_CHANGED, FINE = 304, 200


class NoCalendar(Exception):
    """`word` is one of wording.PROBLEMS; `sentences` tell more, in English."""

    def __init__(self, word: str, sentences: tuple[str, ...] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.sentences = sentences


@dataclass(frozen=True)
class Answer:
    """`body` None: nothing has changed since the marks that were sent."""

    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None


def ask(address: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
    """Raises NoCalendar."""
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"Accept": ACCEPT, **{name: value for name, value in marks.items() if value}}
    try:
        found = fetch(address, policy=POLICY, bounds=BOUNDS, headers=headers)
    except FetchFailed as failed:
        raise NoCalendar(failed.problem.value) from None
    if found.status == NOT_CHANGED and (etag or last_modified):
        return Answer(None, etag, last_modified)
    if found.status != FINE:
        raise NoCalendar(_word_of(found.status))
    return Answer(found.body, _mark(found.headers, "etag"), _mark(found.headers, "last-modified"))


def _word_of(status: int) -> str:
    return {401: "locked", 403: "locked", 404: "gone", 410: "gone"}.get(status, "answer")


def _mark(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name, "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_MARK else None
