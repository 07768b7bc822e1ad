"""The picture of what it costs as it grows: right places on both axes, and a table beside it in the docs."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.bench import growth
from tools.bench.chart import Line, Panel, draw
from tools.bench.growth import BEGIN, END, Row, into, panel, table

SVG = "{http://www.w3.org/2000/svg}"


def points(svg: str) -> list[list[tuple[float, float]]]:
    lines = ElementTree.fromstring(svg).iter(f"{SVG}polyline")
    return [[tuple(map(float, point.split(","))) for point in line.attrib["points"].split()] for line in lines]


def test_ten_times_as_much_is_one_step_on_both_axes() -> None:
    line = Line("cost", ((100, 2), (1_000, 20), (10_000, 200)))
    [[first, second, third]] = points(draw([Panel("Town", "places", (line,))], "Cost"))

    assert second[0] - first[0] == pytest.approx(third[0] - second[0], abs=0.2)
    assert first[1] - second[1] == pytest.approx(second[1] - third[1], abs=0.2)
    assert first[1] > third[1], "more is higher"


def test_names_do_not_lie_over_each_other() -> None:
    lines = tuple(Line(f"line {number}", ((1, 5), (10, 5 + number / 100))) for number in range(5))
    svg = draw([Panel("Town", "places", lines)], "Cost <as it grows>")
    ends = sorted(
        float(text.attrib["y"]) for text in ElementTree.fromstring(svg).iter(f"{SVG}text") if text.text in
        {line.name for line in lines}
    )  # fmt: skip

    assert all(after - before >= 12 for before, after in pairwise(ends))


def test_the_same_name_looks_the_same_in_each_panel() -> None:
    first, second = (Line(name, ((1, 5), (10, 6))) for name in ("list", "search"))
    svg = draw([Panel("Town", "places", (first, second)), Panel("Towns", "towns", (second,))], "Cost")
    strokes = [line.attrib["stroke"] for line in ElementTree.fromstring(svg).iter(f"{SVG}polyline")]

    assert strokes[1] == strokes[2] != strokes[0]


def test_the_table_replaces_what_stood_there(tmp_path: Path) -> None:
    rows = [Row(100, {growth.LIST: 24.2}), Row(1_000, {growth.LIST: 42, growth.NIGHT: 1_330})]
    page = tmp_path / "scale.md"
    page.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n")
    for _ in range(2):
        into(page, table("places", rows))

    assert page.read_text() == (
        f"Before\n{BEGIN}\n| places | 100 | 1,000 |\n| --- | --- | --- |\n| list page, ms | 24.2 | 42 |\n"
        f"| slots of 90 days, ms |  | 1,330 |\n{END}\nAfter\n"
    )
    assert [line.name for line in panel("Town", "places", rows).lines] == [growth.LIST, growth.NIGHT]
