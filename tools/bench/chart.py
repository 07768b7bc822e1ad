"""A chart as SVG, both axes by powers of ten: how something grows is the slope of its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from tools.bench.report import shown

WIDTH, HEIGHT = 472, 380
LEFT, RIGHT, TOP, BOTTOM = 74, 150, 40, 44
# Dark enough on white (WCAG 4.5); the strokes differ as well, for who sees no colours.
LOOKS = (("#9a3412", ""), ("#1d4ed8", "6 3"), ("#166534", "2 3"), ("#6b21a8", "8 3 2 3"), ("#374151", "1 2"))
LINE_GAP = 14  # between two names


@dataclass(frozen=True)
class Line:
    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Panel:
    title: str
    across: str
    lines: tuple[Line, ...]


def draw(panels: Sequence[Panel], about: str) -> str:
    """What has the same name looks the same in each panel."""
    names = dict.fromkeys(line.name for panel in panels for line in panel.lines)
    looks = {name: LOOKS[number % len(LOOKS)] for number, name in enumerate(names)}
    body = "".join(_panel(panel, number * WIDTH, looks) for number, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}" role="img" '
        f'aria-label="{escape(about)}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}</svg>\n'
    )


def _panel(panel: Panel, x: int, looks: Mapping[str, tuple[str, str]]) -> str:
    across = [point[0] for line in panel.lines for point in line.points]
    up = [point[1] for line in panel.lines for point in line.points]
    sideways = _Scale(min(across), max(across), LEFT, WIDTH - RIGHT)
    upwards = _Scale(min(up), max(up), HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 22, panel.title, "start", "#111", "bold"), *_axes(sideways, upwards, panel.across)]
    ends = _apart([(upwards.of(line.points[-1][1]), number) for number, line in enumerate(panel.lines)])
    for number, line in enumerate(panel.lines):
        colour, dashes = looks[line.name]
        places = " ".join(f"{sideways.of(a):.1f},{upwards.of(b):.1f}" for a, b in line.points)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2" '
                     f'stroke-dasharray="{dashes}"/>')  # fmt: skip
        parts.append(_text(WIDTH - RIGHT + 8, ends[number] + 4, line.name, "start", colour))
    return f'<g transform="translate({x} 0)">\n' + "\n".join(parts) + "\n</g>\n"


class _Scale:
    """From whole powers of ten to whole powers of ten."""

    def __init__(self, least: float, most: float, start: float, end: float) -> None:
        self.first, self.last = floor(log10(least)), max(ceil(log10(most)), floor(log10(least)) + 1)
        self._start, self._end = start, end

    def of(self, value: float) -> float:
        return self._start + (log10(value) - self.first) / (self.last - self.first) * (self._end - self._start)

    @property
    def steps(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def _axes(sideways: _Scale, upwards: _Scale, across: str) -> list[str]:
    found = []
    for step in sideways.steps:
        x = sideways.of(step)
        found += [_stroke(x, HEIGHT - BOTTOM, x, TOP), _text(x, HEIGHT - BOTTOM + 16, shown(step), "middle")]
    for step in upwards.steps:
        y = upwards.of(step)
        found += [_stroke(LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 6, y + 4, shown(step), "end")]
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [*found, _text(middle, HEIGHT - 8, across, "middle")]


def _apart(ends: Sequence[tuple[float, int]]) -> dict[int, float]:
    """Names at the ends of their lines, none over another."""
    found, before = {}, float("-inf")
    for y, number in sorted(ends):
        before = max(y, before + LINE_GAP)
        found[number] = before
    return found


def _stroke(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, said: str, anchor: str, colour: str = "#333", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">'
        f"{escape(said)}</text>"
    )
