"""One moment, a town and a member of its staff; mails about accounts as they leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from tests.outbox import queued_mails
from tests.staff import make_user
from webapp.accounts.models import StaffUser
from webapp.areas.models import Municipality

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(brinkdam: Municipality) -> StaffUser:
    return make_user("coordinator", brinkdam, email="anja@example.nl", name="Anja")


@dataclass(frozen=True)
class AccountMail:
    to: str
    subject: str
    body: str
    kind: str
    municipality_id: int | None

    @property
    def path(self) -> str:
        """Of the one link in it."""
        (link,) = [line for line in self.body.splitlines() if line.startswith("http")]
        return "/" + link.split("/", 3)[3]


class Outbox:
    @property
    def mails(self) -> list[AccountMail]:
        return [
            AccountMail(mail.to, mail.subject, mail.body, mail.kind, mail.municipality_id) for mail in queued_mails()
        ]

    def only(self) -> AccountMail:
        (mail,) = self.mails
        return mail


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    return Outbox()
