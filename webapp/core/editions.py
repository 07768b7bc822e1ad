"""Two people, or two tabs, with the same form: what each changed comes together, and nobody overwrites unseen. Pure.

A form carries its edition: a short digest of each field as it stood when the form was opened. So it tells which fields
its writer changed and which ones somebody else has changed since, without carrying the words themselves.
"""

from collections.abc import Mapping
from hashlib import sha256

FIELD = "edition"  # the name of the hidden field
LETTERS = 12  # of a digest: it tells two texts of one field apart, it keeps no secret
LONGEST = 4_000  # characters of an edition that are read


def edition_of(stored: Mapping[str, str]) -> str:
    return " ".join(f"{name}={_digest(name, value)}" for name, value in sorted(stored.items()))


def together(
    typed: Mapping[str, str], stored: Mapping[str, str], edition: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What to save, and the fields that both changed otherwise: these keep what was typed, to be chosen from. Without
    an edition, or with one of another form, each field that differs counts as changed by both. A field that `stored`
    does not know is as it was typed."""
    opened = dict(part.partition("=")[::2] for part in edition[:LONGEST].split())
    values, clashes = dict(typed), []
    for name in stored.keys() & typed.keys():
        if typed[name] == stored[name] or opened.get(name) == _digest(name, stored[name]):
            continue
        if opened.get(name) == _digest(name, typed[name]):
            values[name] = stored[name]
        else:
            clashes.append(name)
    return values, tuple(sorted(clashes))


def _digest(name: str, value: str) -> str:
    return sha256(f"{name}\0{value}".encode()).hexdigest()[:LETTERS]
