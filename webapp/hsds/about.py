"""What the feed says of itself, and where around somebody asks for services."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import url_for

from webapp.areas.models import Municipality
from webapp.core.addresses import absolute
from webapp.core.language import languages
from webapp.core.words import _
from webapp.hsds.queries import Circle
from webapp.hsds.rules import Asked, AskedError, Complaint
from webapp.hsds.taxonomies import filled
from webapp.locating.queries import locate

Json = dict[str, Any]
VERSION = "3.1"
PROFILE = Path(__file__).resolve().parent.parent.parent / "docs" / "hsds.md"


def described(town: Municipality) -> Json:
    website = absolute(url_for("finding.home"))
    ways = ", ".join(f"lang={language.code}" for language in languages())
    description = _(
        "Places and activities in %(town)s. Each language is a feed of its own: %(ways)s.", town=town.name, ways=ways
    )
    demonstration = _("Demonstration: times and offers are made up.") if town.is_demo else ""
    return {
        "version": VERSION,
        "profile": absolute(url_for("hsds.profile")),
        "openapi_url": absolute("/openapi.json"),
        "description": " ".join(filter(None, (description, demonstration))),
        "publisher": filled(
            {"name": town.team_name or _("Municipality of %(town)s", town=town.name), "website": website}
        ),
    }


@cache
def profile() -> str:
    return PROFILE.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Around:
    """`is_elsewhere`: the postcode lies in another town, which this one has nothing in."""

    circle: Circle | None = None
    is_elsewhere: bool = False


def around(town: Municipality, asked: Asked) -> Around:
    """A postcode alone asks whether it is of this town; with `proximity` what lies so near its middle, also from over
    the border. Raises AskedError for one that nobody knows."""
    if not asked.postcode:
        return Around()
    located = locate(town, None, asked.postcode, "")
    if located.position is None:
        raise AskedError(Complaint.UNKNOWN_POSTCODE, "postcode")
    if asked.proximity is None:
        return Around(is_elsewhere=located.town is not None)
    return Around(Circle(located.position, asked.proximity))
