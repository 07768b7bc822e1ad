"""Words of danger mean the same on the phone: the table of both, and every phrase of the lists as people type it."""

from pathlib import Path
from random import Random

from tests.offline.engine import ask
from tests.page import PageClient
from tests.safety.cases import DANGERS
from webapp.offline.lexicon import document
from webapp.safety.rules import danger_words, dangers_in

ACCENTS = {"a": "á", "e": "é", "i": "ï", "o": "ö", "u": "û", "y": "y\u0301"}
AROUND = ("", "ik ", "… ", "🙂", "co-", "de ", "x", "1", "_", "’")


def typed(phrase: str, chance: Random) -> str:
    """With capitals, accents and signs, and something before and behind it that may make it another word."""
    letters = (ACCENTS.get(letter, letter) if chance.random() < 0.1 else letter for letter in phrase.rstrip("*"))
    changed = "".join(letter.upper() if chance.random() < 0.2 else letter for letter in letters)
    spaced = changed.replace(" ", chance.choice([" ", "  ", "-", "\n", ", "]))
    return chance.choice(AROUND) + spaced + chance.choice(AROUND)


def test_every_word_of_danger_means_the_same_on_the_phone(demo: PageClient, tmp_path: Path) -> None:
    chance = Random(3)
    phrases = [phrase for told in danger_words().phrases.values() for phrase in told]
    asked = [*(text for text, _ in DANGERS), *(typed(phrase, chance) for phrase in phrases for _time in range(4))]
    server = [sorted(dangers_in(text)) for text in asked]
    pack = demo.get("/api/v1/alblasserdam/offline.json?lang=nl").get_json()
    lexicon = demo.get("/api/v1/lexicon.json").get_json()
    phone = ask(tmp_path, pack, lexicon, [{"danger": text} for text in asked])

    assert lexicon == document()
    assert len(phrases) < sum(map(bool, server)) < len(asked), "some of both"
    different = [told for told in zip(asked, phone, server, strict=True) if told[1] != told[2]]
    assert not different, (len(different), different[:5])
