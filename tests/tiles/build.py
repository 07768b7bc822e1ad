"""A map server on this machine, archives made for a test, and pictures that are really some."""

import gzip
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from tests.far_server import FarServer, Heard, Reply
from webapp.tiles.rules import Tile

TEMPLATE = "/map/{z}/{x}/{y}.png"
SMALL = [(Tile(zoom, x, 600), f"{zoom}-{x}".encode() * 9) for zoom in range(10, 13) for x in range(600, 640)]
ASKED = re.compile(r"/map/(\d+)/(\d+)/(\d+)\.png")


def picture(text: str = "", form: str = "PNG", size: int = 256) -> bytes:
    """Water, a park, streets: enough to see whether names can be read on it."""
    image = Image.new("RGB", (size, size), "#f3efe6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size // 3, size // 2), fill="#b9dbe8")
    draw.rectangle((size // 2, size // 2, size, size), fill="#cfe3b4")
    draw.line((0, size * 0.6, size, size * 0.6), fill="#ffffff", width=9)
    draw.line((size * 0.4, 0, size * 0.4, size), fill="#f0b95b", width=7)
    draw.text((12, 12), text, fill="#555555")
    out = BytesIO()
    image.save(out, form)
    return out.getvalue()


def tile_of(heard: Heard) -> Tile:
    found = ASKED.fullmatch(urlsplit(heard.target).path)
    assert found, heard.target
    return Tile(*map(int, found.groups()))


def serve_map(body: Callable[[Tile], bytes] = lambda tile: picture(str(tile.x))) -> Callable[[Heard], Reply]:
    """With an ETag a tile, and 304 for who has it."""

    def answer(heard: Heard) -> Reply:
        content = body(tile_of(heard))
        etag = f'"{len(content)}-{hash(content) & 0xFFFF}"'
        if heard.headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(content, headers={"ETag": etag, "Content-Type": "image/png"})

    return answer


def template_of(server: FarServer) -> str:
    return server.url(TEMPLATE)


def write_archive(
    path: Path,
    tiles: Iterable[tuple[Tile, bytes]],
    *,
    kind: TileType = TileType.MVT,
    packed: bool = True,
    metadata: dict[str, object] | None = None,
) -> Path:
    """By the reference writer."""
    with open(path, "wb") as file:
        writer = Writer(file)
        for tile, body in sorted(tiles, key=lambda one: zxy_to_tileid(one[0].zoom, one[0].x, one[0].y)):
            content = gzip.compress(body, mtime=0) if packed else body
            writer.write_tile(zxy_to_tileid(tile.zoom, tile.x, tile.y), content)
        head = {
            "tile_type": kind,
            "tile_compression": Compression.GZIP if packed else Compression.NONE,
            "min_zoom": 9,
            "max_zoom": 12,
        }
        writer.finalize(head, metadata or {})
    return path


def vector_tile(layer: str = "roads") -> bytes:
    """One broad street from corner to corner, written by hand in the encoding of Mapbox Vector Tiles 2."""
    line = bytes([1 << 3 | 1, 0, 0, 1 << 3 | 2]) + _number(4096 << 1) * 2
    feature = _field(3, 0) + _number(2) + _field(4, 2) + _number(len(line)) + line
    name = layer.encode()
    parts = [_field(15, 0), _number(2), _field(1, 2), _number(len(name)), name]
    parts += [_field(2, 2), _number(len(feature)), feature, _field(5, 0), _number(4096)]
    body = b"".join(parts)
    return _field(3, 2) + _number(len(body)) + body


def _field(number: int, kind: int) -> bytes:
    return _number(number << 3 | kind)


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
