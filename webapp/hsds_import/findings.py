"""What came of a package, in order: what goes in, and what is to be told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from webapp.hsds_import.entries import ActivityFound, PlaceFound
from webapp.places.findings import LeftOut, Rejected, Warned

PLACES, ACTIVITIES, ROWS = "places", "activities", "rows"
THE_FIRST_COUNTS = "is told in two ways; the first one counts"
Told = tuple[str, Rejected | Warned | LeftOut]  # of places, of activities, or of rows that are neither


@dataclass
class Found:
    places: list[PlaceFound] = field(default_factory=list)
    activities: list[ActivityFound] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def reject(self, what: str, label: str, *reasons: str) -> None:
        self.told.append((what, Rejected(tuple(f"{label}, {reason}" for reason in reasons))))

    def leave_out(self, what: str, left_out: LeftOut, times: int = 1) -> None:
        self.told += [(what, left_out)] * times

    def warn(self, sentence: str) -> None:
        self.told.append((ROWS, Warned(sentence)))

    def warn_of(self, label: str, slips: Iterable[str]) -> None:
        """A slip says what it costs, unless it says so itself."""
        for slip in slips:
            says_so = slip.endswith(")") or slip == THE_FIRST_COUNTS
            self.warn(f"{label}, {slip if says_so else f'{slip} (left out)'}")
