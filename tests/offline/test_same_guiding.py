"""Who does not know the word gets the same few things from the phone: four questions and life events, asked of both."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.finding.random_town import make_things, store
from tests.offline.engine import Json, ask
from tests.offline.test_same_answers import MOMENTS
from tests.page import PageClient
from tests.town import BRINKDAM
from webapp.areas.models import Municipality
from webapp.areas.queries import get_municipality
from webapp.core.geo import Position
from webapp.finding.rules import Filters
from webapp.guiding.cards import Pick, ShownStep
from webapp.guiding.events import LifeEvent, life_events
from webapp.guiding.presenting import complete, shown_steps
from webapp.guiding.queries import list_candidates
from webapp.guiding.rules import ANY, HOW, INFORMATION_POINT, INFORMATION_POINTS, WHEN, WHO, Answers, pick, possible
from webapp.guiding.views import candidates_for
from webapp.offline.guided import guided
from webapp.offline.lexicon import document
from webapp.offline.texts import spoken

QUESTIONS = 60  # of each town
KEPT = [event for event in life_events().values() if not event.needs_quick_exit]
AWAY = re.compile(r"[\d.,]+ k?m ")  # along the ellipsoid and along a flat earth differ by less than it is told in


def guide(town: Municipality, answers: Answers, language: str, moment: datetime, origin: Position | None) -> Json:
    """Of the server, in the form of ask.mjs."""
    picked = pick(candidates_for(town, answers.to("about"), moment, origin), answers, moment)
    shown = complete(town, picked.chosen, language, moment, answers).picks(picked.chosen)
    return {
        "chosen": [
            {**_pick(one), "metres": metres_of(candidate.distance_m)}
            for one, candidate in zip(shown, picked.chosen, strict=True)
        ],
        "dropped": list(picked.dropped),
    }


def metres_of(metres: float | None) -> Any:
    return metres if metres is None else pytest.approx(metres, rel=1e-4, abs=0.01)


def steps_of(town: Municipality, event: LifeEvent, language: str, moment: datetime) -> list[Json]:
    looks = [look for step in event.steps for look in step.see]
    candidates = list_candidates(town, [*looks, INFORMATION_POINTS], moment)
    return [_step(one) for one in shown_steps(town, event, candidates, language, moment)]


def _step(step: ShownStep) -> Json:
    return {
        "title": spoken(step.title),
        "words": spoken(step.words),
        "isElsewhere": step.is_elsewhere,
        "picks": [_pick(one) for one in step.picks],
        "links": [{"label": one.label, "count": one.count} for one in step.links],
    }


def _pick(one: Pick) -> Json:
    return {"id": str(one.card.id), "why": AWAY.sub("", one.why)}


def assert_same(phone: list[Any], server: list[Any], asked: list[Json]) -> None:
    for ours, theirs, what in zip(phone, server, asked, strict=True):
        for one in [*ours["chosen"]] if isinstance(ours, dict) else [one for step in ours for one in step["picks"]]:
            one["why"] = AWAY.sub("", one["why"])
        for link in [] if isinstance(ours, dict) else [link for step in ours for link in step["links"]]:
            del link["look"]
        assert ours == theirs, what


def told(answers: Answers, moment: datetime, origin: Position | None) -> Json:
    point = [origin.lat, origin.lon] if origin else None
    return {"answers": answers.as_arguments(), "moment": int(moment.timestamp()), "origin": point}


def any_answers(chance: Random) -> Answers:
    themes = [ANY, "geld", "eten", "ontmoeten", chance.choice(sorted(possible("about")))]
    groups = [ANY, "ouderen", "jongeren", chance.choice(WHO)]
    return Answers(
        chance.choice(themes), chance.choice(groups), chance.choice([ANY, *HOW]), chance.choice([ANY, *WHEN])
    )


@pytest.mark.parametrize("seed", range(6))
def test_of_any_town_the_phone_chooses_the_same(
    client: PageClient, db_session: Session, tmp_path: Path, seed: int
) -> None:
    chance, moment = Random(seed), MOMENTS[seed % len(MOMENTS)]
    language = chance.choice(["nl", "en"])
    things = make_things(chance, moment, places=chance.choice([2, 30]), activities=chance.choice([3, 40]))
    for thing in [one for one in things if one.is_place][:2]:
        thing.kind = INFORMATION_POINT
    town = store(BRINKDAM, things)
    asked = [
        (any_answers(chance), chance.choice([None, Position(52.15, 5.15), Position(52.13, 5.18)]))
        for _ in range(QUESTIONS)
    ]
    with (
        time_machine.travel(moment, tick=False),
        client.application.test_request_context(f"/{language}/{BRINKDAM}/"),
    ):
        client.application.preprocess_request()
        pack = client.get(f"/api/v1/{BRINKDAM}/offline.json?lang={language}").get_json()
        server: list[Any] = [guide(town, answers, language, moment, origin) for answers, origin in asked]
        server += [steps_of(town, event, language, moment) for event in KEPT]
    questions = [told(answers, moment, origin) for answers, origin in asked]
    questions += [{"event": event.id, "moment": int(moment.timestamp())} for event in KEPT]

    assert any(one["dropped"] for one in server[:QUESTIONS]), "some find too little"
    assert_same(ask(tmp_path, pack, document(), questions), server, questions)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_the_demonstration_the_phone_chooses_the_same_for_days(
    demo: PageClient, tmp_path: Path, language: str
) -> None:
    chance, start = Random(1), MOMENTS[0]
    pack = demo.get(f"/api/v1/alblasserdam/offline.json?lang={language}").get_json()
    questions: list[Json] = []
    server: list[Any] = []
    for hours in (0, 7, 13, 60, 120):
        moment = start + timedelta(hours=hours)
        with (
            time_machine.travel(moment, tick=False),
            demo.application.test_request_context(f"/{language}/alblasserdam/"),
        ):
            demo.application.preprocess_request()
            town = get_municipality("alblasserdam")
            for event in KEPT:
                server.append(steps_of(town, event, language, moment))
                questions.append({"event": event.id, "moment": int(moment.timestamp())})
            for answers in (any_answers(chance) for _ in range(20)):
                origin = chance.choice([None, Position(51.863, 4.66)])
                server.append(guide(town, answers, language, moment, origin))
                questions.append(told(answers, moment, origin))

    assert_same(ask(tmp_path, pack, document(), questions), server, questions)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_what_speaks_of_safety_no_phone_keeps_more_than_the_name(demo: PageClient, language: str) -> None:
    with demo.application.test_request_context(f"/{language}/alblasserdam/"):
        demo.application.preprocess_request()
        events = guided(language)["events"]

    assert [one["id"] for one in events] == list(life_events())
    for one in events:
        is_named_only = one.keys() == {"id", "icon", "label", "never_kept"}
        assert is_named_only == life_events()[one["id"]].needs_quick_exit


def test_filters_of_a_step_lead_to_the_list_that_it_counts(demo: PageClient) -> None:
    with demo.application.test_request_context("/nl/alblasserdam/"):
        demo.application.preprocess_request()
        kept = {one["id"]: one for one in guided("nl")["events"]}

    for event in KEPT:
        looks = [look for step in kept[event.id]["steps"] for look in step["see"]]
        of_server = [look for step in event.steps for look in step.see]
        for look, other in zip(looks, of_server, strict=True):
            type_, filters = look.pop("type"), Filters(**look)
            assert (type_ == "place", filters) == (other.is_place, other.filters)
