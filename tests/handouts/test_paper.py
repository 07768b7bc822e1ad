"""The sheet on paper, read as a person and a telephone read it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from flask import Flask
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL.Image import Image
from sqlalchemy import select

from tests.arabic import deliver
from tests.conftest import demo_database, running_application, visiting
from tests.handouts.sheets import REFER, TOWN, give
from tests.page import PageClient, one, text_of, texts
from tests.practices.build import make_practice
from webapp.areas.queries import get_open_municipality
from webapp.extensions import db
from webapp.handouts import printing
from webapp.handouts.paper import MAP_POINTS
from webapp.handouts.queries import list_things
from webapp.practices.paper import pdf as paper_of_poster
from webapp.practices.poster import make_poster
from webapp.schedule.models import CANCELLED, Slot

LEAST_POINTS = 8.0


def picture(content: bytes, scale: float = 3) -> Image:
    document = pypdfium2.PdfDocument(BytesIO(content))
    assert len(document) == 1, "one sheet"
    image: Image = document[0].render(scale=scale).to_pil()
    return image


def words_in(content: bytes) -> str:
    return str(pypdfium2.PdfDocument(BytesIO(content))[0].get_textpage().get_text_range())


def points_of(content: bytes) -> set[float]:
    """The sizes of all letters but those on the map and in its pins."""
    page = pypdfium2.PdfDocument(BytesIO(content))[0].get_textpage()
    letters = {number: chr(pdfium.FPDFText_GetUnicode(page, number)) for number in range(page.count_chars())}
    found = {round(pdfium.FPDFText_GetFontSize(page, n), 2) for n, letter in letters.items() if letter.strip()}
    return found - {MAP_POINTS}


def width_mm(content: bytes) -> int:
    return round(pypdfium2.PdfDocument(BytesIO(content))[0].get_width() * 25.4 / 72)


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


@pytest.mark.parametrize(("number", "size", "width"), [(1, "a6", 105), (3, "a6", 210), (1, "a5", 148), (3, "a5", 148)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_letters_can_be_read_also_of_three_things_in_two_languages(
    demo: PageClient, language: str, number: int, size: str, width: int
) -> None:
    """Three in a pocket: A6 twice beside each other, on one piece of paper that is folded."""
    page = demo.page(f"{REFER}?theme=geld&area=all")
    picks = [field.attrs["value"] or "" for field in page.query('input[name="pick"]')][:number]
    content = demo.get(f"{give(demo, *picks, language=language)}.pdf?size={size}").data

    assert len(picks) == number
    assert width_mm(content) == width
    assert len(zxingcpp.read_barcodes(picture(content))) == 2
    assert min(points_of(content)) >= LEAST_POINTS
    in_language = demo.page(f"/{language}/{TOWN}/refer?theme=geld&area=all")
    for name in texts(in_language, ".offer__name")[:number]:
        assert name in words_in(content)


@pytest.mark.parametrize("size", ["a5", "a6"])
@pytest.mark.parametrize("letters", [110, 200])  # of a name; 200 is the longest that is taken
def test_long_names_and_much_news_cover_no_code_and_fall_off_no_sheet(
    demo: PageClient, letters: int, size: str
) -> None:
    picks = [field.attrs["value"] for field in demo.page(f"{REFER}?theme=geld&area=all").query('input[name="pick"]')]
    address = give(demo, *picks, language="en")
    things = list_things(get_open_municipality(TOWN), [str(pick) for pick in picks])
    for thing in things:
        for words in thing.texts:
            words.name = ("Ochtend voor iedereen die zorgt " * 9)[:letters].strip()
    slots = select(Slot).where(Slot.activity_id.in_([thing.id for thing in things]))
    for slot in db.session.scalars(slots):
        slot.status, slot.reason = CANCELLED, {"nl": "De zaal is dicht. " * 20, "en": "The hall is closed. " * 20}
    db.session.commit()
    content = demo.get(f"{address}.pdf?size={size}").data

    assert len(zxingcpp.read_barcodes(picture(content))) == 2, "no word stands in a code"
    assert width_mm(content) in (210, 296), "folded once: letters that can be read are more than a small sheet"
    assert min(points_of(content)) >= LEAST_POINTS
    said = words_in(content)
    assert said.count("Ochtend voor iedereen") >= 3
    assert said.count("Changed") >= 5, "each date that is to come"


def test_making_paper_fills_no_log(demo: PageClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    demo.get(f"{give(demo)}.pdf")

    assert not [record for record in caplog.records if record.name.startswith(("fontTools", "fpdf"))]


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


def test_our_letters_say_most_of_europe_and_arabic() -> None:
    assert printing.can_say("Post op orde – Вільно – مجاناً – ağrı – €", "nl")
    assert not printing.can_say("ሰላም", "am")


# A language in a script of its own, as whoever adds one would deliver it.
AMHARIC = {"Something for you": "ለእርስዎ የሚሆን", "Free": "ነጻ", "Ask for": "ይጠይቁ", "What it costs": "ዋጋ", "Call": "ይደውሉ"}


def amharic(folder: Path, letters: bytes | None) -> str:
    messages = Catalog(locale="am")
    for said, words in AMHARIC.items():
        messages.add(said, words)
    place = folder / "am" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.po").open("wb") as po, (place / "messages.mo").open("wb") as mo:
        pofile.write_po(po, messages)
        mofile.write_mo(mo, messages)
    if letters is not None:
        (folder / "am" / "letters.ttf").write_bytes(letters)
    return str(folder)


def letters_of(first: int, last: int) -> bytes:
    """A font in which each letter of a script is a block."""
    pen = TTGlyphPen(None)
    for move, corner in (("moveTo", (50, 0)), ("lineTo", (50, 600)), ("lineTo", (450, 600)), ("lineTo", (450, 0))):
        getattr(pen, move)(corner)
    pen.closePath()
    block, names = pen.glyph(), {code: f"uni{code:04X}" for code in (32, *range(first, last + 1))}
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", *names.values()])
    made.setupCharacterMap(names)
    made.setupGlyf(dict.fromkeys([".notdef", *names.values()], block))
    made.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (500, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("letters", "stands"), [(letters_of(0x1200, 0x137F), True), (None, False), (b"no letters at all", False)]
)
def test_a_script_stands_on_paper_where_its_language_brings_letters_and_else_it_is_dutch(
    tmp_path: Path, letters: bytes | None, stands: bool
) -> None:
    folder = amharic(tmp_path, letters)
    with demo_database() as url, running_application(url, languages_dir=folder) as app, visiting(app) as client:
        address = give(client, language="am")
        contents = [client.get(f"{address}.pdf?size={size}").data for size in ("a5", "a6")]
        practice = make_practice()
        with app.test_request_context():
            poster = paper_of_poster(make_poster(get_open_municipality(TOWN), practice, "am"))
    for content in contents:
        said = words_in(content)
        assert ("ነጻ" in said) is stands
        assert "Inloop geld en post" in said
        assert "dinsdag 24 november" in said, "Dutch too, or alone"
        assert len(zxingcpp.read_barcodes(picture(content))) == 2
    assert "Wat is er dichtbij?" in words_in(poster)
