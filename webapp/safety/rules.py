"""Whose words in a search speak of danger, and who answers at once then. Pure. One list for server and phone."""

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType

from webapp.questions.crisis import DANGER, CrisisWords, crisis_words, read_crisis_words

SOUGHT_FILE = Path(__file__).with_name("sought.toml")
SAFE_AT_HOME, LIFE_LINE = "veilig-thuis", "113"
LINES = (SAFE_AT_HOME, "kindertelefoon", "luisterlijn", LIFE_LINE)  # shown on the page, in this order

# What is in danger, with the lines to call: somebody's own life, or whoever is not safe at home.
LIFE, HOME = "life", "home"
CALLED = MappingProxyType({LIFE: (LIFE_LINE, "luisterlijn", DANGER), HOME: (DANGER, *LINES)})


def dangers_in(text: str) -> tuple[str, ...]:
    """By the words alone: a link too many costs a glance, one too few can cost more."""
    return danger_words().lines_for(text)


@cache
def danger_words() -> CrisisWords:
    """Phrases by what is in danger. Read once per process: the files belong to the release."""
    crisis = crisis_words().phrases
    sought = read_crisis_words(tomllib.loads(SOUGHT_FILE.read_text(encoding="utf-8"))).phrases
    home = dict.fromkeys((*crisis[DANGER], *crisis[SAFE_AT_HOME], *sought[SAFE_AT_HOME]))
    return CrisisWords(MappingProxyType({LIFE: crisis[LIFE_LINE], HOME: tuple(home)}), MappingProxyType({}))
