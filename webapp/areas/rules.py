"""What an area or a postcode in somebody else's file is: its level, code, name and slug."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MAX_NAME_CHARACTERS = 200
DIGITS = re.compile(r"[0-9]+")
POSTCODE = re.compile(r"[1-9][0-9]{3}([A-Z]{2})?")
REFUSED_CATEGORIES = {
    "Cc",
    "Cf",
    "Cs",
    "Zl",
    "Zp",
}  # controls, invisible and direction marks, half characters
WITHOUT_ACCENT = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "đ": "d", "ł": "l"})
WATER = ("JA", "B")  # CBS: yes, and outer water
GENERIC_CODES = ("code", "statcode")
GENERIC_NAMES = ("name", "naam", "statnaam")


@dataclass(frozen=True)
class Level:
    id: str
    prefix: str
    digits: int
    one: str
    many: str
    codes: tuple[str, ...]  # names of the property that holds the code: CBS and PDOK, and older CBS files
    names: tuple[str, ...]

    @property
    def form(self) -> re.Pattern[str]:
        return re.compile(f"{self.prefix}[0-9]{{{self.digits}}}")


MUNICIPALITY = Level(
    "gemeente",
    "GM",
    4,
    "municipality",
    "municipalities",
    ("gemeentecode", "gm_code"),
    ("gemeentenaam", "gm_naam"),
)
DISTRICT = Level("wijk", "WK", 6, "wijk", "wijken", ("wijkcode", "wk_code"), ("wijknaam", "wk_naam", "wijknaam_2016"))
NEIGHBOURHOOD = Level("buurt", "BU", 8, "buurt", "buurten", ("buurtcode", "bu_code"), ("buurtnaam", "bu_naam"))
LEVELS = (MUNICIPALITY, DISTRICT, NEIGHBOURHOOD)


class Rejected(ValueError):
    """One row or feature that cannot be kept: `column` says where, `reason` why, `level` what it was, if known."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.level: Level | None = None


@dataclass(frozen=True)
class Area:
    level: Level
    code: str
    name: str
    is_approximate: bool = False
    is_water: bool = False
    province: str | None = None

    @property
    def municipality_code(self) -> str:
        """By the nesting of CBS codes."""
        return f"GM{self.code[2:6]}"


def recognise_area(properties: Mapping[str, Any]) -> Area | None:
    """None for a drawn thing that is no area (water, a label). Raises Rejected."""
    values = {str(key).strip().lower(): value for key, value in properties.items()}
    if values.get("level") is not None:
        level = next((level for level in LEVELS if level.id == values["level"]), None)
        if level is None:
            return None
        return _area(values, level, _first_present(values, (*GENERIC_CODES, *level.codes)) or GENERIC_CODES[0])
    level, column = _level_and_column(values)
    return _area(values, level, column)


def _level_and_column(values: Mapping[str, Any]) -> tuple[Level, str]:
    """The most precise code decides: a buurt also names its wijk and gemeente."""
    column = _first_present(values, NEIGHBOURHOOD.codes)
    if column:
        return NEIGHBOURHOOD, column
    column = _first_present(values, GENERIC_CODES)
    if column:
        return _level_of(values[column], column), column
    for level in (DISTRICT, MUNICIPALITY):
        column = _first_present(values, level.codes)
        if column:
            return level, column
    raise Rejected("properties", "has no code of a gemeente, wijk or buurt")


def _first_present(values: Mapping[str, Any], columns: Iterable[str]) -> str | None:
    return next((column for column in columns if column in values), None)


def _level_of(code: object, column: str) -> Level:
    text = _without_space(code)
    for level in LEVELS:
        if level.form.fullmatch(text):
            return level
    raise Rejected(column, f"{_quote(code)} is not a CBS code like GM0482, WK048201 or BU04820101")


def _area(values: Mapping[str, Any], level: Level, column: str) -> Area:
    try:
        return _read_area(values, level, column)
    except Rejected as error:
        error.level = level
        raise


def _read_area(values: Mapping[str, Any], level: Level, column: str) -> Area:
    code = normalise_code(values.get(column), level, column)
    named = _first_present(values, MUNICIPALITY.codes)
    if level is not MUNICIPALITY and named and values[named] is not None:
        owner = normalise_code(values[named], MUNICIPALITY, named)
        if owner != f"GM{code[2:6]}":
            raise Rejected(named, f"{owner} is not the municipality that {code} lies in")
    province = values.get("provincie")
    return Area(
        level=level,
        code=code,
        name=_name(values, level, code),
        is_approximate=values.get("approximate") is True,
        is_water=str(values.get("water")).strip().upper() in WATER,
        province=province if isinstance(province, str) else None,
    )


def _name(values: Mapping[str, Any], level: Level, code: str) -> str:
    for column in (*level.names, *GENERIC_NAMES):
        name = clean_name(values.get(column), column)
        if name:
            return name
    if level is MUNICIPALITY:
        raise Rejected(level.names[0], "is missing")
    return f"{level.one.capitalize()} {code[-2:]}"


def clean_name(value: object, column: str) -> str | None:
    """Text by third parties: plain characters on one line, or None when there is none."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Rejected(column, "must be text")
    text = unicodedata.normalize("NFC", value).strip(" \t\r\n\u00a0")
    if any(unicodedata.category(character) in REFUSED_CATEGORIES for character in text):
        raise Rejected(column, "holds a control character")
    if len(text) > MAX_NAME_CHARACTERS:
        raise Rejected(column, f"has {len(text)} characters; at most {MAX_NAME_CHARACTERS} are allowed")
    return text or None


def normalise_code(value: object, level: Level, column: str = "code") -> str:
    """482, "0482" and " gm0482 " are all GM0482: a spreadsheet drops letters and leading zeros."""
    text = _without_space(value)
    if DIGITS.fullmatch(text) and len(text) <= level.digits:
        text = level.prefix + text.zfill(level.digits)
    if not level.form.fullmatch(text):
        example = level.prefix + "04820101"[: level.digits]
        raise Rejected(column, f"{_quote(value)} is not the code of a {level.id}, like {example}")
    return text


def _without_space(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return "".join(str(value).split()).upper()


def _quote(value: object) -> str:
    """As a person can read it in a terminal: short, and nothing that could steer the terminal."""
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def normalise_postcode(value: object, column: str, letters: bool) -> str:
    """`2951` or, with letters, `2951 ab` → `2951AB`."""
    text = _without_space(value)
    if not text:
        raise Rejected(column, "is empty")
    if not POSTCODE.fullmatch(text) or letters != (len(text) == len("2951AB")):
        example = "2951AB" if letters else "2951"
        raise Rejected(column, f"{_quote(value)} is not a postcode like {example}")
    return text


def slug_of(name: str) -> str:
    """`'s-Gravenhage` → `s-gravenhage`, `Bergen (NH.)` → `bergen-nh`; empty when no letter is Latin."""
    plain = unicodedata.normalize("NFKD", name.translate(WITHOUT_ACCENT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def choose_slugs(arrivals: Iterable[Area], taken: Iterable[str]) -> dict[str, str]:
    """A slug by code. Two towns of one name both get their province behind it, else their code."""
    areas = list(arrivals)
    used = set(taken)
    shared = {slug for slug, count in Counter(slug_of(area.name) for area in areas).items() if count > 1}
    slugs: dict[str, str] = {}
    for area in areas:
        plain = slug_of(area.name)
        with_province = slug_of(f"{area.name} {area.province}") if area.province else ""
        candidates = [with_province, slug_of(f"{area.name} {area.code}"), area.code.lower()]
        if plain not in shared:
            candidates.insert(0, plain)
        slug = next(candidate for candidate in candidates if candidate and candidate not in used)
        used.add(slug)
        slugs[area.code] = slug
    return slugs
