"""What nobody has checked for long says so where residents read it."""

from datetime import timedelta

import pytest

from tests.build import make_place
from tests.page import PageClient, texts
from webapp.areas.models import Municipality
from webapp.core import clock

LONG = 4 * 365  # days; longer than any term and a half


@pytest.mark.parametrize(
    ("language", "card", "page"),
    [("nl", "Lang niet nagekeken", "Dat is lang geleden"), ("en", "Not checked for a long time", "That is long ago")],
)
def test_it_is_marked_in_the_list_and_on_its_page(
    client: PageClient, brinkdam: Municipality, language: str, card: str, page: str
) -> None:
    today = clock.today()
    make_place(brinkdam, "Net gezien", slug="net", checked_on=today)
    make_place(brinkdam, "Anders ook", slug="oud", checked_on=today - timedelta(days=LONG))

    lists = client.page(f"/{language}/brinkdam/places")
    assert [card in text for text in texts(lists, ".card")] == [False, True], "and it stands last"
    for slug, is_old in (("net", False), ("oud", True)):
        foot = " ".join(texts(client.page(f"/{language}/brinkdam/places/{slug}"), ".detail-foot"))
        assert (page in foot) == is_old
