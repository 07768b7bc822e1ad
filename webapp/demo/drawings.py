"""Drawn pictures that stand for photos in a demonstration: nobody is on them, and nobody owns them."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

SIZE = WIDTH, HEIGHT = 1200, 900
SKY, GRASS, PATH = "#bfe0ea", "#9cc58a", "#d8cdbb"
BRICK, ROOF, FRAME, GLASS, DOOR = "#b5603f", "#6b3a2e", "#fbf7ee", "#8fb8c4", "#0e5246"
WALL, FLOOR, WOOD, LAMP, CLOTH = "#f6ead0", "#c99b6a", "#8a5a34", "#ffc83d", "#9a3b16"


def entrance() -> BytesIO:
    """A house of brick with a green door, and a ramp beside the steps."""
    return _drawn(SKY, _entrance)


def room() -> BytesIO:
    """A long table with chairs, cups and a lamp above it."""
    return _drawn(WALL, _room)


def _drawn(ground: str, draw: Callable[["Pen"], None]) -> BytesIO:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, ground)
    draw(ImageDraw.Draw(picture))
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    file.seek(0)
    return file


def _entrance(pen: "Pen") -> None:
    pen.rectangle((0, 660, WIDTH, HEIGHT), fill=GRASS)
    pen.polygon([(120, 300), (600, 90), (1080, 300)], fill=ROOF)
    pen.rectangle((160, 300, 1040, 690), fill=BRICK)
    for row in range(300, 690, 30):
        pen.line((160, row, 1040, row), fill=ROOF, width=1)
    for left in (220, 780):
        pen.rectangle((left, 370, left + 200, 560), fill=FRAME)
        pen.rectangle((left + 14, 384, left + 93, 546), fill=GLASS)
        pen.rectangle((left + 107, 384, left + 186, 546), fill=GLASS)
    pen.rectangle((500, 380, 700, 690), fill=FRAME)
    pen.rectangle((520, 400, 680, 690), fill=DOOR)
    pen.rectangle((548, 430, 652, 530), fill=GLASS)
    pen.ellipse((648, 560, 668, 580), fill=LAMP)
    pen.polygon([(430, HEIGHT), (770, HEIGHT), (700, 690), (500, 690)], fill=PATH)
    pen.polygon([(120, 830), (500, 690), (500, 730), (200, 850)], fill=PATH)
    pen.line([(120, 770), (490, 640)], fill=DOOR, width=10)
    for at in range(5):
        pen.line([(120 + at * 92, 770 - at * 32), (120 + at * 92, 830 - at * 34)], fill=DOOR, width=8)
    pen.rectangle((1085, 480, 1115, 690), fill=WOOD)
    pen.ellipse((990, 260, 1210, 520), fill="#5d8f4e")


def _room(pen: "Pen") -> None:
    pen.rectangle((0, 600, WIDTH, HEIGHT), fill=FLOOR)
    for left in (90, 830):
        pen.rectangle((left, 110, left + 280, 420), fill=FRAME)
        pen.rectangle((left + 16, 126, left + 264, 404), fill=SKY)
        pen.line((left + 140, 126, left + 140, 404), fill=FRAME, width=12)
    pen.line((600, 0, 600, 190), fill=WOOD, width=6)
    pen.pieslice((480, 120, 720, 360), 180, 360, fill=LAMP)
    for left in (200, 420, 640, 860):
        pen.rectangle((left, 430, left + 140, 620), fill=DOOR)
        pen.rectangle((left + 16, 446, left + 124, 540), fill="#12705e")
    pen.polygon([(120, 560), (1080, 560), (1180, 720), (20, 720)], fill=WOOD)
    pen.polygon([(380, 560), (820, 560), (860, 720), (340, 720)], fill=CLOTH)
    for left, top in ((240, 590), (470, 600), (690, 590), (900, 610)):
        pen.rectangle((left, top, left + 54, top + 50), fill=FRAME)
        pen.arc((left + 40, top + 6, left + 76, top + 42), 270, 90, fill=FRAME, width=8)
    pen.rectangle((60, 720, 100, HEIGHT), fill=WOOD)
    pen.rectangle((1100, 720, 1140, HEIGHT), fill=WOOD)
    pen.rectangle((566, 480, 634, 580), fill="#5c8fa3")
    pen.ellipse((520, 390, 680, 500), fill="#5d8f4e")
