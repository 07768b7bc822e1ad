"""Built front-end files under content-hashed names: a new release never mixes old and new."""

import json
import re
from functools import cache
from pathlib import Path

from flask import Flask

HASHED = re.compile(r"\.[0-9A-Za-z]{8,}\.[a-z0-9]+$")


def is_hashed(url: str) -> bool:
    return HASHED.search(url) is not None


def init_app(app: Flask, folder: Path) -> None:
    @cache
    def manifest() -> dict[str, str]:
        file = folder / "manifest.json"
        if not file.is_file():
            raise RuntimeError(f"{file} is missing; build the front-end with `make setup`.")
        names: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return names

    @app.template_global()
    def asset(name: str) -> str:
        """The address of a built file. Raises KeyError for a name that the build does not make."""
        return f"/static/{manifest()[name]}"

    app.extensions["asset_manifest"] = manifest
