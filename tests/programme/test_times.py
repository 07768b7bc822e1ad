"""The hours and series of one item: what is saved is what was filled in, nothing else moves, and nothing is lost."""

import json
from datetime import date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from tests.page import parse, text_of, texts
from tests.programme.build import (
    COFFEE,
    SERIES,
    House,
    editor_of,
    make_organisation,
    post_times,
    put_times,
    send,
    stored,
    tap,
    times_page,
    week_fields,
)
from tests.staff import signed_in_client
from webapp.accounts.rules import COORDINATOR
from webapp.extensions import db
from webapp.places.models import Place
from webapp.programme.times import key_of
from webapp.programme.times_forms import (
    is_plain_series,
    is_plain_week,
    read_week,
    week_form,
)
from webapp.schedule.closing import WHOLE_TOWN, close
from webapp.schedule.values import Change, Closure, Hours, Schedule, Season, Series, Weekly
from webapp.versions.queries import list_versions, list_waiting


def one_day(day: int) -> dict[str, str]:
    return {f"rows-{day}": "1", f"from-{day}-0": "10:00", f"to-{day}-0": "11:00"}


# ---------------------------------------------------------------- a week


def test_hours_are_changed_on_a_page_of_their_own(house: House) -> None:
    (week,) = stored(house.coffee).weekly
    links = [str(one.attrs["href"]) for one in times_page(house).query("a")]
    link = next(one for one in links if "/times/week/" in one)
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

    answer = post_times(house, f"times/week/{key_of(week)}", {**week_fields(week), "do": "preview", "to-1-0": "15:00"})

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
    put_times(house, Schedule())
    answer = post_times(
        house, "times/week/new", {"do": "preview", "rows-4": "1", "from-4-0": "10:00", "to-4-0": "11:00"}
    )
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
        answer = post_times(house, f"times/week/{key_of(week)}", {**week_fields(week), **typed, "do": do})
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
        answer = post_times(house, "times/week/new", {**typed, "do": do})
        assert answer.status_code == 422
        assert "overlappen" in text_of(parse(answer.text).query(".notice--wrong")[0])
    assert len(stored(house.coffee).weekly) == 1


def test_another_line_for_a_day_keeps_what_is_typed(house: House) -> None:
    answer = post_times(house, "times/week/new", {"do": "more", "rows-1": "1", "from-1-0": "10:00", "to-1-0": "x"})
    assert answer.status_code == 200
    page = parse(answer.text)
    assert page.query("#from-1-0")[0].attrs["value"] == "10:00"
    assert page.query("#from-1-1")


# ---------------------------------------------------------------- what holds for all times


def test_ticks_about_holidays_breaks_and_the_hours_of_the_place(house: House) -> None:
    seen = times_page(house).query("input[name=seen]")[0].attrs["value"]
    assert post_times(house, "times/rules", {"seen": seen, "inherits": "1"}).status_code == 422
    assert not stored(house.coffee).inherits
    (week,) = stored(house.coffee).weekly
    assert post_times(house, f"times/week/{key_of(week)}/remove", {}).status_code == 303
    assert post_times(house, "times/rules", {"seen": "0000", "inherits": "1"}).status_code == 422, (
        "it was ticked otherwise"
    )
    seen = times_page(house).query("input[name=seen]")[0].attrs["value"]
    ticks = {"seen": seen, "inherits": "1", "closed_in_school_breaks": "1"}
    assert post_times(house, "times/rules", ticks).status_code == 303
    after = stored(house.coffee)
    assert (after.inherits, after.closed_in_school_breaks, after.closed_on_holidays) == (True, True, False)
    assert "9:00–17:00" in texts(times_page(house), ".answer .slot")[0]
    assert post_times(house, "times/week/new", one_day(1)).status_code == 422


# ---------------------------------------------------------------- what the form cannot say


def test_what_the_form_cannot_say_is_shown_and_stays(house: House) -> None:
    exotic = Series(datetime(2026, 9, 1, 10), 60, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
    polish = Weekly((Hours(1, 600, 660, note={"nl": "Bel", "pl": "Zadzwoń"}),))
    long_one = Weekly((Hours(5, 600, 46 * 60),))
    put_times(house, Schedule(weekly=(polish, long_one), series=(exotic,)))
    before = stored(house.coffee)

    shown = text_of(times_page(house).query("main")[0])
    assert "BYSETPOS=-1" in shown
    for kind, part in (("week", polish), ("week", long_one), ("series", exotic)):
        assert house.client.get(house.of(house.coffee, f"times/{kind}/{key_of(part)}")).status_code == 404
    assert post_times(house, "times/week/new", one_day(3)).status_code == 303

    after = stored(house.coffee)
    assert after.series == before.series
    assert after.weekly[:2] == before.weekly
    assert after.weekly[0].hours[0].note == {"nl": "Bel", "pl": "Zadzwoń"}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=2WE,4WE", "de tweede en vierde woensdag van elke maand, 10:00–11:00"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU,-1TU;COUNT=6", "de eerste, derde en laatste dinsdag van elke maand, 6 keer"),
        ("FREQ=MONTHLY;BYDAY=2WE,4WE;UNTIL=20261231T235959", "van elke maand, tot en met 31 december 2026"),
        ("FREQ=MONTHLY;BYDAY=2WE,4TH", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE,4WE", "FREQ=MONTHLY"),
    ],
)
def test_several_of_a_month_are_told_in_words(house: House, rule: str, words: str) -> None:
    put_times(house, Schedule(series=(Series(datetime(2026, 9, 1, 10), 60, rule),)))
    shown = text_of(times_page(house).query("main")[0])

    assert words in shown
    assert ("FREQ" in shown) == ("FREQ" in words)


def test_an_expression_of_a_source_stays_beside_what_is_added(house: House) -> None:
    put_times(house, Schedule(expression="Mo sunrise-sunset"))
    assert "sunrise-sunset" in text_of(times_page(house).query("main")[0])
    assert post_times(house, "times/series/new", SERIES).status_code == 303
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
    assert post_times(house, "times/series/new", SERIES, colleague).status_code == 303, "another part"
    assert post_times(house, path, {**fields, "to-1-0": "17:00"}).status_code == 303, "does not touch this one"
    assert len(stored(house.coffee).series) == 1

    answer = post_times(house, path, {**fields, "to-1-0": "18:00"}, colleague)

    assert answer.status_code == 422
    page = parse(answer.text)
    assert "17:00" in text_of(page.query(".answer")[0])
    assert page.query("#to-1-0")[0].attrs["value"] == "18:00"
    assert stored(house.coffee).weekly[0].hours == (Hours(1, 840, 1020),)
    assert post_times(house, f"{path}/remove", {}, colleague).status_code == 422


def test_each_change_is_a_version_with_its_author(house: House) -> None:
    tap(house, house.coffee, COFFEE)
    post_times(house, "times/series/new", SERIES)
    versions = list_versions(house.coffee)
    assert [one.what for one in versions if one.state != "superseded"] == ["times"]
    assert {one.what for one in versions} >= {"cancel", "times"}
    assert versions[0].by_user is not None


def test_who_needs_a_review_proposes_times_and_cancels_at_once(house: House) -> None:
    beginner = editor_of(house.town, house.organisation, publishes=False)
    before = stored(house.coffee)

    assert post_times(house, "times/series/new", SERIES, beginner).status_code == 303
    assert stored(house.coffee) == before
    (draft,) = list_waiting(house.town.id)
    assert len(draft.document["schedule"]["series"]) == 1
    shown = beginner.get(house.of(house.coffee, "times")).text
    assert "coördinator kijkt" in shown
    assert post_times(house, "times/series/new", {**SERIES, "on-1": "", "on-2": "1"}, beginner).status_code == 303
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
            assert post_times(house, rest, SERIES, client).status_code == 404, rest
    assert signed_in_client(COORDINATOR, house.town).get(house.of(house.coffee, "times")).status_code == 200
    assert house.client.get(house.of(house.coffee, "times/series/0123456789abcdef0123/shift")).status_code == 404


def test_a_schedule_that_is_no_more_understood_can_be_filled_in_anew(house: House) -> None:
    row = db.session.connection().exec_driver_sql(
        "UPDATE schedule SET document = %s WHERE activity_id = %s", (json.dumps({"version": 99}), str(house.coffee.id))
    )
    assert row.rowcount == 1
    db.session.commit()
    assert "kunnen we niet lezen" in text_of(times_page(house).query("main")[0])
    assert post_times(house, "times/series/new", SERIES).status_code == 303
    assert isinstance(house.place, Place)
    assert len(stored(house.coffee).series) == 1
