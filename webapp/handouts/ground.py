"""From a sheet to its small map."""

from webapp.areas.models import DISTRICT, NEIGHBOURHOOD, Municipality
from webapp.core.geo import Position
from webapp.core.texts import shortened
from webapp.finding.queries import list_places_near
from webapp.finding.telling import telling
from webapp.handouts import queries
from webapp.handouts.drawing import Sketch, sketch, window_around
from webapp.handouts.sheet import Whole

MARKS = 4  # places that people know, to find the way by
LABEL_LETTERS = 24


def spots_of(sheet: Whole) -> list[tuple[str, Position]]:
    """With the numbers that they have on the sheet."""
    return [(str(one.number), one.position) for one in sheet.own.entries if one.position is not None]


def sketch_of(town: Municipality, sheet: Whole) -> Sketch | None:
    """None where nothing on it has a place."""
    spots = dict(spots_of(sheet))
    if not spots:
        return None
    window = window_around(list(spots.values()))
    ground = queries.list_ground(town, NEIGHBOURHOOD, window) or queries.list_ground(town, DISTRICT, window)
    taken = set(spots.values())
    marks = []
    for found in list_places_near(town, window.middle, None, MARKS + len(spots) + 2):
        spot = found.thing.position
        if spot is not None and spot not in taken and window.holds(spot):
            taken.add(spot)
            marks.append((shortened(telling(found.thing, "nl").name.words, LABEL_LETTERS), spot))
    return sketch(window, ground, spots.items(), marks[:MARKS])
