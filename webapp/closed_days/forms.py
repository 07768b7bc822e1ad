"""Days with a reason in each language, as they are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from webapp.core.days import read_day
from webapp.core.language import languages
from webapp.core.typed import Typed, typed_lines
from webapp.core.words import _
from webapp.schedule.values import Closure

REASON_MAX = 120  # characters
NEEDED = ("nl", "en")


@dataclass(frozen=True)
class DaysForm:
    """`closure` where nothing is wrong with the form."""

    form: Typed
    closure: Closure | None


def read_days(typed: Mapping[str, str], prefix: str) -> DaysForm:
    """`prefix` tells two forms on one page apart. Dutch and English are needed: nobody travels for nothing."""
    form = typed_lines(typed, [f"{prefix}_first", f"{prefix}_last"], 40)
    reasons = typed_lines(typed, [f"{prefix}_reason_{code}" for code in _codes()], REASON_MAX + 1)
    form.values |= reasons.values
    first = _day(form, f"{prefix}_first")
    last = _day(form, f"{prefix}_last") if form.values[f"{prefix}_last"] else first
    if first and last and last < first:
        form.problems[f"{prefix}_last"] = _("The last day lies before the first one.")
    reason = {code: form.values[f"{prefix}_reason_{code}"] for code in _codes()}
    for code, words in reason.items():
        if len(words) > REASON_MAX:
            form.problems[f"{prefix}_reason_{code}"] = _(
                "This is too long. Use at most %(number)s characters.", number=REASON_MAX
            )
        elif not words and code in NEEDED:
            form.problems[f"{prefix}_reason_{code}"] = _("Say why, so that people understand it.")
    told = {code: words for code, words in reason.items() if words}
    return DaysForm(form, None if form.problems or not first or not last else Closure(first, last, told))


def _day(form: Typed, name: str) -> date | None:
    day = read_day(form.values[name])
    if day is None:
        form.problems[name] = _("Fill in a day, for example 31-12-2027.")
    return day


def _codes() -> list[str]:
    return [language.code for language in languages()]
