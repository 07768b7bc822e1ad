"""A house that is open on weekdays, with coffee on Tuesday afternoon, and its editor in a browser; Tuesday morning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import current_app
from werkzeug.test import TestResponse

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, parse, text_of
from tests.staff import csrf_token, make_user, sign_in
from webapp.accounts.rules import EDITOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.editors import get_organisation, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation, Place
from webapp.places.operations import save_organisation
from webapp.schedule.document import from_document
from webapp.schedule.queries import find_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Schedule

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # 10:30 in the Netherlands
TODAY = date(2026, 11, 24)
COFFEE = "2026-11-24T14:00"


@dataclass
class House:
    town: Municipality
    organisation: Organisation
    place: Place
    coffee: Activity
    client: PageClient

    @property
    def staff(self) -> str:
        return f"/staff/{self.town.slug}"

    def of(self, item: Place | Activity, rest: str) -> str:
        what = "places" if isinstance(item, Place) else "activities"
        return f"{self.staff}/{what}/{item.id}/{rest}"


def make_organisation(town: Municipality, slug: str) -> Organisation:
    save_organisation(town, OrganisationFacts(slug=slug, name=slug.capitalize()))
    return get_organisation(town.id, slug)


def make_house(*, publishes: bool = True) -> House:
    town = make_municipality()
    organisation = make_organisation(town, "ons-huis")
    place = make_place(town, "Ons huis", organisation_id=organisation.id, opening_hours="Mo-Fr 09:00-17:00")
    coffee = make_activity(town, "Koffie", place=place, opening_hours="Tu 14:00-16:00")
    return House(town, organisation, place, coffee, editor_of(town, organisation, publishes=publishes))


def editor_of(town: Municipality, organisation: Organisation, *, publishes: bool = True, **facts: Any) -> PageClient:
    user = make_user(EDITOR, town, **facts)
    set_editor(town.id, organisation.id, user.id, publishes=publishes)
    db.session.commit()
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return sign_in(client, user)


def stored(item: Place | Activity) -> Schedule:
    db.session.expire_all()
    owner = Owner(place_id=item.id) if isinstance(item, Place) else Owner(activity_id=item.id)
    row = find_schedule(item.municipality_id, owner)
    return from_document(row.document) if row else Schedule()


def send(client: PageClient, path: str, **typed: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf_token(client, "/staff/account"), **typed})


def tap(house: House, item: Place | Activity, when: str, reason: str = "ill", **more: str) -> TestResponse:
    """The second of the two taps."""
    what = "places" if isinstance(item, Place) else "activities"
    typed = {"what": what, "item": str(item.id), "when": when, "line": when, "reason": reason, "back": "home", **more}
    return send(house.client, f"{house.staff}/today/cancel", **typed)


def undo(house: House, item: Place | Activity, when: str, line: str = "") -> TestResponse:
    what = "places" if isinstance(item, Place) else "activities"
    typed = {"what": what, "item": str(item.id), "when": when, "line": line or when, "back": "home"}
    return send(house.client, f"{house.staff}/today/put-back", **typed)


def line_of(client: PageClient, name: str, path: str = "/staff/") -> str:
    """The text of the first line with this name in a list of dates."""
    lines = [text_of(line) for line in parse(client.get(path).text).query(".programme__date")]
    return next(line for line in lines if name in line)
