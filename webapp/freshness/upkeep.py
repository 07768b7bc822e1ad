"""Once a day, in the hours in which people read mail: each town asks whose turn it is."""

from collections.abc import Iterator
from datetime import datetime

from webapp.core import clock
from webapp.core.rounds import each_minute
from webapp.freshness import operations

FIRST_HOUR, LAST_HOUR = 7, 19  # on a clock in the Netherlands


@each_minute
def ask_owners(moment: datetime) -> Iterator[None]:
    """A town a transaction."""
    local = clock.local(moment)
    while FIRST_HOUR <= local.hour < LAST_HOUR:
        town = operations.claim_town(local.date())
        if town is None:
            return
        operations.ask_town(town, moment)
        yield
