"""The form of a photo: what was typed, and what is wrong with it beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.core.language import languages
from webapp.core.texts import FALLBACK_LANGUAGE
from webapp.photos.models import Photo

LONGEST_TYPED = 1000  # characters; more is not shown again


@dataclass
class PhotoForm:
    """`alt` by code of the language, Dutch first."""

    alt: dict[str, str]
    credit: str = ""
    has_permission: bool = False
    problems: dict[str, str] = field(default_factory=dict)


def alt_languages() -> list[str]:
    """In the order of the fields."""
    codes = [language.code for language in languages()]
    return [FALLBACK_LANGUAGE, *(code for code in codes if code != FALLBACK_LANGUAGE)]


def empty_form() -> PhotoForm:
    return PhotoForm(dict.fromkeys(alt_languages(), ""))


def stored_form(photo: Photo) -> PhotoForm:
    return PhotoForm({code: photo.alt.get(code, "") for code in alt_languages()}, photo.credit)


def read_form(typed: Mapping[str, str]) -> PhotoForm:
    return PhotoForm(
        {code: typed.get(f"alt_{code}", "")[:LONGEST_TYPED] for code in alt_languages()},
        typed.get("credit", "")[:LONGEST_TYPED],
        typed.get("permission") == "1",
    )
