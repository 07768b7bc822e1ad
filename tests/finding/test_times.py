"""What a visitor sees of times that are otherwise: cancelled with the reason, by appointment, moved."""

from datetime import date, datetime

import pytest
from justhtml import JustHTML
from sqlalchemy import select

from tests.conftest import forget_feeds
from tests.page import PageClient, one, text_of
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.operations import add_date, cancel_date, save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Hours, Schedule, Weekly

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)  # a Tuesday, 10:30
ILL = {"nl": "wij zijn ziek", "en": "we are ill"}
PLACE = "het-brughuis"


@pytest.fixture
def place(demo: PageClient) -> Place:
    return db.session.scalars(select(Place).where(Place.slug == PLACE)).one()


def page_of(demo: PageClient, path: str) -> JustHTML:
    db.session.commit()
    forget_feeds(demo.application)
    return demo.page(path)


def slugs(demo: PageClient, path: str) -> str:
    return text_of(one(page_of(demo, path), "main"))


@pytest.mark.parametrize(
    ("lang", "label", "row"),
    [
        ("nl", "Vandaag dicht: wij zijn ziek. Morgen open om 9:00", "Gaat niet door: wij zijn ziek"),
        ("en", "Closed today: we are ill. Opens tomorrow at 9:00", "Cancelled: we are ill"),
    ],
)
def test_closed_today_says_why_and_when_it_opens(
    demo: PageClient, place: Place, lang: str, label: str, row: str
) -> None:
    cancel_date(place.municipality_id, Owner(place_id=place.id), TODAY, ILL)

    page = page_of(demo, f"/{lang}/alblasserdam/places/{PLACE}")

    assert text_of(one(page, ".detail-head__opening")) == label
    today = one(page, ".detail__boxes .week__row--today")
    assert text_of(one(today, "s")) == "9:00–16:30"
    assert row in text_of(today)


def test_what_is_cancelled_is_not_open_now(demo: PageClient, place: Place) -> None:
    name = place.texts[0].name
    path = f"/nl/alblasserdam/places?open=now&kind={place.kind}"
    assert name in slugs(demo, path)

    cancel_date(place.municipality_id, Owner(place_id=place.id), TODAY, ILL)

    assert name not in slugs(demo, path)


def test_by_appointment_is_said_and_is_not_open(demo: PageClient, place: Place) -> None:
    weekly = Weekly(tuple(Hours(day, 540, 1020, by_appointment=True, note={"nl": "bel aan"}) for day in range(5)))
    save_schedule(place.municipality_id, Owner(place_id=place.id), Schedule(weekly=(weekly,)))

    page = page_of(demo, f"/en/alblasserdam/places/{PLACE}")

    assert text_of(one(page, ".detail-head__opening")) == "Now by appointment, until 17:00"
    today = one(page, ".detail__boxes .week__row--today")
    assert "by appointment bel aan" in text_of(today)
    assert one(today, "[lang=nl]")
    assert place.texts[0].name not in slugs(demo, f"/nl/alblasserdam/places?open=week&kind={place.kind}")


def test_a_long_closure_does_not_hide_when_it_opens_again(demo: PageClient, place: Place) -> None:
    for day in (24, 25, 26, 27, 30):
        cancel_date(place.municipality_id, Owner(place_id=place.id), date(2026, 11, day), ILL)

    found = slugs(demo, f"/en/alblasserdam/places?kind={place.kind}")

    assert "Closed today: we are ill. Next time: Tue 1 Dec at 9:00" in found


def test_the_next_dates_of_an_activity_show_the_one_that_falls_out(demo: PageClient) -> None:
    activity = db.session.scalars(select(Activity).order_by(Activity.slug)).first()
    assert activity is not None
    owner = Owner(activity_id=activity.id)
    add_date(activity.municipality_id, owner, datetime(2026, 11, 24, 20), 60, {"nl": "extra"})
    cancel_date(activity.municipality_id, owner, datetime(2026, 11, 24, 20), ILL)

    page = page_of(demo, f"/nl/alblasserdam/activities/{activity.slug}")

    assert "20:00–21:00" in [text_of(found) for found in page.query(".slots s")]
