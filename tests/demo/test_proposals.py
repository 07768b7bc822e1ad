"""A draft and a review to see, made once and never in a real town."""

from pathlib import Path

import pytest

from tests.conftest import DEMO_MOMENT
from tests.page import PageClient
from webapp.areas.queries import get_municipality
from webapp.demo.accounts import make_accounts
from webapp.demo.operations import CONTENT
from webapp.demo.proposals import load_proposals
from webapp.versions.queries import list_waiting, map_open

FOLDER = CONTENT / "alblasserdam"


def test_each_page_has_something_to_show(demo: PageClient, tmp_path: Path) -> None:
    town = get_municipality("alblasserdam")
    make_accounts(town, tmp_path / "accounts.json")

    assert load_proposals(town, FOLDER, DEMO_MOMENT) == 2
    assert sorted(state for states in map_open(town.id).values() for state in states) == ["draft", "review"]
    assert [one.what for one in list_waiting(town.id)] == ["texts"]
    assert load_proposals(town, FOLDER, DEMO_MOMENT) == 0


def test_a_real_town_gets_none(demo: PageClient) -> None:
    town = get_municipality("alblasserdam")
    town.is_demo = False

    with pytest.raises(ValueError, match="no demonstration"):
        load_proposals(town, FOLDER, DEMO_MOMENT)
