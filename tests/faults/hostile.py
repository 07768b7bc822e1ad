"""Values that break programs, as the bytes that a browser or a program sends; and the names that our views read."""

import random
import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote_from_bytes, quote_plus

from tests.database import ROOT
from tests.page import ONCE, TOKEN

VALUES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xc0\xaf",
    b"\xed\xa0\x80",  # half of a pair
    "\u202e\u2066\u200f".encode(),
    "ⓧ𐍈😀 İıĳĲß مرحبا".encode(),
    b"a" * 100_000,
    b"NaN",
    b"NaN,NaN",
    b"1e309,1e309",
    b"-91,181",
    b"52.15,5.15,1",
    b"5.2,52.2,5.1,52.1",  # a box inside out
    b"-1",
    b"0",
    b"9" * 400,
    b"99999999999",
    "٣".encode(),  # a digit, but not one of ours
    b"1_000",
    b"0x10",
    b"2026-13-45",
    b"0000-00-00",
    b"9999-12-31",
    b"99999-01-01",
    b"2026-11-24T25:61",
    b"25:61",
    b"00:00-24:00",
    b"RRULE:FREQ=SECONDLY;COUNT=1000000000",
    b"' OR 1=1; --",
    b"%_%_%_%",
    b"\\",
    b"{{7*7}}${7*7}{%x%}%s%n%(x)s",
    b"<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    b"../../../../etc/passwd",
    b"//evil.example\\@x",
    b"javascript:alert(1)",
    b"http://[::1",
    b"http://169.254.169.254/",
    b"x\r\nSet-Cookie: a=b\r\n\r\n<html>",
    b"a@b.nl\r\nBcc: c@d.nl",
    b"=cmd|'/c calc'!A1",
    b"[" * 5_000,
    b'{"a":' * 2_000,
    b"null",
    b"00000000-0000-0000-0000-000000000000",
    b"1,2,3," * 500,
    b"A1234,M" * 300,
)
JSON: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b'"a"',
    b"1e309",
    b"NaN",
    b"{",
    b"[" * 50_000,
    b'{"question":' * 5_000,
    b'{"question": "\\ud800", "reply_by": "none"}',
    b'{"question": "\\u0000", "reply_by": "none"}',
    b'{"question": {"a": []}, "reply_by": ["none"], "lang": 5, "topic": null}',
    b'{"question": "x", "question": "y", "reply_by": "none", "lat": 1e309, "lon": -1e309}',
    b'{"question": "x", "reply_by": "none", "postcode": 12, "place": {}, "contact": true}',
    '{"question": "\xff"}'.encode("latin-1"),
)
READ = re.compile(r"\b(?:args|form|told|typed|fields|posted|values)\.get(?:list)?\(\"([\w-]+)\"")
IN_TEMPLATE = re.compile(r"name=\"([\w-]+)\"")


@cache
def names() -> tuple[str, ...]:
    """Of every parameter and field that is read somewhere, so that a new one is tried without a word about it."""
    code = (path.read_text() for path in (ROOT / "webapp").rglob("*.py"))
    pages = (path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    found = {name for text in code for name in READ.findall(text)}
    found |= {name for text in pages for name in IN_TEMPLATE.findall(text)}
    return tuple(sorted(found - {TOKEN, ONCE}))


def some(chance: random.Random, number: int, kept: dict[str, str] | None = None) -> bytes:
    """A query or a body of a form: so many names with a hostile value each, after those that are as they should be."""
    pairs = [f"{quote_plus(name)}={quote_plus(value)}" for name, value in (kept or {}).items()]
    for name in chance.sample(names(), min(number, len(names()))):
        pairs.append(f"{quote_plus(name)}={quote_from_bytes(chance.choice(VALUES), safe='')}")
    return "&".join(pairs).encode()


def in_path(chance: random.Random, values: Sequence[bytes] = VALUES) -> str:
    return quote_from_bytes(chance.choice([value for value in values if len(value) < 1000]), safe="")
