"""Is this really a picture of the size of a tile? Told by its head and its end; nothing is decoded here."""

import struct

_SIDES = range(64, 1025)  # px
_JPEG_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


def content_type_of(body: bytes) -> str | None:
    """None for what is no whole PNG, JPEG or WebP of a sane size: an HTML page of a proxy, half an answer."""
    for kind, size_of in (("image/png", _png), ("image/jpeg", _jpeg), ("image/webp", _webp)):
        try:
            size = size_of(body)
        except (struct.error, IndexError):
            continue
        if size is not None and all(side in _SIDES for side in size):
            return kind
    return None


def _png(body: bytes) -> tuple[int, int] | None:
    if not (body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR" and body[-8:-4] == b"IEND"):
        return None
    width, height = struct.unpack(">II", body[16:24])
    return width, height


def _jpeg(body: bytes) -> tuple[int, int] | None:
    if not (body.startswith(b"\xff\xd8\xff") and body.rstrip(b"\x00").endswith(b"\xff\xd9")):
        return None
    at = 2
    while body[at] == 0xFF:
        marker, (length,) = body[at + 1], struct.unpack(">H", body[at + 2 : at + 4])
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + max(length, 2)
    return None


def _webp(body: bytes) -> tuple[int, int] | None:
    if not (body.startswith(b"RIFF") and body[8:12] == b"WEBP"):
        return None
    (length,) = struct.unpack("<I", body[4:8])
    if len(body) - 8 not in (length, length + 1):
        return None
    return _webp_size(body[12:16], body[20:30])


def _webp_size(kind: bytes, head: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L" and head[0] == 0x2F:
        (bits,) = struct.unpack("<I", head[1:5])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None
