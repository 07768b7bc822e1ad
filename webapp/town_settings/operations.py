"""Setting what is a town's own. None of these commits."""

from collections.abc import Mapping, Sequence

from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.town_settings.logo import Logo


def set_home_themes(town: Municipality, themes: Sequence[str]) -> None:
    """Those shown on the home page, in this order; none: all, in the order of the taxonomy."""
    town.home_themes = list(themes)
    db.session.flush()


def set_theme_labels(town: Municipality, theme: str, labels: Mapping[str, str]) -> None:
    """By language; an empty one is the taxonomy's again."""
    own = {language: label for language, label in labels.items() if label}
    others = {id_: words for id_, words in town.theme_labels.items() if id_ != theme}
    town.theme_labels = others | ({theme: own} if own else {})
    db.session.flush()


def set_form(town: Municipality, texts: Mapping[str, Mapping[str, str]], *, takes_whatsapp: bool) -> None:
    """Texts by name and language; an empty one is not there."""
    told = {name: {language: text for language, text in words.items() if text} for name, words in texts.items()}
    town.ask_texts = {name: words for name, words in told.items() if words}
    town.takes_whatsapp = takes_whatsapp
    db.session.flush()


def set_colours(town: Municipality, colours: Mapping[str, str]) -> None:
    """By name as in theme.py; without any, ours."""
    town.colours = {name: colour for name, colour in colours.items() if colour}
    db.session.flush()


def set_logo(town: Municipality, logo: Logo | None) -> None:
    town.logo = logo.picture if logo else None
    town.logo_digest = logo.digest if logo else None
    town.logo_width, town.logo_height = (logo.width, logo.height) if logo else (None, None)
    db.session.flush()
