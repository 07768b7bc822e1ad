"""A map server next door, which each test may have answer otherwise."""

from collections.abc import Iterator

import pytest

from tests.far_server import FarServer, far_server
from tests.tiles.build import serve_map


@pytest.fixture(scope="module")
def shared_server() -> Iterator[FarServer]:
    with far_server() as server:
        yield server


@pytest.fixture
def server(shared_server: FarServer) -> FarServer:
    shared_server.heard.clear()
    shared_server.answer = serve_map()
    return shared_server
