"""The sheet on paper, read as a person and a telephone read it."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL.Image import Image

from tests.arabic import deliver
from tests.conftest import demo_database, running_application, visiting
from tests.handouts.sheets import REFER, give
from tests.page import PageClient, one, text_of, texts
from webapp.handouts import paper


def picture(content: bytes, scale: float = 3) -> Image:
    document = pypdfium2.PdfDocument(BytesIO(content))
    assert len(document) == 1, "one sheet"
    image: Image = document[0].render(scale=scale).to_pil()
    return image


def words_in(content: bytes) -> str:
    return str(pypdfium2.PdfDocument(BytesIO(content))[0].get_textpage().get_text_range())


@pytest.mark.parametrize("size", ["a5", "a6"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_codes_on_paper_are_read_back(demo: PageClient, language: str, size: str) -> None:
    address = give(demo, language=language)
    answer = demo.get(f"{address}.pdf?size={size}")

    assert answer.mimetype == "application/pdf"
    found = {code.text for code in zxingcpp.read_barcodes(picture(answer.data))}
    assert found == {f"http://localhost{address}", f"http://localhost{address}/contact"}
    assert "Inloop geld en post" in words_in(answer.data)
    assert demo.get(address.replace("http://localhost", "")).status_code == 200


def test_three_things_fit_on_one_small_sheet(demo: PageClient) -> None:
    page = demo.page(f"{REFER}?theme=geld&area=all")
    picks = [field.attrs["value"] for field in page.query('input[name="pick"]')]
    content = demo.get(f"{give(demo, *picks, language='en')}.pdf?size=a6").data

    assert len(picks) == 3
    assert len(zxingcpp.read_barcodes(picture(content))) == 2
    for name in texts(page, ".offer__name"):
        assert name in words_in(content)


@pytest.fixture(scope="module")
def with_arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    languages = deliver(tmp_path_factory.mktemp("languages"))
    with demo_database() as url, running_application(url, languages_dir=languages) as app:
        yield app


def ink(image: Image, left: float, right: float) -> int:
    """Dark points of the upper quarter, between two parts of the width."""
    part = image.convert("L").crop((int(image.width * left), 0, int(image.width * right), image.height // 4))
    return sum(part.histogram()[:128])


def test_arabic_is_joined_and_laid_from_the_right(with_arabic: Flask) -> None:
    with visiting(with_arabic) as client:
        address = give(client, language="ar")
        page = client.page(address)
        content = client.get(f"{address}.pdf").data
        dutch = client.get(f"{address}.pdf?lang=nl").data

    assert one(page, "html").attrs["dir"] == "rtl"
    assert "dinsdag 24 november, 9:00 tot 12:00" in texts(page, ".sheet__dutch")
    assert "الثلاثاء 24 نوفمبر" in text_of(one(page, ".entry"))
    image = picture(content)
    assert ink(image, 0.7, 1) > 2 * ink(image, 0, 0.3), "it begins on the right"
    assert ink(picture(dutch), 0, 0.3) > 2 * ink(picture(dutch), 0.7, 1), "and Dutch on the left"
    assert len(zxingcpp.read_barcodes(image)) == 2
    # A letter in the middle of a word is another glyph than the letter alone: joined, a word is narrower.
    with_letters = words_in(content)
    assert "مجان" in with_letters or "ناجم" in with_letters
    assert "078 - 202 11 11" in with_letters


def test_a_script_without_letters_of_ours_is_printed_in_dutch() -> None:
    assert paper.can_say("Post op orde – Вільно – مجاناً – ağrı – €")
    assert not paper.can_say("ሰላም")
