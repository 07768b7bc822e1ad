"""Figures with their goals, as a table for people and JSON for comparing runs."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

HEADINGS = ("part", "what", "measured", "goal", "met")


class Skip(Exception):
    """This part cannot be measured here; the reason is what it says."""


class Trouble(Exception):
    """Answers that were no answers: figures about these would mean nothing."""


@dataclass(frozen=True)
class Figure:
    """`at_least` or `at_most` is the goal; without one it is there to be known."""

    what: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    remark: str = ""

    @property
    def goal(self) -> str:
        if self.at_least is not None:
            return f">= {shown(self.at_least)} {self.unit}".rstrip()
        return "" if self.at_most is None else f"<= {shown(self.at_most)} {self.unit}".rstrip()

    @property
    def is_met(self) -> bool | None:
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most


@dataclass(frozen=True)
class Part:
    title: str
    figures: tuple[Figure, ...] = ()
    skipped: str = ""
    trouble: str = ""


def shown(value: float) -> str:
    """As many digits as mean something."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def table(parts: Sequence[Part]) -> str:
    rows = [HEADINGS]
    for part in parts:
        if part.skipped:
            rows.append((part.title, part.skipped, "", "", "skipped"))
        if part.trouble:
            rows.append((part.title, part.trouble, "", "", "NO"))
        for figure in part.figures:
            what = f"{figure.what} ({figure.remark})" if figure.remark else figure.what
            measured = f"{shown(figure.value)} {figure.unit}".rstrip()
            rows.append((part.title, what, measured, figure.goal, answer(figure)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def answer(figure: Figure) -> str:
    return {True: "yes", False: "NO", None: ""}[figure.is_met]


def has_failed(parts: Sequence[Part]) -> bool:
    return any(part.trouble or any(figure.is_met is False for figure in part.figures) for part in parts)


def write(parts: Sequence[Part], folder: Path, moment: datetime) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{moment:%Y%m%dT%H%M%SZ}.json"
    content = {
        "when": moment.isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "parts": [
            {
                "title": part.title,
                "skipped": part.skipped or None,
                "trouble": part.trouble or None,
                "figures": [{**asdict(figure), "met": figure.is_met} for figure in part.figures],
            }
            for part in parts
        ],
    }
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return file
