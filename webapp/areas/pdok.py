"""The boundaries of one town from PDOK: OGC API Features of CBS "Wijken en buurten", open data without a key.

Whatever is wrong with an answer becomes one sentence (ImportRefused): the operator cannot mend PDOK.
"""

import http.client
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from webapp.areas.geojson import Feature, GeoJson
from webapp.core.errors import ImportRefused

YEAR = 2024  # of the boundaries; PDOK publishes a new year under a new address
BASE_URL = f"https://api.pdok.nl/cbs/wijken-en-buurten-{YEAR}/ogc/v1"
COLLECTIONS = ("gemeenten", "wijken", "buurten")
PAGE_SIZE = 1000  # the most that PDOK gives at once
TIMEOUT_S = 20.0
MAX_PAGES = 50
MAX_BYTES = 100_000_000


class _SameHostOnly(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        try:
            _check_same_host(req.full_url, newurl)
        except ImportRefused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class PdokClient:
    """One run: the bounds hold for all its pages together."""

    def __init__(self, base_url: str = BASE_URL, contact: str = "", timeout_s: float = TIMEOUT_S) -> None:
        _split(base_url)
        self._base_url = base_url.rstrip("/")
        self._headers = {
            "User-Agent": f"Dichtbij (contact: {contact or 'the operator of this installation'})",
            "Accept": "application/geo+json, application/json",
        }
        self._timeout_s = timeout_s
        self._opener: OpenerDirector = build_opener(_SameHostOnly)
        self._pages = 0
        self._bytes = 0

    def features(self, code: str) -> Iterator[Feature]:
        """Municipality, wijken and buurten of the municipality with this CBS code, in this order."""
        number = 0
        for collection in COLLECTIONS:
            query = urlencode({"f": "json", "gemeentecode": code, "limit": PAGE_SIZE})
            for feature in self._collection(f"{self._base_url}/collections/{collection}/items?{query}", collection):
                number += 1
                yield replace(feature, where=replace(feature.where, number=number))

    def _collection(self, url: str, name: str) -> Iterator[Feature]:
        next_url: str | None = url
        seen: set[str] = set()
        while next_url:
            if next_url in seen:
                raise ImportRefused(f"PDOK's pages of {name} go round in a circle; nothing was imported.")
            seen.add(next_url)
            page = GeoJson([self._read(next_url, name)], label=f"page {len(seen)} of {name}, feature")
            try:
                yield from page.features()
            except ImportRefused as error:
                raise ImportRefused(f"PDOK's answer for {name} cannot be used. {error}") from error
            next_url = _next_page(next_url, page.members.get("links"))

    def _read(self, url: str, name: str) -> str:
        self._pages += 1
        if self._pages > MAX_PAGES:
            raise ImportRefused(f"PDOK's answer for {name} does not end after {MAX_PAGES} pages; nothing was imported.")
        try:
            with self._opener.open(Request(url, headers=self._headers), timeout=self._timeout_s) as answer:
                body: bytes = answer.read(MAX_BYTES - self._bytes + 1)
        except HTTPError as error:
            error.close()
            hint = "; is the address or the year right?" if error.code == http.HTTPStatus.NOT_FOUND else ""
            raise ImportRefused(f"PDOK answered {error.code} for {name}{hint}.") from error
        except TimeoutError as error:
            raise ImportRefused(f"PDOK did not answer within {self._timeout_s:g} seconds.") from error
        except (URLError, http.client.HTTPException, OSError, ValueError) as error:
            raise ImportRefused(_connection_sentence(error, self._timeout_s)) from error
        self._bytes += len(body)
        if self._bytes > MAX_BYTES:
            raise ImportRefused(f"PDOK's answer is larger than {MAX_BYTES // 1_000_000} MB; nothing was imported.")
        return _decode(body, name)


def _connection_sentence(error: Exception, timeout_s: float) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"PDOK did not answer within {timeout_s:g} seconds."
    if isinstance(reason, http.client.IncompleteRead):
        return "PDOK's answer stopped halfway; try again later."
    return f"PDOK cannot be reached ({type(reason).__name__}); is there a connection to the internet?"


def _decode(body: bytes, name: str) -> str:
    if body.lstrip()[:1] == b"<":
        raise ImportRefused(f"PDOK answered with a web page instead of JSON for {name}; is the address right?")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"PDOK's answer for {name} is not UTF-8.") from error


def _next_page(url: str, links: object) -> str | None:
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            address: str = urljoin(url, link["href"])
            _check_same_host(url, address)
            return address
    return None


def _check_same_host(url: str, other: str) -> None:
    """An answer must not send us to a machine inside our own network."""
    here, there = _split(url), _split(other)
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise ImportRefused(f"PDOK's answer points to another host than {here.netloc}; nothing was imported.")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ImportRefused("The address of PDOK must begin with https:// (or http://) and a host name.")
    return parts
