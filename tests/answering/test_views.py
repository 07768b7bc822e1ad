"""The search page and its suggestions, in both languages, with nonsense and with harm."""

import pytest
from justhtml import JustHTML

from tests.page import PageClient, one, parse, text_of
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


def slipped(demo: PageClient, **typed: str) -> JustHTML:
    answer = demo.get(f"/nl{PAGE}", query_string=typed)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    return parse(answer.text)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"q": "koffie", "near": "91,4.6"}, "where", "Typ liever je postcode"),
        ({"q": "koffie", "postcode": "29511"}, "where", "geen postcode"),
        ({"q": "koffie", "where": "x" * 200}, "where", "te veel woorden"),
        ({"q": "koffie", "where": "Blok\x00weer"}, "where", "Typ het"),
        ({"q": "koffie " * 30, "where": "Blokweer"}, "q", "te veel woorden"),
        ({"q": "a" * 10_000, "where": "Blokweer"}, "q", "te veel woorden"),
        ({"q": "kof\x07fie", "where": "Blokweer"}, "q", "Typ het"),
    ],
)
def test_a_slip_in_one_field_costs_only_itself(
    demo: PageClient, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = slipped(demo, **typed)
    wrong = one(page, f"#{field}")

    assert sentence in text_of(one(page, f"#{field}-wrong"))
    assert len(page.query("[role=alert]")) == 1
    assert wrong.attrs["aria-invalid"] == "true"
    assert f"{field}-wrong" in (wrong.attrs["aria-describedby"] or "")
    for name in {"q", "where"} & typed.keys():
        kept = "".join(filter(str.isprintable, typed[name])).strip()
        assert one(page, f"#{name}").attrs["value"] == kept, "nothing that was typed is lost"
    assert bool(page.query("#results .card")) == (field == "where"), "the words that make sense are answered"
    assert page.query(".origin__from") if field == "q" else not page.query(".origin__from")
    assert one(page, "meta[name=robots]").attrs["content"] == "noindex"


def test_two_slips_are_told_each_beside_its_field(demo: PageClient) -> None:
    page = slipped(demo, q="x" * 101, postcode="12")

    assert [wrong.attrs["id"] for wrong in page.query("[role=alert]")] == ["q-wrong", "where-wrong"]
    assert one(page, "#where").attrs["value"] == "12"


@pytest.mark.parametrize(("lang", "sentence"), [("nl", "te veel woorden"), ("en", "Use a few words")])
def test_suggestions_refuse_in_json_with_a_sentence(demo: PageClient, lang: str, sentence: str) -> None:
    answer = demo.get(SUGGEST, query_string={"q": "x" * 101, "near": "91,4", "lang": lang})

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert sentence in answer.get_json()["detail"]
    assert "postcode" in answer.get_json()["detail"], "both are told"


def test_near_tells_the_distance(demo: PageClient) -> None:
    answers = demo.get(SUGGEST, query_string={"q": "koffie", "near": "51.863,4.66"}).get_json()["answers"]

    assert any("m" in answer["where"] for answer in answers if answer["type"] == "place")


@pytest.mark.parametrize("path", ["places", "activities"])
def test_the_lists_put_what_fits_best_first(demo: PageClient, path: str) -> None:
    page = demo.page(f"/nl/alblasserdam/{path}?q=schuldhulpspreekuur")

    assert page.query("#results .card")
