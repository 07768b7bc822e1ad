"""What is wrong with a photo or its words, and what to do."""

from collections.abc import Mapping

from webapp.core.words import _
from webapp.photos.rules import (
    MAX_ALT_CHARACTERS,
    MAX_CREDIT_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_PHOTOS,
    Flaw,
)


def sentences(flaws: Mapping[str, Flaw]) -> dict[str, str]:
    """By field."""
    said = _of_file() | _of_words()
    return {field: said[flaw] for field, flaw in flaws.items()}


def choose_again() -> str:
    """Beside a file that a browser does not keep when the form comes back."""
    return _("Please choose the photo once more; your browser does not keep it.")


def _of_file() -> dict[Flaw, str]:
    return {
        Flaw.NO_FILE: _("Choose a photo first."),
        Flaw.EMPTY: _("This file is empty. Choose the photo once more."),
        Flaw.TOO_LARGE: _(
            "This photo is larger than %(number)s MB. Send it to yourself in a smaller size, or take it again.",
            number=MAX_FILE_BYTES // 1_000_000,
        ),
        Flaw.HEIC: _(
            "Your phone saved this photo as HEIC, which not every phone can show. In the settings of the camera choose "
            "“most compatible” (JPEG), or share the photo as JPEG."
        ),
        Flaw.NO_PHOTO: _("This file is no photo that we can show. Choose a JPEG, PNG or WebP."),
        Flaw.UNREADABLE: _("We cannot read this photo; it may be damaged. Choose another one, or take it again."),
        Flaw.TOO_MANY_PIXELS: _("This photo has more dots than we can handle. Make it smaller and try again."),
        Flaw.TOO_SMALL: _(
            "This photo is too small to see anything on it. It needs at least 400 dots on its long side."
        ),
        Flaw.TOO_NARROW: _("This photo is very long and narrow. Cut a piece out of it that is less so."),
        Flaw.BUSY: _("We are busy with other photos. Please try again in a minute."),
        Flaw.TOO_MANY_PHOTOS: _(
            "There are %(number)s photos already. Take one away before you add another.", number=MAX_PHOTOS
        ),
        Flaw.NO_PERMISSION: _("We may only show the photo if you can say yes to this."),
    }


def _of_words() -> dict[Flaw, str]:
    return {
        Flaw.ALT_MISSING: _("Say in Dutch what can be seen. Somebody who is blind hears these words."),
        Flaw.ALT_SHORT: _("Say a little more about what can be seen."),
        Flaw.ALT_LONG: _("Make this shorter: %(number)s characters at most.", number=MAX_ALT_CHARACTERS),
        Flaw.ALT_FILE_NAME: _("This is the name of a file. Say what can be seen on the photo."),
        Flaw.CREDIT_LONG: _("Make this shorter: %(number)s characters at most.", number=MAX_CREDIT_CHARACTERS),
    }
