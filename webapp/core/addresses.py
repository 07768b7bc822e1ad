"""Addresses with our own host in front: for search engines, messengers and files that leave the site."""

from flask import current_app, request


def base_address() -> str:
    """`https://dichtbij.example`, without a slash at its end. On a machine without BASE_URL: that of the request."""
    base: str = current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/")
    return base


def absolute(path: str) -> str:
    return f"{base_address()}{path}"
