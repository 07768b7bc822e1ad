"""What is on paper against what is true now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.geo import Position
from webapp.handouts.items import DATES, Item, differences, next_dates, read_item
from webapp.schedule.expansion import OPEN, Slot
from webapp.schedule.values import CANCELLED

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(-50, 400).map(lambda hours: NOW + hours * HOUR)
slots = st.lists(
    st.builds(lambda start, status: Slot(start, start + HOUR, status), moments, st.sampled_from([OPEN, CANCELLED])),
    max_size=12,
    unique_by=lambda slot: slot.starts_at,
)


@given(slots)
def test_the_next_dates_take_place_and_are_to_come(found: list[Slot]) -> None:
    chosen = next_dates(found, NOW)

    assert len(chosen) <= DATES
    assert all(slot.status == OPEN and slot.ends_at > NOW for slot in chosen)
    assert chosen == sorted(chosen)
    left_out = [slot for slot in found if slot.status == OPEN and slot.ends_at > NOW and slot not in chosen]
    assert all(slot > chosen[-1] for slot in left_out)


@given(st.lists(moments, max_size=2), slots)
def test_news_is_only_what_no_longer_holds(dates: list[datetime], found: list[Slot]) -> None:
    news = {difference.was for difference in differences(dates, found, NOW)}
    holds = {slot.starts_at for slot in found if slot.status == OPEN}

    assert news == {moment for moment in dates if moment > NOW and moment not in holds}


def test_a_sheet_that_nothing_happened_to_has_no_news() -> None:
    found = [Slot(NOW + HOUR, NOW + 2 * HOUR), Slot(NOW + 25 * HOUR, NOW + 26 * HOUR)]

    assert differences([slot.starts_at for slot in next_dates(found, NOW)], found, NOW) == []


@given(
    st.builds(
        Item,
        st.integers(0, 99).map(lambda number: UUID(int=number)),
        st.booleans(),
        st.text(),
        st.just("inloop"),
        st.lists(st.just("geld"), max_size=2).map(tuple),
        st.lists(moments, max_size=2).map(tuple),
        st.none() | st.just(Position(lat=52.1, lon=5.1)),
    )
)
def test_what_is_stored_is_read_back(item: Item) -> None:
    assert read_item(item.as_document()) == item
