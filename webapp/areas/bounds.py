"""What a map of a town shows at first."""

from webapp.areas.models import Municipality
from webapp.maps.spec import Bounds

THE_NETHERLANDS = Bounds(3.3, 50.7, 7.3, 53.6)  # for a town whose border is not known yet


def bounds_of(town: Municipality) -> Bounds:
    if town.west is None or town.south is None or town.east is None or town.north is None:
        return THE_NETHERLANDS
    return Bounds(town.west, town.south, town.east, town.north)
