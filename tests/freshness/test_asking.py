"""From a thing that is due to the mail, the link and the answer; and what a link must never do."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests.build import make_activity, make_municipality, make_place
from tests.outbox import Mail, queued_mails
from tests.page import PageClient, parse, text_of
from tests.staff import make_user, signed_in_client, submit
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.core.rounds import steps
from webapp.extensions import db
from webapp.freshness import mails, operations, rules, upkeep
from webapp.freshness.models import FreshnessAsk, ItemCheck
from webapp.places.editors import set_editor
from webapp.places.models import Organisation, Place

MOMENT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)  # a Tuesday
LONG_AGO = date(2026, 1, 1)
LIST = f"/staff/{BRINKDAM}/freshness"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


def make_organisation(town: Municipality, email: str | None = None) -> Organisation:
    organisation = Organisation(municipality_id=town.id, slug="welzijn", name="Welzijn", email=email)
    db.session.add(organisation)
    db.session.commit()
    return organisation


def owned(place: Place, organisation: Organisation) -> Place:
    place.organisation_id = organisation.id
    db.session.commit()
    return place


def run_round(moment: datetime = MOMENT) -> list[Mail]:
    """The mails of this round only."""
    before = len(queued_mails(mails.KIND))
    for _step in steps(upkeep.ask_owners, moment):
        db.session.commit()
    return queued_mails(mails.KIND)[before:]


def links(mail: Mail) -> list[str]:
    """Paths, in the order of the mail; the last one leads to all."""
    return re.findall(r"https?://[^/\s]+(/still-right/\S+)", mail.body)


def checked(place: Place) -> date | None:
    db.session.expire_all()
    return db.session.scalars(select(Place.checked_on).where(Place.id == place.id)).one()


def value_of(box: Any) -> str:
    return str(box.attrs["value"])


def test_an_owner_gets_one_mail_with_all_that_is_due_and_not_another_one_soon(
    brinkdam: Municipality, clock: time_machine.Traveller
) -> None:
    organisation = make_organisation(brinkdam)
    editor = make_user(EDITOR, brinkdam, language="en")
    set_editor(brinkdam.id, organisation.id, editor.id)
    place = owned(make_place(brinkdam, "De Brink", checked_on=LONG_AGO), organisation)
    make_activity(brinkdam, "Koffie", place=place, checked_on=LONG_AGO)
    owned(make_place(brinkdam, "Fris", checked_on=MOMENT.date()), organisation)

    (mail,) = run_round()

    assert mail.to == editor.email
    assert "De Brink" in mail.body
    assert "Koffie" in mail.body
    assert "Fris" not in mail.body
    assert "still right" in mail.subject
    assert len(set(links(mail))) == 3
    assert run_round() == []
    for days in range(1, 15):
        clock.shift(timedelta(days=1))
        assert run_round(MOMENT + timedelta(days=days)) == []


def test_without_an_editor_the_mailbox_is_asked_and_without_that_the_coordinator(brinkdam: Municipality) -> None:
    coordinator = make_user(COORDINATOR, brinkdam)
    owned(make_place(brinkdam, "De Brink"), make_organisation(brinkdam, "post@welzijn.example"))
    make_place(brinkdam, "Van niemand")

    found = {mail.to: mail.body for mail in run_round()}

    assert set(found) == {"post@welzijn.example", coordinator.email}
    assert "Van niemand" in found[coordinator.email]
    assert "De Brink" not in found[coordinator.email]


def test_at_last_the_coordinator_and_the_volunteer_of_the_neighbourhood(
    brinkdam: Municipality, clock: time_machine.Traveller
) -> None:
    coordinator = make_user(COORDINATOR, brinkdam)
    place = owned(make_place(brinkdam, checked_on=LONG_AGO), make_organisation(brinkdam, "post@welzijn.example"))
    place.neighbourhood_code = "BU00010101"
    operations.add_volunteer(brinkdam, "BU00010101", "Vera", "vera@buurt.example", "en")
    operations.add_volunteer(brinkdam, "BU00010102", "Willem", "willem@buurt.example", "nl")
    db.session.commit()

    asked = []
    for _month in range(4):
        asked.append({mail.to for mail in run_round(datetime.now(UTC))})
        clock.shift(timedelta(days=31))

    assert asked == [{"post@welzijn.example"}] * 3 + [{coordinator.email, "vera@buurt.example"}]


@pytest.mark.parametrize("hour", [3, 22])
def test_nobody_is_mailed_at_night(brinkdam: Municipality, hour: int) -> None:
    make_user(COORDINATOR, brinkdam)
    make_place(brinkdam)

    assert run_round(MOMENT.replace(hour=hour)) == []
    assert len(run_round()) == 1


def asked_place(brinkdam: Municipality) -> tuple[Place, Mail]:
    make_user(COORDINATOR, brinkdam, language="nl")
    place = make_place(brinkdam, checked_on=LONG_AGO)
    (mail,) = run_round()
    return place, mail


def test_looking_changes_nothing_and_tells_nobody(brinkdam: Municipality, client: PageClient) -> None:
    place, mail = asked_place(brinkdam)
    for link in links(mail):
        for answer in (client.get(link), client.head(link), client.get(f"{link}?answer=right&right=1")):
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
            assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "noindex" in client.get(link).text

    assert checked(place) == LONG_AGO
    assert not db.session.scalars(select(FreshnessAsk).where(FreshnessAsk.answer.is_not(None))).all()


def test_one_tap_says_that_it_is_right(brinkdam: Municipality, client: PageClient) -> None:
    place, mail = asked_place(brinkdam)

    answer = client.post(links(mail)[0], data={"answer": "right"})

    assert answer.status_code == 200
    assert checked(place) == MOMENT.date()
    (check,) = db.session.scalars(select(ItemCheck).where(ItemCheck.part == "facts"))
    assert (check.how, check.by_user_id) == ("link", None)
    page = client.get(f"/nl/{BRINKDAM}/places/{place.slug}").text
    assert "3 november 2026" in page


def test_a_second_use_tells_the_first_answer_and_changes_nothing(brinkdam: Municipality, client: PageClient) -> None:
    place, mail = asked_place(brinkdam)
    client.post(links(mail)[0], data={"answer": "changed", "words": "Nu op dinsdag"})

    again = client.post(links(mail)[0], data={"answer": "right"})
    all_of_it = client.post(links(mail)[1], data={"right": str(db.session.scalars(select(FreshnessAsk.id)).one())})

    assert again.status_code == all_of_it.status_code == 200
    assert "3 november 2026" in again.text
    assert not parse(again.text).query("form[method=post]")
    assert checked(place) == LONG_AGO


def test_the_whole_mail_at_once_but_only_what_is_ticked(brinkdam: Municipality, client: PageClient) -> None:
    make_user(COORDINATOR, brinkdam)
    places = [make_place(brinkdam, name, checked_on=LONG_AGO) for name in ("Een", "Twee", "Drie")]
    (mail,) = run_round()
    page = client.page(links(mail)[-1])
    boxes = {
        text_of(box.parent).split()[0]: value_of(box) for box in page.query("input[name=right]")
    }  # by name of the place

    client.post(links(mail)[-1], data={"right": [boxes["Een"], boxes["Drie"]]})

    assert [checked(place) for place in places] == [MOMENT.date(), LONG_AGO, MOMENT.date()]
    assert client.post(links(mail)[-1], data={}).status_code == 422


def test_an_old_link_and_a_made_up_one(
    brinkdam: Municipality, client: PageClient, clock: time_machine.Traveller
) -> None:
    place, mail = asked_place(brinkdam)
    clock.shift(rules.LINK_LIVES + timedelta(minutes=1))

    assert client.get(links(mail)[0]).status_code == 410
    assert client.post(links(mail)[0], data={"answer": "right"}).status_code == 410
    assert client.post(links(mail)[1], data={"right": "x"}).status_code == 410
    assert client.get("/still-right/nonsense").status_code == 404
    assert checked(place) == LONG_AGO


@pytest.mark.parametrize("data", [{}, {"answer": "burn"}, {"answer": "changed", "words": "x" * 501}])
def test_bad_answers_lose_nothing(brinkdam: Municipality, client: PageClient, data: dict[str, str]) -> None:
    _place, mail = asked_place(brinkdam)

    answer = client.post(links(mail)[0], data=data)

    assert answer.status_code == 422
    assert data.get("words", "") in answer.text
    assert db.session.scalars(select(FreshnessAsk.answer)).one() is None


def test_gone_takes_nothing_from_the_map_but_an_editor_hears_it(brinkdam: Municipality, client: PageClient) -> None:
    place, mail = asked_place(brinkdam)
    client.post(links(mail)[0], data={"answer": "gone", "words": "Gesloopt <b>nu</b>"})

    assert client.get(f"/nl/{BRINKDAM}/places/{place.slug}").status_code == 200
    staff = signed_in_client(COORDINATOR, brinkdam)
    page = staff.page(LIST)
    assert "Gesloopt <b>nu</b>" in text_of(page.query("blockquote")[0])
    ask = db.session.scalars(select(FreshnessAsk)).one()
    assert b"Gesloopt" not in (ask.words or b"")

    assert submit(staff, f"{LIST}/answers/{ask.id}/done", form_page=LIST).status_code == 303
    assert not staff.page(LIST).query("blockquote")
    db.session.expire_all()
    assert db.session.scalars(select(FreshnessAsk.words)).one() is None


def test_staff_confirm_many_and_the_longest_waiting_stands_first(brinkdam: Municipality) -> None:
    old = make_place(brinkdam, "Oud", checked_on=LONG_AGO)
    never = make_place(brinkdam, "Nooit")
    fresh = make_place(brinkdam, "Vers", checked_on=MOMENT.date() - timedelta(days=3))
    staff = signed_in_client(COORDINATOR, brinkdam)
    values = [value_of(box) for box in staff.page(LIST).query("input[name=right]")]
    assert values == [f"places/{one.id}" for one in (never, old, fresh)]

    assert submit(staff, LIST, right=values[:2]).status_code == 303

    assert checked(never) == checked(old) == MOMENT.date()
    page = text_of(staff.page(f"/staff/{BRINKDAM}/places/{old.id}/checked").query("main")[0])
    assert "Collega" in page


def test_an_editor_confirms_only_what_is_their_own(brinkdam: Municipality) -> None:
    foreign = make_place(brinkdam, checked_on=LONG_AGO)
    own = owned(make_place(brinkdam, checked_on=LONG_AGO), make_organisation(brinkdam))
    staff = signed_in_client(EDITOR, brinkdam)
    user = db.session.scalars(select(StaffUser)).one()
    set_editor(brinkdam.id, own.organisation_id, user.id)  # type: ignore[arg-type]
    db.session.commit()

    assert submit(staff, LIST, right=[f"places/{own.id}", f"places/{foreign.id}"]).status_code == 404
    assert submit(staff, LIST, right=[f"places/{own.id}"]).status_code == 303
    assert checked(own) == MOMENT.date()
    assert checked(foreign) == LONG_AGO


def test_an_item_of_another_town_is_not_found(brinkdam: Municipality) -> None:
    other = make_municipality(OVERWATER)
    place = make_place(other)
    with pytest.raises(NotFound):
        operations.confirm(brinkdam, place, by=None, how="staff", now=MOMENT)


def test_a_coordinator_keeps_terms_and_volunteers(brinkdam: Municipality) -> None:
    staff = signed_in_client(COORDINATOR, brinkdam)
    page = f"{LIST}/settings"

    assert submit(staff, page, place="365", activity="60", line="abc").status_code == 422
    assert submit(staff, page, place="365", activity="60", line="14").status_code == 303
    wrong = submit(staff, f"{LIST}/volunteers", form_page=page, name="Vera", email="geen", area="x", language="nl")
    assert wrong.status_code == 422
    assert 'value="Vera"' in wrong.text
    db.session.expire_all()
    assert (brinkdam.place_term_days, brinkdam.activity_term_days, brinkdam.line_term_days) == (365, 60, 14)
