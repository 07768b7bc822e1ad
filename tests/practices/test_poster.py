"""The poster of a waiting room, as a telephone and a person read it from paper."""

import pytest
import zxingcpp

from tests.handouts.test_paper import picture, words_in
from tests.page import PageClient, one, text_of, texts
from tests.practices.build import NAME, make_practice, member_of, page_of


@pytest.mark.parametrize(("words", "title"), [("nl", "Wat is er dichtbij?"), ("en", "What is there close by?")])
def test_one_sheet_of_a4_whose_code_leads_to_the_practice(demo: PageClient, words: str, title: str) -> None:
    practice = make_practice()
    client = member_of(demo, practice)
    answer = client.get(page_of(practice, f"/poster.pdf?words={words}"))
    image = picture(answer.data, scale=2)
    said = words_in(answer.data)

    assert answer.mimetype == "application/pdf"
    assert image.width / image.height == pytest.approx(210 / 297, rel=0.01)
    [code] = zxingcpp.read_barcodes(image)
    assert code.text == f"http://localhost/p/{practice.code}"
    assert client.get(f"/p/{practice.code}").status_code == 302
    assert said.index(title) == min(said.index(one_) for one_ in ("Wat is er dichtbij?", "What is there close by?"))
    assert f"localhost/p/{practice.code}" in said
    assert "078 - 202 11 11" in said
    assert NAME in said


def test_the_lower_edge_stays_white(demo: PageClient) -> None:
    """The longest of what stands on it is far from the end of the paper."""
    practice = make_practice(name="W" * 80)
    image = picture(member_of(demo, practice).get(page_of(practice, "/poster.pdf")).data, scale=1).convert("L")
    foot = image.crop((0, image.height - 12, image.width, image.height))

    darkest, _lightest = foot.getextrema()
    assert darkest > 200


def test_the_page_to_print_says_the_same(demo: PageClient) -> None:
    practice = make_practice()
    page = member_of(demo, practice).page(page_of(practice, "/poster?words=en"))

    assert [side.attrs["lang"] for side in page.query(".poster__side")] == ["en", "nl"] * 2
    assert texts(page, ".poster__title") == ["What is there close by?", "Wat is er dichtbij?"]
    assert text_of(one(page, ".poster__address")) == f"localhost/p/{practice.code}"
    assert len(page.query(".poster .sheet__qr")) == 1


@pytest.mark.parametrize("words", ["xx", "<b>", ""])
def test_a_language_that_we_do_not_have_is_dutch(demo: PageClient, words: str) -> None:
    practice = make_practice()
    page = member_of(demo, practice).page(page_of(practice, f"/poster?words={words}"))

    assert page.query(".poster__side")[0].attrs["lang"] == "nl"
