"""Filters come from an address, mean one thing, and complain when they make no sense."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Position
from webapp.finding.rules import Complaint, FilterError, Filters, read_filters, window

PLACES = ("place_kind",)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, Filters()),
        ({"utm_source": "x", "lang": "nl"}, Filters()),
        ({"q": "  blauwe   envelop "}, Filters(q="blauwe envelop")),
        ({"theme": "geld", "kind": "buurthuis"}, Filters(theme="geld", kind="buurthuis")),
        ({"group": "ouderen"}, Filters(group="ouderen")),
        ({"topic": "rouw"}, Filters(topic="rouw")),
        ({"open": "now"}, Filters(open="now")),
        ({"near": "51.86123,4.65987"}, Filters(near=Position(51.861, 4.66))),
        ({"near": " 51.8, 4.6 "}, Filters(near=Position(51.8, 4.6))),
        ({"postcode": "2951"}, Filters(postcode="2951")),
        ({"postcode": "2951 ab"}, Filters(postcode="2951AB")),
        ({"spoken": "AR"}, Filters(spoken="ar")),
        ({"free": "1", "walkin": "0", "wheelchair": ""}, Filters(free=True)),
        ({"no_referral": "1", "welcome": "1", "online": "1"}, Filters(no_referral=True, welcome=True, online=True)),
        ({"page": "3"}, Filters(page=3)),
    ],
)  # fmt: skip
def test_an_address_means(arguments: dict[str, str], expected: Filters) -> None:
    assert read_filters(arguments, PLACES) == expected


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("q", "x" * 101, Complaint.TOO_LONG),
        ("q", "a\x00b", Complaint.CHARACTERS),
        ("q", "a\u202eb", Complaint.CHARACTERS),
        ("theme", "Geld", Complaint.UNKNOWN_THEME),
        ("theme", "' OR 1=1 --", Complaint.UNKNOWN_THEME),
        ("topic", "geld", Complaint.UNKNOWN_TOPIC),
        ("kind", "spreekuur", Complaint.UNKNOWN_KIND),
        ("kind", "geheim", Complaint.UNKNOWN_KIND),
        ("group", "iedereen-niet", Complaint.UNKNOWN_GROUP),
        ("open", "tomorrow", Complaint.OPEN),
        ("near", "51.8", Complaint.NEAR),
        ("near", "51.8,4.6,1", Complaint.NEAR),
        ("near", "nan,4.6", Complaint.NEAR),
        ("near", "1e309,4.6", Complaint.NEAR),
        ("near", "91,4.6", Complaint.NEAR),
        ("near", "here,there", Complaint.NEAR),
        ("postcode", "0123", Complaint.POSTCODE),
        ("postcode", "2951ABC", Complaint.POSTCODE),
        ("postcode", "٢٩٥١", Complaint.POSTCODE),
        ("spoken", "arabic", Complaint.SPOKEN),
        ("free", "yes", Complaint.SWITCH),
        ("page", "0", Complaint.PAGE),
        ("page", "-1", Complaint.PAGE),
        ("page", "501", Complaint.PAGE),
        ("page", "1.5", Complaint.PAGE),
        ("page", "٣", Complaint.PAGE),
        ("page", "9" * 400, Complaint.PAGE),
    ],
)
def test_nonsense_is_refused_with_what_is_wrong(name: str, value: str, complaint: Complaint) -> None:
    with pytest.raises(FilterError) as refused:
        read_filters({name: value}, PLACES)

    assert (refused.value.name, refused.value.complaint) == (name, complaint)


filters = st.builds(
    Filters,
    q=st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=100),
    theme=st.sampled_from(["", "geld", "eten"]),
    topic=st.sampled_from(["", "rouw", "schuldhulp"]),
    open=st.sampled_from(["", "now", "today", "week"]),
    near=st.none()
    | st.builds(
        Position,
        lat=st.floats(-90, 90).map(lambda degrees: round(degrees, 3)),
        lon=st.floats(-180, 180).map(lambda degrees: round(degrees, 3)),
    ),
    postcode=st.sampled_from(["", "2951", "2951AB"]),
    spoken=st.sampled_from(["", "ar", "tig"]),
    free=st.booleans(),
    wheelchair=st.booleans(),
    no_referral=st.booleans(),
    welcome=st.booleans(),
    online=st.booleans(),
    page=st.integers(1, 500),
)


@given(filters=filters)
def test_filters_survive_the_way_through_an_address(filters: Filters) -> None:
    assert read_filters(filters.as_arguments(), PLACES) == filters


@given(arguments=st.dictionaries(st.sampled_from([*Filters.__dataclass_fields__, "x"]), st.text(max_size=120)))
def test_any_address_gives_filters_or_a_complaint(arguments: dict[str, str]) -> None:
    with suppress(FilterError):
        assert isinstance(read_filters(arguments, PLACES), Filters)


def test_taking_a_filter_away_goes_back_to_the_first_page() -> None:
    assert Filters(theme="geld", free=True, page=4).without("theme") == Filters(free=True)


MOMENT = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 on the evening before the clocks go forward


def test_today_ends_at_midnight_in_the_netherlands() -> None:
    assert window("today", MOMENT) == (MOMENT, datetime(2026, 3, 28, 23, 0, tzinfo=UTC))


def test_a_week_over_the_change_of_clocks_still_ends_at_midnight() -> None:
    _start, end = window("week", MOMENT)

    assert end == datetime(2026, 4, 3, 22, 0, tzinfo=UTC)


def test_now_is_a_moment() -> None:
    start, end = window("now", MOMENT)

    assert start == MOMENT < end <= MOMENT + timedelta(seconds=1)
