"""Minutes of mixed traffic at four fifths of what the site can do: nothing fails, memory stays, nothing is lost.

Seconds in `make test`, ten minutes in `make faults` (SOAK_SECONDS).
"""

import os
import random
from collections import Counter
from pathlib import Path
from statistics import median
from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.build import make_activity, make_place
from tests.faults.askers import Crowd
from tests.faults.ledger import API, TOPICS, assert_stored_once_and_whole, assert_told, open_town, repeat
from tests.faults.site import Site, running_site
from tests.faults.traffic import Colleague, Editor, Resident, Traffic
from tests.messages.workers import wait_for_many
from tests.questions.visitor import Visitor
from tests.staff import make_user, sign_in_by_forms
from tests.town import BRINKDAM
from tools.bench.measuring import pss_mib
from webapp.accounts.models import StaffUser
from webapp.areas.queries import get_municipality
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Place
from webapp.places.operations import save_organisation
from webapp.places.queries import map_organisation_ids
from webapp.teams.models import Team
from webapp.teams.operations import add_member

SECONDS = int(os.environ.get("SOAK_SECONDS", "8"))
FLAT_OUT_S = max(3, SECONDS / 20)  # of which the first second or two go to what each process makes once
SHARE = 0.8
RESIDENTS = 6
PLACES, ACTIVITIES = 30, 30
MOST_GROWTH = 1.1  # from the second fifth of the time to the last


@pytest.mark.slow
def test_minutes_of_mixed_traffic_leave_no_trace(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        open_town()
        own, slugs, activities = fill_town()
        crowd = Crowd(site.web.port, API, [], 0)
        residents = [Resident(crowd, site.web.port, slugs, activities, seed) for seed in range(RESIDENTS)]
        editor = Editor(editor_of(site, own), own)
        colleagues = [Colleague(colleague_of(site, team)) for team in TOPICS.values()]
        traffic = Traffic([*(resident.step for resident in residents), editor.step, *(one.step for one in colleagues)])

        most = traffic.run(FLAT_OUT_S)
        weights: list[float] = []
        rate = traffic.run(SECONDS, SHARE * most, lambda: weights.append(weight_of(site)))
        wait_for_many(lambda: site.worker.log[-3000:])
        asked = [one for resident in residents for one in resident.asked]
        answered = [question for one in colleagues for question in one.answered]
        growth = median(weights[-len(weights) // 5 :]) / median(weights[len(weights) // 5 : 2 * len(weights) // 5])
        print(
            f"\n{most:.0f} a second at most, {rate:.0f} kept for {SECONDS} s: {dict(traffic.statuses)}, "
            f"{len(asked)} questions, {len(answered)} answers; memory {weights[-1]:.0f} MiB, {growth:.3f} times"
        )
        assert not traffic.trouble
        assert editor.said in Visitor(site.web.port).get(f"/nl/{BRINKDAM}/places/{slugs[0]}").text
        repeat(crowd, asked)
        stored = assert_stored_once_and_whole(asked, answered)
        assert_told(site, stored, Counter())
        assert growth < MOST_GROWTH


def fill_town() -> tuple[UUID, list[str], list[str]]:
    """One place of an organisation with an editor, and others, each with something to do; all are committed."""
    town = get_municipality(BRINKDAM)
    chance = random.Random(PLACES)
    save_organisation(town, OrganisationFacts("huis", "Het Huis"))
    own = map_organisation_ids(town.id)["huis"]
    places = [
        make_place(
            town,
            f"Huis {number}",
            slug=f"huis-{number}",
            summary="Koffie en een praatje.",
            opening_hours=f"Mo-Fr 0{chance.randrange(7, 10)}:00-17:00",
            organisation_id=None if number else own,
        )
        for number in range(PLACES)
    ]
    activities = [
        make_activity(
            town,
            chance.choice(("Taalles", "Samen eten", "Hulp bij rekeningen", "Wandelen")),
            slug=f"iets-{number}",
            place=chance.choice(places),
            opening_hours="Mo-Su 10:00-12:00",
        )
        for number in range(ACTIVITIES)
    ]
    return places[0].id, [place.slug for place in places], [activity.slug for activity in activities]


def editor_of(site: Site, place: UUID) -> Visitor:
    town = get_municipality(BRINKDAM)
    user = make_user("editor", town)
    own = db.session.scalar(sa.select(Place.organisation_id).filter_by(municipality_id=town.id, id=place))
    assert own is not None
    set_editor(town.id, own, user.id, publishes=True)
    db.session.commit()
    return signed_in(site, user)


def signed_in(site: Site, user: StaffUser) -> Visitor:
    """By the forms: this server knows nothing of the sessions of a test."""
    visitor = Visitor(site.web.port)
    sign_in_by_forms(visitor, user)  # type: ignore[arg-type]  # it gets and posts as the client of the tests does
    return visitor


def colleague_of(site: Site, slug: str) -> Visitor:
    """Of one team, who gets what its topics bring."""
    town = get_municipality(BRINKDAM)
    user = make_user("team", town)
    add_member(
        town, db.session.scalars(sa.select(Team.id).filter_by(municipality_id=town.id, slug=slug)).one(), user.id
    )
    db.session.commit()
    return signed_in(site, user)


def weight_of(site: Site) -> float:
    """MiB of all that answers and of the worker."""
    return sum(pss_mib(process) for process in (*site.web.processes, site.worker.pid))
