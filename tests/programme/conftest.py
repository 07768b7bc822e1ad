from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.programme.build import MOMENT, House, make_house


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with time_machine.travel(MOMENT, tick=False):
        yield make_house()
