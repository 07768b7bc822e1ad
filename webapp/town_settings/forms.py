"""What a coordinator fills in about the town: read, checked, and shown again as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.areas.models import Municipality
from webapp.core.days import read_day
from webapp.core.language import languages
from webapp.core.words import _
from webapp.plain_language.rules import check_text
from webapp.plain_language.wording import advice, summary
from webapp.schedule.values import Closure
from webapp.town_settings.rules import complaint, read_colour
from webapp.town_settings.theme import COLOURS, NIGHT
from webapp.town_settings.wording import faint_sentence

ASK_TEXTS = ("intro", "promise", "extra", "thanks")
TEXT_MAX, LABEL_MAX, REASON_MAX = 400, 40, 120  # characters
HINTS = 3  # about one text, the worst first
COLOUR_FIELDS = tuple(f"{name}{side}" for name in COLOURS for side in ("", NIGHT))


@dataclass
class Form:
    """`values` are lines as they were typed, `problems` sentences by name of the field ("": about the whole)."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DaysForm:
    """Days with a reason in each language; `closure` where nothing is wrong with it."""

    form: Form
    closure: Closure | None


def language_codes() -> list[str]:
    return [language.code for language in languages()]


# ---------------------------------------------------------------- days


def read_days(typed: Mapping[str, str], prefix: str) -> DaysForm:
    """`prefix` tells two forms on one page apart. Dutch and English are needed: nobody travels for nothing."""
    form = _lines(typed, [f"{prefix}_first", f"{prefix}_last"], 40)
    reasons = _lines(typed, [f"{prefix}_reason_{code}" for code in language_codes()], REASON_MAX + 1)
    form.values |= reasons.values
    first = _day(form, f"{prefix}_first")
    last = _day(form, f"{prefix}_last") if form.values[f"{prefix}_last"] else first
    if first and last and last < first:
        form.problems[f"{prefix}_last"] = _("The last day lies before the first one.")
    reason = {code: form.values[f"{prefix}_reason_{code}"] for code in language_codes()}
    for code, words in reason.items():
        if len(words) > REASON_MAX:
            form.problems[f"{prefix}_reason_{code}"] = _too_long(REASON_MAX)
        elif not words and code in ("nl", "en"):
            form.problems[f"{prefix}_reason_{code}"] = _("Say why, so that people understand it.")
    told = {code: words for code, words in reason.items() if words}
    return DaysForm(form, None if form.problems or not first or not last else Closure(first, last, told))


def _day(form: Form, name: str) -> date | None:
    day = read_day(form.values[name])
    if day is None:
        form.problems[name] = _("Fill in a day, for example 31-12-2027.")
    return day


# ---------------------------------------------------------------- the form of residents


def stored_texts(town: Municipality) -> Form:
    return Form(
        {
            f"{name}_{code}": town.ask_texts.get(name, {}).get(code, "")
            for name in ASK_TEXTS
            for code in language_codes()
        }
    )


def read_texts(typed: Mapping[str, str]) -> Form:
    """A text in another language only would leave most readers without: Dutch comes first."""
    form = _lines(typed, [f"{name}_{code}" for name in ASK_TEXTS for code in language_codes()], TEXT_MAX + 1)
    for name, text in form.values.items():
        if len(text) > TEXT_MAX:
            form.problems[name] = _too_long(TEXT_MAX)
    for name in ASK_TEXTS:
        others = any(form.values[f"{name}_{code}"] for code in language_codes() if code != "nl")
        if others and not form.values[f"{name}_nl"]:
            form.problems[f"{name}_nl"] = _("Write it in Dutch too.")
    return form


def texts_of(form: Form) -> dict[str, dict[str, str]]:
    return {name: {code: form.values[f"{name}_{code}"] for code in language_codes()} for name in ASK_TEXTS}


def hints_of(form: Form) -> dict[str, list[str]]:
    """How each text could be plainer; nothing for one that is empty or plain."""
    hints = {}
    for name, text in form.values.items():
        report = check_text(text, name.rpartition("_")[2])
        if text and report.checked and report.findings:
            hints[name] = [advice(finding) for finding in report.findings[:HINTS]]
    return hints


def all_plain(form: Form) -> str:
    """What is said below texts about which there is nothing to say."""
    return summary(check_text(" ".join(form.values.values()), "nl"))


# ---------------------------------------------------------------- themes


def read_labels(typed: Mapping[str, str]) -> Form:
    form = _lines(typed, [f"label_{code}" for code in language_codes()], LABEL_MAX + 1)
    for name, label in form.values.items():
        if len(label) > LABEL_MAX:
            form.problems[name] = _too_long(LABEL_MAX)
    return form


# ---------------------------------------------------------------- colours


def read_colours(typed: Mapping[str, str]) -> Form:
    """A choice from the palette goes before what is typed for the main colour."""
    form = _lines(typed, COLOUR_FIELDS, 20)
    chosen = typed.get("palette", "")
    if chosen:
        form.values |= {"primary": chosen, f"primary{NIGHT}": ""}
    for name in COLOUR_FIELDS:
        text = form.values[name]
        colour = read_colour(text) if text else None
        if text and colour is None:
            form.problems[name] = _("This is not a colour. It looks like #0e5246.")
        elif colour and (faint := complaint(colour, is_dark=name.endswith(NIGHT))):
            form.problems[name] = faint_sentence(faint)
    for name in COLOURS:
        if form.values[name + NIGHT] and not form.values[name]:
            form.problems.setdefault(name, _("Choose the colour by day first."))
    return form


def colours_of(form: Form) -> dict[str, str]:
    return {name: read_colour(form.values[name]) or "" for name in COLOUR_FIELDS}


def _lines(typed: Mapping[str, str], names: list[str] | tuple[str, ...], longest: int) -> Form:
    return Form({name: " ".join(typed.get(name, "").split())[:longest] for name in names})


def _too_long(most: int) -> str:
    return _("This is too long. Use at most %(number)s characters.", number=most)
