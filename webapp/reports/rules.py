"""What a visitor can report. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from webapp.core import bsn

WRONG = ("closed", "times", "address", "phone", "other")
OPEN, SOLVED, NO_PROBLEM = STATES = ("open", "solved", "no_problem")
MOST_LETTERS = 500
LONGEST_ADDRESS = 254
KEPT = timedelta(days=30)  # words and address after it was solved


@dataclass(frozen=True)
class Report:
    """`words` without any BSN."""

    wrong: str
    words: str
    email: str


def read_report(told: Mapping[str, str]) -> tuple[Report, dict[str, str]]:
    """The report, and what is wrong with it: a word of wording.py by field. Whether the address can be mailed to is
    looked at elsewhere."""
    wrong = told.get("wrong", "")
    words = told.get("words", "").strip()
    email = told.get("email", "").strip()
    problems = {}
    if wrong not in WRONG:
        problems["wrong"] = "missing"
    if len(words) > MOST_LETTERS:
        problems["words"] = "too_long"
    elif wrong == "other" and not words:
        problems["words"] = "missing"
    if len(email) > LONGEST_ADDRESS:
        problems["email"] = "email"
    return Report(wrong, bsn.mask(words)[0] if not problems.get("words") else words, email), problems
