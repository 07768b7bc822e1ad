"""A point as it is typed, and whether it can be the one that is meant. Pure."""

import re
from enum import StrEnum

from webapp.core.geo import Position, is_in_the_netherlands

DECIMALS = 6  # 10 cm
FARTHEST_OUTSIDE_M = 5_000  # from the border of the town: a house just over it may still be one of the town's
NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,15})?", re.ASCII)


class Slip(StrEnum):
    MISSING = "missing"
    NO_NUMBER = "no_number"
    ABROAD = "abroad"  # outside the Netherlands, or the two were swapped
    OUTSIDE = "outside"  # just over the border of the town: somebody has to say that it is right
    FAR = "far"  # well outside the town


class PinRefused(Exception):
    """`slips` by name of the field: lat, lon, or `point` for both together."""

    def __init__(self, slips: dict[str, Slip]) -> None:
        super().__init__(", ".join(f"{field}: {slip}" for field, slip in slips.items()))
        self.slips = slips


def read_point(lat: str, lon: str) -> Position:
    """With a comma or a point, as both are written in the Netherlands. Raises PinRefused."""
    slips: dict[str, Slip] = {}
    numbers: dict[str, float] = {}
    for field, typed in (("lat", lat.strip()), ("lon", lon.strip())):
        if not typed:
            slips[field] = Slip.MISSING
        elif not NUMBER.fullmatch(typed):
            slips[field] = Slip.NO_NUMBER
        else:
            numbers[field] = round(float(typed.replace(",", ".")), DECIMALS)
    if slips:
        raise PinRefused(slips)
    try:
        position = Position(**numbers)
    except ValueError:
        raise PinRefused({"point": Slip.ABROAD}) from None
    if not is_in_the_netherlands(position):
        raise PinRefused({"point": Slip.ABROAD})
    return position


def check_standing(metres_outside: float | None, *, is_confirmed: bool) -> None:
    """`metres_outside` the border of the town; None where the border is not known. Raises PinRefused."""
    if not metres_outside:
        return
    if metres_outside > FARTHEST_OUTSIDE_M:
        raise PinRefused({"point": Slip.FAR})
    if not is_confirmed:
        raise PinRefused({"point": Slip.OUTSIDE})
