"""Built front-end files under content-hashed names: a new release never mixes old and new."""

import json
import re
from functools import cache
from pathlib import Path

from flask import Flask, current_app

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
    app.extensions["asset_folder"] = folder


def asset_names() -> dict[str, str]:
    """Each file that the build made: its name in our code, and its name with the hash."""
    names: dict[str, str] = current_app.extensions["asset_manifest"]()
    return names


def read_asset(name: str) -> str:
    """The text of a built file. Raises KeyError for a name that the build does not make."""
    folder: Path = current_app.extensions["asset_folder"]
    return (folder / asset_names()[name]).read_text(encoding="utf-8")
