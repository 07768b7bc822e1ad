"""How much a view takes in: everywhere little, for the few that take a file as much as they say."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def takes(max_bytes: int) -> Callable[[View], View]:
    """Marks a view, below `@staff`: a request to it may be so large. Files in it lie on the disk, not in memory."""

    def mark(view: View) -> View:
        view.max_bytes = max_bytes  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark


def allow() -> None:
    """Before anything of the request is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    max_bytes: int | None = getattr(view, "max_bytes", None)
    if max_bytes is not None:
        request.max_content_length = max_bytes
