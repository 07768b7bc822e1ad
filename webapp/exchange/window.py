"""A window on the map, as a program asks for it: `bbox=west,south,east,north`. Pure: text in, a window out."""

from enum import Enum
from math import isfinite

from webapp.core.geo import Box

MOST_DEGREES = 1.0  # some 70 by 110 km: who wants the whole country asks it in pieces
DECIMALS = 6  # 10 cm; more only makes other addresses of the same window
MAX_LETTERS = 120


class WindowComplaint(Enum):
    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    REVERSED = "reversed"
    TOO_LARGE = "too large"


class WindowError(ValueError):
    def __init__(self, complaint: WindowComplaint) -> None:
        super().__init__(complaint.value)
        self.complaint = complaint


def read_window(told: str) -> Box:
    """Raises WindowError. A point on its edge is in it."""
    if not told.strip():
        raise WindowError(WindowComplaint.MISSING)
    west, south, east, north = _numbers(told)
    if not (
        min(west, east) >= -180 and max(west, east) <= 180 and min(south, north) >= -90 and max(south, north) <= 90
    ):
        raise WindowError(WindowComplaint.OUTSIDE)
    if west > east or south > north:
        raise WindowError(WindowComplaint.REVERSED)
    if max(east - west, north - south) > MOST_DEGREES:
        raise WindowError(WindowComplaint.TOO_LARGE)
    return Box(west, south, east, north)


def _numbers(told: str) -> list[float]:
    parts = told.split(",")
    try:
        numbers = [round(float(part), DECIMALS) for part in parts]
    except (ValueError, OverflowError):
        numbers = []
    if len(numbers) != 4 or len(told) > MAX_LETTERS or not all(map(isfinite, numbers)):
        raise WindowError(WindowComplaint.UNREADABLE)
    return numbers
