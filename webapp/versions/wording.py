"""What a version is about, in words. A room that records changes of its own adds its word with `add_what`."""

from collections.abc import Callable

from webapp.core.words import _

_words: dict[str, Callable[[], str]] = {}


def add_what(code: str, word: Callable[[], str]) -> None:
    """`code` is what `record` is told, the word is said in the language of the reader."""
    _words[code] = word


def say_what(code: str) -> str:
    """Something general for a code that no room knows (any more)."""
    word = _words.get(code)
    return word() if word else _("Changed")


add_what("first", lambda: _("As it was before the first change here"))
add_what("import", lambda: _("Taken over from a source"))
add_what("new", lambda: _("Added"))
add_what("edit", lambda: _("Facts changed"))
add_what("texts", lambda: _("Texts changed"))
add_what("show", lambda: _("Made public"))
add_what("hide", lambda: _("Taken off the site"))
add_what("gone", lambda: _("Does not exist any more"))
add_what("restore", lambda: _("An earlier version brought back"))
add_what("times", lambda: _("Times changed"))
add_what("cancel", lambda: _("One date cancelled"))
add_what("closure", lambda: _("Closed for some days"))
add_what("pin", lambda: _("Moved on the map"))
add_what("photo", lambda: _("Photo changed"))
add_what("merge", lambda: _("Two of the same made one"))
add_what("calendar", lambda: _("Taken over from a calendar"))
