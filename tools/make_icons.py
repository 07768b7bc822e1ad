"""Draws the icons of the app from the lines of static/images/favicon.svg: `.venv/bin/python -m tools.make_icons`.

Their files are committed, as they change only with the logo."""

from PIL import Image, ImageDraw

from tools.cluster import ROOT

IMAGES = ROOT / "static" / "images"
GRID = 40  # the view box of the logo
FINE = 4  # drawn so many times larger, so that edges are smooth
DUSK, WALL, LAMP = "#0b3f37", "#ffffff", "#ffc83d"
GABLE = ((8, 34), (8, 18.5), (20, 6), (32, 18.5), (32, 34))
DOOR = (14, 20, 26, 34)
PANES = ((15.5, 21.5, 19.5, 26.5), (20.5, 21.5, 24.5, 26.5), (15.5, 27.5, 19.5, 34), (20.5, 27.5, 24.5, 34))
ROUND = 10  # the corners of the ground, in units of the grid
SAFE = 0.72  # of a maskable icon: a launcher may cut it to a circle of 80 %


def draw(size: int, *, fills: bool, scale: float = 1.0) -> Image.Image:
    """`fills` leaves no corner open, for launchers that cut a shape of their own."""
    side = size * FINE
    image = Image.new("RGBA", (side, side), DUSK if fills else "#00000000")
    pen = ImageDraw.Draw(image)
    if not fills:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), side * ROUND / GRID, fill=DUSK)

    def at(value: float) -> float:
        return ((value - GRID / 2) * scale + GRID / 2) * side / GRID

    pen.polygon([(at(x), at(y)) for x, y in GABLE], fill=WALL)
    for colour, boxes in ((DUSK, (DOOR,)), (LAMP, PANES)):
        for box in boxes:
            pen.rectangle([at(value) for value in box], fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for size in (192, 512):
        draw(size, fills=False).save(IMAGES / f"icon-{size}.png", optimize=True)
        draw(size, fills=True, scale=SAFE).save(IMAGES / f"icon-maskable-{size}.png", optimize=True)
    draw(180, fills=True, scale=0.85).save(IMAGES / "icon-180.png", optimize=True)  # iOS rounds it itself


if __name__ == "__main__":
    main()
