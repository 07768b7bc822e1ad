"""Two places of one town on a Tuesday."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.build import make_municipality
from tests.staff import make_user
from tests.town import BRINKDAM
from webapp.areas.models import Municipality

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_tuesday() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


@pytest.fixture
def by(town: Municipality) -> UUID:
    return make_user("coordinator", town).id
