"""From “this is not right” to the answer: told to its editor only, sealed, bounded, and forgotten in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.build import make_activity, make_municipality, make_place
from tests.outbox import queued_mails
from tests.page import PageClient, parse, text_of
from tests.staff import make_user, signed_in_client, submit
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.desk_cards import desk_cards
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.models import Municipality
from webapp.core import guards
from webapp.core.bsn import MASK
from webapp.core.crypto import unseal
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.models import Organisation, Place
from webapp.reports import queries
from webapp.reports.models import VisitorReport
from webapp.reports.rules import KEPT, Report, read_report
from webapp.reports.upkeep import forget_reports

MOMENT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
QUEUE = f"/staff/{BRINKDAM}/reports"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


def send(client: PageClient, place: Place, clock: time_machine.Traveller, /, **told: str) -> TestResponse:
    """As a person does: the form is read for a while."""
    path = f"/nl/{BRINKDAM}/report?place={place.slug}"
    stamp: Any = parse(client.get(path).text).query("input[name=opened]")[0].attrs
    clock.shift(timedelta(seconds=guards.FASTEST_SECONDS + 1))
    return client.post(path, data={"opened": stamp["value"], "wrong": "times", **told})


def stored() -> list[VisitorReport]:
    db.session.expire_all()
    return list(db.session.scalars(select(VisitorReport).order_by(VisitorReport.sent_at)))


def open_on_the_desk(town: Municipality) -> int:
    with current_app.test_request_context("/staff/"):
        (card,) = [card for card in desk_cards(town) if card.url == QUEUE]
    return sum(line.number or 0 for line in card.lines)


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        ({"wrong": "times"}, {}),
        ({"wrong": "other", "words": "Weg"}, {}),
        ({"wrong": "other"}, {"words": "missing"}),
        ({}, {"wrong": "missing"}),
        ({"wrong": "'; --"}, {"wrong": "missing"}),
        ({"wrong": "phone", "words": "x" * 501}, {"words": "too_long"}),
        ({"wrong": "phone", "words": "x" * 500}, {}),
        ({"wrong": "phone", "email": "x" * 255}, {"email": "email"}),
    ],
)
def test_what_can_be_reported(told: dict[str, str], problems: dict[str, str]) -> None:
    assert read_report(told)[1] == problems


def test_a_bsn_is_hidden_before_anything_is_kept() -> None:
    assert read_report({"wrong": "other", "words": "Ik ben 111222333."}) == (Report("other", f"Ik ben {MASK}.", ""), {})


def test_the_page_of_a_thing_leads_to_the_form(brinkdam: Municipality, client: PageClient) -> None:
    place = make_place(brinkdam)
    activity = make_activity(brinkdam, place=place)
    for type_, what, slug in (("place", "places", place.slug), ("activity", "activities", activity.slug)):
        page = client.page(f"/nl/{BRINKDAM}/{what}/{slug}")
        (link,) = page.query(f'a[href="/nl/{BRINKDAM}/report?{type_}={slug}"]')
        assert text_of(link) == "Dit klopt niet"
        assert client.get(f"/nl/{BRINKDAM}/report?{type_}={slug}").status_code == 200


def test_the_editor_hears_it_without_a_word_of_the_visitor(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller
) -> None:
    place = make_place(brinkdam)
    organisation = Organisation(municipality_id=brinkdam.id, slug="welzijn", name="Welzijn")
    db.session.add(organisation)
    db.session.flush()
    place.organisation_id = organisation.id
    editor, _coordinator = make_user(EDITOR, brinkdam), make_user(COORDINATOR, brinkdam)
    set_editor(brinkdam.id, organisation.id, editor.id)
    db.session.commit()

    answer = send(client, place, clock, words="Nu op donderdag", email="bezoeker@example.nl")

    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    (report,) = stored()
    assert b"donderdag" not in (report.words or b"")
    assert unseal(report.email or b"") == "bezoeker@example.nl"
    (mail,) = queued_mails("report")
    assert mail.to == editor.email
    assert QUEUE in mail.body
    assert "donderdag" not in mail.body + mail.subject


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"website": "http://spam.example"}, 400),
        ({"opened": "made up"}, 400),
        ({"wrong": ""}, 422),
        ({"email": "geen adres"}, 422),
        ({"email": "a@example.nl\r\nBcc: b@example.nl"}, 422),
        ({"words": "y" * 501}, 422),
    ],
)
def test_what_is_held_up_or_wrong_is_shown_again_with_all_that_was_typed(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller, told: dict[str, str], status: int
) -> None:
    place = make_place(brinkdam)

    answer = send(client, place, clock, **{"words": "Het hek is <b>dicht</b>", **told})

    assert answer.status_code == status
    (area,) = parse(answer.text).query("textarea[name=words]")
    assert area.to_text().strip() == told.get("words", "Het hek is <b>dicht</b>")
    assert stored() == []


def test_one_address_sends_so_many_and_questions_are_counted_apart(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(brinkdam)
    monkeypatch.setattr(guards, "hit", lambda key, rate: not key.startswith("report"))

    assert send(client, place, clock).status_code == 429
    assert stored() == []


def test_what_is_not_public_or_of_another_town_cannot_be_reported(brinkdam: Municipality, client: PageClient) -> None:
    hidden = make_place(brinkdam, "Verborgen")
    hidden.published = False
    foreign = make_place(make_municipality(OVERWATER), "Elders")
    db.session.commit()
    for slug in (hidden.slug, foreign.slug, "bestaat-niet", ""):
        assert client.get(f"/nl/{BRINKDAM}/report?place={slug}").status_code == 404
        assert client.post(f"/nl/{BRINKDAM}/report?place={slug}", data={"wrong": "times"}).status_code == 404
    assert client.get(f"/nl/{BRINKDAM}/report").status_code == 404


def test_it_is_answered_once_and_solved_and_counted(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller
) -> None:
    place = make_place(brinkdam)
    send(client, place, clock, words="Ander nummer", email="bezoeker@example.nl")
    clock.shift(timedelta(days=2))
    (report,) = stored()
    staff = signed_in_client(COORDINATOR, brinkdam)
    assert "Ander nummer" in text_of(staff.page(QUEUE).query("blockquote")[0])
    assert open_on_the_desk(brinkdam) == 1
    path = f"{QUEUE}/{report.id}"

    too_long = submit(staff, path, form_page=QUEUE, state="solved", answer="z" * 2001)
    assert too_long.status_code == 422
    assert "z" * 2001 in too_long.text
    token = submit(staff, path, form_page=QUEUE, state="solved", answer="Aangepast, dank! 111 222 333")
    again = submit(staff, path, form_page="/staff/account", state="no_problem", answer="Nog eens")

    assert token.status_code == again.status_code == 303
    (mail,) = queued_mails("report_answer")
    assert mail.to == "bezoeker@example.nl"
    assert "Aangepast, dank! •••••••••" in mail.body, "no service number goes out"
    (report,) = stored()
    assert report.state == "solved"
    (count,) = queries.count_by_organisation(brinkdam)
    assert (count.open, count.solved, count.no_problem, count.days) == (0, 1, 0, 2.0)
    assert open_on_the_desk(brinkdam) == 0


def test_an_editor_sees_only_reports_of_the_own_organisation(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller
) -> None:
    place = make_place(brinkdam)
    send(client, place, clock, words="Geheim")
    (report,) = stored()
    staff = signed_in_client(EDITOR, brinkdam)

    assert "Geheim" not in staff.get(QUEUE).text
    assert submit(staff, f"{QUEUE}/{report.id}", form_page="/staff/account", state="solved").status_code == 404
    assert db.session.scalars(select(StaffUser)).all()
    assert stored()[0].state == "open"


def test_words_and_address_go_a_month_after_it_was_solved(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller
) -> None:
    make_user(COORDINATOR, brinkdam)
    place = make_place(brinkdam)
    send(client, place, clock, words="Een", email="een@example.nl")
    send(client, place, clock, words="Twee", email="twee@example.nl")
    solved, kept = stored()
    solved.state, solved.solved_at = "solved", datetime.now(UTC)
    db.session.commit()

    list(forget_reports(datetime.now(UTC) + KEPT) or ())
    assert all(report.words for report in stored())
    list(forget_reports(datetime.now(UTC) + KEPT + timedelta(seconds=1)) or ())

    assert [(report.words is None, report.email is None) for report in stored()] == [(True, True), (False, False)]
    assert kept.state == "open"
