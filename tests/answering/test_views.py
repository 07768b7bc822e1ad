"""The search page and its suggestions, in both languages, with nonsense and with harm."""

import pytest

from tests.page import PageClient
from webapp.search.queries import list_missed

PAGE, SUGGEST = "/alblasserdam/search", "/api/v1/alblasserdam/search.json"
HOSTILE = ["%", "'", "<script>alert(1)</script>", "a' OR 1=1 --", ":* & | !", "\\", "ⓧ", "..", "x" * 100, "د" * 50]


def names(demo: PageClient, query: str, language: str = "nl", **more: str) -> list[str]:
    answers = demo.get(SUGGEST, query_string={"q": query, "lang": language, **more}).get_json()["answers"]
    return [answer["name"] for answer in answers]


def test_a_theme_and_things_are_suggested_together(demo: PageClient) -> None:
    assert names(demo, "schulden")[0] == "Geld, schulden en post"
    assert "Hulp bij schulden" in names(demo, "schulden")[:3]
    assert names(demo, "debts", "en")[0] == "Money, debts and letters"


def test_the_page_without_a_script_answers_as_the_suggestions_do(demo: PageClient) -> None:
    page = demo.page(f"/nl{PAGE}?q=schulden")

    assert page.query(".tile__name")[0].to_text() == "Geld, schulden en post"
    assert "Hulp bij schulden" in [" ".join(name.to_text().split()) for name in page.query("#results h3")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_found_is_said_with_ways_on_and_counted(demo: PageClient, language: str) -> None:
    page = demo.page(f"/{language}{PAGE}?q=qqqqwwww")

    assert page.query(".nothing__ways a")
    assert ("qqqqwwww", 1) in list_missed(_town_id(), 10)


def _town_id() -> int:
    from webapp.areas.queries import find_municipality

    town = find_municipality("alblasserdam")
    assert town
    return town.id


@pytest.mark.parametrize("query", HOSTILE)
def test_harm_and_nonsense_get_a_calm_answer(demo: PageClient, query: str) -> None:
    assert demo.get(f"/nl{PAGE}", query_string={"q": query}).status_code == 200
    assert demo.get(SUGGEST, query_string={"q": query}).status_code == 200


def test_a_search_of_ten_thousand_characters_is_refused_with_a_sentence(demo: PageClient) -> None:
    answer = demo.get(f"/nl{PAGE}", query_string={"q": "a" * 10_000})

    assert answer.status_code == 400
    assert "te veel woorden" in answer.text


def test_near_tells_the_distance(demo: PageClient) -> None:
    answers = demo.get(SUGGEST, query_string={"q": "koffie", "near": "51.863,4.66"}).get_json()["answers"]

    assert any("m" in answer["where"] for answer in answers if answer["type"] == "place")


@pytest.mark.parametrize("path", ["places", "activities"])
def test_the_lists_put_what_fits_best_first(demo: PageClient, path: str) -> None:
    page = demo.page(f"/nl/alblasserdam/{path}?q=schuldhulpspreekuur")

    assert page.query("#results .card")
