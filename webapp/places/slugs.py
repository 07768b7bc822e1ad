"""An address made of a name: readable, ASCII, unique in its town. Pure."""

import re
import unicodedata

SLUG_NUMBER = "-[0-9]+$"
LONGEST = 80  # characters
SPELLED = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "&": " en "})


def slug_from(name: str, otherwise: str) -> str:
    """`otherwise` stands in for a name without a Latin letter or a digit."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(SPELLED))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")
    words = "-".join(re.findall(r"[a-z0-9]+", bare))
    return words[:LONGEST].strip("-") or otherwise


def stem_of(slug: str) -> str:
    return re.sub(SLUG_NUMBER, "", slug)


def free_slug(slug: str, taken: set[str]) -> str:
    """The slug itself, else the first free of -2, -3, …; from now on it is taken."""
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free
