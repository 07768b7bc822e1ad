"""What a town holds is kept by its version: a change is counted at once, on the front page and beside a search."""

import re

import sqlalchemy as sa

from tests.database import statements_of_pages
from tests.page import PageClient, one, text_of
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db
from webapp.finding import count_queries
from webapp.finding.rules import Filters

HOME = "/nl/alblasserdam/"


def number_of_activities(demo: PageClient) -> int:
    found = re.search(r"Alle ([0-9]+) activiteiten", text_of(one(demo.page(HOME), "main")))
    assert found
    return int(found[1])


def hide_an_activity() -> Activity:
    activity = db.session.scalars(sa.select(Activity).where(Activity.published).order_by(Activity.slug)).first()
    assert activity is not None
    activity.published = False
    commit()
    return activity


def test_the_front_page_counts_anew_what_was_changed(demo: PageClient) -> None:
    before = [number_of_activities(demo) for _ in range(2)]
    hide_an_activity()

    assert [*before, number_of_activities(demo)] == [before[0], before[0], before[0] - 1]


def test_the_front_page_asks_for_the_numbers_once_a_version(demo: PageClient) -> None:
    counted = []
    for _ in range(2):
        with statements_of_pages() as statements:
            demo.page(HOME)
        counted.append(sum(statement.startswith("WITH things") for statement in statements))

    assert counted == [2, 0]


def test_a_search_tells_of_each_choice_of_the_town_also_of_those_that_it_leaves_empty(demo: PageClient) -> None:
    town = db.session.scalars(sa.select(Municipality).where(Municipality.slug == "alblasserdam")).one()
    with demo.application.test_request_context():
        everything = count_queries.count_activities(town, Filters(), clock.now())
        found = count_queries.count_activities(town, Filters(q="schulden"), clock.now())

    assert 0 < found.total < everything.total
    for axis in ("theme", "kind", "group", "spoken"):
        assert found.by[axis].keys() == everything.by[axis].keys()
        assert all(number <= everything.by[axis][id_] for id_, number in found.by[axis].items())
    assert 0 in found.by["theme"].values()
