"""A town with little: never an empty step, never an empty hand, never the neighbour's things."""

import pytest

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one, text_of, texts
from tests.town import BRINKDAM, OVERWATER, QUAY

END = f"/nl/{BRINKDAM}/helper?about=any&who=any&how=any&when=any"
LOSS = f"/nl/{BRINKDAM}/life-events/loss"


def test_a_step_without_anything_leads_to_the_information_point(client: PageClient) -> None:
    make_place(make_municipality(), "Het Loket", kind="informatiepunt")

    document = client.page(LOSS)

    for step in document.query(".step"):
        assert texts(step, ".pick__name") == ["Het Loket"]
        assert "Hiervoor staat nog niets" in text_of(one(step, ".step__none"))


def test_without_an_information_point_it_leads_to_the_team(client: PageClient) -> None:
    make_municipality(team_name="Team Brink", team_phone="0100 - 20 20 20")

    document = client.page(LOSS)

    assert [link.attrs["href"] for link in document.query(".step a")] == ["#help"] * 3
    assert "0100 - 20 20 20" in text_of(one(document, "#help"))


def test_without_either_it_leads_to_all_there_is(client: PageClient) -> None:
    make_municipality()

    assert {link.attrs["href"] for link in client.page(LOSS).query(".step a")} == {f"/nl/{BRINKDAM}/activities"}


@pytest.mark.parametrize(
    ("number", "heading"),
    [(0, "Er staat nog niets op onze kaart"), (1, "Begin hiermee"), (2, "Begin met een van deze")],
)
def test_the_helper_shows_all_that_a_small_town_has(client: PageClient, number: int, heading: str) -> None:
    town = make_municipality()
    for name in ("Koffie", "Soep")[:number]:
        make_activity(town, name, themes=("eten",))

    document = client.page(END.replace("about=any", "about=geld"))

    assert text_of(one(document, "h1")) == heading
    assert sorted(texts(document, ".pick__name")) == ["Koffie", "Soep"][:number]


def test_the_neighbours_things_never_show(client: PageClient) -> None:
    make_municipality()
    neighbour = make_municipality(OVERWATER)
    place = make_place(neighbour, "De Kade", kind="informatiepunt", position=QUAY)
    make_activity(neighbour, "Rouwcafé", place=place, themes=("praten-steun",), topics=("rouw",))

    for path in (END, LOSS):
        assert not client.page(path).query(".pick")


def test_what_is_not_published_is_not_chosen(client: PageClient) -> None:
    town = make_municipality()
    place = make_place(town, "Het Loket", kind="informatiepunt")
    place.published = False

    assert not client.page(END).query(".pick")


def test_what_was_not_checked_says_to_call_first(client: PageClient) -> None:
    make_place(make_municipality(), "Het Loket", kind="informatiepunt", checked_on=None)

    assert "bel voor je gaat" in text_of(one(client.page(END), ".pick__why"))
