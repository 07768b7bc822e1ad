"""A draft and something that waits for review, so that these pages of a demonstration show something; made once."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from webapp.accounts.queries import find_user
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.demo.accounts import address_of
from webapp.extensions import db
from webapp.places.models import Place
from webapp.versions import operations
from webapp.versions.operations import Proposal, capture
from webapp.versions.queries import Item, map_open
from webapp.versions.rules import MAJOR, REVIEW

FILE = "proposals.toml"


def load_proposals(town: Municipality, folder: Path, moment: datetime) -> int:
    """How many were made: none where something waits already. Raises ValueError for a town that is real."""
    if not town.is_demo:
        raise ValueError(f"{town.name} is no demonstration town")
    path = folder / FILE
    if not path.exists() or map_open(town.id):
        return 0
    return sum(_propose(town, one, moment) for one in tomllib.loads(path.read_text(encoding="utf-8"))["proposal"])


def _propose(town: Municipality, told: dict[str, Any], moment: datetime) -> bool:
    author, item = find_user(address_of(told["by"], town)), _find(town, told["what"], told["slug"])
    if author is None or item is None:
        return False
    current = capture(item, now=moment)
    texts = {language: {**words, **told.get("texts", {}).get(language, {})}
             for language, words in current.document["texts"].items()}  # fmt: skip
    document = {**current.document, "facts": {**current.document["facts"], **told.get("facts", {})}, "texts": texts}
    edits = dict.fromkeys(told.get("texts", {}), MAJOR)
    proposal = Proposal(current.number, document, edits, "texts" if edits else "edit")
    draft = operations.save_draft(town, item, proposal, by=author.id, now=moment)
    if told["state"] == REVIEW:
        operations.ask_review(draft)
    return True


def _find(town: Municipality, what: str, slug: str) -> Item | None:
    model: Any = Place if what == "place" else Activity
    found: Item | None = db.session.scalar(select(model).where(model.municipality_id == town.id, model.slug == slug))
    return found
