"""Proposals and histories in few words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.activities.models import Activity
from webapp.places.models import Place
from webapp.versions import rules
from webapp.versions.operations import Proposal
from webapp.versions.queries import find_published, list_versions

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def changed(item: Place | Activity, edits: dict[str, str] | None = None, /, **parts: Any) -> Proposal:
    """The item as it is public, with these parts otherwise: `facts__phone`, `texts__nl__name`."""
    current = find_published(item)
    assert current is not None
    values = {**rules.flatten(current.document), **{name.replace("__", "."): value for name, value in parts.items()}}
    return Proposal(current.number, rules.unflatten(values), edits or {})


def numbers(item: Place | Activity) -> list[tuple[int, str, str]]:
    return [(row.number, row.state, row.what) for row in list_versions(item)]
