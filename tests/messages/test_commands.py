"""`flask messages …`."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner

from tests.database import settings_for_tests
from tests.messages.bounce_mails import ID, MAIL_ID, POSTFIX, POSTFIX_LATE, VACATION
from webapp.app import create_app
from webapp.core import clock
from webapp.extensions import db
from webapp.messages import operations, queries
from webapp.messages.models import OutgoingMessage

TO = "mevrouw.de.vries@voorbeeld.nl"


def queued() -> OutgoingMessage:
    id_ = operations.queue_mail(TO, "Uw vraag", "Dag.", kind="test", municipality_id=None, about="q1")
    return db.session.get_one(OutgoingMessage, id_)


def sent() -> OutgoingMessage:
    message = queued()
    operations.record_outcome(message.id, None, clock.now())
    return message


def of(message: OutgoingMessage, mail: str) -> str:
    return mail.replace(MAIL_ID, message.mail_id).replace(ID, message.id.hex)


@pytest.mark.parametrize(
    "mail",
    [POSTFIX, POSTFIX.replace(f"Original-Envelope-Id: {ID}\n", "")],
    ids=["by the envelope", "by the Message-ID"],
)
def test_a_bounce_marks_its_mail_once(cli: FlaskCliRunner, mail: str) -> None:
    message, other = sent(), sent()
    outputs = [cli.invoke(args=["messages", "bounced"], input=of(message, mail)) for _ in range(2)]

    assert [(result.exit_code, result.output) for result in outputs] == [
        (0, f"{message.id} bounced (5.1.1)\n"),
        (0, f"{message.id} was known not to have arrived; nothing changed\n"),
    ]
    assert (message.state, message.error, other.state) == ("bounced", "bounced 5.1.1", "sent")
    assert queries.list_undelivered("test") == [message]


@pytest.mark.parametrize("mail", [POSTFIX, POSTFIX_LATE, VACATION, "", "\x00"])
def test_what_is_not_about_a_failed_mail_of_ours_changes_nothing(cli: FlaskCliRunner, mail: str) -> None:
    message = sent()
    result = cli.invoke(args=["messages", "bounced"], input=mail if mail == POSTFIX else of(message, mail))

    assert (result.exit_code, message.state) == (0, "sent")
    assert "nothing changed" in result.output


def test_a_bounce_that_is_faster_than_the_record_stays(cli: FlaskCliRunner) -> None:
    message = queued()
    cli.invoke(args=["messages", "bounced"], input=of(message, POSTFIX))
    operations.record_outcome(message.id, None, clock.now())

    assert message.state == "bounced"


def test_a_database_that_is_away_makes_the_mail_server_keep_the_bounce(tmp_path: Path) -> None:
    away = sa.URL.create("postgresql+psycopg", database="nothing", query={"host": str(tmp_path)})
    result = create_app(settings_for_tests(away)).test_cli_runner().invoke(args=["messages", "bounced"], input=POSTFIX)

    assert result.exit_code == 75


def test_the_list_names_nobody(cli: FlaskCliRunner) -> None:
    message = sent()
    result = cli.invoke(args=["messages", "list"])

    assert result.exit_code == 0
    assert result.output.startswith(f"{message.id}\t")
    assert "\ttest\tq1\tsent\t0\t-\n" in result.output
    assert "0 queued, 1 sent, 0 failed, 0 bounced; 0 overdue" in result.output
    assert not any(word in result.output for word in ("vries", "Uw vraag", "Dag"))
    assert "sent\t" not in cli.invoke(args=["messages", "list", "--state", "failed"]).output
    assert "There is no town" in cli.invoke(args=["messages", "list", "--town", "nergens"]).output


def test_again(cli: FlaskCliRunner) -> None:
    message = sent()
    operations.mark_bounced(message, "5.7.1", clock.now())

    assert cli.invoke(args=["messages", "again", str(message.id)]).output == f"{message.id} queued\n"
    assert cli.invoke(args=["messages", "again", str(message.id)]).exit_code == 1
    assert "There is no such mail" in cli.invoke(args=["messages", "again", ID]).output
