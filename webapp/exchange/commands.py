"""`flask calendars …`"""

from collections import Counter
from pathlib import Path

import click
from flask.cli import AppGroup

from webapp.activities.models import Activity
from webapp.areas.queries import find_municipality
from webapp.core import clock
from webapp.core.database import commit
from webapp.core.errors import ImportRefused
from webapp.exchange.calendar_file import Gathered, gather
from webapp.exchange.described_file import gather_described
from webapp.exchange.missing import find_missing, is_shrunk, list_coming, with_cancelled
from webapp.exchange.operations import Taken, find_told_times, take_over_times
from webapp.exchange.queries import find_activity, find_place
from webapp.extensions import db
from webapp.places.models import Place
from webapp.schedule.ical_lines import MOST_BYTES
from webapp.schedule.ical_read import read_calendar
from webapp.schedule.reading import show
from webapp.schedule.values import Schedule

group = AppGroup("calendars", help="Calendars of other programs.")

ICAL, SCHEMA_ORG = "ical", "schema_org"
BY_ENDING = {".json": SCHEMA_ORG, ".jsonld": SCHEMA_ORG}


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--town", required=True, help="Slug of the municipality, like alblasserdam.")
@click.option("--activity", help="Slug of the activity whose times these are.")
@click.option("--place", help="Slug of the place whose times these are.")
@click.option("--format", "form", type=click.Choice([ICAL, SCHEMA_ORG]), help="Else by the ending of the name.")
@click.option("--uid", help="Only the event with this UID; without it all events of the file.")
@click.option("--skip-refused", is_flag=True, help="Keep the rest when some events are refused.")
@click.option("--cancel-missing", is_flag=True, help="Believe it also when most of what was told before is gone.")
@click.option("--dry-run", is_flag=True, help="The same report, but nothing is kept.")
def import_calendar(
    file: Path,
    town: str,
    activity: str | None,
    place: str | None,
    form: str | None,
    uid: str | None,
    *,
    skip_refused: bool,
    cancel_missing: bool,
    dry_run: bool,
) -> None:
    """Take the times of an activity or a place from an iCalendar FILE, in place of those that a source told before.

    Several events become several series of one schedule. An event that cannot be kept exactly is told with its line and
    the reason, and then nothing is kept unless --skip-refused says so. The same file twice changes nothing.

    A coming date that an earlier file told and this one does not is shown as cancelled, or as moved within its week;
    where that is most of them the file may be cut off, and nothing is kept unless --cancel-missing says so.

    A .json or .jsonld FILE is read as a description in the words of schema.org: all of it or nothing.
    """
    thing = _find(town, activity, place)
    form = form or BY_ENDING.get(file.suffix.lower(), ICAL)
    try:
        gathered = _gather(file, form, uid)
    except ImportRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _tell(gathered)
    _refuse(gathered, skip_refused)
    schedule = _with_missing(thing, gathered.schedule, cancel_missing) if form == ICAL else gathered.schedule
    taken = take_over_times(thing, schedule)
    if dry_run:
        db.session.rollback()
        click.echo("dry run: nothing was kept")
    else:
        commit()
    _tell_taken(taken)


def _gather(file: Path, form: str, uid: str | None) -> Gathered:
    if form == ICAL:
        return gather(read_calendar(_read(file), today=clock.today()), clock.today(), uid)
    if uid:
        raise click.UsageError("--uid chooses an event of a calendar; a description in schema.org has none.")
    return gather_described(_read(file), file.name, clock.today())


def _find(town: str, activity: str | None, place: str | None) -> Place | Activity:
    if bool(activity) == bool(place):
        raise click.UsageError("Say whose times these are: --activity SLUG or --place SLUG.")
    municipality = find_municipality(town)
    if municipality is None:
        raise click.ClickException(f"There is no town {town!a}; `flask areas list` shows them.")
    found = find_activity(municipality.id, activity) if activity else find_place(municipality.id, place or "")
    if found is None:
        kind = "activity" if activity else "place"
        raise click.ClickException(f"There is no {kind} {activity or place!a} in {municipality.name}.")
    return found


def _read(file: Path) -> bytes:
    if not file.is_file():  # a pipe would be waited for
        raise ImportRefused(f"There is no file {file}.")
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read: {error.strerror}.") from error
    if len(content) > MOST_BYTES:
        raise ImportRefused(f"{file} has more than {MOST_BYTES:,} bytes; that is the most.")
    return content


def _tell(gathered: Gathered) -> None:
    for name, number in Counter(one.summary for one in gathered.taken).items():
        click.echo(f"{number} × {show(name or 'without a name')}")
    for one in gathered.taken:
        if one.note:
            click.echo(f"warning: {show(one.summary or one.uid)}: {one.note}")
    for sentence in gathered.refused:
        click.echo(f"refused: {sentence}")
    click.echo(f"{len(gathered.taken)} events read, {gathered.over} over, {len(gathered.refused)} refused")


def _refuse(gathered: Gathered, skip_refused: bool) -> None:
    if gathered.refused and not skip_refused:
        raise click.ClickException("Nothing was kept, as events were refused; --skip-refused keeps the rest.")
    if not gathered.taken:
        raise click.ClickException("Nothing was kept: there is no event with a time from today on.")


def _with_missing(thing: Place | Activity, schedule: Schedule, is_sure: bool) -> Schedule:
    """As the worker does it with the calendar at an address."""
    before, now = find_told_times(thing), clock.now()
    if before is None:
        return schedule
    missing = find_missing(before, schedule, now)
    had, has = (len(list_coming([one], now)) for one in (before, schedule))
    if is_shrunk(missing, had, has) and not is_sure:
        raise click.ClickException(
            f"Nothing was kept: {len(missing.dates)} coming dates of before are not in this file. If that is right,"
            " --cancel-missing shows them as cancelled."
        )
    for one in missing.fresh:
        click.echo(f"no longer there: {clock.local(one.starts_at):%Y-%m-%d %H:%M}")
    return with_cancelled(schedule, missing)


def _tell_taken(taken: Taken) -> None:
    if taken.instead_of_hours:
        click.echo("warning: these times stand in place of the hours of an import, whose next run brings those back")
    click.echo(f"{taken.slots} opening times added or removed" if taken.is_changed else "nothing has changed")
