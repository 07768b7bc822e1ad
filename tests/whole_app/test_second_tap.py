"""A second tap on any button of staff, without a script that would stop it: the same form arrives twice, also at the
same time, and makes what it makes once. The second one leads to where the first one led.

Generated from the URL map: a form that says nowhere whether it makes something fails, and so does one that makes more
the second time.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from secrets import token_urlsafe
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from shapely import Polygon
from werkzeug.test import TestResponse

from tests.build import make_municipality
from tests.conftest import running_application
from tests.database import cloned_database
from tests.outbox import queued_mails
from tests.page import ONCE, TOKEN, PageClient, forget_last_request, one, parse, text_of
from tests.photos.pictures import photo
from tests.staff import csrf_token, make_user, sign_in, submit
from tests.teams.build import make_neighbourhood
from tests.town import BRINKDAM
from tests.whole_app.permission_cast import MOMENT, OWN, Cast, Person, make_cast
from tests.whole_app.second_tap_cast import CHANGES, MAKING, ONE_ONLY
from tests.whole_app.test_permissions import Try, may, taken_back, tries
from webapp.accounts import belonging, sent_forms, upkeep
from webapp.accounts.models import SentForm
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core.clock import now
from webapp.core.limits import forgive
from webapp.extensions import db
from webapp.questions.standard_answers import list_rows

WIJK = Polygon([(4.60, 51.86), (4.70, 51.86), (4.70, 51.87), (4.60, 51.87)])
AT_ONCE = 4
FILES = {"$jpeg": ("huis.jpg", photo), "$csv": ("huizen.csv", lambda: b"external_id;kind;name_nl\n1;buurthuis;Huis\n")}
# Rows that come with every request of somebody, whatever it makes.
BESIDE = {"rate_limit", "sent_form", "sign_in"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    with time_machine.travel(MOMENT, tick=False):
        cast = make_cast()
        make_neighbourhood(get_municipality(BRINKDAM), "WK900101", WIJK)
        yield cast


def forms(app: Flask, cast: Cast) -> Iterator[tuple[Try, Person, dict[str, Any]]]:
    """Each address to which a form goes, once, with who may send it and what."""
    seen = set()
    for form in tries(app, cast):
        if form.method != "POST" or form.row != (BRINKDAM, OWN) or form.endpoint in seen:
            continue
        seen.add(form.endpoint)
        person = next((person for person in cast.people if may(person, form)), None)
        if person is not None:
            yield form, person, {TOKEN: person.token, **form.body, **filled_in(cast, form)}


def filled_in(cast: Cast, form: Try) -> dict[str, Any]:
    body = {}
    for name, value in MAKING.get(form.endpoint, {}).items():
        before, _dollar, row = value.partition("$")
        if value in FILES:
            file, content = FILES[value]
            body[name] = (BytesIO(content()), file)
        else:
            body[name] = before + str(cast.rows[row][form.row]) if row else value
    return body


def send(person: Person, form: Try, body: dict[str, Any]) -> TestResponse:
    """As a browser would; what it holds stays what it was."""
    held = dict(person.client._cookies)  # type: ignore[attr-defined]  # there is no public way to keep them
    data = {
        name: (BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in body.items()
    }
    forget_last_request()
    answer = FlaskClient.open(person.client, form.path, method="POST", data=data)
    person.client._cookies = held  # type: ignore[attr-defined]
    return answer


def rows() -> Counter[str]:
    db.session.remove()
    tables = [table for table in db.metadata.tables if table not in BESIDE]
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)
    return Counter({row[0]: row[1] for row in db.session.execute(sa.text(counts))})


def sent_twice(person: Person, form: Try, body: dict[str, Any]) -> Iterator[str]:
    """What is not as it should be."""
    tap, before = {**body, ONCE: token_urlsafe(16)}, rows()
    first = send(person, form, tap)
    made = rows() - before if first.status_code == 303 else Counter()
    if bool(made) != (form.endpoint in MAKING):
        yield f"answers {first.status_code} and makes {dict(made)}: say so in second_tap_cast.py"
    if first.status_code != 303:
        return  # what is wrong is said each time
    second = send(person, form, tap)
    if (second.status_code, second.location) != (303, first.location):
        yield f"leads to {first.location} first, then {second.status_code} to {second.location}"
    if more := rows() - before - made:
        yield f"makes {dict(more)} by a second tap"
    if made:
        send(person, form, {**body, ONCE: token_urlsafe(16)})
        if bool(rows() - before - made) == (form.endpoint in ONE_ONLY):
            yield "is wanted twice, from a form opened anew: see ONE_ONLY in second_tap_cast.py"


def test_a_second_tap_makes_nothing_more(app: Flask, cast: Cast) -> None:
    wrong = []
    for form, person, body in forms(app, cast):
        with taken_back():
            wrong += [f"{form.endpoint} {said}" for said in sent_twice(person, form, body)]

    assert not wrong, "\n".join(wrong)


def test_every_form_says_whether_it_makes_something(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    there = {rule.endpoint for rule in rules if app.view_functions[rule.endpoint].access == "staff"}

    assert there - MAKING.keys() - CHANGES == set(), "say in second_tap_cast.py whether they make something"
    assert (MAKING.keys() | CHANGES) - there == set(), "are no forms of staff (any more)"
    assert MAKING.keys() & CHANGES == set()


def test_without_its_key_a_form_is_shown_again_and_makes_nothing(app: Flask, cast: Cast) -> None:
    """As of a page from before a new release: what was typed waits on the page of the form."""
    wrong, open_to_scripts = [], set()
    for form, person, body in forms(app, cast):
        with taken_back():
            before = rows()
            answer = send(person, form, body)
            made = rows() - before
            if answer.status_code == 200 and not made:
                open_to_scripts.add(form.endpoint)
            elif answer.status_code != 303 or made.keys() - {"staff_draft"}:
                wrong.append(f"{form.endpoint} answers {answer.status_code} and makes {dict(made)}")

    assert not wrong, "\n".join(wrong)
    assert open_to_scripts == {"editing_staff.plain_words"}, "a script asks these, and nothing is kept"


def test_the_same_form_at_the_same_time_makes_one_place() -> None:
    """Each with a connection of its own; one of them makes it, the others wait for that and go there too."""
    with cloned_database() as url, running_application(url) as app:
        with app.app_context():
            town = make_municipality()
            client = sign_in(app.test_client(), make_user(COORDINATOR, town))
            path = f"/staff/{town.slug}/places/new"
            tap = {TOKEN: csrf_token(client, path), ONCE: token_urlsafe(16), "kind": "buurthuis", "nl-name": "Huis"}
        browsers = [app.test_client() for _number in range(AT_ONCE)]
        for browser in browsers:
            browser._cookies = dict(client._cookies)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda browser: browser.post(path, data=dict(tap)), browsers))
        with app.app_context():
            places = db.session.scalar(sa.text("SELECT count(*) FROM place"))
            db.session.remove()

    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    assert len({answer.location for answer in answers}) == 1
    assert places == 1


def test_other_words_are_another_form(client: PageClient, brinkdam: Municipality) -> None:
    """Somebody goes back to the page that was sent, and makes a second one of it."""
    sign_in(client, make_user(COORDINATOR, brinkdam))
    path = "/staff/brinkdam/standard-answers/new"
    form = {TOKEN: csrf_token(client, path), ONCE: token_urlsafe(16)}
    for name in ("Een", "Twee", "Twee"):
        assert client.post(path, data={**form, "name": name, "words-nl": "Dag!"}).status_code == 303

    assert [row.name for row in list_rows(brinkdam.id)] == ["Een", "Twee"]


def test_what_was_refused_can_be_sent_again(
    client: PageClient, brinkdam: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was too much yesterday is no second tap today."""
    user = make_user(COORDINATOR, brinkdam)
    sign_in(client, user)
    monkeypatch.setattr(belonging, "INVITATIONS", "1/day")
    path = "/staff/brinkdam/colleagues"
    assert submit(client, path, invited="een@example.nl", role="team").status_code == 303
    form = {TOKEN: csrf_token(client, path), ONCE: token_urlsafe(16), "invited": "twee@example.nl", "role": "team"}
    assert client.post(path, data=form).status_code == 429
    forgive(f"invitations:{user.id}")

    assert client.post(path, data=form).status_code == 303
    assert len(queued_mails()) == 2


def test_nobody_gets_the_answer_of_somebody_else(client: PageClient, brinkdam: Municipality) -> None:
    key, path = token_urlsafe(16), "/staff/brinkdam/standard-answers/new"
    for _colleague in range(2):
        sign_in(client, make_user(COORDINATOR, brinkdam))
        form = {TOKEN: csrf_token(client, path), ONCE: key, "name": "Een", "words-nl": "Dag!"}
        assert client.post(path, data=form).status_code == 303

    assert len(list_rows(brinkdam.id)) == 2


def test_it_is_forgotten_after_a_day(client: PageClient, brinkdam: Municipality) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        sign_in(client, make_user(COORDINATOR, brinkdam))
        submit(client, "/staff/brinkdam/standard-answers/new", **{"name": "Een", "words-nl": "Dag!"})
        assert db.session.query(SentForm).count() == 1
        clock.shift(timedelta(hours=23))
        upkeep.look_after_drafts(now())
        assert db.session.query(SentForm).count() == 1
        clock.shift(timedelta(hours=2))
        upkeep.look_after_drafts(now())
        assert db.session.query(SentForm).count() == 0


def test_a_first_one_that_broke_off_says_that_it_was_saved(
    client: PageClient, brinkdam: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between what it made and where it led: it is there, and nobody knows where it led."""
    monkeypatch.setattr(sent_forms, "WAIT_S", 0)
    sign_in(client, make_user(COORDINATOR, brinkdam))
    path = "/staff/brinkdam/standard-answers/new"
    form = {TOKEN: csrf_token(client, path), ONCE: token_urlsafe(16), "name": "Een", "words-nl": "Dag!"}
    client.post(path, data=form)
    db.session.execute(sa.update(SentForm).values(answer=None))
    db.session.commit()

    answer = client.post(path, data=form)

    assert answer.status_code == 202
    assert "opgeslagen" in text_of(one(parse(answer.text), "h1"))
    assert len(list_rows(brinkdam.id)) == 1
