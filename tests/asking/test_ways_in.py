"""A way to the form stands on every page of a town, with what the page is about filled in."""

import pytest
from sqlalchemy import update

from tests.page import PageClient, parse
from webapp.extensions import db
from webapp.teams.models import Team

TOWN = "/nl/alblasserdam"
PAGES = {
    "": "/ask",
    "/places": "/ask",
    "/places/het-brughuis": "/ask?place=het-brughuis",
    "/activities/inloop-geld-en-post": "/ask?activity=inloop-geld-en-post",
    "/places?q=qqqqqq": "/ask",
    "/search?q=qqqqwwww": "/ask",
    "/today?q=qqqqqq": "/ask",
    "/helper?about=geld&who=any&how=any&when=any": "/ask?topic=geld",
    "/helper?about=any&who=any&how=any&when=any": "/ask",
    "/life-events": "/ask",
    "/life-events/loss": "/ask",
    "/life-events/worried": "/ask?topic=veilig",
    "/nowhere": "/ask",
}


def hrefs(html: str) -> list[str]:
    return [link.attrs["href"] for link in parse(html).query("a[href]")]


@pytest.mark.parametrize(("page", "way"), PAGES.items())
def test_each_page_leads_to_the_form(demo: PageClient, page: str, way: str) -> None:
    found = hrefs(demo.get(TOWN + (page or "/")).text)

    assert TOWN + way in found
    assert f"{TOWN}/ask" in found


@pytest.mark.parametrize("page", ["/", "/places/het-brughuis", "/search?q=qqqqwwww", "/nowhere"])
def test_without_a_team_that_can_be_reached_there_is_the_phone_and_no_way_to_a_form(
    demo: PageClient, page: str
) -> None:
    db.session.execute(update(Team).values(email=None))
    db.session.commit()

    found = hrefs(demo.get(TOWN + page).text)

    assert not [address for address in found if "/ask" in address]
    assert [address for address in found if address.startswith("tel:")]
