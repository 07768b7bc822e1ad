"""The mail server is away for hours, by a clock that is moved: every question is taken, nothing is asked too often,
staff see what waits, and a quarter of an hour after it is back all of it has arrived."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from tests.build import make_municipality
from tests.page import PageClient
from tests.smtp import MailHouse
from tests.teams.build import make_team
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.desk.cards import mails_card
from webapp.extensions import db
from webapp.messages.jobs import deliver
from webapp.messages.models import OutgoingMessage

MINUTE = timedelta(minutes=1)
STEP = 5 * MINUTE
AWAY = timedelta(hours=4)
BACK_WITHIN = timedelta(minutes=15)
MOST_TRIES = 25  # each mail in four hours
START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailHouse]:
    house = MailHouse()
    monkeypatch.setitem(
        app.config,
        "SETTINGS",
        replace(app.config["SETTINGS"], mail_server=house.server, question_rate="100/minute"),
    )
    yield house
    house.close()


def test_after_four_hours_without_a_mail_server_all_arrives_in_a_quarter(client: PageClient, house: MailHouse) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        town = make_municipality(BRINKDAM)
        make_team(town, "wijkteam")
        while clock.now() < START + AWAY:
            if (clock.now() - START) % (40 * MINUTE) == timedelta(0):
                ask(client)
            deliver_what_is_due()
            traveller.shift(STEP)
        assert told(town) == 6
        mails = waiting()
        assert len(mails) == 6
        assert all(mail.attempts <= MOST_TRIES for mail in mails)

        house.open()
        while waiting() and clock.now() <= START + AWAY + BACK_WITHIN:
            deliver_what_is_due()
            traveller.shift(STEP)
        assert clock.now() <= START + AWAY + BACK_WITHIN + STEP
        assert not waiting()
        assert told(town) == 0

    arrived = [mail["Message-ID"] for mail in house.box.received]
    sent = db.session.scalars(sa.select(OutgoingMessage.mail_id)).all()
    assert sorted(arrived) == sorted(f"<{mail_id}>" for mail_id in sent)
    assert {to for envelope in house.box.envelopes for to in envelope.rcpt_tos} == {"wijkteam@example.org"}


def ask(client: PageClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    told = {"question": "Kan iemand meekijken?", "reply_by": "none"}
    assert client.post(f"/api/v1/{BRINKDAM}/questions", json=told, headers=key).status_code == 201


def waiting() -> list[OutgoingMessage]:
    return list(db.session.scalars(sa.select(OutgoingMessage).filter_by(state="queued")))


def deliver_what_is_due() -> None:
    """As the worker does: each job at its moment, and some that come too early."""
    due: list[UUID] = [mail.id for mail in waiting()]
    for message in due:
        deliver(str(message))


def told(town: Municipality) -> int:
    """What the desk of the coordinator says that waits."""
    with db.session.no_autoflush:
        return sum(line.number or 0 for line in mails_card(town).lines)
