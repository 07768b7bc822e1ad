"""Who serves what for one topic, made once: the map and the list beside it hold the same pieces with the same signs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry import shape

from webapp.areas.models import Municipality
from webapp.coordinating.rules import letters
from webapp.core.words import _
from webapp.teams.ground_queries import Patch, Served, list_gaps, list_overlaps, list_served
from webapp.teams.models import Team
from webapp.teams.queries import list_teams

LOOKS = 6  # as many as map/grounds.css has; a letter tells two of one look apart
TEAM, RULE, OVERLAP, GAP = "team", "rule", "overlap", "gap"


@dataclass(frozen=True)
class Piece:
    """`sign` stands on the map and in the list; `look` is a colour with a pattern. Without `geojson` there is no
    ground, or (`square_metres` is None) the outline of the town is not known."""

    kind: str
    sign: str
    look: str
    label: str
    square_metres: float | None
    geojson: str

    def as_feature(self) -> dict[str, Any]:
        """`at` is where the sign stands: inside the largest part, also where that bends around its own middle."""
        geometry = json.loads(self.geojson)
        largest = max(shapely.get_parts(shape(geometry)), key=shapely.area)
        spot = shapely.point_on_surface(largest)
        properties: dict[str, Any] = {"kind": self.kind, "sign": self.sign, "look": self.look, "label": self.label}
        properties["at"] = [round(spot.x, 5), round(spot.y, 5)]
        return {"type": "Feature", "properties": properties, "geometry": geometry}


@dataclass(frozen=True)
class Picture:
    pieces: tuple[Piece, ...]
    triage: str  # the name of the team that gets what lies in a gap
    resting: tuple[str, ...]  # names of teams that take no questions now

    def of(self, *kinds: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    def as_geojson(self) -> str:
        features = [piece.as_feature() for piece in self.pieces if piece.geojson]
        return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def draw(town: Municipality, topic: str) -> Picture:
    """`topic` is a theme; empty for questions without one."""
    all_teams = list_teams(town, with_inactive=True)
    teams = [team for team in all_teams if team.is_active]
    drawn = _Drawn(teams, {team.id: team.name for team in all_teams})
    pieces = (
        *map(drawn.served, list_served(town, topic)),
        *map(drawn.overlap, list_overlaps(town, topic)),
        *drawn.gaps(list_gaps(town, topic)),
    )
    triage = next((team.name for team in teams if team.is_triage), "")
    return Picture(pieces, triage, tuple(team.name for team in all_teams if not team.is_active))


class _Drawn:
    """The same letter and look for a team in every topic, so that two maps can be compared."""

    def __init__(self, teams: Sequence[Team], names: Mapping[UUID, str]) -> None:
        self.names = names
        self.numbers: Mapping[UUID, int] = {team.id: number for number, team in enumerate(teams)}

    def served(self, served: Served) -> Piece:
        number, name = self.numbers[served.team_id], self._name(served)
        look = f"tint-{number % LOOKS}"
        if served.rule is None:
            return Piece(TEAM, letters(number), look, name, served.square_metres, served.geojson)
        label = _("Rule %(number)s: %(team)s", number=served.rule, team=name)
        return Piece(RULE, f"{letters(number)}{served.rule}", look, label, served.square_metres, served.geojson)

    def _name(self, served: Served) -> str:
        name = self.names[served.team_id]
        if served.instead_of is None:
            return name
        return _("%(team)s instead of %(other)s", team=name, other=self.names[served.instead_of])

    def overlap(self, patch: Patch) -> Piece:
        sign = "+".join(letters(self.numbers[id_]) for id_ in patch.team_ids)
        first, second = (self.names[id_] for id_ in patch.team_ids)
        label = _("%(team)s and %(other)s", team=first, other=second)
        return Piece(OVERLAP, sign, OVERLAP, label, patch.square_metres, patch.geojson)

    def gaps(self, patches: Sequence[Patch]) -> Iterator[Piece]:
        for number, patch in enumerate(patches, start=1):
            yield Piece(GAP, f"?{number}", GAP, _("No team"), patch.square_metres, patch.geojson)
