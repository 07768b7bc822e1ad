"""The collections that the phone shows are those of the server: of the demonstration for months after, and of towns by
chance, with drafts, texts of different worth, and things that are stale, not public or open in every way."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.finding.oracle import Thing
from tests.finding.random_town import make_things, store
from tests.offline.engine import Json, ask
from tests.offline.test_same_answers import MOMENTS
from tests.offline.test_same_day import with_later_times
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.collecting.cards import Item, Page
from webapp.collecting.models import Collection, CollectionPart, CollectionText
from webapp.collecting.presenting import page_of
from webapp.collecting.queries import get_public, list_public
from webapp.core.texts import Spoken
from webapp.extensions import db
from webapp.offline.lexicon import document
from webapp.offline.texts import standing
from webapp.schedule.expansion import APPOINTMENT, OPEN
from webapp.schedule.wording import opening

COLLECTIONS = 6  # in each town by chance
PARTS = 12
THEMES = ("geld", "ontmoeten")
NO_THEME = "was-a-theme"


def answer(town: Municipality, slug: str, language: str, moment: datetime) -> Json:
    """Of the server, in the form of ask.mjs."""
    page = page_of(town, get_public(town, slug), language, moment)
    told = standing(page.standing)
    return {
        "slug": page.slug,
        "title": _spoken(page.title),
        "intro": _spoken(page.intro),
        "ladder": page.is_ladder,
        "themes": [link.url.rpartition("=")[2] for link in page.themes],
        "notices": told["notices"],
        "newer": told["newer"],
        "sections": _sections(page, moment),
    }


def _sections(page: Page, moment: datetime) -> list[Json]:
    return [
        {"title": _spoken(one.title), "words": _spoken(one.words), "items": [_item(item, moment) for item in one.items]}
        for one in page.sections
    ]


def _item(item: Item, moment: datetime) -> Json:
    next_ = item.next
    status = APPOINTMENT if next_ and next_.by_appointment else OPEN
    return {
        "id": str(item.card.id),
        "why": _spoken(item.why),
        "next": next_ and [next_.starts_at.timestamp(), next_.ends_at.timestamp(), status],
        "label": vars(opening(item.card.status, item.card.type == "activity", moment)),
    }


def _spoken(words: Spoken) -> list[str] | None:
    return [words.words, words.language] if words else None


def assert_same(folder: Path, pack: Json, questions: list[Json], server: list[Json]) -> None:
    for phone, other, asked in zip(ask(folder, pack, document(), questions), server, questions, strict=True):
        assert phone == other, asked


def items_of(server: list[Json]) -> list[Json]:
    return [item for told in server for section in told["sections"] for item in section["items"]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_the_demonstration_for_months_after(demo: PageClient, tmp_path: Path, language: str) -> None:
    """One package; only for the two weeks after it the phone knows the times, for longer what is stale."""
    start = MOMENTS[0]
    pack = demo.get(f"/api/v1/alblasserdam/offline.json?lang={language}").get_json()
    slugs = [one["slug"] for one in pack["collections"]]
    questions: list[Json] = []
    server: list[Json] = []
    for hours in (0, 2, 7, 13, 26, 60, 120):
        moment = start + timedelta(hours=hours)
        with (
            time_machine.travel(moment, tick=False),
            demo.application.test_request_context(f"/{language}/alblasserdam/"),
        ):
            demo.application.preprocess_request()
            town = get_municipality("alblasserdam")
            for slug in slugs:
                server.append(answer(town, slug, language, moment))
                questions.append({"collection": slug, "moment": int(moment.timestamp())})

    assert len(slugs) == 3
    assert len(items_of(server)) > 7 * 15
    assert_same(tmp_path, pack, questions, server)


@pytest.mark.parametrize("seed", range(6))
def test_of_towns_by_chance(client: PageClient, db_session: Session, tmp_path: Path, seed: int) -> None:
    chance, moment = Random(seed), MOMENTS[seed % len(MOMENTS)]
    language = chance.choice(["nl", "en"])
    things = with_later_times(make_things(chance, moment, places=30, activities=40), chance, moment)
    for thing in things:
        if chance.random() < 0.7:  # most were checked in time, so that something is left to show
            thing.checked_on = moment.date()
    town = store(BRINKDAM, things)
    made = [_make(chance, town, number, things) for number in range(COLLECTIONS)]
    public = [one for one in made if one.published]
    with time_machine.travel(moment, tick=False):
        pack = client.get(f"/api/v1/{BRINKDAM}/offline.json?lang={language}").get_json()
    with (
        time_machine.travel(moment, tick=False),
        client.application.test_request_context(f"/{language}/{BRINKDAM}/"),
    ):
        client.application.preprocess_request()
        server = [answer(town, one.slug, language, moment) for one in public]
        listed = {theme: [one.slug for one in list_public(town, theme)] for theme in ("", *THEMES)}
    seconds = int(moment.timestamp())
    questions: list[Json] = [{"collection": one.slug, "moment": seconds} for one in public]
    drafts = [{"collection": one.slug, "moment": seconds} for one in made if not one.published]
    former = [{"collection": f"was-{one.slug}", "moment": seconds} for one in public]

    assert len(items_of(server)) > len(public)
    assert_same(tmp_path, pack, questions + former, server + server)
    assert ask(tmp_path, pack, document(), [{"collections": theme} for theme in listed]) == list(listed.values())
    assert ask(tmp_path, pack, document(), drafts) == [None] * len(drafts)
    assert not any(one["collection"] in str(pack["collections"]) for one in drafts)


def _make(chance: Random, town: Municipality, number: int, things: list[Thing]) -> Collection:
    collection = Collection(
        municipality_id=town.id,
        slug=f"collection-{number}",
        former_slugs=[f"was-collection-{number}"],
        themes=chance.sample((*THEMES, NO_THEME), chance.randint(0, 2)),
        position=number,
        is_ladder=chance.random() < 0.5,
        published=number < 2 or chance.random() < 0.6,
    )
    db.session.add(collection)
    db.session.flush()
    for place, thing in enumerate(chance.sample([*[None] * 8, *things], PARTS)):
        owner = {("place_id" if thing.is_place else "activity_id"): thing.id} if thing else {}
        db.session.add(CollectionPart(municipality_id=town.id, collection_id=collection.id, position=place, **owner))
    db.session.flush()
    db.session.refresh(collection, ["parts"])
    for language in chance.choice([("nl",), ("nl", "en"), ("nl", "en"), ("en",)]):
        db.session.add(_text(chance, collection, language))
    db.session.flush()
    return collection


def _text(chance: Random, collection: Collection, language: str) -> CollectionText:
    """Some parts say nothing in one language; some texts are older, or by a machine."""
    said = {
        str(part.id): {name: f"{name} {language} {part.position}" for name in ("title", "words")}
        for part in collection.parts
        if chance.random() < 0.6
    }
    return CollectionText(
        municipality_id=collection.municipality_id,
        collection_id=collection.id,
        language=language,
        title=f"Title {language}",
        intro=chance.choice(["", f"Intro {language}"]),
        words=said,
        version=2 if language == "nl" else chance.choice([1, 2]),
        made_by="person" if language == "nl" else chance.choice(["person", "machine"]),
    )
