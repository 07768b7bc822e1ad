"""One moment, a town with an organisation, and its coordinator."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.colleagues.cast import make_organisation
from tests.page import PageClient
from tests.staff import signed_in_client
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.places.models import Organisation


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def brink(brinkdam: Municipality) -> Organisation:
    return make_organisation(brinkdam)


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam, email="anja@example.nl")
