"""A translator of our own, a town and a place in it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.build import make_municipality, make_place
from tests.far_server import FarServer, far_server
from tests.translating.translator import KEY, capitals
from webapp.areas.models import Municipality
from webapp.places.models import Place


@pytest.fixture(scope="module")
def shared_server() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def translator(shared_server: FarServer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FarServer:
    shared_server.heard.clear()
    shared_server.answer = capitals
    settings = replace(app.config["SETTINGS"], translator_url=shared_server.url("").rstrip("/"), translator_key=KEY)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return shared_server


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality()


@pytest.fixture
def place(town: Municipality) -> Place:
    return make_place(
        town, "De Brink", slug="de-brink", summary="Een huis voor iedereen.", description="Kom!\n\nBel 0612345678."
    )
