"""A program of its own that makes our pictures from somebody's file: `python baking.py < file > pictures`.

Decoders of pictures are where files attack. So this one runs apart, with little memory and little time, knows no
setting and no key, and what it writes is made from pixels alone: no place, no camera, no hidden file survives.

It writes one line of JSON, then the pictures one after another. It imports nothing of ours, as it is started by path.
"""

import contextlib
import io
import json
import resource
import sys
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image as Images

MEMORY_BYTES = 700_000_000  # of addresses; what is really used stays below
CPU_S = 20
MAX_OUTPUT_BYTES = 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_PIXELS = {"JPEG": 130_000_000, "MPO": 130_000_000}  # a JPEG is read smaller than it is
MAX_PIXELS_OTHERWISE = 50_000_000
MANY_PIXELS = 40_000_000  # where reading fails, it is likely for want of memory
MIN_LONG_SIDE, MIN_SHORT_SIDE = 400, 200  # pixels; less is no photo on any screen
MAX_RATIO = 3.0  # of long to short side
LONGEST_SIDE = 1600  # of what is kept
WIDTHS = (480, 960)  # beside the full one
WEBP, JPEG = "webp", "jpg"
JPEG_WIDTH = 960  # for phones from before 2020, and for messengers
WEBP_QUALITY, JPEG_QUALITY = 78, 82
WHITE = (255, 255, 255)
SMOOTH_MODES = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
PLAIN_MODES = (*SMOOTH_MODES, "1", "P", "PA")

UNREADABLE, TOO_MANY_PIXELS, TOO_SMALL, TOO_NARROW = "unreadable", "too_many_pixels", "too_small", "too_narrow"


class NoPhoto(Exception):
    """Its word says why."""


def bake(file: io.BytesIO) -> tuple[dict[str, Any], list[bytes]]:
    """What was made, and the files in that order. Raises NoPhoto."""
    whole = _pixels(file)
    made: list[dict[str, Any]] = []
    files: list[bytes] = []
    for kind, width in _wanted(whole.width):
        height = max(1, round(whole.height * width / whole.width))
        picture = whole if width == whole.width else whole.resize((width, height), reducing_gap=3.0)
        out = io.BytesIO()
        if kind == WEBP:
            picture.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
        else:
            picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        made.append({"kind": kind, "width": width, "height": height, "size": out.tell()})
        files.append(out.getvalue())
    return {"width": whole.width, "height": whole.height, "pictures": made}, files


def _wanted(full: int) -> list[tuple[str, int]]:
    widths = [*(width for width in WIDTHS if width < full), full]
    return [*((WEBP, width) for width in widths), (JPEG, min(JPEG_WIDTH, full))]


def _pixels(file: io.BytesIO) -> "Images.Image":
    """Upright, in the colours of the web, without transparency, no larger than we keep, and nothing but pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # our own bounds, which know that a JPEG can be read smaller
    pixels = 0
    try:
        with Image.open(file, formats=FORMATS) as found:
            pixels = found.width * found.height
            _check_size(found)
            if found.format in MAX_PIXELS:
                found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            found.load()
            if found.mode not in PLAIN_MODES:
                raise NoPhoto(UNREADABLE)
            picture = upright = _reduced(found)
            with contextlib.suppress(Exception):  # how it was held is told wrongly: it stays as it lies
                upright = ImageOps.exif_transpose(picture)
            picture = _flat(_in_web_colours(upright))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=3.0)
            clean = Image.new("RGB", picture.size)
            clean.paste(picture)
            return clean
    except (NoPhoto, MemoryError):
        raise
    except Exception as error:  # each decoder has errors of its own
        raise NoPhoto(TOO_MANY_PIXELS if pixels > MANY_PIXELS else UNREADABLE) from error


def _reduced(found: "Images.Image") -> "Images.Image":
    """About twice as large as we keep: every later step then costs little memory."""
    factor = max(found.size) // (2 * LONGEST_SIDE)
    return found.reduce(factor) if factor > 1 and found.mode in SMOOTH_MODES else found


def _check_size(found: "Images.Image") -> None:
    long, short = max(found.size), min(found.size)
    if long * short > MAX_PIXELS.get(found.format or "", MAX_PIXELS_OTHERWISE):
        raise NoPhoto(TOO_MANY_PIXELS)
    if long < MIN_LONG_SIDE or short < MIN_SHORT_SIDE:
        raise NoPhoto(TOO_SMALL)
    if long > MAX_RATIO * short:
        raise NoPhoto(TOO_NARROW)


def _in_web_colours(picture: "Images.Image") -> "Images.Image":
    """Phones write wider colours with a profile; without the profile they would look dull."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "L", "CMYK"):
        return picture
    with contextlib.suppress(Exception):  # a broken profile: as without one
        source, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, web, outputMode="RGB") or picture
    return picture


def _flat(picture: "Images.Image") -> "Images.Image":
    from PIL import Image

    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, WHITE)
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT_BYTES, MAX_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _bound()
    warnings.simplefilter("ignore")
    files: list[bytes] = []
    try:
        told, files = bake(io.BytesIO(sys.stdin.buffer.read()))
    except NoPhoto as error:
        told = {"problem": str(error)}
    except MemoryError:
        told = {"problem": TOO_MANY_PIXELS}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    main()
