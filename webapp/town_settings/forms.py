"""What a coordinator fills in about the town: read, checked, and shown again as it was typed."""

from collections.abc import Mapping

from webapp.areas.models import Municipality
from webapp.core.editions import FIELD
from webapp.core.language import languages
from webapp.core.typed import Typed, opened, typed_lines
from webapp.core.words import _
from webapp.plain_language.rules import check_text
from webapp.plain_language.wording import advice
from webapp.town_settings.rules import complaint, read_colour
from webapp.town_settings.theme import COLOURS, NIGHT
from webapp.town_settings.wording import faint_sentence

WHATSAPP = "whatsapp"
ASK_TEXTS = ("intro", "promise", "extra", "thanks")
TEXT_MAX, LABEL_MAX = 400, 40  # characters
HINTS = 3  # about one text, the worst first
COLOUR_FIELDS = tuple(f"{name}{side}" for name in COLOURS for side in ("", NIGHT))


def language_codes() -> list[str]:
    return [language.code for language in languages()]


# ---------------------------------------------------------------- the form of residents


def stored_texts(town: Municipality) -> Typed:
    """With whether WhatsApp is offered, "1" or ""."""
    texts = {
        f"{name}_{code}": town.ask_texts.get(name, {}).get(code, "") for name in ASK_TEXTS for code in language_codes()
    }
    return opened(texts | {WHATSAPP: "1" if town.takes_whatsapp else ""})


def read_texts(typed: Mapping[str, str]) -> Typed:
    """A text in another language only would leave most readers without: Dutch comes first."""
    form = typed_lines(typed, [f"{name}_{code}" for name in ASK_TEXTS for code in language_codes()], TEXT_MAX + 1)
    for name, text in form.values.items():
        if len(text) > TEXT_MAX:
            form.problems[name] = _too_long(TEXT_MAX)
    for name in ASK_TEXTS:
        others = any(form.values[f"{name}_{code}"] for code in language_codes() if code != "nl")
        if others and not form.values[f"{name}_nl"]:
            form.problems[f"{name}_nl"] = _("Write it in Dutch too.")
    form.values[WHATSAPP] = "1" if WHATSAPP in typed else ""
    form.edition = typed.get(FIELD, "")
    return form


def texts_of(form: Typed) -> dict[str, dict[str, str]]:
    return {name: {code: form.values[f"{name}_{code}"] for code in language_codes()} for name in ASK_TEXTS}


def hints_of(form: Typed) -> dict[str, list[str]]:
    """How each text could be plainer; nothing for one that is empty or plain."""
    hints = {}
    for name, text in form.values.items():
        report = check_text(text, name.rpartition("_")[2])
        if text and report.checked and report.findings:
            hints[name] = [advice(finding) for finding in report.findings[:HINTS]]
    return hints


# ---------------------------------------------------------------- themes


def stored_labels(town: Municipality, theme: str) -> Typed:
    return opened({f"label_{code}": town.theme_labels.get(theme, {}).get(code, "") for code in language_codes()})


def read_labels(typed: Mapping[str, str]) -> Typed:
    form = typed_lines(typed, [f"label_{code}" for code in language_codes()], LABEL_MAX + 1)
    for name, label in form.values.items():
        if len(label) > LABEL_MAX:
            form.problems[name] = _too_long(LABEL_MAX)
    form.edition = typed.get(FIELD, "")
    return form


# ---------------------------------------------------------------- colours


def stored_colours(town: Municipality) -> Typed:
    return opened({name: town.colours.get(name, "") for name in COLOUR_FIELDS})


def read_colours(typed: Mapping[str, str]) -> Typed:
    """A choice from the palette goes before what is typed for the main colour."""
    form = typed_lines(typed, COLOUR_FIELDS, 20)
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
    form.edition = typed.get(FIELD, "")
    return form


def colours_of(form: Typed) -> dict[str, str]:
    return {name: read_colour(form.values[name]) or "" for name in COLOUR_FIELDS}


def _too_long(most: int) -> str:
    return _("This is too long. Use at most %(number)s characters.", number=most)
