"""Pictures to send: small ones of two colours, with all that cameras and attackers add to them."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)  # red and blue
PLACE_IN_EXIF, WORDS = "Duizendstraat 7, secret-place", b"secret-place"


def drawn(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), LEFT)
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill=RIGHT)
    return picture.convert(mode)


def packed(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@cache
def photo(width: int = 800, height: int = 600) -> bytes:
    return packed(drawn(width, height))


def from_a_phone(orientation: int) -> bytes:
    """With its position, words, a profile of colours and XMP; held as told."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE_IN_EXIF
    exif[0x010F] = "secret-place camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 51.0, 54.0), 3: "E", 4: (4.0, 39.0, 40.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret-place</x:xmpmeta>'
    return packed(drawn(), exif=exif, icc_profile=profile, xmp=xmp, comment=b"secret-place")


def png_with_words() -> bytes:
    words = PngInfo()
    words.add_text("Comment", "secret-place")
    words.add_itxt("XML:com.adobe.xmp", "secret-place")
    return packed(drawn(), "PNG", pnginfo=words)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Says this size, whatever follows."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Words of 400 MB in 400 kB."""
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 400_000_000, 9))
    return png(800, 600, bomb, chunk(b"IDAT", zlib.compress(b"\0" * 601 * 800 * 3)))


def pixel_bomb() -> bytes:
    """A billion pixels in a few bytes."""
    return png(32_000, 32_000, chunk(b"IDAT", zlib.compress(b"\0" * 1000)))


def false_size() -> bytes:
    """Far more pixels than it says."""
    return png(800, 600, chunk(b"IDAT", zlib.compress(b"\0" * 300_000_000, 9)))


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 100
