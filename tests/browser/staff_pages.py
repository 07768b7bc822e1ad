"""The pages of staff as the server answers them: each one opened, and each form sent with mistakes in it.

They are made for somebody who may see them, from the rows of the permission matrix, so a new page is there without
being written down. An address that gives no page, or no page of mistakes, has to be named at the end, with the reason.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml.dom import Element
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.page import ONCE, TOKEN, forget_last_request, parse
from tests.town import BRINKDAM
from tests.whole_app.permission_cast import MOMENT, OWN, PERSONAL, Cast, Person
from tests.whole_app.test_permissions import SITUATIONS, Try, may, taken_back, tries
from webapp.accounts import fresh_codes
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.models import Activity
from webapp.areas.queries import get_municipality
from webapp.extensions import db
from webapp.places.models import Place
from webapp.sheets.operations import upload
from webapp.versions.operations import Proposal, ask_review, capture, save_draft

LANGUAGES = ("nl", "en")
REFUSED = (400, 409, 413, 422)
MARKS = ("edition", "base", "seen", "shown")  # from which state a form was made
OLD_MARK = "1"
ONE_TIME = "of-a-form-nobody-opened"
MOST_BUTTONS = 3
WRONG, OLD, BARE = "wrong", "old", "bare"  # ways to send a form: with mistakes, made long ago, with nothing in it
MOST_TRIES = {WRONG: 8, OLD: 1, BARE: 1}  # of one address
GARBAGE = "?" * 41 + "\u0007"
TYPED = ("text", "search", "email", "url", "tel", "number", "date", "time", "datetime-local", "password", None)
Body = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """`path` as it stands in the browser; `person` is who sees it."""

    endpoint: str
    path: str
    language: str
    answer: TestResponse
    person: Person


def opened(app: Flask, cast: Cast) -> list[Shown]:
    """Each address that answers, once: pages, and what scripts and other programs ask for. Half in each language."""
    asked = [one for one in tries(app, cast) if one.method == "GET" and one.row == (BRINKDAM, OWN)]
    shown = []
    for half, language in enumerate(LANGUAGES):
        speak(language)
        for one in asked[half::2]:
            person = reader(cast, one)
            forget_last_request()
            answer = FlaskClient.open(person.client, one.path, buffered=True)
            if answer.status_code == 200:
                shown.append(Shown(one.endpoint, one.path, language, answer, person))
    return shown


def with_more(cast: Cast) -> Cast:
    """With a table of the coordinator's own, which nobody else sees, something that waits for a review, and recovery
    codes that nobody has said to have."""
    for user in db.session.query(StaffUser):
        fresh_codes.make(user, MOMENT)
    town, users = get_municipality(BRINKDAM), {}
    for role in (COORDINATOR, EDITOR):
        find = select(StaffUser.id).where(StaffUser.email == f"{role}@{BRINKDAM}.example")
        users[role] = db.session.scalars(find).one()
    table = b"external_id;kind;name_nl\n1;buurthuis;Huis\n2;kasteel;\n"
    cast.note("upload_id", BRINKDAM, OWN, upload(town, users[COORDINATOR], "places.csv", table, MOMENT).id)
    for what, model in (("places", Place), ("activities", Activity)):
        item = db.session.scalars(select(model).where(model.id == cast.rows[f"{what}:item_id"][BRINKDAM, OWN])).one()
        current = capture(item, now=MOMENT)
        facts = {**current.document["facts"], "phone": "078 202 11 99"}
        proposal = Proposal(current.number, {**current.document, "facts": facts}, what="facts")
        version = save_draft(town, item, proposal, by=users[EDITOR], now=MOMENT)
        ask_review(version)
        for row in SITUATIONS:
            cast.note("reviewing_staff.review:number", *row, version.number)
    db.session.commit()
    return cast


def reader(cast: Cast, one: Try) -> Person:
    """Who may see the page: whose it is, else the first."""
    if one.names & PERSONAL:
        return next(person for person in cast.people if (person.role, person.town) == (COORDINATOR, BRINKDAM))
    person = next((person for person in cast.people if may(person, one)), None)
    if person is None:
        pytest.fail(f"nobody may see {one.path}")
    return person


def speak(language: str) -> None:
    for user in db.session.query(StaffUser):
        user.language = language
    db.session.commit()


class Refusals:
    """What was found so far. A form that stands on many pages is tried a few times only."""

    def __init__(self, app: Flask) -> None:
        self.app, self.tried = app, Counter[tuple[str, str]]()
        self.found: dict[tuple[str, int], Shown] = {}

    @property
    def endpoints(self) -> set[str]:
        return {endpoint for endpoint, _status in self.found}

    def add(self, page: Shown, path: str, body: Body, way: str) -> None:
        endpoint, client = endpoint_of(self.app, path), page.person.client
        if self.tried[endpoint, way] >= MOST_TRIES[way] or (way != OLD and endpoint in self.endpoints):
            return
        self.tried[endpoint, way] += 1
        held = dict(client._cookies)  # type: ignore[attr-defined]  # as in test_permissions.ask
        with taken_back():
            forget_last_request()
            answer = FlaskClient.open(client, path, method="POST", data=body, buffered=True)
        client._cookies = held  # type: ignore[attr-defined]
        if answer.status_code in REFUSED and answer.mimetype == "text/html":
            shown = f"{path}?mistake={endpoint}-{answer.status_code}"
            self.found[endpoint, answer.status_code] = replace(page, endpoint=endpoint, path=shown, answer=answer)


def refused(app: Flask, cast: Cast, pages: list[Shown]) -> list[Shown]:
    """The page of each form as it comes back when it was sent with mistakes: left empty, filled with nonsense, made
    from what a colleague has changed since. First the forms of pages, then addresses that stand in none of them now."""
    refusals, spoken = Refusals(app), ""
    for page in pages:
        if page.language != spoken:
            spoken = page.language
            speak(spoken)
        for path, body, way in forms_of(page):
            refusals.add(page, path, body, way)
    for one in tries(app, cast):
        if one.method == "POST" and one.row == (BRINKDAM, OWN) and one.endpoint not in refusals.endpoints:
            person = next((person for person in cast.people if may(person, one)), None)
            if person is not None:
                page = replace(pages[-1], path=one.path, person=person)
                refusals.add(page, one.path, {TOKEN: person.token, ONCE: ONE_TIME, **one.body}, BARE)
    return list(refusals.found.values())


def endpoint_of(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method="POST")[0])
    except (HTTPException, RequestRedirect):
        return ""


def forms_of(page: Shown) -> Iterator[tuple[str, Body, str]]:
    """Where each form of the page goes, bodies with which it should come back, and in which way."""
    document = parse(page.answer.get_data(as_text=True))
    for form in document.query("main form[method=post]"):
        assert isinstance(form, Element)
        path = (form.attrs.get("action") or page.path).partition("#")[0]
        for button in buttons_of(form):
            for nonsense in ("", GARBAGE):
                yield path, {**filled(form, nonsense), **button}, WRONG
            if mark := next((name for name in MARKS if form.query(f"input[name={name}]")), None):
                yield path, {**filled(form, "1"), **button, mark: OLD_MARK}, OLD


def buttons_of(form: Element) -> list[Body]:
    """What each button adds. With many that are alike (one a row) the first few say it all."""
    buttons = [one.attrs for one in form.query("button[name]") if isinstance(one, Element)]
    named = [{str(one["name"]): str(one.get("value") or "")} for one in buttons]
    return named[:MOST_BUTTONS] or [{}]


def filled(form: Element, nonsense: str) -> Body:
    body = {}
    for field in form.query("input[name], select[name], textarea[name]"):
        assert isinstance(field, Element)
        name, kind = str(field.attrs["name"]), field.attrs.get("type")
        if kind == "hidden":
            body.setdefault(name, str(field.attrs.get("value") or ""))
        elif field.name != "input" or kind in TYPED:
            body[name] = nonsense
    return body


# What no page is made of, so that nothing is left out unseen. By name, with the reason; one that holds no longer fails.
NO_PAGE: Mapping[str, str] = {
    "merging_staff.choose": "leads on to the page of the two",
}
BUTTON = "a button: nothing is typed that could be wrong"
TICKS = "ticks alone, and each way to set them is right"
NO_MISTAKE: Mapping[str, str] = {
    "accounts_staff.change_access": "for administrators of all towns, who are not in the cast",
    "accounts_staff.end_all_sign_ins": BUTTON,
    "accounts_staff.end_sign_in": BUTTON,
    "accounts_staff.keep_codes": BUTTON,
    "accounts_staff.throw_away": BUTTON,
    "closed_days_staff.holidays": TICKS,
    "closed_days_staff.remove_break": BUTTON,
    "closed_days_staff.remove_closure": BUTTON,
    "colleagues_staff.end_editing": BUTTON,
    "colleagues_staff.publishing": BUTTON,
    "colleagues_staff.withdraw_colleague": BUTTON,
    "colleagues_staff.withdraw_editor": BUTTON,
    "collecting_staff.add_part": "what was found by a search, or a heading of a list: buttons",
    "collecting_staff.change_part": BUTTON,
    "collecting_staff.move_collection": BUTTON,
    "collecting_staff.remove_collection": BUTTON,
    "coordinating_staff.move_rule": BUTTON,
    "coordinating_staff.remove_rule": BUTTON,
    "editing_staff.draft": BUTTON,
    "editing_staff.plain_words": "answers a script, in JSON",
    "embedding_staff.remove_origin": BUTTON,
    "freshness_staff.confirm": BUTTON,
    "freshness_staff.confirm_ticked": TICKS,
    "freshness_staff.handled": BUTTON,
    "freshness_staff.remove_volunteer": BUTTON,
    "inbox.put_back": BUTTON,
    "inbox.take": BUTTON,
    "inbox_staff.remove_standard_answer": BUTTON,
    "merging_staff.two": BUTTON,
    "merging_staff.undo": BUTTON,
    "passkeys_staff.remove": BUTTON,
    "practices_staff.end_member": BUTTON,
    "practices_staff.favourites": TICKS,
    "practices_staff.remove": BUTTON,
    "practices_staff.withdraw_member": BUTTON,
    "programme.put_back": BUTTON,
    "programme.remove_closure": BUTTON,
    "programme_staff.remove_change": BUTTON,
    "reviewing_staff.restore": BUTTON,
    "sheets_staff.drop": BUTTON,
    "town_settings_staff.change_theme": BUTTON,
    "town_settings_staff.remove_logo": BUTTON,
    "town_words_staff.forget": BUTTON,
}


def left_out(app: Flask, pages: list[Shown], mistakes: list[Shown]) -> list[str]:
    """Addresses of the map that are neither looked at nor named here, and names here that are looked at."""
    rules = [rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].access == "staff"]
    opened_, refused_ = ({one.endpoint for one in shown} for shown in (pages, mistakes))
    found = []
    for method, seen, named in (("GET", opened_, NO_PAGE), ("POST", refused_, NO_MISTAKE)):
        there = {rule.endpoint for rule in rules if method in (rule.methods or ())}
        excused = frozenset(named)
        found += [f"{method} {name}: not looked at, and no reason given" for name in sorted(there - seen - excused)]
        found += [
            f"{method} {name}: excused, and looked at or gone" for name in sorted(excused & seen | excused - there)
        ]
    return found
