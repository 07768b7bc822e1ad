"""A picture for messengers: our street in the evening, with what a page is about. No photo, no map, nothing fetched."""

from functools import cache, lru_cache
from io import BytesIO
from threading import Lock

from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Draw

from webapp.exchange import lettering
from webapp.exchange.lettering import BOLD, REGULAR, SEMIBOLD, Laid
from webapp.exchange.scenery import draw_street
from webapp.finding.sharing import HEIGHT, WIDTH, Picture

# The tokens of static/css/tokens.css of the same names; a test compares them.
DUSK, ON_DUSK, ON_DUSK_SOFT = "#0b3f37", "#fff", "#d5e9e2"
LAMP, ON_LAMP = "#ffc83d", "#221a00"
PRIMARY = "#0e5246"
SHARPER = 2  # shapes are drawn so many times larger and then made smaller: Pillow draws hard edges
MARGIN = 64
ROOM = WIDTH - 2 * MARGIN
BRAND_BOTTOM, STREET_TOP = 136, 470  # what stands above it stays free of roofs
TITLE_SIZES = (92, 80, 70, 60, 52)
TITLE_LINES = 3
SMALL = (38, 34, 30)
LOGO = 76
NOTE_IN_LATIN = "Demo"  # for a language whose letters we lack: an example is never shown unmarked
PILL_PADDING, PILL_GAP, PILL_HEIGHT, ABOVE_PILLS = 22, 14, 52, 18
KEPT = 64  # pictures in the memory of a process, about 40 kB each
_one_at_a_time = Lock()  # drawing takes a tenth of a second of processor: a crowd must not take all of it


@lru_cache(maxsize=KEPT)
def png(picture: Picture) -> bytes:
    with _one_at_a_time:
        image = _ground().copy()
        _write(image, picture)
        file = BytesIO()
        image.save(file, "PNG")
        return file.getvalue()


@cache
def _ground() -> Image.Image:
    """Everything that is the same on every picture, drawn once."""
    large = Image.new("RGB", (WIDTH * SHARPER, HEIGHT * SHARPER), DUSK)
    draw = ImageDraw.Draw(large)
    draw_street(draw, WIDTH * SHARPER, HEIGHT * SHARPER)
    _draw_logo(draw)
    return large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _draw_logo(draw: Draw) -> None:
    """The gable of templates/components/logo.html, without its ground: the picture has that colour."""
    scale = LOGO * SHARPER / 40
    left, top = (MARGIN - 10) * SHARPER, 44 * SHARPER

    def shape(fill: str, *corners: tuple[float, float]) -> None:
        draw.polygon([(left + x * scale, top + y * scale) for x, y in corners], fill=fill)

    shape(ON_DUSK, (8, 34), (8, 18.5), (20, 6), (32, 18.5), (32, 34))
    shape(DUSK, (14, 20), (26, 20), (26, 34), (14, 34))
    for x, y, height in ((15.5, 21.5, 5), (20.5, 21.5, 5), (15.5, 27.5, 6.5), (20.5, 27.5, 6.5)):
        shape(LAMP, (x, y), (x + 4, y), (x + 4, y + height), (x, y + height))


def _write(image: Image.Image, picture: Picture) -> None:
    """Kind, name and place always; the themes where the name leaves room for them."""
    draw = ImageDraw.Draw(image)
    _write_brand(image, draw, picture)
    name = picture.title if lettering.sayable(picture.title)[0] else picture.above  # of emoji alone
    from_right = lettering.is_from_the_right(name)
    title = lettering.lay(name, ROOM, TITLE_LINES, TITLE_SIZES, BOLD)
    above = lettering.lay(picture.above, ROOM, 1, SMALL, SEMIBOLD)
    below = lettering.lay(picture.below, ROOM, 1, SMALL, REGULAR)
    height = sum(text.height * len(text.lines) for text in (above, title, below))
    with_pills = height + ABOVE_PILLS + PILL_HEIGHT
    pills = picture.themes if with_pills <= STREET_TOP - BRAND_BOTTOM else ()
    top = BRAND_BOTTOM + max(0, STREET_TOP - BRAND_BOTTOM - (with_pills if pills else height)) // 2
    top = _write_lines(draw, above, top, LAMP, from_right)
    top = _write_lines(draw, title, top, ON_DUSK, from_right)
    top = _write_lines(draw, below, top, ON_DUSK_SOFT, from_right)
    _write_pills(image, pills, top + ABOVE_PILLS, from_right)


def _write_brand(image: Image.Image, draw: Draw, picture: Picture) -> None:
    left, base = MARGIN + LOGO - 10, 105
    right = WIDTH - MARGIN
    if picture.note:
        note = _laid_in_pill(picture.note if lettering.sayable(picture.note)[0] else NOTE_IN_LATIN)
        right -= _pill_width(note)
        _draw_pill(image, right, 64, note, LAMP, ON_LAMP)
        right -= PILL_GAP
    name = lettering.lay("Dichtbij", ROOM, 1, (44,), BOLD)
    draw.text((left, base), "Dichtbij", fill=ON_DUSK, font=name.font, anchor="ls")
    left += round(name.width) + 14
    town = lettering.lay(picture.town, right - left, 1, (44, 36), REGULAR)
    for line in town.lines:
        draw.text((left, base), line, fill=ON_DUSK_SOFT, font=town.font, anchor="ls")


def _write_lines(draw: Draw, laid: Laid, top: int, fill: str, from_right: bool) -> int:
    """Gives where the next text begins."""
    left, anchor = (WIDTH - MARGIN, "rs") if from_right else (MARGIN, "ls")
    for line in laid.lines:
        base = top + round(laid.height * 0.8)
        draw.text((left, base), line, fill=fill, font=laid.font, anchor=anchor, direction=lettering.direction_of(line))
        top += laid.height
    return top


def _write_pills(image: Image.Image, words: tuple[str, ...], top: int, from_right: bool) -> None:
    """As many as fit beside each other."""
    used = 0
    for word in words:
        laid = _laid_in_pill(word)
        width = _pill_width(laid)
        if not laid.lines or used + width > ROOM:
            return
        left = WIDTH - MARGIN - used - width if from_right else MARGIN + used
        _draw_pill(image, left, top, laid, PRIMARY, ON_DUSK)
        used += width + PILL_GAP


def _laid_in_pill(word: str) -> Laid:
    return lettering.lay(word, ROOM - 2 * PILL_PADDING, 1, (28,), SEMIBOLD)


def _pill_width(laid: Laid) -> int:
    return round(laid.width) + 2 * PILL_PADDING


def _draw_pill(image: Image.Image, left: int, top: int, laid: Laid, fill: str, ink: str) -> None:
    width, large = _pill_width(laid), PILL_HEIGHT * SHARPER
    shape = Image.new("L", (width * SHARPER, large))
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, width * SHARPER - 1, large - 1), radius=large // 2, fill=255)
    image.paste(fill, (left, top), shape.resize((width, PILL_HEIGHT), Image.Resampling.LANCZOS))
    place = (left + PILL_PADDING, top + PILL_HEIGHT - 17)
    for line in laid.lines:
        direction = lettering.direction_of(line)
        ImageDraw.Draw(image).text(place, line, fill=ink, font=laid.font, anchor="ls", direction=direction)
