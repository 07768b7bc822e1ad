"""How often something may happen: one row a key in PostgreSQL, so that all web workers count together.

Each key has a bucket that empties at the rate: "30/hour" lets 30 happen at once and then one every two minutes. What is
refused does not count, so nobody is locked out for longer than the rate says, however hard somebody knocks.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv6Address, ip_address

from flask import request
from sqlalchemy import Column, Connection, Engine, LargeBinary, Table, delete, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

from webapp.core import clock
from webapp.core.connections import beside, find_by_itself
from webapp.core.crypto import fingerprint
from webapp.core.statements import Made
from webapp.extensions import Base, db

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
FORM = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,2})?(second|minute|hour|day)s?", re.ASCII)
IPV6_BITS = 64  # one household or one phone; the rest of an address is free to choose for whoever has it
IPV6_SITE_BITS = 48  # all that a customer may get: for where somebody gains by having many networks

# `empty_at` is when the bucket will be empty again; the key is hashed, so no address and no e-mail can be read here.
rate_limit = Table(
    "rate_limit",
    Base.metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("empty_at", TIMESTAMP(timezone=True), nullable=False, index=True),
    prefixes=["UNLOGGED"],  # after a crash of the database everyone begins anew; each hit costs no write to disk
)


_HIT = Made(
    text("""
    INSERT INTO rate_limit (key, empty_at) VALUES (:key, CAST(:moment AS timestamptz) + :interval)
    ON CONFLICT (key) DO UPDATE SET empty_at = greatest(rate_limit.empty_at, :moment) + :interval
        WHERE greatest(rate_limit.empty_at, :moment) + :interval <= :moment + :full
    RETURNING key
""")
)
_TAKE_BACK = Made(text("UPDATE rate_limit SET empty_at = empty_at - :interval WHERE key = :key RETURNING key"))


@dataclass(frozen=True)
class Rate:
    number: int
    seconds: int

    @property
    def interval(self) -> timedelta:
        """After this much time one more may happen."""
        return timedelta(seconds=self.seconds / self.number)

    @property
    def full(self) -> timedelta:
        return timedelta(seconds=self.seconds)


@cache
def read_rate(text: str) -> Rate:
    """`30/hour`, `10/15minutes`. Raises ValueError."""
    found = FORM.fullmatch(text.replace(" ", ""))
    if found is None:
        raise ValueError(f"{text!r} is no rate; write for example 30/hour or 10/15minutes")
    number, times, unit = found.groups()
    return Rate(int(number), int(times or 1) * UNITS[unit])


def hit(key: str, rate: str) -> bool:
    """Counts one for this key; True while it is allowed. In a transaction of its own: it counts also where the request
    fails, and nobody waits for the request of somebody with the same key. Raises ValueError for a rate that is none."""
    allowed = read_rate(rate)
    values = {"key": _stored(key), "moment": clock.now(), "interval": allowed.interval, "full": allowed.full}
    with _by_itself() as connection:
        return bool(_HIT.ask_over(connection, values))


def take_back(key: str, rate: str) -> None:
    """One that hit() allowed, and that turned out to be none. Never more than was counted: the bucket is then at least
    as full as before that hit."""
    with _by_itself() as connection:
        _TAKE_BACK.ask_over(connection, {"key": _stored(key), "interval": read_rate(rate).interval})


def forgive(key: str) -> None:
    """The key begins with an empty bucket again."""
    with _by_itself() as connection:
        connection.execute(delete(rate_limit).where(rate_limit.c.key == _stored(key)))


def forget_expired(moment: datetime) -> int:
    """Rows that hold nobody back any more go. The number of rows. The caller commits."""
    gone = delete(rate_limit).where(rate_limit.c.empty_at < moment).returning(rate_limit.c.key)
    return len(db.session.execute(gone).all())


def visitor_key(scope: str, ipv6_bits: int = IPV6_BITS) -> str:
    """One key an address of the network and a purpose; the address itself is not in it."""
    return f"{scope}:{fingerprint(_network(request.remote_addr or '', ipv6_bits)).hex()}"


def _stored(key: str) -> bytes:
    return fingerprint(f"limit {key}")


def _network(address: str, ipv6_bits: int) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""  # a socket without an address: everyone behind it together
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> (128 - ipv6_bits))
    return str(parsed)


@contextmanager
def _by_itself() -> Iterator[Connection]:
    """For one statement, which is its own transaction: BEGIN and COMMIT would be two more journeys to the database.
    Where a test has put its own connection in place of the engine: a savepoint of that."""
    own = find_by_itself()
    if own is not None:
        yield own
        return
    engine = beside()
    if isinstance(engine, Engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    else:
        with engine.begin_nested():
            yield engine
