"""A fast way out on the life events that speak of safety at home, and nowhere else."""

import pytest

from tests.page import PageClient, one, text_of
from webapp.guiding.events import life_events

TOWN = "alblasserdam"
SAFE_AT_HOME = [id_ for id_, event in life_events().items() if any(line.phone == "0800 - 2000" for line in event.lines)]
OTHERS = [id_ for id_ in life_events() if id_ not in SAFE_AT_HOME]


@pytest.mark.parametrize(("lang", "words"), [("nl", "Sluit deze website meteen"), ("en", "Leave this site at once")])
@pytest.mark.parametrize("id_", SAFE_AT_HOME)
def test_who_reads_of_safety_at_home_can_leave_by_a_plain_link(
    demo: PageClient, id_: str, lang: str, words: str
) -> None:
    link = one(demo.page(f"/{lang}/{TOWN}/life-events/{id_}"), "main .quick-exit a")

    assert text_of(link) == words
    assert link.attrs["href"].startswith("https://")
    assert "noreferrer" in link.attrs["rel"]
    assert "target" not in link.attrs, "a new window would leave this one open"


@pytest.mark.parametrize("id_", SAFE_AT_HOME)
def test_what_speaks_of_safety_at_home_is_not_kept_by_the_browser(demo: PageClient, id_: str) -> None:
    assert demo.get(f"/nl/{TOWN}/life-events/{id_}").headers["Cache-Control"] == "no-store"


def test_both_kinds_of_life_event_exist() -> None:
    assert SAFE_AT_HOME
    assert OTHERS


@pytest.mark.parametrize("id_", OTHERS)
def test_other_life_events_look_like_every_page(demo: PageClient, id_: str) -> None:
    assert not demo.page(f"/nl/{TOWN}/life-events/{id_}").query(".quick-exit")
