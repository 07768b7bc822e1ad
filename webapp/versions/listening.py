"""Every import notes what it changed: the rooms below tell it here."""

from collections.abc import Sequence

from webapp.activities import operations as activities
from webapp.activities.models import Activity
from webapp.places import operations as places
from webapp.places.models import Place
from webapp.versions.operations import record_imported


def init_app() -> None:
    """Once a process, however many applications it makes."""
    if _note_places not in places.listeners:
        places.listeners.append(_note_places)
        activities.listeners.append(_note_activities)


def _note_places(municipality_id: int, changed: Sequence[Place]) -> None:
    record_imported(municipality_id, changed)


def _note_activities(municipality_id: int, changed: Sequence[Activity]) -> None:
    record_imported(municipality_id, changed)
