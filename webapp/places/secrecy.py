"""Where people hide from someone who looks for them. Secret means absent: such a place gets no row at all.

Words are a net below the real safeguards (a kind that cannot be stored, OSM tags that are never read): a shelter that
is entered as something else, with its address, must not slip through.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

SHELTER = re.compile(
    r"blijf van (?:mijn|m n|je|haar) lijf|blijf ?(?:van ?mijn ?lijf ?)?huis|vrouwen ?opvang|vrouwen ?noodopvang"
    r"|(?:nood|crisis)opvang (?:voor )?(?:vrouwen|moeders)|opvang\b.*\b(?:huiselijk geweld|mishandel\w+|eergerelateerd)"
    r"|women ?s (?:aid )?(?:shelter|refuge)|(?:shelter|refuge) for (?:\w+ )?(?:women|victims)|battered women"
    r"|safe ?house|domestic (?:violence|abuse) (?:shelter|refuge)|frauenhaus|mor cati"
)
SECRET_ADDRESS = re.compile(
    r"\b(?:geheime?|secret|undisclosed|confidential) (?:opvang ?)?(?:adres|locatie|plek|address|location|shelter)"
)
OSM_VALUES = {
    "social_facility": re.compile(r"shelter|refuge"),
    "amenity": re.compile(r"refugee_site|refugee_housing|women"),
    "social_facility:for": re.compile(r"abuse|victim|wom[ae]n|refugee|domestic|traffick"),
}


def reveals_shelter(names: Iterable[str], texts: Iterable[str], *, located: bool) -> bool:
    """A phone line about violence is fine; a shelter with an address or a point is not."""
    if not located:
        return False
    folded_names = [fold(name) for name in names]
    return any(SHELTER.search(name) for name in folded_names) or any(
        SECRET_ADDRESS.search(text) for text in (*folded_names, *map(fold, texts))
    )


def is_shelter_in_osm(tags: Mapping[str, str]) -> bool:
    return any(pattern.search(tags.get(key, "").casefold()) for key, pattern in OSM_VALUES.items())


def fold(text: str) -> str:
    """Lower case, without accents, anything but letters and digits as one space."""
    bare = text
    if not text.isascii():  # most text is, and has nothing to take off
        bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))
