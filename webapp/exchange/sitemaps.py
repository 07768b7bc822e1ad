"""Sitemaps as sitemaps.org asks, with the languages of each page as Google asks. Pure: addresses in, XML out.

`lastmod` is the day on which somebody confirmed a page, and is absent where nobody did: an invented one teaches a
search engine to believe none of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from webapp.core.language import DEFAULT_LANGUAGE

MOST_ADDRESSES = 50_000  # in one file, by the protocol; the same for an index
MOST_BYTES = 50 * 1024 * 1024  # of one file, not compressed
LONGEST_LINK = 400  # bytes of one address with its mark-up: host 100, town 40, slug 90 and what stands around them
MOST_ROWS = 5_000  # read from the database for one file: what one request may hold in memory, about a megabyte
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Entry:
    """One page in all its languages: language code → address."""

    addresses: Mapping[str, str]
    changed_on: date | None = None


def rows_in_a_file(languages: int) -> int:
    """How many things one file holds: each is an entry a language, and each entry names all languages and x-default."""
    by_bytes = MOST_BYTES // (languages * (languages + 2) * LONGEST_LINK)
    return max(1, min(MOST_ROWS, MOST_ADDRESSES // languages, by_bytes))


def files_for(things: int, languages: int) -> int:
    """None for nothing: a search engine complains about an empty file."""
    return -(-things // rows_in_a_file(languages))


def index(addresses: Iterable[str]) -> Iterator[str]:
    yield HEADER
    yield '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for address in addresses:
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def file(entries: Iterable[Entry]) -> Iterator[str]:
    """A piece for each thing: the whole is never in memory."""
    yield f"{HEADER}<urlset {NAMESPACES}>\n"
    for entry in entries:
        yield "".join(_urls(entry))
    yield "</urlset>\n"


def _urls(entry: Entry) -> Iterator[str]:
    others = "".join(_alternate(code, address) for code, address in _with_default(entry.addresses))
    changed = f"<lastmod>{entry.changed_on.isoformat()}</lastmod>" if entry.changed_on else ""
    for address in entry.addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{changed}{others}</url>\n"


def _with_default(addresses: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from addresses.items()
    yield "x-default", addresses[DEFAULT_LANGUAGE]


def _alternate(code: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
