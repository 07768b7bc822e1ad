"""Where distances are measured from, and what a town has to give along."""

from datetime import datetime

from webapp.areas.models import Municipality
from webapp.areas.whereabouts import Named, find_neighbourhood, list_neighbourhood_choices
from webapp.core.geo import Position
from webapp.finding.rules import Filters
from webapp.guiding.queries import list_candidates
from webapp.guiding.rules import INFORMATION_POINTS, Candidate, Look
from webapp.handouts.rules import Wish

EVERYTHING = (Look(True, Filters()), Look(False, Filters()))


def list_areas(town: Municipality) -> list[tuple[str, str]]:
    """Code and name to choose from, by name."""
    return list_neighbourhood_choices(town)


def find_area(town: Municipality, code: str) -> Named | None:
    return find_neighbourhood(town, code) if code else None


def list_possible(
    town: Municipality, wish: Wish, moment: datetime, origin: Position | None = None
) -> list[Candidate]:
    """Of a theme its own lists and the information points; of a dimension all, as editors may have named it anywhere."""
    if not wish.theme:
        return list_candidates(town, EVERYTHING, moment, origin)
    of_theme = [Look(look.is_place, Filters(theme=wish.theme)) for look in EVERYTHING]
    return list_candidates(town, [*of_theme, INFORMATION_POINTS], moment, origin)
