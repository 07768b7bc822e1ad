"""What may reach a map script: each value is refused or arrives as it is, never as code."""

import re

_KEY = re.compile(r"[a-z-]+")
_TERM = re.compile(r"[a-z0-9-]+")  # ids of our taxonomy, names of lucide icons
# `(?!/)`: //host would be another origin. The rest is what a search text in a filter leaves unescaped.
_OWN_ADDRESS = re.compile(r"/(?!/)[A-Za-z0-9/_.?=&%,+~!$'()*:;@-]*")
_SITE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_.~-]+)*")
# branca compiles what a macro wrote as a template again; these three would make that code on our server.
_NEVER_IN_A_TEXT = re.compile(r"\{\{|\{%|\{#|</|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def checked_key(key: str) -> str:
    return matching(_KEY, key, "key of lower-case letters and hyphens")


def checked_term(term: str) -> str:
    return matching(_TERM, term, "term of lower-case letters, digits and hyphens")


def checked_address(address: str) -> str:
    return matching(_OWN_ADDRESS, address, "path on our own origin")


def checked_site(site: str) -> str:
    return matching(_SITE, site, "host with a path, as it stands behind https://")


def checked_text(text: str) -> str:
    if found := _NEVER_IN_A_TEXT.search(text):
        raise ValueError(f"A text on the map may not contain {found.group()!r}: {text!r}")
    return text


def matching(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"Not a {what}: {value!r}")
    return value
