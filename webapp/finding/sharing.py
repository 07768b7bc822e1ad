"""What a messenger shows of a page: the words of its picture, and the address that changes with them."""

import hashlib
from dataclasses import astuple, dataclass

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core.texts import shortened
from webapp.core.words import _
from webapp.finding.cards import PLACE, Card

DESIGN = "1"  # another drawing of the same words needs another address: count up
DIGEST_CHARACTERS = 10
WIDTH, HEIGHT = 1200, 630  # pixels; what Facebook, WhatsApp, LinkedIn and Signal show without cutting
LONGEST = 160  # characters of one text: more would not be legible, and drawing it costs time
MOST_THEMES = 3


@dataclass(frozen=True)
class Picture:
    """In the order of reading: the kind, the name, where it is; the name decides from which side."""

    above: str
    title: str
    below: str
    themes: tuple[str, ...]
    town: str
    alt: str
    note: str  # what nobody may overlook, else empty

    @property
    def digest(self) -> str:
        said = repr((DESIGN, *astuple(self)))
        return hashlib.sha256(said.encode()).hexdigest()[:DIGEST_CHARACTERS]


@dataclass(frozen=True)
class SharedPicture:
    """As a page names it."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def picture_of_card(card: Card, town: Municipality, language: str) -> Picture:
    name = shortened(card.name, LONGEST)
    return Picture(
        title=name,
        above=card.kind.label(language),
        below=shortened(card.where.words, LONGEST),
        themes=tuple(theme.label(language) for theme in card.themes[:MOST_THEMES]),
        town=town.name,
        alt=_("Picture with the words: %(words)s", words=f"{name} – {card.kind.label(language)} – {town.name}"),
        note=_note(town.is_demo or card.is_demo),
    )


def picture_of_town(town: Municipality) -> Picture:
    title = _("What is there for you in %(town)s?", town=town.name)
    return Picture(
        title=title,
        above="",
        below=_("Help, company, food, language and more, close to home"),
        themes=(),
        town=town.name,
        alt=_("Picture with the words: %(words)s", words=title),
        note=_note(town.is_demo),
    )


def picture_of_site() -> Picture:
    title = _("What is there for you, close to home?")
    return Picture(
        title=title,
        above="",
        below=_("Help, company, food, language and more, close to home"),
        themes=(),
        town="",
        alt=_("Picture with the words: %(words)s", words=title),
        note="",
    )


def _note(is_demo: bool) -> str:
    return _("Demonstration") if is_demo else ""


def address_of_card(card: Card, picture: Picture) -> str:
    endpoint = "exchange.place_picture" if card.type == PLACE else "exchange.activity_picture"
    return url_for(endpoint, slug=card.slug, digest=picture.digest)


def address_of_town(picture: Picture) -> str:
    return url_for("exchange.town_picture", digest=picture.digest)


def address_of_site(picture: Picture) -> str:
    return url_for("exchange.site_picture", digest=picture.digest)
