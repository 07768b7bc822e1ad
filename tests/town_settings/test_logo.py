"""A logo is drawn anew: whatever was sent, what is stored is a small picture and nothing else."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.examples import examples
from webapp.town_settings.logo import HIGHEST, MOST_BYTES, WIDEST, Logo, LogoComplaint, read_logo

SECRET = b"secret words in the file"


def picture(size: tuple[int, int] = (600, 200), kind: str = "PNG", mode: str = "RGBA") -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    stored = io.BytesIO()
    extra = {"pnginfo": told} if kind == "PNG" else {}
    Image.new(mode, size, (14, 82, 70, 128)[: len(mode)]).save(stored, kind, **extra)
    return stored.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "RGB"), ("JPEG", "RGB"), ("WEBP", "RGBA")])
def test_a_logo_becomes_small_and_loses_what_is_hidden_in_it(kind: str, mode: str) -> None:
    logo = read_logo(picture(kind=kind, mode=mode))

    assert isinstance(logo, Logo)
    assert (logo.width, logo.height) == (360, 120)
    assert SECRET not in logo.picture
    with Image.open(io.BytesIO(logo.picture)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (360, 120))


def test_a_wide_one_fits_too_and_a_small_one_is_not_blown_up() -> None:
    wide, small = read_logo(picture((2000, 100))), read_logo(picture((40, 40)))

    assert isinstance(wide, Logo)
    assert isinstance(small, Logo)
    assert (wide.width, wide.height) == (WIDEST, 24)
    assert (small.width, small.height) == (40, 40)
    assert small.height <= HIGHEST


def png_header(width: int, height: int) -> bytes:
    """A file of some bytes that says to be a huge picture."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    parts = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (chunk, data))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (b"", LogoComplaint.EMPTY),
        (
            b"<?xml version='1.0'?><SVG xmlns='http://www.w3.org/2000/svg'><script>1</script></SVG>",
            LogoComplaint.DRAWING,
        ),
        (b"GIF89a" + bytes(100), LogoComplaint.NO_PICTURE),
        (b"%PDF-1.7 and more", LogoComplaint.NO_PICTURE),
        (picture()[:200], LogoComplaint.NO_PICTURE),
        (png_header(60_000, 60_000), LogoComplaint.TOO_LARGE),
        (png_header(6_000, 6_000), LogoComplaint.TOO_LARGE),
        (bytes(MOST_BYTES + 1), LogoComplaint.TOO_LARGE),
        (picture((10, 200)), LogoComplaint.TOO_SMALL),
    ],
)
def test_what_is_no_logo_is_refused(sent: bytes, complaint: LogoComplaint) -> None:
    assert read_logo(sent) is complaint


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_whatever_is_sent_there_is_an_answer(noise: bytes, at: int) -> None:
    good = picture((40, 40))
    for sent in (noise, good[:at] + noise + good[at + len(noise) :]):
        assert isinstance(read_logo(sent), Logo | LogoComplaint)
