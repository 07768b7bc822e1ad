"""Addresses with our own host in front: for search engines, messengers and files that leave the site."""

from flask import current_app, has_request_context, request

from webapp.config import Settings

# What answers programs: their errors are problem+json, and their language is told by `lang` or is Dutch.
OPEN_DATA = "/hsds/"  # and this also scripts of other sites
FOR_PROGRAMS = ("/api/", OPEN_DATA)


def base_address() -> str:
    """`https://dichtbij.example`, without a slash at its end. On a machine without BASE_URL: that of the request, and
    for a command or the worker this machine."""
    settings: Settings = current_app.config["SETTINGS"]
    here = request.url_root.rstrip("/") if has_request_context() else f"http://127.0.0.1:{settings.port}"
    return settings.base_url or here


def absolute(path: str) -> str:
    return f"{base_address()}{path}"


def link_to(endpoint: str, **values: object) -> str:
    """With our host, also outside a request: for mails. Language and town have to be told."""
    return absolute(current_app.url_map.bind("").build(endpoint, values))
