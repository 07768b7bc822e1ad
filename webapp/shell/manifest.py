"""The web app manifest: how the site stands on a phone among its apps."""

from typing import Any

from flask import url_for

from webapp.areas.models import Municipality
from webapp.asking.wording import takes_questions
from webapp.core.assets import asset_names
from webapp.core.language import Language
from webapp.core.words import _
from webapp.town_settings.theme import PRIMARY, shown

# static/css/tokens.css: the night behind the street, and the page
DUSK, PAGE = "#0b3f37", "#f3f6f3"
SHORT_NAME_CHARACTERS = 12  # a launcher shows no more
SIZES = (192, 512)


def manifest_of_town(town: Municipality, language: Language) -> dict[str, Any]:
    home = url_for("finding.home", town=town.slug)
    primary = shown(town.colours, PRIMARY)
    return {
        **_common(language, home, primary.light if primary else DUSK),
        "name": f"Dichtbij {town.name}",
        "short_name": town.name if len(town.name) <= SHORT_NAME_CHARACTERS else "Dichtbij",
        "description": _(
            "Places and activities close to home in %(town)s: help, company, food, language and more.", town=town.name
        ),
        "shortcuts": _shortcuts(town),
    }


def manifest_of_site(language: Language) -> dict[str, Any]:
    """Where no town is chosen yet."""
    return {
        **_common(language, url_for("pages.root"), DUSK),
        "name": "Dichtbij",
        "short_name": "Dichtbij",
        "description": _("What is there for you, close to home?"),
    }


def _common(language: Language, home: str, theme: str) -> dict[str, Any]:
    """The scope is the whole site: the other language and the staff pages are no other app."""
    return {
        "id": home,
        "start_url": home,
        "scope": "/",
        "lang": language.code,
        "dir": language.direction,
        "display": "standalone",
        "theme_color": theme,
        "background_color": PAGE,
        "categories": ["social", "lifestyle"],
        "icons": [_icon(size, purpose) for purpose in ("any", "maskable") for size in SIZES],
    }


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-{purpose}-{size}.png"
    file = f"/static/{asset_names()[name]}"
    return {"src": file, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcuts(town: Municipality) -> list[dict[str, Any]]:
    """A long press on the app. Without a team that takes questions there is nothing to ask."""
    shortcuts = [{"name": _("Open now"), "url": url_for("finding.places", town=town.slug, open="now")}]
    if takes_questions(town):
        shortcuts.append({"name": _("Ask a question"), "url": url_for("asking.ask", town=town.slug)})
    icons = [_icon(192, "any")]
    return [{**shortcut, "icons": icons} for shortcut in shortcuts]
