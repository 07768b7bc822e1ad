"""Every view says who may enter; a promise about the whole application fails for one that does not."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anyone may see this, without signing in."""
    view.access = "public"  # type: ignore[attr-defined]  # functions carry attributes, Callable does not say so
    return view


STAFF = "/staff"  # what staff see lies below this, and nothing else does


def is_for_staff(path: str) -> bool:
    return path == STAFF or path.startswith(f"{STAFF}/")


def keeps(*names: str) -> Callable[[View], View]:
    """Of what stands in the address, only this goes along in our links to the same page: whatever somebody adds to it
    ends there. Without it all goes along."""

    def mark(view: View) -> View:
        view.keeps = frozenset(names)  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark


def kept_in_links(view: Callable[..., Any]) -> frozenset[str] | None:
    """None: everything."""
    kept: frozenset[str] | None = getattr(view, "keeps", None)
    return kept


def at_once(view: View) -> View:
    """What it writes it writes by one statement, unless it asks for more (`connections.together`)."""
    view.at_once = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def is_at_once(view: Callable[..., Any] | None) -> bool:
    return getattr(view, "at_once", False)
