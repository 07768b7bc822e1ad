"""`flask keys …`."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import LargeBinary

from tools.local import new_data_key
from webapp.config import DATA_KEY
from webapp.core import resealing
from webapp.core.crypto import Sealed, unseal
from webapp.extensions import Base, db
from webapp.messages import operations
from webapp.messages.models import OutgoingMessage

# Hashes and fingerprints, which can be compared and not be read; the public half of a passkey; pictures that everyone
# may see; and what is to be public: fingerprints of a calendar, a table of places under review.
NOT_SEALED = {
    "sent_form.digest",
    "invitation.token_hash",
    "recovery_code.code_hash",
    "sign_in.token_hash",
    "rate_limit.key",
    "question.fingerprint",
    "photo_picture.content",
    "municipality.logo",
    "passkey.credential_id",
    "passkey.public_key",
    "freshness_ask.token_hash",
    "freshness_mail.token_hash",
    "freshness_mail.recipient",
    "calendar_feed.told",
    "import_upload.table",
    "import_upload.shown",
}


def test_a_new_key_is_one_that_the_settings_take(cli: FlaskCliRunner) -> None:
    keys = [cli.invoke(args=["keys", "new"]).output.strip() for _ in range(2)]

    assert all(DATA_KEY.fullmatch(key) for key in keys)
    assert keys[0] != keys[1]


def test_every_column_of_bytes_is_sealed_or_named_here() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not isinstance(column.type, Sealed)
    }

    assert found == NOT_SEALED


def keys(monkeypatch: pytest.MonkeyPatch, app: Flask, *data_keys: str) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], data_keys=data_keys))


def queue(count: int) -> list[OutgoingMessage]:
    ids = [
        operations.queue_mail("a@b.nl", f"onderwerp {number}", "Dag.", kind="test", municipality_id=None)
        for number in range(count)
    ]
    return [db.session.get_one(OutgoingMessage, id_) for id_ in ids]


def test_everything_moves_to_the_newest_key_also_after_a_stop_half_way(
    monkeypatch: pytest.MonkeyPatch, app: Flask, cli: FlaskCliRunner
) -> None:
    old, new = new_data_key(), new_data_key()
    monkeypatch.setattr(resealing, "BATCH", 3)
    keys(monkeypatch, app, old)
    messages = queue(8)
    messages[4].body = None  # forgotten
    db.session.commit()
    keys(monkeypatch, app, new, old)
    first = next(resealing.reseal_everything())
    db.session.commit()
    rest = cli.invoke(args=["keys", "reseal"])
    again = cli.invoke(args=["keys", "reseal"])

    keys(monkeypatch, app, new)
    db.session.expire_all()
    assert 0 < first.resealed <= 9
    assert rest.output == f"{3 * 8 - 1 - first.resealed} values sealed under the newest key\n"
    assert again.output == "0 values sealed under the newest key\n"
    assert {unseal(message.subject or b"") for message in messages} == {f"onderwerp {n}" for n in range(8)}
    assert messages[4].body is None


def test_what_no_key_opens_is_told_and_the_rest_is_done(
    monkeypatch: pytest.MonkeyPatch, app: Flask, cli: FlaskCliRunner
) -> None:
    old, new, lost = new_data_key(), new_data_key(), new_data_key()
    keys(monkeypatch, app, lost)
    queue(1)
    keys(monkeypatch, app, old)
    queue(2)
    db.session.commit()
    keys(monkeypatch, app, new, old)
    result = cli.invoke(args=["keys", "reseal"])

    assert result.exit_code == 1
    assert "outgoing_message: 3 values open with none of the keys" in result.output
    assert "6 values sealed under the newest key" in result.output
