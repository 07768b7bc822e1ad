"""Closed places, organisations and towns; holidays and school breaks: exactly those concerned follow at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from tests.build import make_activity, make_municipality, make_place
from tests.town import BRINK, OVERWATER
from webapp.areas.models import Municipality
from webapp.core.errors import NotFound
from webapp.extensions import db
from webapp.places.facts import OrganisationFacts
from webapp.places.operations import save_organisation
from webapp.places.queries import map_organisation_ids
from webapp.schedule.checks import ScheduleError
from webapp.schedule.closing import WHOLE_TOWN, Subject, close, reopen, set_school_breaks, tick_holiday
from webapp.schedule.models import CANCELLED, SchoolBreak, Slot
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Closure, Hours, Schedule, Weekly

WEEK = Closure(date(2026, 12, 7), date(2026, 12, 13), {"nl": "verbouwing", "en": "building works"})
CHRISTMAS = date(2026, 12, 25)
DAILY = Schedule(weekly=(Weekly(tuple(Hours(day, 540, 720) for day in range(7))),))
BREAKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hours" / "nl_schoolvakanties_2019_2030.csv"


@pytest.fixture(autouse=True)
def in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-02T08:00:00+01:00", tick=False):
        yield


def cancelled(owner_id: UUID | None = None) -> set[int]:
    """Days of December."""
    statement = select(func.date_part("day", Slot.starts_at)).where(Slot.status == CANCELLED)
    if owner_id:
        statement = statement.where(func.coalesce(Slot.place_id, Slot.activity_id) == owner_id)
    return set(map(int, db.session.scalars(statement)))


def make_organisation(town: Municipality, slug: str) -> UUID:
    save_organisation(town, OrganisationFacts(slug, slug))
    return map_organisation_ids(town.id)[slug]


def test_a_closed_place_closes_what_is_held_inside(brinkdam: Municipality) -> None:
    daily = {"opening_hours": "Mo-Su,PH 09:00-12:00"}
    place, other = make_place(brinkdam, **daily), make_place(brinkdam, **daily)
    inside = make_activity(brinkdam, place=place, **daily)
    outside = make_activity(brinkdam, place=place, position=BRINK, **daily)
    online = make_activity(brinkdam, place=place, online=True, **daily)

    row = close(brinkdam.id, Subject(place_id=place.id), WEEK)

    assert cancelled(place.id) == cancelled(inside.id) == set(range(7, 14))
    assert cancelled(other.id) == cancelled(outside.id) == cancelled(online.id) == set()
    reopen(brinkdam.id, row.id)
    assert cancelled() == set()


def test_a_closed_organisation_closes_its_places_and_what_it_does_elsewhere(brinkdam: Municipality) -> None:
    daily = {"opening_hours": "Mo-Su,PH 09:00-12:00"}
    closed, other = make_organisation(brinkdam, "de-brug"), make_organisation(brinkdam, "het-anker")
    place = make_place(brinkdam, organisation_id=closed, **daily)
    elsewhere = make_activity(brinkdam, organisation_id=closed, place=make_place(brinkdam, **daily), **daily)
    guest = make_activity(brinkdam, organisation_id=other, place=place, **daily)

    close(brinkdam.id, Subject(organisation_id=closed), WEEK)

    assert cancelled(place.id) == cancelled(elsewhere.id) == cancelled(guest.id) == set(range(7, 14))
    assert cancelled(elsewhere.place_id) == set()


def test_what_moves_to_a_closed_organisation_is_closed(brinkdam: Municipality) -> None:
    closed = make_organisation(brinkdam, "de-brug")
    close(brinkdam.id, Subject(organisation_id=closed), WEEK)
    facts = {"external_id": "1", "opening_hours": "Mo-Su,PH 09:00-12:00"}
    place = make_place(brinkdam, **facts)
    inside = make_activity(brinkdam, place=place, opening_hours="Mo 09:00-12:00")
    assert cancelled() == set()

    make_place(brinkdam, organisation_id=closed, **facts)

    assert cancelled(place.id) == set(range(7, 14))
    assert cancelled(inside.id) == {7}


def test_a_closed_town_closes_everything_in_it_and_nothing_next_to_it(brinkdam: Municipality) -> None:
    make_place(brinkdam, opening_hours="Mo-Su,PH 09:00-12:00")
    there = make_place(make_municipality(OVERWATER), position=None, opening_hours="Mo-Su,PH 09:00-12:00")

    close(brinkdam.id, WHOLE_TOWN, WEEK)
    close(brinkdam.id, WHOLE_TOWN, Closure(WEEK.first_day, WEEK.last_day, {"nl": "storm"}))

    assert cancelled() == set(range(7, 14))
    assert cancelled(there.id) == set()
    assert db.session.scalars(select(Slot.reason).where(Slot.status == CANCELLED).distinct()).all() == [{"nl": "storm"}]


def test_a_closed_town_leaves_open_what_has_no_door(brinkdam: Municipality) -> None:
    phone = make_place(brinkdam, position=None, opening_hours="Mo-Su,PH 09:00-12:00")
    park = make_place(brinkdam, opening_hours="24/7")
    open_ = [
        phone,
        park,
        make_activity(brinkdam, place=phone, opening_hours="Mo-Su,PH 09:00-12:00"),
        make_activity(brinkdam, online=True, opening_hours="Mo-Su,PH 09:00-12:00"),
    ]
    in_the_park = make_activity(brinkdam, place=park, opening_hours="Mo-Su,PH 09:00-12:00")
    somewhere = make_activity(brinkdam, place=phone, position=BRINK, opening_hours="Mo-Su,PH 09:00-12:00")

    close(brinkdam.id, WHOLE_TOWN, WEEK)

    assert [cancelled(one.id) for one in open_] == [set()] * len(open_)
    assert cancelled(in_the_park.id) == cancelled(somewhere.id) == set(range(7, 14))
    close(brinkdam.id, Subject(place_id=park.id), WEEK)
    assert cancelled(park.id) == set(range(6, 13)), "its own gate can be closed; Dutch midnight is a day earlier in UTC"


def test_only_what_is_of_this_town_and_well_said_is_closed(brinkdam: Municipality) -> None:
    place = make_place(brinkdam)
    overwater = make_municipality(OVERWATER)
    row = close(brinkdam.id, Subject(place_id=place.id), WEEK)

    with pytest.raises(NotFound):
        close(overwater.id, Subject(place_id=place.id), WEEK)
    with pytest.raises(NotFound):
        reopen(overwater.id, row.id)
    with pytest.raises(ScheduleError, match="before the first"):
        close(brinkdam.id, WHOLE_TOWN, Closure(WEEK.last_day, WEEK.first_day, {"nl": "x"}))
    with pytest.raises(ScheduleError, match="missing in Dutch"):
        close(brinkdam.id, WHOLE_TOWN, Closure(WEEK.first_day, WEEK.last_day, {"en": "x"}))


def test_the_town_ticks_its_holidays(brinkdam: Municipality) -> None:
    follows, ignores = make_place(brinkdam), make_place(brinkdam)
    save_schedule(brinkdam.id, Owner(place_id=follows.id), DAILY)
    save_schedule(brinkdam.id, Owner(place_id=ignores.id), Schedule(weekly=DAILY.weekly, closed_on_holidays=False))
    assert (cancelled(follows.id), cancelled(ignores.id)) == ({1, 25, 26}, set())

    assert tick_holiday(brinkdam.id, "second-christmas-day", False) == 2
    assert tick_holiday(brinkdam.id, "second-christmas-day", False) == 0
    assert tick_holiday(brinkdam.id, "good-friday", False) == 0
    assert cancelled() == {1, 25}
    reasons = db.session.scalars(select(Slot.reason).where(Slot.status == CANCELLED).order_by(Slot.starts_at)).all()
    assert [reason["en"] for reason in reasons] == ["Christmas Day", "New Year's Day"]

    tick_holiday(brinkdam.id, "second-christmas-day", True)
    assert cancelled() == {1, 25, 26}
    with pytest.raises(NotFound):
        tick_holiday(brinkdam.id, "carnaval", True)


def test_school_breaks_close_those_that_follow_them(brinkdam: Municipality) -> None:
    follows, ignores = make_activity(brinkdam), make_activity(brinkdam)
    save_schedule(
        brinkdam.id,
        Owner(activity_id=follows.id),
        Schedule(weekly=DAILY.weekly, closed_in_school_breaks=True, closed_on_holidays=False),
    )
    save_schedule(brinkdam.id, Owner(activity_id=ignores.id), DAILY)
    breaks = [Closure(date(2026, 12, 19), date(2026, 12, 22), {"nl": "Kerstvakantie"})]

    assert set_school_breaks(brinkdam.id, breaks) == 8
    assert set_school_breaks(brinkdam.id, breaks) == 0
    assert cancelled(follows.id) == {19, 20, 21, 22}
    with pytest.raises(ScheduleError, match="overlap"):
        set_school_breaks(brinkdam.id, [*breaks, Closure(date(2026, 12, 22), date(2026, 12, 23), {"nl": "x"})])
    assert set_school_breaks(brinkdam.id, []) == 8


def test_the_breaks_of_a_region_are_read(brinkdam: Municipality, cli: FlaskCliRunner) -> None:
    if not BREAKS.is_file():
        pytest.skip("the school breaks are not here")
    arguments = ["schedule", "import-breaks", str(BREAKS), "--region", "MI", "--town", brinkdam.slug]

    assert cli.invoke(args=arguments).output == "54 school breaks; 0 opening times added or removed\n"
    row = db.session.get_one(SchoolBreak, (brinkdam.id, date(2026, 12, 19)))
    assert (row.last_day, row.reason) == (date(2027, 1, 3), {"nl": "Kerstvakantie", "en": "Christmas break"})


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "first line"),
        ("regio_code;naam;begin;eind\nMI;Kerst;2026-12-19\n", "line 2: has 3 cells"),
        ("regio_code;naam;begin;eind\nMI;Kerst;19-12-2026;2027-01-03\n", "line 2: '19-12-2026'"),
        ("regio_code;naam;begin;eind\nZU;Kerst;2026-12-19;2027-01-03\n", "no school breaks of region MI"),
        ("regio_code;naam;begin;eind\nMI;Kerst;2026-12-19;2026-01-03\n", "the last day comes before the first"),
        ("regio_code;naam;begin;eind\nMI;Kerst;2026-12-19;9999-01-03\n", "9999-01-03 is not between"),
        ("\xff", "not text"),
    ],
)
def test_a_list_of_breaks_that_is_wrong_says_where(
    brinkdam: Municipality, cli: FlaskCliRunner, tmp_path: Path, content: str, named: str
) -> None:
    path = tmp_path / "breaks.csv"
    path.write_bytes(content.encode("latin-1"))

    result = cli.invoke(args=["schedule", "import-breaks", str(path), "--region", "MI", "--town", brinkdam.slug])

    assert result.exit_code == 1
    assert named in result.output
    assert db.session.scalars(select(SchoolBreak)).all() == []


def test_the_command_ticks_a_holiday(brinkdam: Municipality, cli: FlaskCliRunner) -> None:
    save_schedule(brinkdam.id, Owner(place_id=make_place(brinkdam).id), DAILY)

    result = cli.invoke(args=["schedule", "holiday", "christmas", "--open", "--town", brinkdam.slug])

    assert result.output == "2 opening times added or removed\n"
    assert CHRISTMAS.day not in cancelled()
    assert cli.invoke(args=["schedule", "holiday", "christmas", "--open", "--town", "x"]).exit_code == 1
