"""As somebody who means harm: with other people's things, words that want to be code, and addresses that want to lead
elsewhere."""

import re
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy import func, select

from tests.build import make_activity, make_municipality, make_place
from tests.handouts.sheets import REFER, THING, TOWN, give
from tests.handouts.test_nothing_of_a_patient import is_kept, logged
from tests.page import PageClient, elements_below, one, text_of
from tests.practices.build import make_practice
from webapp.areas.queries import get_open_municipality
from webapp.extensions import db
from webapp.handouts.models import Handout
from webapp.handouts.queries import list_things
from webapp.places.models import Place

CODE = '"><script>alert(1)</script><b onclick=x>&#0;{{7*7}}</b>'
TRICKS = (
    "javascript:alert(1)",
    "//evil.example/x",
    "https://evil.example",
    "x;}body{background:url(//evil.example)}",
    '" onmouseover="alert(1)',
    "</style><script>alert(1)</script>",
    "../../staff",
    "a\x00b",
    "%0d%0aSet-Cookie: x=1",
    "9" * 3_000,
)


def sheets() -> int:
    return db.session.scalar(select(func.count()).select_from(Handout)) or 0


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_in_an_address_becomes_code_or_leads_elsewhere(demo: PageClient, trick: str) -> None:
    names = ("theme", "dimension", "collection", "area", "practice", "language", "who", "how", "when", "free", "skip")
    for name in names:
        told = {"theme": "geld", "area": "all", name: trick}
        answers = [demo.get(REFER, query_string=told), demo.post(REFER, data={**told, "only": trick})]
        for answer in answers:
            assert answer.status_code in (200, 400, 422), name
            assert "Set-Cookie" not in answer.headers
            for word in ("evil.example", "alert(1)", "background:url", "onmouseover"):
                assert word not in answer.text
    assert sheets() == 0


@pytest.mark.parametrize("trick", TRICKS)
def test_an_address_of_a_sheet_takes_nothing_but_what_we_know(demo: PageClient, trick: str) -> None:
    address = give(demo, language="en")
    usual = demo.get(address)

    assert demo.get(address, query_string={"lang": trick, "made": trick, "size": trick}).text == usual.text
    assert demo.get(f"{address}.pdf", query_string={"lang": trick, "size": trick}).mimetype == "application/pdf"
    assert demo.get(f"{address}/contact", query_string={"topic": trick, "place": trick}).headers["Location"] == (
        f"/en/{TOWN}/ask?topic=geld&through=practice&activity=inloop-geld-en-post"
    )


def test_things_of_another_town_and_what_is_hidden_are_never_given(demo: PageClient) -> None:
    elsewhere, here = make_municipality("brinkdam"), get_open_municipality(TOWN)
    make_place(elsewhere, slug="van-elders")
    make_activity(elsewhere, slug="ook-van-elders")
    hidden = make_place(here, slug="verborgen")
    hidden.published = False
    code = make_practice(in_town=elsewhere, name="Praktijk van elders").code
    db.session.commit()

    for pick in ("places/van-elders", "activities/ook-van-elders", "places/verborgen"):
        answer = demo.post(REFER, data={"theme": "geld", "area": "all", "pick": [THING, pick]})
        assert answer.status_code == 422
        assert "elders" not in answer.text
    assert sheets() == 0
    page = demo.page(f"{REFER}?practice={code}")
    assert "Praktijk van elders" not in page.to_html()
    assert "kennen deze praktijk niet" in text_of(one(page, "main"))


def test_a_name_that_wants_to_be_code_is_a_name(demo: PageClient) -> None:
    town = get_open_municipality(TOWN)
    for thing in [
        *list_things(town, [THING]),
        *db.session.scalars(select(Place).where(Place.municipality_id == town.id)),
    ]:
        for words in thing.texts:
            words.name = f"Koffie {CODE}"
            if hasattr(words, "contact_role"):
                words.contact_role = CODE
    db.session.commit()
    address = give(demo, language="en")

    for path in (f"{REFER}?theme=geld&area=all", address):
        page = demo.page(path)
        assert not [one_ for one_ in elements_below(page.root) if "onclick" in one_.attrs]
        assert "49" not in re.findall(r"<b>(.*?)</b>", page.to_html())
        assert "alert(1)" in text_of(one(page, "main")), "as words"
    said = pypdfium2.PdfDocument(BytesIO(demo.get(f"{address}.pdf").data))[0].get_textpage().get_text_range()
    assert "alert(1)" in said


@pytest.mark.parametrize("typed", ["Qwilhelmina Zterrenburg", "qhartfalenqq", "111222333", "q" * 500, "Jan/qhartfalen"])
def test_what_is_typed_as_a_code_is_not_said_again_logged_or_kept(
    demo: PageClient, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    answers = [demo.get(f"/h/{typed}{further}") for further in ("", ".pdf", "/contact")]

    assert {answer.status_code for answer in answers} == {404}
    assert all(typed not in answer.text for answer in answers)
    assert typed not in logged(caplog)
    assert is_kept([typed]) == []


def test_codes_cannot_be_foretold(demo: PageClient) -> None:
    codes = [give(demo).rsplit("/", 1)[1] for _time in range(40)]

    assert len(set(codes)) == len(codes)
    assert all(len({code[place] for code in codes}) > 5 for place in range(len(codes[0])))
