"""Reads a bounce: the report of a mail server (RFC 3464) that a mail did not arrive. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class NoBounce(ValueError):
    """Some other mail: an answer of a person, a vacation reply, an advertisement."""


@dataclass(frozen=True)
class Bounce:
    has_failed: bool  # False: it is only late, or it did arrive
    status: str  # like 5.1.1, RFC 3463; "unknown" when the report names none
    message_id: UUID | None  # from the envelope, when the server knows RFC 3461
    mail_ids: tuple[str, ...]  # every Message-ID that the report gives back


def read_bounce(raw: bytes) -> Bounce:
    """Raises NoBounce."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    reports = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    if not reports:
        raise NoBounce
    fields = [block for report in reports for block in _blocks(report)]
    of_recipients = [block for block in fields if block["Action"]]
    failed = [block for block in of_recipients if _word(block["Action"]) == "failed"]
    return Bounce(
        has_failed=bool(failed),
        status=_status(failed or of_recipients),
        message_id=_envelope_id(fields),
        mail_ids=tuple(dict.fromkeys(_mail_ids(mail))),
    )


def _blocks(report: Message) -> list[Message]:
    """The fields about the mail, then those about each recipient: the standard library has cut them apart."""
    payload = report.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _word(value: object) -> str:
    return str(value).strip().lower()


def _status(blocks: list[Message]) -> str:
    for block in blocks:
        found = STATUS.search(str(block["Status"] or "")) or STATUS.search(str(block["Diagnostic-Code"] or ""))
        if found:
            return found[0]
    return "unknown"


def _envelope_id(blocks: list[Message]) -> UUID | None:
    for block in blocks:
        text = _word(block["Original-Envelope-Id"] or "")
        if re.fullmatch(r"[0-9a-f]{32}", text):
            return UUID(text)
    return None


def _mail_ids(mail: Message) -> Iterator[str]:
    """Of the mail that came back, whole or only its head; and of what the report itself answers to."""
    for header in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(str(mail[header] or ""))
    for part in mail.walk():
        if part is not mail and part["Message-ID"]:
            yield from MESSAGE_ID.findall(str(part["Message-ID"]))
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            if isinstance(head, bytes):
                yield from MESSAGE_ID.findall(str(message_from_bytes(head)["Message-ID"] or ""))
