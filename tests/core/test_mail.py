"""One mail: nothing smuggled into it, and for every way of a server to fail the right word: later, or never."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certificate import make_certificate
from tests.smtp import mail_server
from tools.serving import free_port
from webapp.core import mail
from webapp.core.mail import MailRefused, PermanentMailError, TemporaryMailError, check_address, compose, send
from webapp.mail_settings import MailServer

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SENDER = "Dichtbij <no-reply@dichtbij.example>"
RESIDENT = "mevrouw.de.vries@voorbeeld.nl"


def letter(**changes: str) -> EmailMessage:
    values = {"to": RESIDENT, "subject": "Antwoord", "body": "Dag,\n\ntot morgen.", "message_id": "7@dichtbij.example"}
    return compose(sender=SENDER, moment=MOMENT, **{**values, **changes})


def deliver(server: MailServer) -> None:
    send(letter(), server, envelope_id="e7")


@pytest.mark.parametrize(
    ("given_text", "address"),
    [
        (RESIDENT, RESIDENT),
        ("  An.de-Boer+post@Voorbeeld.NL ", "An.de-Boer+post@voorbeeld.nl"),
        ("info@gemeente-één.nl", "info@xn--gemeente-n-j7aa.nl"),
        ("o'neill@a.co", "o'neill@a.co"),
    ],
)
def test_addresses_are_taken_as_people_write_them(given_text: str, address: str) -> None:
    assert check_address(given_text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b.nl",
        "a@b",
        "a b@c.nl",
        "a@b.nl, c@d.nl",
        "a@b.nl\r\nBcc: everybody@d.nl",
        "a@b.nl\nBcc: everybody@d.nl",
        "a@b.nl\x00",
        "Name <a@b.nl>",
        "<a@b.nl>",
        "a..b@c.nl",
        ".a@c.nl",
        "a@b..nl",
        "ä@b.nl",
        "a@[127.0.0.1]",
        "a" * 65 + "@b.nl",
        "a@" + "b" * 64 + ".nl",
        "a@" + ".".join(["b" * 60] * 5) + ".nl",
    ],
)
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(MailRefused):
        check_address(text)


@given(st.text(), st.text(), st.text())
def test_no_text_makes_a_header_or_changes_another(to: str, subject: str, body: str) -> None:
    try:
        written = letter(to=to, subject=subject, body=body).as_bytes()
    except MailRefused:
        written = letter(subject=subject, body=body).as_bytes()

    read = message_from_bytes(written, policy=policy.default)
    assert sorted(read.keys()) == sorted(letter().keys())
    assert not read.defects
    assert read["Message-ID"] == "<7@dichtbij.example>"
    assert len(read["To"].addresses) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_a_header_behind_a_line_end_stays_in_the_subject(ending: str) -> None:
    read = message_from_bytes(letter(subject=f"Vraag{ending}Bcc: iedereen@d.nl").as_bytes(), policy=policy.default)

    assert read["Bcc"] is None
    assert read["Subject"] == "Vraag Bcc: iedereen@d.nl"


def test_what_was_written_arrives_letter_by_letter() -> None:
    body = "Beste Zoë,\n\n.een punt vooraan\nمرحبا\nhttps://dichtbij.example/" + "x" * 200 + "\n"
    with mail_server() as (box, server):
        send(letter(subject="Één vraag – مرحبا", body=body), server, envelope_id="e7")

    (received,) = box.received
    assert received["Subject"] == "Één vraag – مرحبا"
    assert received.get_content().replace("\r\n", "\n") == body
    assert received["Auto-Submitted"] == "auto-generated"
    assert box.envelopes[0].mail_from == "no-reply@dichtbij.example"
    assert box.envelopes[0].rcpt_tos == [RESIDENT]


@pytest.mark.parametrize(
    ("behaviour", "error", "cause"),
    [
        ("refuse", PermanentMailError, "recipient 550"),
        ("spam", PermanentMailError, "mail 554"),
        ("greylist", TemporaryMailError, "recipient 451"),
        ("drop", TemporaryMailError, "SMTPServerDisconnected"),
        ("hang", TemporaryMailError, "SMTPServerDisconnected"),
    ],
)
def test_a_failure_says_later_or_never_and_not_for_whom(
    monkeypatch: pytest.MonkeyPatch, behaviour: str, error: type[Exception], cause: str
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.5)
    with mail_server() as (box, server):
        box.behaviour = behaviour
        with pytest.raises(error) as failed:
            deliver(server)

    assert failed.value.cause == str(failed.value) == cause  # type: ignore[attr-defined]
    assert failed.value.__cause__ is None
    assert not box.received


def test_nobody_listening_is_for_later() -> None:
    with pytest.raises(TemporaryMailError, match="ConnectionRefusedError"):
        deliver(MailServer(host="127.0.0.1", port=free_port()))


def test_a_server_that_takes_the_mail_and_hangs_up_has_taken_it() -> None:
    with mail_server() as (box, server):
        box.behaviour = "take and hang up"
        deliver(server)

    assert len(box.received) == 1


def test_a_password_goes_over_a_checked_line_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(context) as (box, plain):
        server = replace(plain, host="localhost", starttls="yes", user="dichtbij", password="right: p@ss")
        with pytest.raises(TemporaryMailError, match="SSLCertVerificationError"):
            deliver(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(TemporaryMailError, match="connection 535"):
            deliver(replace(server, password="wrong"))
        deliver(server)

    assert box.signed_in == ["dichtbij"]
    assert len(box.received) == 1


def test_tls_from_the_first_byte(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(context, is_tls=True) as (box, server):
        deliver(replace(server, host="localhost", is_tls=True))

    assert len(box.received) == 1


def test_tls_that_is_demanded_and_not_offered_sends_nothing() -> None:
    with mail_server() as (box, server), pytest.raises(TemporaryMailError, match="SMTPNotSupportedError"):
        deliver(replace(server, starttls="yes"))

    assert box.tries == 0


def test_in_a_folder_each_mail_is_one_closed_file(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "mail"
    deliver(MailServer(folder=folder))
    deliver(MailServer(folder=folder))

    (written,) = folder.iterdir()
    assert written.name == "e7.eml"
    assert written.stat().st_mode & 0o077 == 0
    assert message_from_bytes(written.read_bytes(), policy=policy.default)["To"] == RESIDENT


def test_a_folder_that_cannot_be_made_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")

    with pytest.raises(TemporaryMailError, match="FileExistsError"):
        deliver(MailServer(folder=tmp_path / "mail"))
