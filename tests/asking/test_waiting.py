"""The form that a phone keeps: for everyone the same, also days later, and with nothing that grows old."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.page import PageClient
from webapp.extensions import db
from webapp.teams.models import Team

PATH = "/{}/alblasserdam/waiting"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_is_the_same_for_everyone_and_at_every_moment(demo: PageClient, lang: str) -> None:
    first = demo.get(PATH.format(lang) + "?topic=geld&place=het-brughuis")
    with time_machine.travel(timedelta(days=5), tick=False):
        later = demo.get(PATH.format(lang))

    assert first.text.replace("?topic=geld&amp;place=het-brughuis", "") == later.text
    assert "Set-Cookie" not in first.headers
    assert "no-store" not in first.headers["Cache-Control"]
    assert not re.search(r'name="(?:key|opened|again|csrf_token)"', first.text)
    assert 'name="robots" content="noindex"' in first.text


def test_without_a_team_that_can_be_reached_what_waits_is_still_there(demo: PageClient) -> None:
    db.session.execute(update(Team).values(email=None))
    db.session.commit()
    page = demo.get(PATH.format("nl")).text

    assert 'data-module="outbox-list"' in page
    assert 'name="question"' not in page
    assert "tel:113" in page


def test_every_page_of_a_town_can_say_that_something_waits(demo: PageClient) -> None:
    for page in ("", "places", "activities/inloop-geld-en-post", "about", "ask"):
        assert 'data-module="outbox"' in demo.get(f"/nl/alblasserdam/{page}").text, page
