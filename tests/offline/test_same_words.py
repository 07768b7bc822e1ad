"""Words mean the same on the phone: everyday questions of the exam, slips, compounds and nonsense, asked of both."""

import tomllib
from pathlib import Path

import pytest

from tests.offline.engine import Json, ask
from tests.page import PageClient
from webapp.answering.queries import list_answers
from webapp.areas.queries import get_open_municipality
from webapp.core import clock
from webapp.core.geo import Position
from webapp.offline.lexicon import document
from webapp.search.queries import understand_words
from webapp.search.understanding import themes_of

PAPERS = [Path(__file__).parents[1] / "search" / f"{paper}.toml" for paper in ("questions", "unseen_questions")]
EXAM = [one["text"] for paper in PAPERS for one in tomllib.loads(paper.read_text(encoding="utf-8"))["question"]]
MORE = (
    "koffie", "kofie", "schuldhulpspreekuur", "schuld hulp", "computethulp", "fietsjes", "kompjoeter", "wandelgroep",
    "helpen bij de voedselbank", "make freinds", "zit me tot hier", "%", "' OR 1=1 --", "x" * 90, "دعم", "ko", "a",
    "é́ën café", "straße", "12 2951AB", "oppas voor moeder", "ik wil iets voor anderen doen", "blokweer", "dok 11",
)  # fmt: skip
ORIGINS = (None, Position(51.863, 4.66))
LIMIT = 6


@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_each_question_the_phone_understands_and_finds_the_same(
    demo: PageClient, tmp_path: Path, language: str
) -> None:
    town, moment = get_open_municipality("alblasserdam"), clock.now()
    asked = [(q, origin) for q in (*EXAM, *MORE) for origin in ORIGINS]
    pack = demo.get(f"/api/v1/alblasserdam/offline.json?lang={language}").get_json()
    told = [
        {"q": q, "moment": moment.timestamp(), "origin": [origin.lat, origin.lon] if origin else None, "limit": LIMIT}
        for q, origin in asked
    ]
    server: list[Json] = []
    for q, origin in asked:
        wanted = understand_words(town, q)
        answers = list_answers(town, wanted, language, moment, origin, LIMIT)
        units = [
            {"words": list(unit.words), "terms": sorted(unit.terms), "weight": unit.weight} for unit in wanted.units
        ]
        server.append({
            "slugs": [answer.slug for answer in answers], "themes": themes_of(wanted.units), "units": units
        })  # fmt: skip
    phone = ask(tmp_path, pack, document(), told)

    assert sum(bool(one["slugs"]) for one in server) > len(EXAM)
    different = [(q, ours, theirs) for (q, _), ours, theirs in zip(asked, phone, server, strict=True) if ours != theirs]
    assert not different, (len(different), different[:3])
