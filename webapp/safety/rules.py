"""Who is led to the page about safety. Pure."""

import tomllib
from functools import cache
from pathlib import Path

from webapp.questions.crisis import DANGER, CrisisWords, crisis_words, read_crisis_words

SOUGHT_FILE = Path(__file__).with_name("sought.toml")
SAFE_AT_HOME = "veilig-thuis"
LINES = (SAFE_AT_HOME, "kindertelefoon", "luisterlijn", "113")  # shown on the page, in this order


def speaks_of_danger(text: str) -> bool:
    """By the words alone: a link too many costs a glance, one too few can cost more."""
    told = {*crisis_words().lines_for(text), *sought_words().lines_for(text)}
    return bool(told & {DANGER, SAFE_AT_HOME})


@cache
def sought_words() -> CrisisWords:
    """Read once per process: the file belongs to the release."""
    return read_crisis_words(tomllib.loads(SOUGHT_FILE.read_text(encoding="utf-8")))
