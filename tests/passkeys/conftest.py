"""The moment, the member of staff and the mails are those of the tests of accounts."""

from tests.accounts.conftest import clock, outbox, user

__all__ = ["clock", "outbox", "user"]
