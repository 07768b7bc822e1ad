"""What becomes of a file: pixels and nothing else, or a reason; in bounded time and memory whatever the file is."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.examples import examples
from tests.photos import pictures
from webapp.photos import baking, taking_in
from webapp.photos.rules import MAX_FILE_BYTES, Flaw, PhotoRefused
from webapp.photos.taking_in import Baked, take_in


def taken(content: bytes) -> Baked:
    return take_in(io.BytesIO(content))


def flaw_of(content: bytes) -> Flaw:
    with pytest.raises(PhotoRefused) as refused:
        taken(content)
    assert list(refused.value.flaws) == ["photo"]
    return refused.value.flaws["photo"]


def sizes(baked: Baked) -> list[tuple[str, int, int]]:
    return [(one.kind, one.width, one.height) for one in baked.pictures]


def open_all(baked: Baked) -> list[Image.Image]:
    return [Image.open(io.BytesIO(one.content)) for one in baked.pictures]


def test_a_photo_becomes_three_widths_and_a_jpeg_for_old_phones() -> None:
    baked = taken(pictures.photo(4000, 3000))
    assert (baked.width, baked.height) == (1600, 1200)
    assert sizes(baked) == [("webp", 480, 360), ("webp", 960, 720), ("webp", 1600, 1200), ("jpg", 960, 720)]
    for made, picture in zip(baked.pictures, open_all(baked), strict=True):
        assert picture.size == (made.width, made.height)
        assert picture.format == {"webp": "WEBP", "jpg": "JPEG"}[made.kind]
        left, right = picture.convert("RGB").getpixel((5, 5)), picture.convert("RGB").getpixel((made.width - 5, 5))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > 150 > right[0]


def test_nothing_is_made_larger_than_it_was_and_a_tall_one_keeps_its_form() -> None:
    assert sizes(taken(pictures.photo(500, 400))) == [("webp", 480, 384), ("webp", 500, 400), ("jpg", 500, 400)]
    tall = taken(pictures.photo(2000, 4000))
    assert sizes(tall) == [("webp", 480, 960), ("webp", 800, 1600), ("jpg", 800, 1600)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_and_tells_nothing_but_pixels(orientation: int) -> None:
    sent = pictures.from_a_phone(orientation)
    assert pictures.WORDS in sent
    told, files = baking.bake(io.BytesIO(sent))
    lies = orientation >= 5
    assert (told["width"], told["height"]) == ((600, 800) if lies else (800, 600))
    for content in files:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            assert not picture.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & picture.info.keys()
            corner = picture.convert("RGB").getpixel((10, 10))
        assert isinstance(corner, tuple)
        red_first = orientation in (1, 4, 5, 8) if not lies else orientation in (5, 6)
        assert (corner[0] > 150) == red_first, orientation
        for word in (pictures.WORDS, b"Exif", b"EXIF", b"XMP", b"ICC", b"adobe"):
            assert word not in content


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_other_kinds_are_taken_too(kind: str, mode: str) -> None:
    told, _files = baking.bake(io.BytesIO(pictures.packed(pictures.drawn(mode=mode), kind)))
    assert (told["width"], told["height"]) == (800, 600)


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG")]
)
def test_odd_colours_are_shown_or_refused(mode: str, kind: str) -> None:
    picture = Image.new(mode, (500, 400)) if mode == "I;16" else pictures.drawn(500, 400, mode)
    sent = io.BytesIO(pictures.packed(picture, kind))
    if mode == "I;16":
        with pytest.raises(baking.NoPhoto, match=baking.UNREADABLE):
            baking.bake(sent)
    else:
        assert baking.bake(sent)[0]["width"] == 500


def test_what_can_be_seen_through_gets_a_white_ground() -> None:
    clear = Image.new("RGBA", (500, 400), (0, 0, 0, 0))
    _told, files = baking.bake(io.BytesIO(pictures.packed(clear, "PNG")))
    with Image.open(io.BytesIO(files[-1])) as picture:
        assert picture.convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_of_moving_pictures_the_first_is_kept() -> None:
    frames = [pictures.drawn(500, 400), Image.new("RGB", (500, 400))]
    moving = pictures.packed(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)
    _told, files = baking.bake(io.BytesIO(moving))
    with Image.open(io.BytesIO(files[0])) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((9, 9)) != (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", Flaw.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Flaw.NO_PHOTO),
        (b"<!doctype html><script>alert(1)</script>", Flaw.NO_PHOTO),
        (b"%PDF-1.7\n", Flaw.NO_PHOTO),
        (b"GIF89a/*" + b"\0" * 50 + b"*/=alert(1)", Flaw.NO_PHOTO),
        (b"PK\x03\x04" + b"\0" * 60, Flaw.NO_PHOTO),
        (pictures.heic(), Flaw.HEIC),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", Flaw.UNREADABLE),
        (pictures.photo()[:4000], Flaw.UNREADABLE),
        (pictures.png(800, 600), Flaw.UNREADABLE),
        (pictures.photo(399, 300), Flaw.TOO_SMALL),
        (pictures.photo(400, 199), Flaw.TOO_SMALL),
        (pictures.photo(1600, 500), Flaw.TOO_NARROW),
        (pictures.pixel_bomb(), Flaw.TOO_MANY_PIXELS),
    ],
)
def test_what_is_no_photo_is_refused_with_a_reason(content: bytes, flaw: Flaw) -> None:
    assert flaw_of(content) == flaw


def test_words_without_end_are_refused() -> None:
    assert flaw_of(pictures.text_bomb()) == Flaw.UNREADABLE


def test_a_file_that_holds_more_than_it_says_gives_what_it_says() -> None:
    assert taken(pictures.false_size()).width == 800


def test_a_page_behind_a_photo_is_left_behind() -> None:
    baked = taken(pictures.photo() + b"<script>alert(1)</script>")
    assert all(b"<script" not in one.content for one in baked.pictures)


def test_no_more_than_25_mb_is_read_of_an_endless_file() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            head = b"" if self.given else b"\xff\xd8\xff"
            self.given += size
            return head + b"x" * (size - len(head))

    endless = Endless()
    with pytest.raises(PhotoRefused) as refused:
        take_in(endless)  # type: ignore[arg-type]
    assert refused.value.flaws == {"photo": Flaw.TOO_LARGE}
    assert endless.given < MAX_FILE_BYTES + 3_000_000


@given(st.data())
@settings(max_examples=examples(60))
def test_no_damage_gets_through_as_anything_but_a_photo_or_a_reason(data: st.DataObject) -> None:
    sent = bytearray(data.draw(st.sampled_from([pictures.photo(420, 300), pictures.png_with_words()])))
    for _ in range(data.draw(st.integers(1, 8))):
        sent[data.draw(st.integers(12, len(sent) - 1))] = data.draw(st.integers(0, 255))
    outcome = outcome_of(bytes(sent[: data.draw(st.integers(40, len(sent)))]))
    assert outcome == "photo" or outcome in set(Flaw)


def outcome_of(content: bytes) -> str:
    try:
        told, files = baking.bake(io.BytesIO(content))
    except baking.NoPhoto as error:
        return str(error)
    return "photo" if len(files) == len(told["pictures"]) else "lost some"


# ------------------------------------------------------------------ the program that reads it


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of ours; a test writes into it what it does."""
    path = tmp_path / "program.py"
    monkeypatch.setattr(taking_in, "PROGRAM", path)
    return path


@pytest.mark.parametrize(
    "behaviour",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(3)",
        "while True: pass",
        f"import sys; sys.path.insert(0, {str(Path(baking.__file__).parent)!r})\n"
        "import baking; baking._bound(); x = bytearray(2_000_000_000)",
        f"import sys; sys.path.insert(0, {str(Path(baking.__file__).parent)!r})\n"
        "import baking; baking._bound()\nwhile True: sys.stdout.buffer.write(b'x' * 1_000_000)",
    ],
    ids=["crash", "exit", "endless", "memory", "output"],
)
def test_a_decoder_that_crashes_or_never_ends_costs_one_photo(
    program: Path, behaviour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "LONGEST_S", 1.0 if "pass" in behaviour else 60.0)
    program.write_text(behaviour)
    assert flaw_of(pictures.photo()) == Flaw.UNREADABLE


def test_it_knows_no_setting_and_no_key(program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    monkeypatch.setenv("SECRET_KEY", "secret-place")
    program.write_text(f"import os; open({str(seen)!r}, 'w').write(repr((dict(os.environ), os.getcwd())))")
    with pytest.raises(ValueError, match="Expecting value"):  # it wrote no picture
        taken(pictures.photo())
    assert "secret-place" not in seen.read_text()
    assert os.getcwd() not in seen.read_text()


def test_where_all_hands_are_full_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "LONGEST_WAIT_S", 0.01)
    taking_in._one_at_a_time.acquire()
    try:
        assert flaw_of(pictures.photo()) == Flaw.BUSY
    finally:
        taking_in._one_at_a_time.release()
    assert taken(pictures.photo()).width == 800


def test_the_web_process_never_loads_a_decoder() -> None:
    code = "import sys, webapp.photos.taking_in, webapp.photos.staff_views; sys.exit('PIL' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0
