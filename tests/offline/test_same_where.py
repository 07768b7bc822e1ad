"""Who tells where he is gets the same spot on the phone: names as people type them, with slips, numbers and towns."""

from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.offline.engine import Json, ask
from tests.page import PageClient
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.finding.queries import find_located
from webapp.finding.rules import read_filters
from webapp.locating.rules import Spot
from webapp.offline.lexicon import document

BY_HAND = (
    "blokwer", "Ieplaan 2", "Ieplaan 2a, Alblasserdam", "in de wijk Blokweer", "2951 ab", "2953", "2951-AB 12", "9999",
    "Ieplaan 2, 2951 AB Alblasserdam", "Plein 1945", "Dam", "dam 12", "kerk", "Kinderdijk", "Rotterdam", "straat",
    "de", "%", "'", "x" * 80, "12", "é", "wijk 01", "buurt", "دعم", "a b c d e f g", "laan",
    "plein 12 bis, alblasserdam",
)  # fmt: skip
NAMES = ("Wijk 00 Blokweer", "Van Hogendorpweg", "'t Zand", "Oude Dorp-Noord", "Hof van Brinkdam", "café é", "aaaa", "")
LETTERS = "abdeijklnorstw 1é-'"


def changed(name: str, chance: Random) -> str:
    """As typed in a hurry."""
    at = chance.randrange(len(name) + 1)
    return chance.choice([
        name, name.lower(), name[:at] + name[at + 1 :], name[:at] + chance.choice(LETTERS) + name[at:], name[:at],
        f"de {name}", f"{name} {chance.randint(1, 90)}{chance.choice(['', 'a', ' bis'])}", name.replace(" ", ""),
        f"{name}, Alblasserdam", f"wijk {name}", name.rsplit(" ", maxsplit=1)[-1], name[at:],
    ])  # fmt: skip


def answer(town: Municipality, where: str) -> Json:
    """Of the server, in the form of ask.mjs."""
    located = find_located(town, read_filters({"where": where}, ("place_kind",)))
    if located.position is None:
        return {"choices": list(located.neighbourhoods)}
    choice = located.choice
    return {
        "point": [located.position.lat, located.position.lon],
        "taken": _told(choice.taken) if choice else None,
        "others": [_told(spot) for spot in choice.others] if choice else [],
    }


def _told(spot: Spot) -> list[str]:
    return [spot.kind, spot.name, spot.within]


def test_of_each_name_the_phone_finds_the_same_spot(demo: PageClient, tmp_path: Path) -> None:
    chance, town = Random(1), get_municipality("alblasserdam")
    pack = demo.get("/api/v1/alblasserdam/offline.json?lang=nl").get_json()
    spots = [*pack["spots"]["neighbourhoods"], *pack["spots"]["streets"]]
    typed = [changed(changed(name, chance), chance) for name, *_ in spots for _time in range(6)]
    asked = [where for where in (*BY_HAND, *typed) if where.strip()]
    server = [answer(town, where) for where in asked]
    phone = ask(tmp_path, pack, document(), [{"where": where} for where in asked])

    found = [one for one in server if "point" in one]
    assert all(one["choices"] for one in server if "choices" in one), "nobody is left without a way on"
    assert len(found) > len(asked) / 2
    assert {one["taken"][0] for one in found if one["taken"]} == {"neighbourhood", "street"}
    assert any(one["others"] for one in found)
    different = [told for told in zip(asked, phone, server, strict=True) if told[1] != told[2]]
    assert not different, (len(different), different[:5])


def test_two_names_are_as_alike_as_the_database_says(demo: PageClient, db_session: Session, tmp_path: Path) -> None:
    """The order of names, and which are alike enough, hang on it to the last bit."""
    chance = Random(2)
    pack = demo.get("/api/v1/alblasserdam/offline.json?lang=nl").get_json()
    names = [*NAMES, *("".join(chance.choices(LETTERS, k=chance.randint(1, 24))) for _ in range(30))]
    pairs = [*product(names, names), *((changed(name, chance), name) for name in names if name for _ in range(10))]
    alike: Any = sa.text("SELECT similarity(:name, :typed), word_similarity(:typed, :name)")
    server = [list(db_session.execute(alike, {"typed": typed, "name": name}).one()) for typed, name in pairs]
    phone = ask(tmp_path, pack, document(), [{"typed": typed, "name": name} for typed, name in pairs])

    assert any(0 < similarity < 1 for similarity, _ in server)
    different = [
        told
        for told in zip(pairs, phone, server, strict=True)
        if any(abs(ours - theirs) > 1e-6 for ours, theirs in zip(told[1], told[2], strict=True))
    ]
    assert not different, (len(different), different[:5])
