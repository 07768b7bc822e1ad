"""Life events and the helper on the demonstration town, on a Tuesday morning at half past ten."""

import re
from itertools import product

import pytest

from tests.conftest import DEMO_MOMENT
from tests.database import statements_of_pages
from tests.page import PageClient, one, parse, text_of, texts
from webapp.areas.queries import get_open_municipality
from webapp.core.language import languages
from webapp.finding.count_queries import total_activities, total_places
from webapp.guiding.events import life_events
from webapp.guiding.queries import list_candidates
from webapp.guiding.rules import ANY, HOW, QUESTIONS, SHOWN, WHEN, WHO, Answers, pick, possible
from webapp.guiding.views import EVERYTHING

TOWN = "alblasserdam"
HELPER = f"/nl/{TOWN}/helper"
PHONE = "078 - 202 11 11"
LANGUAGES = [language.code for language in languages()]
END = f"{HELPER}?about={ANY}&who={ANY}&how={ANY}&when={ANY}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", life_events())
def test_every_life_event_shows_steps_that_lead_somewhere(demo: PageClient, id_: str, lang: str) -> None:
    document = demo.page(f"/{lang}/{TOWN}/life-events/{id_}")

    assert text_of(one(document, "h1")) == life_events()[id_].label[lang]
    steps = document.query(".step")
    assert len(steps) == len(life_events()[id_].steps)
    for step in steps:
        assert 1 <= len(step.query(".pick")) <= SHOWN
        assert step.query(".step__links a"), "the demonstration town has something for every step"
    assert PHONE in text_of(document.root)
    told = [*document.query("h1 span"), *document.query(".lead"), *document.query(".step__title")]
    told += document.query(".step__words")
    assert not [text for text in told if "lang" in text.attrs], "no text stands in for another language"


@pytest.mark.parametrize("id_", life_events())
def test_what_a_step_calls_a_list_holds_as_many(demo: PageClient, id_: str) -> None:
    links = demo.page(f"/nl/{TOWN}/life-events/{id_}").query(".step__links a")

    for link in links:
        said = text_of(link).rsplit("(", 1)[1].rstrip(")")
        assert text_of(one(demo.page(link.attrs["href"]), "h1")).split()[0] == said, link.attrs["href"]


def test_the_rules_and_the_lists_mean_the_same_by_a_filter(demo: PageClient) -> None:
    with demo.application.app_context():
        town = get_open_municipality(TOWN)
        candidates = list_candidates(town, EVERYTHING, DEMO_MOMENT)
        for look in {look for event in life_events().values() for step in event.steps for look in step.see}:
            total = total_places if look.is_place else total_activities
            assert sum(map(look.holds, candidates)) == total(town, look.filters, DEMO_MOMENT), look


def test_all_life_events_stand_on_their_page_and_the_first_on_the_home_page(demo: PageClient) -> None:
    everything = [link.attrs["href"] for link in demo.page(f"/en/{TOWN}/life-events").query(".events__link")]
    home = demo.page(f"/en/{TOWN}/")

    assert everything == [f"/en/{TOWN}/life-events/{id_}" for id_ in life_events()]
    links = [str(link.attrs["href"]) for link in home.query(".events__link")]  # the collections look the same
    assert [link for link in links if "/life-events/" in link] == everything[:8]
    assert one(home, ".ways__helper").attrs["href"] == f"/en/{TOWN}/helper"


@pytest.mark.parametrize("id_", ["iets-anders", "loss-2", "LOSS"])
def test_a_life_event_that_is_not_there_answers_404_with_ways_on(demo: PageClient, id_: str) -> None:
    answer = demo.get(f"/nl/{TOWN}/life-events/{id_}")

    assert answer.status_code == 404
    assert HELPER in [link.attrs.get("href") for link in parse(answer.text).query("main a")]


# ---------------------------------------------------------------- the helper


def test_every_path_through_the_helper_ends_in_three_things(demo: PageClient) -> None:
    """All 2,800 of them, on what the town really has."""
    with demo.application.app_context():
        candidates = list_candidates(get_open_municipality(TOWN), EVERYTHING, DEMO_MOMENT)
    ways = product(*((ANY, *values) for values in (possible("about"), WHO, HOW, WHEN)))

    assert all(len(pick(candidates, Answers(*way), DEMO_MOMENT).chosen) == SHOWN for way in ways)


def _ends() -> list[str]:
    """Each answer of each question once, the others passed by."""
    ends = []
    for name in QUESTIONS:
        ends += [{**dict.fromkeys(QUESTIONS, ANY), name: value} for value in possible(name)]
    return ["&".join(f"{name}={value}" for name, value in end.items()) for end in ends]


@pytest.mark.parametrize("end", _ends())
def test_an_end_shows_three_things_with_the_reason_and_the_phone(demo: PageClient, end: str) -> None:
    document = demo.page(f"{HELPER}?{end}")

    assert len(document.query(".pick")) == SHOWN
    assert all(len(why) > 5 for why in texts(document, ".pick__why"))
    assert text_of(document.root).count(PHONE) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_links_lead_through_four_questions_and_back(demo: PageClient, lang: str) -> None:
    path = f"/{lang}/{TOWN}/helper"
    seen = []
    for number in range(4):
        document = demo.page(path)
        assert f"{number + 1}" in text_of(one(document, ".progress__words"))
        seen.append(path)
        path = document.query(".options__link")[0].attrs["href"]
    result = demo.page(path)
    assert len(result.query(".pick")) == SHOWN
    for earlier in reversed(seen):
        path = demo.page(path).query(".back a")[0].attrs["href"]
        assert path == earlier


def test_each_question_can_be_passed_by(demo: PageClient) -> None:
    path = HELPER
    for _number in range(4):
        path = one(demo.page(path), ".skip-question a").attrs["href"]

    assert path == END
    assert len(demo.page(path).query(".pick")) == SHOWN


def test_an_answer_can_be_changed_without_losing_the_others(demo: PageClient) -> None:
    document = demo.page(f"{HELPER}?about=geld&who=ouders&how=any&when=week&postcode=2951")
    addresses = [link.attrs["href"] for link in document.query(".active .chip")]

    assert addresses == [
        f"{HELPER}?who=ouders&how=any&when=week&postcode=2951",
        f"{HELPER}?about=geld&how=any&when=week&postcode=2951",
        f"{HELPER}?about=geld&who=ouders&how=any&postcode=2951",
    ]
    changed = demo.page(addresses[1]).query(".options__link")[0].attrs["href"]
    assert set(changed.partition("?")[2].split("&")) == {
        "about=geld", "who=kinderen-0-4", "how=any", "when=week", "postcode=2951",
    }  # fmt: skip


def test_who_does_not_know_meets_the_information_point_first(demo: PageClient) -> None:
    document = demo.page(END)

    assert texts(document, ".pick__name")[0] == "Het Brughuis"
    assert texts(document, ".pick__why")[0].startswith("Hier denken ze mee met elke vraag")


def test_the_reason_is_said_in_words(demo: PageClient) -> None:
    document = demo.page(f"/en/{TOWN}/helper?about=ontmoeten&who=any&how=together&when=today")

    for why in texts(document, ".pick__why"):
        assert re.match(r"Free, no appointment needed, (today at|now, until|open now until) \d+:\d\d\.", why), why


def test_it_says_when_it_shows_more_than_was_asked_for(demo: PageClient) -> None:
    wide = demo.page(f"{HELPER}?about=geld&who=kinderen-0-4&how=from-home&when=today")
    exact = demo.page(f"{HELPER}?about=ontmoeten&who=any&how=any&when=any")

    assert "We laten ook zien" in text_of(one(wide, ".notice"))
    assert not exact.query(".notice")


def test_a_bad_postcode_is_mended_on_the_page_of_the_question_and_nothing_is_lost(demo: PageClient) -> None:
    answer = demo.get(f"{HELPER}?about=geld&who=ouders&postcode=29")
    document = parse(answer.text)

    assert answer.status_code == 400
    assert "2951 AB" in text_of(one(document, "#where-wrong"))
    assert one(document, "#where").attrs["value"] == "29"
    kept = {field.attrs["name"]: field.attrs["value"] for field in document.query(".near input[type=hidden]")}
    assert kept == {"about": "geld", "who": "ouders"}
    assert document.query(".options__link"), "the question itself is still there"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_position_that_cannot_be_read_is_said_beside_the_field(demo: PageClient, lang: str) -> None:
    answer = demo.get(f"/{lang}/{TOWN}/helper?near=hier")

    assert answer.status_code == 400
    assert len(text_of(one(parse(answer.text), "#where-wrong")).split()) > 5


def test_near_a_postcode_the_nearest_of_equals_comes_first(demo: PageClient) -> None:
    near = demo.page(f"{END}&postcode=2953")
    unknown = demo.page(f"{END}&postcode=1234AB")

    assert all("bij je vandaan" in why for why in texts(near, ".pick__why"))
    assert one(near, "#where").attrs["value"] == "2953"
    assert "1234AB" in text_of(one(unknown, ".notice"))


BAD = ["about=schulden", "about=GELD", "who=mannen", "who=weinig-geld", "how=snel", "when=nooit",
       "about=%00", "when=%E2%80%AE", "who=" + "x" * 3000]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("bad", BAD)
def test_an_answer_that_makes_no_sense_gives_400_with_a_sentence(demo: PageClient, bad: str, lang: str) -> None:
    answer = demo.get(f"/{lang}/{TOWN}/helper?{bad}")

    assert answer.status_code == 400
    assert len(text_of(one(parse(answer.text), ".lead")).split()) > 5


def test_nothing_found_leads_to_the_helper(demo: PageClient) -> None:
    document = demo.page(f"/nl/{TOWN}/places?q=ruimtevaart")

    assert HELPER in [link.attrs["href"] for link in document.query(".nothing__ways a")]


# One of them asks whether the town takes questions.
QUERIES = {
    **{f"/nl/{TOWN}/life-events/{id_}": 10 for id_ in life_events()},
    f"/nl/{TOWN}/life-events": 2,
    HELPER: 2,
    END: 10,
    f"{END}&postcode=2951": 11,
    f"{HELPER}?about=veilig&who=ouders&how=together&when=evening": 12,
}


@pytest.mark.parametrize("path", QUERIES)
def test_a_page_needs_a_small_number_of_queries(demo: PageClient, path: str) -> None:
    with statements_of_pages() as statements:
        demo.page(path)

    assert len(statements) <= QUERIES[path], "\n".join(statements)
