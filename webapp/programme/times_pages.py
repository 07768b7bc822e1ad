"""The pages on which the times of one item are edited: what each shows beside its form."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.forms import Form
from webapp.core import clock
from webapp.core.language import current_language, languages
from webapp.core.words import _
from webapp.finding.times import shown
from webapp.programme import presenting, telling_times, times_forms
from webapp.programme.copying import monday_of
from webapp.programme.times import Times, coming
from webapp.schedule.rules import HoursError
from webapp.schedule.values import Schedule, Series

NEW = "new"  # the key of a part that is not there yet
FLAGS = ("by_appointment", "closed_on_holidays", "closed_in_school_breaks", "inherits")


def overview(found: Times, form: Form) -> ResponseReturnValue:
    own = found.own
    values = form if form.errors else Form({name: "1" if getattr(own, name) else "" for name in FLAGS})
    return _page(
        "times",
        found,
        form=values,
        flags=flags_for(found),
        seen=flags_seen(found),
        weeks=telling_times.told_weeks(own),
        all_series=telling_times.told_series(own),
        changes=telling_times.told_changes(found, clock.today()),
        slots=shown_dates(found, own),
    ), 422 if form.errors else 200


def week_page(found: Times, key: str, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return part_page(
        "week",
        found,
        key,
        form,
        preview,
        days=telling_times.day_choices(),
        rows={day: times_forms.rows_of(form, day) for day in times_forms.DAYS},
        months=telling_times.month_choices(),
    )


def series_page(found: Times, key: str, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return part_page(
        "series",
        found,
        key,
        form,
        preview,
        days=telling_times.day_choices(),
        nth=telling_times.nth_words(),
        lines=times_forms.lines_of(form),
    )


def shift_page(
    found: Times, key: str, part: Series, form: Form, preview: Schedule | None = None
) -> ResponseReturnValue:
    return part_page(
        "shift",
        found,
        key,
        form,
        preview,
        title=telling_times.part_title(part),
        distances=telling_times.distance_choices(part),
    )


def copy_page(found: Times, form: Form, preview: Schedule | None = None) -> ResponseReturnValue:
    return part_page("copy", found, NEW, form, preview, weeks=telling_times.week_choices(monday_of(clock.today())))


def part_page(
    name: str, found: Times, key: str, form: Form, preview: Schedule | None, **values: Any
) -> ResponseReturnValue:
    """With the times as they are now where somebody else changed them, so that nobody has to remember."""
    changed = form.errors.get("") == changed_sentence()
    return _page(
        name,
        found,
        key=key,
        form=form,
        slots=shown_dates(found, preview) if preview is not None else None,
        now_weeks=telling_times.told_weeks(found.own) if changed else [],
        now_series=telling_times.told_series(found.own) if changed else [],
        written_in=languages(),
        **values,
    ), 422 if form.errors else 200


def _page(template: str, found: Times, **values: Any) -> str:
    what = presenting.what_is(found.item)
    return render_template(
        f"programme/{template}.html",
        times=found,
        what=what,
        item_id=found.item.id,
        name=presenting.name_of(found.item),
        today=clock.today(),
        **values,
    )


def shown_dates(found: Times, schedule: Schedule) -> list[Any]:
    try:
        return [shown(slot, current_language()) for slot in coming(found, schedule, clock.now())]
    except HoursError:
        return []


def to_times(found: Times) -> ResponseReturnValue:
    return redirect(url_for(".times", what=presenting.what_is(found.item), item_id=found.item.id), 303)


def changed_sentence() -> str:
    return _("Somebody else changed these times meanwhile. Look at how they are now; what you filled in is still here.")


def flags_for(found: Times) -> tuple[str, ...]:
    """Whether an activity is by appointment is a fact of it; a place has no place to take hours of."""
    if found.timetable.owner.place_id:
        return FLAGS[:3]
    return FLAGS[1:] if found.timetable.at_place or found.own.inherits else FLAGS[1:3]


def flags_seen(found: Times) -> str:
    return "".join("1" if getattr(found.own, name) else "0" for name in FLAGS)
