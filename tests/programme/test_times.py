"""The hours and series of one item: what is saved is what was filled in, nothing else moves, and nothing is lost."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from tests.page import PageClient, parse, text_of, texts
from tests.programme.build import COFFEE, House, editor_of, make_organisation, send, stored, tap
from tests.staff import signed_in_client
from webapp.accounts.rules import COORDINATOR
from webapp.extensions import db
from webapp.places.models import Place
from webapp.programme.times import key_of
from webapp.programme.times_forms import (
    is_plain_series,
    is_plain_week,
    read_series,
    read_week,
    series_form,
    week_form,
)
from webapp.schedule.closing import WHOLE_TOWN, close
from webapp.schedule.operations import save_schedule
from webapp.schedule.timetables import Owner
from webapp.schedule.values import Change, Closure, Hours, Schedule, Season, Series, Weekly
from webapp.versions.queries import list_versions, list_waiting

SERIES = {"day": "2026-12-01", "from": "10:00", "to": "11:30", "repeat": "weekly", "every": "1", "on-1": "1"}


def week_fields(week: Weekly) -> dict[str, str]:
    return dict(week_form(week).values)


def post(house: House, rest: str, typed: dict[str, str], client: PageClient | None = None) -> Any:
    return send(client or house.client, house.of(house.coffee, rest), **{"do": "save", **typed})


def put(house: House, schedule: Schedule) -> None:
    save_schedule(house.town.id, Owner(activity_id=house.coffee.id), schedule)
    db.session.commit()


def page_of(house: House, rest: str = "times") -> Any:
    return house.client.page(house.of(house.coffee, rest))


# ---------------------------------------------------------------- a week


def test_hours_are_changed_on_a_page_of_their_own(house: House) -> None:
    (week,) = stored(house.coffee).weekly
    (link,) = [one.attrs["href"] for one in page_of(house).query("a") if "/times/week/" in (one.attrs["href"] or "")][
        :1
    ]
    fields = week_fields(week)
    assert (fields["from-1-0"], fields["to-1-0"]) == ("14:00", "16:00")

    answer = send(
        house.client,
        link,
        **{**fields, "do": "save", "from-1-0": "13:30", "from-3-0": "22:00", "to-3-0": "01:00", "asks-3-0": "1",
           "note-3-0-nl": "Bel eerst", "note-3-0-en": "Call first"},
    )  # fmt: skip

    assert answer.status_code == 303
    (after,) = stored(house.coffee).weekly
    assert after.hours == (Hours(1, 13 * 60 + 30, 16 * 60), Hours(3, 22 * 60, 25 * 60, True))
    assert after.hours[1].note == {"nl": "Bel eerst", "en": "Call first"}
    assert stored(house.coffee).closed_on_holidays, "the rest stays as it was"


def test_the_next_eight_dates_are_shown_before_anything_is_saved(house: House) -> None:
    close(house.town.id, WHOLE_TOWN, Closure(date(2026, 12, 1), date(2026, 12, 1), {"nl": "Storm", "en": "Storm"}))
    db.session.commit()
    before = stored(house.coffee)
    (week,) = before.weekly

    answer = post(house, f"times/week/{key_of(week)}", {**week_fields(week), "do": "preview", "to-1-0": "15:00"})

    assert answer.status_code == 200
    page = parse(answer.text)
    dates = texts(page, ".answer .slot")
    assert len(dates) == 8
    assert "14:00–15:00" in dates[0]
    assert "Storm" in dates[1]
    assert "eerste kerstdag" not in " ".join(dates)
    assert page.query("#to-1-0")[0].attrs["value"] == "15:00"
    assert stored(house.coffee) == before


def test_a_holiday_is_told_in_the_preview(house: House) -> None:
    put(house, Schedule())
    answer = post(house, "times/week/new", {"do": "preview", "rows-4": "1", "from-4-0": "10:00", "to-4-0": "11:00"})
    dates = texts(parse(answer.text), ".answer .slot")
    assert any("25 december" in one and "kerstdag" in one for one in dates), dates


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"from-1-0": ""}, "from-1-0"),
        ({"to-1-0": "laat"}, "to-1-0"),
        ({"to-1-0": "14:00"}, "to-1-0"),
        ({"rows-1": "2", "from-1-1": "15:00", "to-1-1": "17:00"}, "from-1-1"),
        ({"first": "2026-12-01", "last": "2026-11-01"}, "last"),
        ({"first": "1999-12-01"}, "first"),
        ({"begins-day": "31", "begins-month": "2", "ends-day": "1", "ends-month": "3"}, "begins-day"),
        ({"begins-day": "1", "begins-month": "2"}, "ends-day"),
        ({"note-1-0-en": "Only English"}, "note-1-0-nl"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    house: House, typed: dict[str, str], field: str
) -> None:
    before = stored(house.coffee)
    (week,) = before.weekly
    for do in ("save", "preview"):
        answer = post(house, f"times/week/{key_of(week)}", {**week_fields(week), **typed, "do": do})
        assert answer.status_code == 422
        page = parse(answer.text)
        assert page.query(f"#{field}-error")
        for name, value in typed.items():
            if not name.startswith("rows") and page.query(f"input#{name}"):
                assert page.query(f"#{name}")[0].attrs["value"] == value
    assert stored(house.coffee) == before


def test_hours_that_overlap_other_hours_are_refused(house: House) -> None:
    typed = {"rows-1": "1", "from-1-0": "15:00", "to-1-0": "18:00"}
    for do in ("save", "preview"):
        answer = post(house, "times/week/new", {**typed, "do": do})
        assert answer.status_code == 422
        assert "overlappen" in text_of(parse(answer.text).query(".notice--wrong")[0])
    assert len(stored(house.coffee).weekly) == 1


def test_another_line_for_a_day_keeps_what_is_typed(house: House) -> None:
    answer = post(house, "times/week/new", {"do": "more", "rows-1": "1", "from-1-0": "10:00", "to-1-0": "x"})
    assert answer.status_code == 200
    page = parse(answer.text)
    assert page.query("#from-1-0")[0].attrs["value"] == "10:00"
    assert page.query("#from-1-1")


# ---------------------------------------------------------------- a series


def test_a_series_of_each_kind(house: House) -> None:
    kinds = {
        "FREQ=WEEKLY;BYDAY=TU": {},
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10": {"every": "2", "on-3": "1", "count": "10"},
        "FREQ=MONTHLY;BYDAY=2WE": {"repeat": "monthly", "nth": "2", "weekday": "2"},
        "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630T235959": {
            "repeat": "monthly", "nth": "-1", "weekday": "4", "until": "2027-06-30"
        },
        "FREQ=MONTHLY": {"repeat": "monthday"},
        "FREQ=YEARLY": {"repeat": "yearly"},
        "": {"repeat": "none", "extra-day-0": "2026-12-09", "extra-day-1": "2026-12-11", "extra-from-1": "15:00"},
    }  # fmt: skip
    for rule, typed in kinds.items():
        assert post(house, "times/series/new", {**SERIES, "lines": "2", **typed}).status_code == 303, rule
        series = stored(house.coffee).series[-1]
        assert series.rule == rule
        assert series.minutes == 90
        again = read_series(MultiDict(series_form(series, date(2026, 11, 24)).values))[1]
        assert again == series
    assert stored(house.coffee).series[-1].extra == (datetime(2026, 12, 9, 10), datetime(2026, 12, 11, 15))
    assert stored(house.coffee).series[2].starts == datetime(2026, 12, 9, 10), "the first second Wednesday"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "gisteren"}, "day"),
        ({"from": ""}, "from"),
        ({"to": "10:00"}, "to"),
        ({"on-1": ""}, "on-0"),
        ({"every": "0"}, "every"),
        ({"every": "-1"}, "every"),
        ({"repeat": "hourly"}, "repeat"),
        ({"count": "5", "until": "2027-01-01"}, "count"),
        ({"count": "9999"}, "count"),
        ({"lines": "2", "extra-day-1": "2026-02-30"}, "extra-day-1"),
        ({"repeat": "monthly", "nth": "5"}, "nth"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused_beside_its_field(
    house: House, typed: dict[str, str], field: str
) -> None:
    answer = post(house, "times/series/new", {**SERIES, **typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert stored(house.coffee).series == ()


def test_a_series_is_shifted_from_a_day_on_and_the_past_stays(house: House) -> None:
    series = Series(datetime(2026, 9, 1, 10), 60, "FREQ=WEEKLY;BYDAY=TU")
    put(house, Schedule(series=(series,)))
    path = f"times/series/{key_of(series)}/shift"
    typed = {"since": "2026-12-01", "days": "2", "from": "14:00", "to": "15:30"}

    preview = parse(post(house, path, {**typed, "do": "preview"}).text)
    assert "donderdag 3 december" in texts(preview, ".answer .slot")[1]
    assert stored(house.coffee).series == (series,)

    assert post(house, path, typed).status_code == 303
    assert [one.rule for one in stored(house.coffee).series] == [
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261130T235959",
        "FREQ=WEEKLY;BYDAY=TH",
    ]
    assert post(house, path, typed).status_code == 422, "it is another one now"


def test_what_cannot_be_shifted_says_so(house: House) -> None:
    series = Series(datetime(2026, 9, 15, 10), 60, "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2")
    put(house, Schedule(series=(series,)))
    path = f"times/series/{key_of(series)}/shift"
    typed = {"since": "2026-12-01", "days": "0", "from": "14:00", "to": "15:30"}
    assert 'id="since-error"' in post(house, path, typed).text
    assert 'id="since-error"' in post(house, path, {**typed, "since": "2026-11-01"}).text


# ---------------------------------------------------------------- a week copied, changed dates


def test_last_week_with_its_changes_is_copied_onto_a_coming_one(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    typed = {"source": "2026-11-23", "target": "2026-12-07"}
    preview = parse(post(house, "times/copy", {**typed, "do": "preview"}).text)
    assert any("8 december" in one and "Gaat niet door" in one for one in texts(preview, ".answer .slot"))
    assert len(stored(house.coffee).changes) == 1

    assert post(house, "times/copy", typed).status_code == 303

    assert [change.starts for change in stored(house.coffee).changes] == [
        datetime(2026, 11, 24, 14),
        datetime(2026, 12, 8, 14),
    ]
    for wrong in ({"target": "2026-11-16"}, {"target": "2026-11-23"}, {"source": "2026-11-24"}, {"target": "x"}):
        assert post(house, "times/copy", {**typed, **wrong}).status_code == 422, wrong


def test_a_change_that_concerns_no_date_any_more_is_pointed_out_and_removed(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    own = stored(house.coffee)
    put(house, Schedule(weekly=(Weekly((Hours(2, 600, 660),)),), changes=own.changes))
    assert "Haal dit weg" in text_of(page_of(house).query("main")[0])
    assert post(house, "times/changes/remove", {"when": COFFEE}).status_code == 303
    assert stored(house.coffee).changes == ()
    assert post(house, "times/changes/remove", {"when": "x"}).status_code == 404


# ---------------------------------------------------------------- what holds for all times


def test_ticks_about_holidays_breaks_and_the_hours_of_the_place(house: House) -> None:
    seen = page_of(house).query("input[name=seen]")[0].attrs["value"]
    assert post(house, "times/rules", {"seen": seen, "inherits": "1"}).status_code == 422
    assert not stored(house.coffee).inherits
    (week,) = stored(house.coffee).weekly
    assert post(house, f"times/week/{key_of(week)}/remove", {}).status_code == 303
    assert post(house, "times/rules", {"seen": "0000", "inherits": "1"}).status_code == 422, "it was ticked otherwise"
    seen = page_of(house).query("input[name=seen]")[0].attrs["value"]
    ticks = {"seen": seen, "inherits": "1", "closed_in_school_breaks": "1"}
    assert post(house, "times/rules", ticks).status_code == 303
    after = stored(house.coffee)
    assert (after.inherits, after.closed_in_school_breaks, after.closed_on_holidays) == (True, True, False)
    assert "9:00–17:00" in texts(page_of(house), ".answer .slot")[0]
    assert post(house, "times/week/new", {"rows-1": "1", "from-1-0": "10:00", "to-1-0": "11:00"}).status_code == 422


# ---------------------------------------------------------------- what the form cannot say


def test_what_the_form_cannot_say_is_shown_and_stays(house: House) -> None:
    exotic = Series(datetime(2026, 9, 1, 10), 60, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
    polish = Weekly((Hours(1, 600, 660, note={"nl": "Bel", "pl": "Zadzwoń"}),))
    long_one = Weekly((Hours(5, 600, 46 * 60),))
    put(house, Schedule(weekly=(polish, long_one), series=(exotic,)))
    before = stored(house.coffee)

    shown = text_of(page_of(house).query("main")[0])
    assert "BYSETPOS=-1" in shown
    for kind, part in (("week", polish), ("week", long_one), ("series", exotic)):
        assert house.client.get(house.of(house.coffee, f"times/{kind}/{key_of(part)}")).status_code == 404
    assert post(house, "times/week/new", {"rows-3": "1", "from-3-0": "10:00", "to-3-0": "11:00"}).status_code == 303

    after = stored(house.coffee)
    assert after.series == before.series
    assert after.weekly[:2] == before.weekly
    assert after.weekly[0].hours[0].note == {"nl": "Bel", "pl": "Zadzwoń"}


def test_an_expression_of_a_source_stays_beside_what_is_added(house: House) -> None:
    put(house, Schedule(expression="Mo sunrise-sunset"))
    assert "sunrise-sunset" in text_of(page_of(house).query("main")[0])
    assert post(house, "times/series/new", SERIES).status_code == 303
    assert stored(house.coffee).expression == "Mo sunrise-sunset"


@pytest.mark.parametrize(
    "week",
    [
        Weekly((Hours(0, 0, 1440), Hours(6, 1320, 1560))),
        Weekly((Hours(0, 540, 720), Hours(0, 780, 1020, True, {"nl": "Bel"})), date(2026, 12, 1), date(2027, 1, 1)),
        Weekly((Hours(3, 540, 720),), season=Season((11, 1), (2, 29))),
    ],
)
def test_a_week_goes_through_the_form_unchanged(house: House, week: Weekly) -> None:
    with house.client.application.test_request_context("/staff/"):
        assert read_week(MultiDict(week_form(week).values))[1] == week
        assert is_plain_week(week)
        assert not is_plain_series(Series(datetime(2026, 9, 1, 10), 60, "FREQ=DAILY"))


# ---------------------------------------------------------------- two at once, and whose it is


def test_two_people_at_once_lose_nothing(house: House) -> None:
    (week,) = stored(house.coffee).weekly
    path, fields = f"times/week/{key_of(week)}", week_fields(week)
    colleague = editor_of(house.town, house.organisation)
    assert post(house, "times/series/new", SERIES, colleague).status_code == 303, "another part"
    assert post(house, path, {**fields, "to-1-0": "17:00"}).status_code == 303, "does not touch this one"
    assert len(stored(house.coffee).series) == 1

    answer = post(house, path, {**fields, "to-1-0": "18:00"}, colleague)

    assert answer.status_code == 422
    page = parse(answer.text)
    assert "17:00" in text_of(page.query(".answer")[0])
    assert page.query("#to-1-0")[0].attrs["value"] == "18:00"
    assert stored(house.coffee).weekly[0].hours == (Hours(1, 840, 1020),)
    assert post(house, f"{path}/remove", {}, colleague).status_code == 422


def test_each_change_is_a_version_with_its_author(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    post(house, "times/series/new", SERIES)
    versions = list_versions(house.coffee)
    assert [one.what for one in versions if one.state != "superseded"] == ["times"]
    assert {one.what for one in versions} >= {"cancel", "times"}
    assert versions[0].by_user is not None


def test_who_needs_a_review_proposes_times_and_cancels_at_once(house: House) -> None:
    beginner = editor_of(house.town, house.organisation, publishes=False)
    before = stored(house.coffee)

    assert post(house, "times/series/new", SERIES, beginner).status_code == 303
    assert stored(house.coffee) == before
    (draft,) = list_waiting(house.town.id)
    assert len(draft.document["schedule"]["series"]) == 1
    shown = beginner.get(house.of(house.coffee, "times")).text
    assert "coördinator kijkt" in shown
    assert post(house, "times/series/new", {**SERIES, "on-1": "", "on-2": "1"}, beginner).status_code == 303
    (draft,) = list_waiting(house.town.id)
    assert len(draft.document["schedule"]["series"]) == 2

    house.client = beginner
    assert tap(house, house.coffee, COFFEE).status_code == 303
    assert isinstance(stored(house.coffee).changes[0], Change)


def test_times_of_somebody_else_are_not_found(house: House) -> None:
    strangers = [
        editor_of(house.town, make_organisation(house.town, "andere")),
        signed_in_client("team", house.town),
    ]
    (week,) = stored(house.coffee).weekly
    for client in strangers:
        for rest in ("times", "times/week/new", f"times/week/{key_of(week)}", "times/series/new", "times/copy"):
            assert client.get(house.of(house.coffee, rest)).status_code == 404, rest
        for rest in ("times/rules", f"times/week/{key_of(week)}/remove", "times/changes/remove", "times/series/new"):
            assert post(house, rest, SERIES, client).status_code == 404, rest
    assert signed_in_client(COORDINATOR, house.town).get(house.of(house.coffee, "times")).status_code == 200
    assert house.client.get(house.of(house.coffee, "times/series/0123456789abcdef0123/shift")).status_code == 404


def test_a_schedule_that_is_no_more_understood_can_be_filled_in_anew(house: House) -> None:
    row = db.session.connection().exec_driver_sql(
        "UPDATE schedule SET document = %s WHERE activity_id = %s", (json.dumps({"version": 99}), str(house.coffee.id))
    )
    assert row.rowcount == 1
    db.session.commit()
    assert "kunnen we niet lezen" in text_of(page_of(house).query("main")[0])
    assert post(house, "times/series/new", SERIES).status_code == 303
    assert isinstance(house.place, Place)
    assert len(stored(house.coffee).series) == 1
