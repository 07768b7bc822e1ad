"""The moment, the town, the member of staff and the mails are those of the tests of accounts."""

from tests.accounts.conftest import brinkdam, clock, outbox, user

__all__ = ["brinkdam", "clock", "outbox", "user"]
