"""What a coordinator reads about colours and logos, and what residents read in the town's own words."""

from flask import Flask, url_for

from webapp.areas.models import Municipality
from webapp.core.texts import Spoken, pick_words
from webapp.core.words import _
from webapp.town_settings.logo import LogoComplaint
from webapp.town_settings.rules import TooFaint
from webapp.town_settings.theme import theme_of


def faint_sentence(faint: TooFaint) -> str:
    """The ratio is rounded down: 4.49 is not 4.5."""
    ratio = int(faint.ratio * 10) / 10
    if faint.is_dark:
        return _(
            "By night this colour is too dark to read: contrast %(ratio)s, where 4.5 is needed. "
            "The nearest colour that works is %(proposal)s.",
            ratio=ratio,
            proposal=faint.proposal,
        )
    return _(
        "This colour is too light to read: contrast %(ratio)s, where 4.5 is needed. "
        "The nearest colour that works is %(proposal)s.",
        ratio=ratio,
        proposal=faint.proposal,
    )


def logo_sentence(complaint: LogoComplaint) -> str:
    sentences = {
        LogoComplaint.EMPTY: _("Choose a picture first."),
        LogoComplaint.DRAWING: _("An SVG can hold programs, so we do not take it. Send the logo as a PNG."),
        LogoComplaint.NO_PICTURE: _("We cannot open this picture. Send a PNG, JPEG or WebP."),
        LogoComplaint.TOO_LARGE: _("This picture is too large. Make it smaller: 480 pixels wide is enough."),
        LogoComplaint.TOO_SMALL: _("This picture is too small to see. Send one of at least 16 pixels high and wide."),
    }
    return sentences[complaint]


def own_text(town: Municipality, name: str, language: str) -> Spoken:
    """Empty where the town has not written it."""
    return pick_words(town.ask_texts.get(name, {}), language)


def theme_url(town: Municipality) -> str:
    """Of the town's own stylesheet, "" where there is none."""
    theme = theme_of(town.colours)
    return url_for("town_settings.theme", town=town.slug, digest=theme.digest) if theme else ""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(own_text=own_text, theme_url=theme_url)
