"""The everyday words of the release as a document, from which a phone makes the lexicon that the server has."""

import json
from functools import cache
from itertools import groupby
from typing import Any

from webapp.finding.feed import Feed, pack
from webapp.safety.rules import danger_words
from webapp.search.lexicon import THEMES_OF_GROUPS, entries, function_words, lexicon
from webapp.search.offering import ASKS, OFFERS

KINDS = ("dropped", "weak", "fillers", "broad")


@cache
def lexicon_packed() -> Feed:
    """It belongs to the release."""
    return pack(json.dumps(document(), ensure_ascii=False, separators=(",", ":")))


def document() -> dict[str, Any]:
    """`phrases`: [term, language, [phrase, ...]] in the order in which they are added. `dangers`: by what is in danger
    the words that speak of it, as webapp/safety/rules.py reads them."""
    grouped = groupby(entries(), key=lambda entry: (entry[2], entry[1]))
    return {
        "languages": list(lexicon().phrases),
        "phrases": [[term, language, [phrase for phrase, *_ in found]] for (term, language), found in grouped],
        "function_words": {kind: sorted(function_words(kind)) for kind in KINDS},
        "themes_of_groups": THEMES_OF_GROUPS,
        "offers": OFFERS,
        "asks": ASKS,
        "dangers": {danger: list(told) for danger, told in danger_words().phrases.items()},
    }
