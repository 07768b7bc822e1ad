"""A mail from the moment it is queued until it is forgotten, against servers that take, refuse, put off and vanish."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.outbox import Mail, queued_mails
from tests.smtp import Postbox, mail_server
from tools.local import new_data_key
from webapp.core import clock
from webapp.core.mail import MailRefused
from webapp.extensions import db
from webapp.messages import operations, queries, rules, upkeep
from webapp.messages.jobs import deliver
from webapp.messages.models import OutgoingMessage

TO = "mevrouw.de.vries@voorbeeld.nl"
SUBJECT = "Uw vraag over geld"
SECRET = "Mijn man mag dit niet weten."


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with mail_server() as (box, server):
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_server=server))
        yield box


def queue(**changes: Any) -> OutgoingMessage:
    values = {"kind": "test", "municipality_id": None, "about": "q1"} | changes
    return db.session.get_one(OutgoingMessage, operations.queue_mail(TO, SUBJECT, SECRET, **values))


def waiting_jobs() -> list[tuple[dict[str, str], datetime | None]]:
    rows = db.session.execute(
        sa.text("SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = 'messages.deliver' ORDER BY id")
    )
    return [(row.args, row.scheduled_at) for row in rows]


def test_mail_and_job_come_together_or_not_at_all(app: Flask) -> None:
    with db.session.begin_nested() as savepoint:
        queue()
        assert len(waiting_jobs()) == 1
        savepoint.rollback()

    assert not waiting_jobs()
    assert queries.count_by_state() == {"queued": 0, "sent": 0, "failed": 0, "bounced": 0}


def test_a_job_holds_the_id_alone_and_the_row_nothing_that_can_be_read(app: Flask) -> None:
    message = queue()

    assert queued_mails("test") == [Mail(TO, SUBJECT, SECRET, "test", "q1")]
    assert waiting_jobs() == [({"message_id": str(message.id)}, None)]
    row = db.session.execute(sa.text("SELECT * FROM outgoing_message")).one()
    assert not any(word in str(tuple(row)) for word in ("vries", "geld", "man mag"))


@pytest.mark.parametrize("to", ["", "nobody", "a@b.nl\r\nBcc: c@d.nl"])
def test_who_is_no_address_is_refused_before_anything_is_stored(app: Flask, to: str) -> None:
    with pytest.raises(MailRefused):
        operations.queue_mail(to, SUBJECT, SECRET, kind="test", municipality_id=None)

    assert not waiting_jobs()


def test_a_mail_arrives_and_is_recorded(box: Postbox) -> None:
    message = queue()
    deliver(str(message.id))

    (received,) = box.received
    assert (received["To"], received["Subject"]) == (TO, SUBJECT)
    assert received.get_content().strip() == SECRET
    assert received["Message-ID"] == f"<{message.mail_id}>"
    assert (message.state, message.attempts, message.error, message.next_attempt_at) == ("sent", 1, None, None)
    assert message.attempted_at is not None
    assert message.settled_at is not None


def test_a_job_that_runs_twice_sends_once(box: Postbox) -> None:
    message = queue()
    for _ in range(3):
        deliver(str(message.id))

    assert len(box.received) == 1
    assert message.attempts == 1


def test_the_attempt_is_recorded_before_the_mail_leaves(box: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, "hand_over", killed)
    message = queue()
    with pytest.raises(KeyboardInterrupt):
        deliver(str(message.id))
    db.session.rollback()

    assert (message.state, message.attempts) == ("queued", 1)


def test_what_is_put_off_is_tried_again_later_each_time(box: Postbox) -> None:
    box.behaviour = "greylist"
    with time_machine.travel(clock.now(), tick=False) as traveller:
        message = queue()
        start = clock.now()
        for attempts, minutes in enumerate((0.5, 1, 2, 4), start=1):
            deliver(str(message.id))
            assert (message.state, message.attempts, message.error) == ("queued", attempts, "recipient 451")
            assert message.next_attempt_at == clock.now() + timedelta(minutes=minutes)
            assert waiting_jobs()[-1] == ({"message_id": str(message.id)}, message.next_attempt_at)
            deliver(str(message.id))  # too early
            assert message.attempts == attempts
            traveller.move_to(message.next_attempt_at)
        box.behaviour = "accept"
        deliver(str(message.id))

        assert clock.now() == start + timedelta(minutes=7.5)
    assert (message.state, message.error, len(box.received)) == ("sent", None, 1)


def test_after_a_day_it_is_given_up_and_shows_so(box: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LONGEST_WAIT", timedelta(hours=1))  # fewer tries, and so less to wait for here
    box.behaviour = "drop"
    with time_machine.travel(clock.now(), tick=False) as traveller:
        message = queue()
        start = clock.now()
        while message.next_attempt_at is not None:
            traveller.move_to(message.next_attempt_at)
            deliver(str(message.id))

        assert timedelta(hours=23) < clock.now() - start <= rules.GIVE_UP_AFTER
    assert (message.state, message.attempts, message.error) == ("failed", 30, "SMTPServerDisconnected")
    assert queries.list_undelivered("test") == [message]


def test_a_refusal_for_good_is_final_at_once(box: Postbox) -> None:
    box.behaviour = "refuse"
    message = queue()
    deliver(str(message.id))
    deliver(str(message.id))

    assert (message.state, message.attempts, message.error, box.tries) == ("failed", 1, "recipient 550", 1)
    assert len(waiting_jobs()) == 1


def test_undelivered_ones_by_kind_since_and_town(box: Postbox) -> None:
    box.behaviour = "refuse"
    message = queue()
    deliver(str(message.id))
    assert message.settled_at is not None

    assert queries.list_undelivered("test", message.settled_at) == [message]
    assert not queries.list_undelivered("test", message.settled_at + timedelta(seconds=1))
    assert not queries.list_undelivered("other")
    assert not queries.list_undelivered("test", municipality_id=7)


def test_no_log_names_a_person(box: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for behaviour in ("refuse", "greylist", "spam", "drop", "accept"):
        box.behaviour = behaviour
        deliver(str(queue().id))

    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "recipient 550" in ours
    assert not any(word in ours for word in ("vries", "geld", "man mag"))


def test_a_mail_whose_key_is_lost_fails_and_shows_so(app: Flask, box: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    message = queue()
    settings = replace(app.config["SETTINGS"], data_keys=(new_data_key(),))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    deliver(str(message.id))

    assert (message.state, message.error, box.tries) == ("failed", "SealError", 0)


def test_a_mail_that_lost_its_job_gets_one_each_time(app: Flask) -> None:
    message = queue()
    upkeep.look_after_messages(clock.now() + timedelta(minutes=6))
    assert len(waiting_jobs()) == 1, "it has one"

    db.session.execute(sa.text("DELETE FROM procrastinate_jobs"))
    upkeep.look_after_messages(clock.now() + timedelta(minutes=4))
    assert not waiting_jobs(), "a job may be about to be written"

    upkeep.look_after_messages(clock.now() + timedelta(minutes=6))
    upkeep.look_after_messages(clock.now() + timedelta(minutes=6))
    assert [arguments for arguments, _at in waiting_jobs()] == [{"message_id": str(message.id)}]
    assert queries.count_overdue(clock.now() + timedelta(minutes=6)) == 1


def test_old_texts_are_forgotten_and_the_fact_stays(box: Postbox) -> None:
    message, unsent = queue(), queue()
    deliver(str(message.id))
    upkeep.look_after_messages(clock.now() + rules.FORGET_AFTER - timedelta(minutes=1))
    assert message.body is not None

    upkeep.look_after_messages(clock.now() + rules.FORGET_AFTER + timedelta(minutes=1))
    db.session.expire_all()
    assert (message.recipient, message.subject, message.body) == (None, None, None)
    assert message.state == "sent"
    assert unsent.body is not None
    assert not operations.queue_again(message, clock.now())


def test_who_asks_to_be_forgotten_is_forgotten_at_once(box: Postbox) -> None:
    sent, other = queue(), queue(about="q2")
    deliver(str(sent.id))
    unsent = str(queue().id)
    operations.forget_about("q1")
    db.session.commit()
    deliver(unsent)

    assert len(box.received) == 1
    assert sent.body is None
    assert other.body is not None
    assert queries.list_about("q1") == [sent]


def test_a_failed_mail_can_be_queued_once_more(box: Postbox) -> None:
    box.behaviour = "refuse"
    message = queue()
    deliver(str(message.id))
    box.behaviour = "accept"

    assert operations.queue_again(message, clock.now())
    assert not operations.queue_again(message, clock.now())
    deliver(str(message.id))
    assert (message.state, len(box.received)) == ("sent", 1)


def test_a_mail_that_is_gone_is_no_error(app: Flask, db_session: Session) -> None:
    deliver(str(uuid4()))
    deliver(str(UUID(int=0)))
