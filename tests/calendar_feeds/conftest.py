"""A town with an activity, its coordinator, and a far server that stands for the open internet."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.calendar_feeds.build import COFFEE, HOST, MOMENT
from tests.far_server import FarServer, Reply, far_server, policy_of
from tests.page import PageClient
from tests.staff import signed_in_client
from tests.town import BRINKDAM
from webapp.accounts.rules import COORDINATOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.calendar_feeds import asking
from webapp.core.fetching import Bounds


@pytest.fixture(scope="module")
def shared() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def far(shared: FarServer, monkeypatch: pytest.MonkeyPatch) -> FarServer:
    shared.heard.clear()
    shared.answer = lambda heard: Reply(COFFEE)
    monkeypatch.setattr(asking, "POLICY", policy_of({HOST: ["127.0.0.2"], "inside.example": ["127.0.0.1"]}))
    monkeypatch.setattr(asking, "BOUNDS", Bounds(seconds=30.0, max_bytes=100_000))
    return shared


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality(BRINKDAM)


@pytest.fixture
def activity(town: Municipality) -> Activity:
    return make_activity(town, "Koffie", place=make_place(town))


@pytest.fixture
def client(town: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, town)
