"""What is new, as RSS 2.0 with what the RSS Advisory Board's profile asks of it. Pure: entries in, XML out.

Readers take a description for HTML, so its text is escaped as HTML first and then as XML; a title is plain text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape as as_html
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/rss+xml"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
OUTSIDE_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """`key` is what a reader knows it by; without `at` nobody knows since when, and no date is made up."""

    key: str
    title: str
    link: str
    description: str
    categories: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Channel:
    """`own` is the address of the feed, `minutes` how long it may be kept."""

    title: str
    link: str
    own: str
    description: str
    language: str
    minutes: int


def write_rss(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """The newest date is that of the whole: as long as nothing is new, the bytes stay the same."""
    entries = list(entries)
    newest = max((entry.at for entry in entries if entry.at), default=None)
    return "".join(_document(channel, entries, newest)).encode()


def _document(channel: Channel, entries: Iterable[Entry], newest: datetime | None) -> Iterator[str]:
    yield f'{HEADER}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
    yield _element("title", channel.title)
    yield _element("link", channel.link)
    yield _element("description", as_html(channel.description, quote=False))
    yield _element("language", channel.language)
    if newest:
        yield _element("lastBuildDate", _rfc_822(newest))
    yield _element("ttl", str(channel.minutes))
    yield f'<atom:link href={quoteattr(_clean(channel.own))} rel="self" type="{MIMETYPE}"/>\n'
    for entry in entries:
        yield from _item(entry)
    yield "</channel>\n</rss>\n"


def _item(entry: Entry) -> Iterator[str]:
    yield "<item>\n"
    yield _element("title", entry.title)
    yield _element("link", entry.link)
    yield _element("description", as_html(entry.description, quote=False))
    for category in entry.categories:
        yield _element("category", category)
    yield f'<guid isPermaLink="false">{escape(_clean(entry.key))}</guid>\n'
    if entry.at:
        yield _element("pubDate", _rfc_822(entry.at))
    yield "</item>\n"


def _element(name: str, words: str) -> str:
    return f"<{name}>{escape(_clean(words))}</{name}>\n"


def _clean(words: str) -> str:
    """Without control characters and what no XML can hold, on one line."""
    return " ".join(OUTSIDE_XML.sub("", words).split())


def _rfc_822(moment: datetime) -> str:
    """Fri, 27 Nov 2026 18:03:06 GMT: with the year in four digits, as RSS 2.0 prefers."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
