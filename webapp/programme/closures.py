"""What somebody of the staff may close, and what is closed there: places and organisations of the scope by name."""

from collections.abc import Sequence
from datetime import date

from webapp.activities.scope import Scope
from webapp.core.language import current_language
from webapp.core.texts import pick_words
from webapp.finding.telling import telling
from webapp.programme.presenting import ShownClosure
from webapp.programme.queries import Subject, list_closures, list_own_organisations, list_own_places


def subjects_of(scope: Scope) -> list[Subject]:
    """Places by name, then organisations by name."""
    language = current_language()
    places = [
        Subject(f"place:{place.id}", telling(place, language).name.words, place_id=place.id)
        for place in list_own_places(scope)
    ]
    organisations = [
        Subject(f"organisation:{one.id}", one.name, organisation_id=one.id) for one in list_own_organisations(scope)
    ]
    return [*sorted(places, key=lambda one: one.name.casefold()), *organisations]


def list_shown(scope: Scope, subjects: Sequence[Subject], since: date) -> list[ShownClosure]:
    language = current_language()
    names = {one.place_id or one.organisation_id: one.name for one in subjects}
    return [
        ShownClosure(
            row.id,
            names[row.place_id or row.organisation_id],
            row.first_day,
            row.last_day,
            pick_words(row.reason, language),
        )
        for row in list_closures(scope, subjects, since)
    ]
