"""Pictures for messengers: drawn by us from the words of a page, whatever these words are."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, features
from sqlalchemy.orm import Session

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, one
from webapp.app import ROOT
from webapp.exchange import drawing, lettering, scenery
from webapp.exchange.lettering import BOLD, lay
from webapp.finding.sharing import HEIGHT, WIDTH, Picture

ARABIC = "بيت الحي – مركز الجيران"
HOSTILE = (
    "",
    "<script>alert(1)</script>",
    "W" * 160,
    "a " * 80,
    "😀😀",
    "\u202e\u200f\u0000\n",
    "漢字",
    ARABIC * 6,
    "e\u0301" * 80,
)


def picture(**words: object) -> Picture:
    said = {"above": "Buurthuis", "title": "De Brink", "below": "Brink 1", "themes": ("Geld",), "town": "Brinkdam"}
    return Picture(**{**said, "alt": "", "note": "", **words})  # type: ignore[arg-type]


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def picture_address(client: PageClient, path: str) -> str:
    address = one(client.page(path), 'meta[property="og:image"]').attrs["content"]
    return urlsplit(address or "").path


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["above", "title", "below", "town", "note"])
def test_any_words_become_a_picture_of_the_promised_size(text: str, field: str) -> None:
    assert opened(drawing.png(picture(**{field: text}))).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_is_wider_than_its_room(text: str) -> None:
    laid = lay(text, 600, 3, (92, 52), BOLD)

    assert len(laid.lines) <= 3
    assert all(laid.font.getlength(line) <= 600 for line in laid.lines)


def test_a_short_name_is_large_and_a_long_one_ends_in_an_ellipsis() -> None:
    short, long = lay("De Brink", 1000, 3, (92, 52), BOLD), lay("Samen eten in de buurt " * 12, 1000, 3, (92, 52), BOLD)

    assert (short.font.size, short.lines) == (92, ("De Brink",))
    assert (long.font.size, len(long.lines)) == (52, 3)
    assert long.lines[-1].endswith("…")


def test_letters_that_no_font_has_are_left_out_instead_of_shown_as_boxes() -> None:
    assert lettering.sayable("Koffie 😀 en thee")[0] == "Koffie en thee"
    assert lettering.sayable("漢字")[0] == ""
    assert lettering.sayable("Łódź, Ζωή, Київ")[0] == "Łódź, Ζωή, Київ"


def test_a_name_in_arabic_begins_at_the_right_and_its_letters_join() -> None:
    said, family = lettering.sayable(ARABIC)
    apart = sum(lay(letter, 500, 1, (92,), BOLD).width for letter in ARABIC)

    assert (said, family) == (ARABIC, lettering.ARABIC)
    assert features.check("raqm"), "without it Arabic cannot be read"
    assert lay(ARABIC, 2000, 1, (92,), BOLD).width < 0.9 * apart
    assert not has_ink(drawing.png(picture(title="بيت", above="", below="", themes=())), (64, 140, 500, 460))
    assert has_ink(drawing.png(picture(title="بيت", above="", below="", themes=())), (900, 140, WIDTH, 460))


def has_ink(content: bytes, box: tuple[int, int, int, int]) -> bool:
    return len(opened(content).crop(box).getcolors(100_000) or ()) > 1


def test_the_colours_are_those_of_the_pages() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8").split("prefers-color-scheme: dark")[0]
    named = dict(re.findall(r"--colour-([a-z-]+): (#[0-9a-f]+)", tokens))

    ours = {name: getattr(drawing, name.upper().replace("-", "_")) for name in ("dusk", "on-dusk", "lamp", "primary")}
    assert ours == {name: named[name] for name in ours}
    assert (named["on-lamp"], named["on-dusk-soft"]) == (drawing.ON_LAMP, drawing.ON_DUSK_SOFT)


def test_a_street_that_we_cannot_draw_is_refused_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "street.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0S1 1 2 2"/></svg>')
    monkeypatch.setattr(scenery, "STREET", file)

    with pytest.raises(ValueError, match="'S'"):
        scenery.street.__wrapped__()


@pytest.mark.parametrize("change", [{"title": "De Bron"}, {"town": "Overwater"}, {"themes": ()}, {"note": "!"}])
def test_other_words_are_another_address(change: dict[str, object]) -> None:
    assert picture(**change).digest != picture().digest


def test_a_picture_may_be_kept_for_a_year_and_an_old_address_leads_to_todays(client: PageClient) -> None:
    make_place(make_municipality(), slug="de-brink")
    address = picture_address(client, "/en/brinkdam/places/de-brink")
    old = re.sub(r"\.[0-9a-f]+\.png", ".0123456789.png", address)

    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_each_language_has_its_own_words(client: PageClient) -> None:
    make_place(make_municipality(), slug="de-brink")

    dutch, english = (client.get(picture_address(client, f"/{lang}/brinkdam/places/de-brink")) for lang in ("nl", "en"))
    assert dutch.data != english.data


def test_what_is_not_published_has_no_picture(client: PageClient, db_session: Session) -> None:
    brinkdam = make_municipality()
    place, activity = make_place(brinkdam, slug="de-brink"), make_activity(brinkdam, slug="koffie")
    addresses = [picture_address(client, f"/nl/brinkdam/{path}") for path in ("places/de-brink", "activities/koffie")]
    place.published = activity.published = False
    db_session.flush()

    assert [client.get(address).status_code for address in addresses] == [404, 404]
    make_municipality("dicht", code="GM9099", is_open=False)
    assert client.get("/og/nl/dicht/home.0123456789.png").status_code == 404


def test_a_picture_is_drawn_once_and_few_are_kept() -> None:
    drawing.png.cache_clear()
    first = drawing.png(picture())

    assert drawing.png(picture()) is first
    assert drawing.png.cache_info().maxsize == drawing.KEPT <= 128
