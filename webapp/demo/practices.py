"""An invented practice for the account of role `practice`."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.accounts.queries import find_user
from webapp.accounts.rules import PRACTICE
from webapp.areas.models import Municipality
from webapp.demo.accounts import address_of
from webapp.guiding.rules import Candidate
from webapp.handouts.queries import list_areas, list_things
from webapp.places.models import Place
from webapp.practices import operations, queries
from webapp.practices.models import Practice
from webapp.practices.rules import quarter_before, quarter_of


def load_practices(town: Municipality, folder: Path, moment: datetime) -> None:
    """Loading again changes nothing. Raises NotFound for a favourite that the town does not have."""
    file = folder / "practices.toml"
    known = {one.name: one for one in queries.list_practices(town)}
    contents = tomllib.loads(file.read_text(encoding="utf-8"))["practice"] if file.exists() else []
    user = find_user(address_of(PRACTICE, town))
    for content in contents:
        practice = known.get(content["name"]) or _make(town, content, moment)
        if user is not None:
            operations.WORKING.add(town.id, practice.id, user.id)


def _make(town: Municipality, content: Mapping[str, Any], moment: datetime) -> Practice:
    area = next((code for code, _name in list_areas(town)), "")
    practice = operations.save_practice(town, None, content["name"], area, is_demo=True)
    for theme, picks in content["favourites"].items():
        liked = _candidates(town, picks)
        operations.set_favourites(practice, theme, liked, [one.id for one in liked])
    for counted in content["quarter"]:
        quarter = quarter_before(quarter_of(moment), counted["ago"])
        numbers = {name: counted[name] for name in ("given", "opened", "asked")}
        operations.add_counts(town.id, practice.id, quarter, **numbers)
    return practice


def _candidates(town: Municipality, picks: Sequence[str]) -> list[Candidate]:
    return [Candidate(one.id, isinstance(one, Place), one.slug, one.kind) for one in list_things(town, picks)]
