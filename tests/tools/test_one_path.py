"""The shapes of an icon as one path: asked of the builder's own code, and of every icon that a page can show."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_ELEMENTS = 2  # the line, and dots that are filled

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="needs node to run the builder's code")

CASES = {
    "one path": ('<path d="M4 5h6"/>', '<path d="M4 5h6"/>'),
    "a small m begins at the corner, also behind another path": (
        '<path d="M4 5h6"/><path d="m6 9 6 6 6-6"/>',
        '<path d="M4 5h6M0 0m6 9 6 6 6-6"/>',
    ),
    "a line": ('<line x1="2" x2="10" y1="3" y2="4"/>', '<path d="M2 3L10 4"/>'),
    "a circle": ('<circle cx="12" cy="12" r="9"/>', '<path d="M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z"/>'),
    "an ellipse": ('<ellipse cx="12" cy="5" rx="9" ry="3"/>', '<path d="M3 5a9 3 0 1 0 18 0a9 3 0 1 0 -18 0z"/>'),
    "a rectangle": ('<rect x="1" y="2" width="8" height="4"/>', '<path d="M1 2h8v4h-8v-4z"/>'),
    "one with round corners": (
        '<rect x="3" y="4" width="18" height="10" rx="2"/>',
        '<path d="M5 4h14a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2z"/>',
    ),
    "points": (
        '<polygon points="3 11 22 2 13 21"/><polyline points="1 2 3 4"/>',
        '<path d="M3 11 22 2 13 21zM1 2 3 4"/>',
    ),
    "what is filled stays apart": (
        '<path d="M4 5h6"/><polygon points="1 2 3 4 1 4" fill="currentColor"/><path d="M4 9h6"/>',
        '<path d="M4 5h6M4 9h6"/><path d="M1 2 3 4 1 4z" fill="currentColor"/>',
    ),
    "fractions of a computer": (
        '<circle cx="7.1" cy="7" r="7"/>',
        '<path d="M0.1 7a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z"/>',
    ),
    "what is no shape": ('<g><path d="M1 1h2"/></g>', '<g><path d="M1 1h2"/></g>'),
}


def test_shapes_become_one_path() -> None:
    script = json.dumps((ROOT / "tools/one_path.mjs").as_uri())
    told = json.dumps([shapes for shapes, _ in CASES.values()])
    code = f"const {{ onePath }} = await import({script}); console.log(JSON.stringify({told}.map(onePath)));"
    done = subprocess.run(["node", "--input-type=module", "-e", code], capture_output=True, text=True, check=True)

    made = dict(zip(CASES, json.loads(done.stdout), strict=True))
    assert made == {name: path for name, (_, path) in CASES.items()}


def test_every_icon_in_use_is_drawn_by_few_elements() -> None:
    """What an icon consists of is copied into a page each time it is shown."""
    (sprite,) = (ROOT / "static/dist").glob("icons.*.svg")
    symbols = re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', sprite.read_text(encoding="utf-8"))

    assert {name: shapes for name, shapes in symbols if not 0 < shapes.count("<") <= MOST_ELEMENTS} == {}
