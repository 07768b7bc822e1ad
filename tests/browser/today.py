"""At any hour that the tests are run the editor has something today that can fall out."""

from datetime import datetime, time

import sqlalchemy as sa

from webapp.activities.models import Activity
from webapp.core import clock
from webapp.core.database import commit
from webapp.extensions import db
from webapp.places.models import Organisation
from webapp.schedule.operations import add_date
from webapp.schedule.timetables import Owner

ORGANISATION = "het-brughuis"  # that of the editor, see tests/staff.py
LAST_MINUTE = time(23, 59)


def hold_something_till_midnight() -> None:
    """From now on: the programme of the demonstration ends before the evening does."""
    activity = db.session.scalars(
        sa.select(Activity).join(Activity.organisation).where(Organisation.slug == ORGANISATION).order_by(Activity.slug)
    ).first()
    assert activity is not None
    now = clock.local(clock.now()).replace(tzinfo=None, second=0, microsecond=0)
    minutes = (datetime.combine(now, LAST_MINUTE) - now).seconds // 60
    add_date(activity.municipality_id, Owner(activity_id=activity.id), now, max(1, minutes), {"nl": "Extra"})
    commit()
