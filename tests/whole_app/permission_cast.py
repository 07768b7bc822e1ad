"""Two towns with something of everything that an address of staff can name, and somebody in each role.

What a parameter of an address stands for is told here, by its name: a route with one that is not known fails the test,
so that nobody adds an address without saying whose it is. In each town everything is there twice: `OWN` belongs to the
organisation and the team of the town's editor and team member, `OTHER` to others in the same town.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient
from tests.questions.build import make_question
from tests.staff import csrf_token, make_passkey, make_user, sign_in
from tests.teams.build import make_team
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts import operations as accounts
from webapp.accounts.models import Membership, Passkey, SignIn, StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR, PRACTICE, ROLES, TEAM
from webapp.areas.models import Municipality
from webapp.collecting.operations import add_collection, add_part
from webapp.embedding.operations import allow_origin
from webapp.extensions import db
from webapp.freshness.models import FreshnessAsk, FreshnessMail
from webapp.freshness.operations import add_volunteer
from webapp.merging.operations import merge
from webapp.photos.models import Photo, PhotoPicture
from webapp.places.editors import get_organisation, set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation
from webapp.places.operations import save_organisation
from webapp.practices import operations as practices
from webapp.programme.times import key_of
from webapp.questions.standard_answers import save_answer
from webapp.reports import operations as reports
from webapp.reports.rules import Report
from webapp.schedule.closing import WHOLE_TOWN, Subject, close, set_school_breaks
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.told import read_opening_hours
from webapp.schedule.values import Closure, Series
from webapp.sheets.operations import upload
from webapp.teams import operations as teams
from webapp.teams.facts import RuleFacts
from webapp.versions.operations import capture

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OWN, OTHER = SIDES = ("own", "other")
BREAK = date(2027, 2, 20)
WHEN = "2026-12-01T09:00"  # every place and activity of the cast opens then
WIDTH = 480
NEW = "new"  # a week or a series that is not there yet
Row = tuple[str, str]  # slug of the town, side

# The roles that see only what is theirs; for the others of a town all of it is one. By name of a parameter, or by
# `endpoint:name` where one name stands for two things.
SCOPES: Mapping[str, frozenset[str]] = {
    "organisation_id": frozenset({EDITOR}),
    "item_id": frozenset({EDITOR}),
    "question_id": frozenset({TEAM}),
    "programme.remove_closure:closure_id": frozenset({EDITOR}),
    "report_id": frozenset({EDITOR}),
    "ask_id": frozenset({EDITOR}),
    "practice_id": frozenset({PRACTICE}),
}
# Nobody sees those of somebody else, not even an administrator.
PERSONAL = frozenset({"passkey_id", "sign_in_id", "upload_id"})
# Words in an address that name no row.
FIXED: Mapping[str, str | int] = {
    "surface": "grounds",
    "digest": "x",
    "code": "en",
    "state": "missing",
    "first_day": BREAK.isoformat(),
    "theme": "geld",
    "when": WHEN,
    "width": WIDTH,
    "number": 1,
    "key": NEW,
}
# What a form needs so that it is not refused with 404: a choice that is not there is a page that is not there. `$name`
# is a row, as in an address.
_DATE = {"what": "places", "item": "$item_id", "when": WHEN}
BODIES: Mapping[str, Mapping[str, str]] = {
    "coordinating_staff.team_state": {"to": "active"},
    "photos_staff.photo": {"do": "remove"},
    "programme.cancel": _DATE,
    "programme.put_back": _DATE,
    "programme_staff.remove_change": {"when": WHEN},
}
# Open to administrators of all towns only, who are not in the cast of a town.
ABOVE_TOWNS = frozenset({"accounts_staff.change_access"})


@dataclass
class Person:
    """Somebody with a browser in which they are signed in; `role` is "" for who has none."""

    role: str
    town: str
    client: PageClient
    token: str


@dataclass
class Cast:
    """`rows` by name of a parameter; by `endpoint:name` where one name stands for two things, by `places:name` and
    `activities:name` where it depends on the kind in the address."""

    people: list[Person] = field(default_factory=list)
    rows: dict[str, dict[Row, Any]] = field(default_factory=dict)

    def find(self, endpoint: str, what: str, name: str) -> dict[Row, Any] | None:
        for key in (f"{endpoint}:{name}", f"{what}:{name}", name):
            if key in self.rows:
                return self.rows[key]
        return None

    def note(self, name: str, town: str, side: str, value: Any) -> None:
        self.rows.setdefault(name, {})[town, side] = value


def make_cast() -> Cast:
    """At MOMENT."""
    cast, moment = Cast(), MOMENT
    towns = {slug: make_municipality(slug) for slug in (BRINKDAM, OVERWATER)}
    for slug, town in towns.items():
        users = {role: make_user(role, town, email=f"{role}@{slug}.example") for role in ROLES}
        for side in SIDES:
            organisation = _organisation(cast, town, side)
            _colleagues(cast, town, side, organisation, moment)
            _items(cast, town, side, organisation)
            _team(cast, town, side, moment)
            _practice(cast, town, side, moment)
            if side == OWN:
                set_editor(town.id, organisation.id, users[EDITOR].id)
                teams.add_member(town, cast.rows["team_id"][slug, OWN], users[TEAM].id)
                practices.WORKING.add(town.id, cast.rows["practice_id"][slug, OWN], users[PRACTICE].id)
        _of_the_town(cast, town)
    db.session.commit()
    _sign_in(cast, towns)
    return cast


def _organisation(cast: Cast, town: Municipality, side: str) -> Organisation:
    slug = f"stichting-{side}"
    save_organisation(town, OrganisationFacts(slug=slug, name=f"Stichting {side} {town.slug}"))
    organisation = get_organisation(town.id, slug)
    cast.note("organisation_id", town.slug, side, organisation.id)
    return organisation


def _colleagues(cast: Cast, town: Municipality, side: str, organisation: Organisation, moment: datetime) -> None:
    """Of no part in the play: those who are named in addresses."""
    colleague = make_user(EDITOR, town)
    set_editor(town.id, organisation.id, colleague.id)
    cast.note("user_id", town.slug, side, colleague.id)
    cast.note("membership_id", town.slug, side, _membership(colleague))
    invited, _token = accounts.invite(f"{side}@example.nl", EDITOR, town, moment, about=organisation.id)
    cast.note("invitation_id", town.slug, side, invited.id)
    passkey = make_passkey(colleague.email)
    cast.note("passkey_id", town.slug, side, db.session.scalar(_id_of(Passkey, credential_id=passkey.id)))
    accounts.start_sign_in(colleague, "", moment)
    cast.note("sign_in_id", town.slug, side, db.session.scalar(_id_of(SignIn, user_id=colleague.id)))


def _items(cast: Cast, town: Municipality, side: str, organisation: Organisation) -> None:
    facts = {"organisation_id": organisation.id, "opening_hours": "Mo-Su 09:00-17:00"}
    place, twin = (make_place(town, f"Huis {side} {town.slug}", **facts) for _time in range(2))
    activity, other = (make_activity(town, f"Koffie {side} {town.slug}", place=place, **facts) for _time in range(2))
    for what, one, same in (("places", place, twin), ("activities", activity, other)):
        cast.note(f"{what}:item_id", town.slug, side, one.id)
        cast.note(f"{what}:kept_id", town.slug, side, one.id)
        cast.note(f"{what}:gone_id", town.slug, side, same.id)
        owner = {"place_id" if one is place else "activity_id": one.id}
        cast.note(f"{what}:photo_id", town.slug, side, _photo(town, **owner))
        cast.note("programme_staff.shift_series:key", town.slug, side, _series(town, Owner(**owner)))
        capture(one, now=MOMENT)
    report = reports.take(town, place, Report("times", "Dicht", ""), "nl", MOMENT)
    cast.note("report_id", town.slug, side, report.id)
    cast.note("ask_id", town.slug, side, _ask(town, place.id))
    day, reason = date(2027, 1, 6), {"nl": "dicht", "en": "closed"}
    closed = close(town.id, Subject(organisation_id=organisation.id), Closure(day, day, reason))
    cast.note("programme.remove_closure:closure_id", town.slug, side, closed.id)


def _series(town: Municipality, owner: Owner) -> str:
    """What names the one series of it in an address."""
    series = Series(datetime(2026, 12, 3, 19, 0), 60, "FREQ=WEEKLY")
    hours = read_opening_hours("Mo-Su 09:00-17:00")
    save_schedule(town.id, owner, replace(hours, series=(series,)))
    return key_of(series)


def _ask(town: Municipality, place_id: UUID) -> UUID:
    """Somebody answered by a link that something changed."""
    mail = FreshnessMail(
        municipality_id=town.id, recipient=b"x", token_hash=place_id.bytes, language="nl",
        sent_on=MOMENT.date(), expires_at=MOMENT,
    )  # fmt: skip
    db.session.add(mail)
    db.session.flush()
    ask = FreshnessAsk(
        municipality_id=town.id, mail_id=mail.id, place_id=place_id, stage=1, asked_on=MOMENT.date(),
        token_hash=place_id.bytes, answer="changed", answered_at=MOMENT,
    )  # fmt: skip
    db.session.add(ask)
    db.session.flush()
    return ask.id


def _photo(town: Municipality, **owner: UUID) -> UUID:
    """Without baking one: what matters is whose it is."""
    photo = Photo(
        municipality_id=town.id, position=1, alt={"nl": "Een huis"}, width=WIDTH, height=10, added_at=MOMENT, **owner
    )
    photo.pictures += [PhotoPicture(kind=kind, width=WIDTH, height=10, content=b"x") for kind in ("jpg", "webp")]
    db.session.add(photo)
    db.session.flush()
    return photo.id


def _team(cast: Cast, town: Municipality, side: str, moment: datetime) -> None:
    topic = {OWN: "geld", OTHER: "eten"}[side]
    team = make_team(town, f"team-{side}", topics=[topic])
    rule = teams.add_rule(town, RuleFacts(team.id, topics=[topic]))
    question, _receipt = make_question(town, moment, topic=topic)
    assert question.team_id == team.id
    cast.note("team_id", town.slug, side, team.id)
    cast.note("rule_id", town.slug, side, rule.id)
    cast.note("question_id", town.slug, side, question.id)


def _practice(cast: Cast, town: Municipality, side: str, moment: datetime) -> None:
    practice = practices.save_practice(town, None, f"Praktijk {side} {town.slug}", "", is_demo=False)
    cast.note("practice_id", town.slug, side, practice.id)
    colleague = make_user(PRACTICE, town)
    practices.WORKING.add(town.id, practice.id, colleague.id)
    cast.note("practices_staff.end_member:user_id", town.slug, side, colleague.id)
    invited, _token = accounts.invite(f"arts-{side}@example.nl", PRACTICE, town, moment, about=practice.id)
    cast.note("practices_staff.withdraw_member:invitation_id", town.slug, side, invited.id)


def _of_the_town(cast: Cast, town: Municipality) -> None:
    """What belongs to the town as a whole is the same on both sides."""
    answer = save_answer(town.id, None, f"Antwoord {town.slug}", {"nl": "Dag!"})
    reason = {"nl": "vrij", "en": "free"}
    closure = close(town.id, WHOLE_TOWN, Closure(date(2027, 1, 5), date(2027, 1, 5), reason))
    set_school_breaks(town.id, [Closure(BREAK, BREAK, reason)])
    twins = [make_place(town, f"Dubbel {town.slug}") for _time in range(2)]
    colleague = make_user(COORDINATOR, town)
    merged = merge(town, "places", twins[0].id, twins[1].id, {}, by=colleague.id, now=MOMENT)
    collection = add_collection(town, f"Bundel {town.slug}")
    heading = add_part(collection, None)
    uploaded = upload(town, colleague.id, "places.csv", b"external_id;kind;name_nl\n1;buurthuis;Huis\n", MOMENT)
    volunteer = add_volunteer(town, "BU90010101", "Vera", "vera@example.nl", "nl")
    allowed = allow_origin(town, "https://bieb.example", "Bibliotheek")
    for side in SIDES:
        cast.note("origin_id", town.slug, side, allowed.id)
        cast.note("collection_id", town.slug, side, collection.id)
        cast.note("part_id", town.slug, side, heading.id)
        cast.note("volunteer_id", town.slug, side, volunteer.id)
        cast.note("merge_id", town.slug, side, merged.id)
        cast.note("upload_id", town.slug, side, uploaded.id)
        cast.note("answer_id", town.slug, side, answer.id)
        cast.note("closure_id", town.slug, side, closure.id)


def _sign_in(cast: Cast, towns: Mapping[str, Municipality]) -> None:
    for slug in towns:
        for role in ROLES:
            user = db.session.scalars(select(StaffUser).where(StaffUser.email == f"{role}@{slug}.example")).one()
            cast.people.append(_person(role, slug, user))
    cast.people.append(_person("", BRINKDAM, make_user()))


def _person(role: str, town: str, user: StaffUser) -> Person:
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    sign_in(client, user)
    return Person(role, town, client, csrf_token(client, "/staff/account"))


def _membership(user: StaffUser) -> Any:
    return db.session.scalar(_id_of(Membership, user_id=user.id))


def _id_of(model: Any, **facts: Any) -> Any:
    return select(model.id).filter_by(**facts)
